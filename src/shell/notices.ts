/**
 * Notifications that say all they have to say: JupyterLab cuts them after 140 characters.
 */
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyJSONValue } from '@lumino/coreutils';

/** What notices are about. */
export type Subject =
  | 'gitignore'
  | 'ignored'
  | 'key'
  | 'kernel'
  | 'loader'
  | 'personal'
  | 'project'
  | 'replacement'
  | 'replacement/loader'
  | 'replacement/missed'
  | 'replacement/restart'
  | 'replacement/store'
  | 'saved'
  | 'save-mode'
  | 'share'
  | 'treated';

/** The notice on show of each subject, by its id. */
const shown = new Map<Subject, string>();

/**
 * Tell the user something. It takes the place of what was told of the same subject before, and of all
 * that belonged to that: notices that pile up hide the page, and their buttons do what nobody means.
 *
 * @returns Id of the notice
 */
export function tell<T extends ReadonlyJSONValue>(
  about: Subject,
  type: 'error' | 'info' | 'success' | 'warning',
  message: string,
  options?: Notification.IOptions<T>
): string {
  withdraw(about);
  const id = Notification[type](message, options);
  shown.set(about, id);
  return id;
}

/** Put away what was told of a subject, and of all below it. */
export function withdraw(about: Subject): void {
  for (const [subject, id] of shown) {
    if (subject === about || subject.startsWith(`${about}/`)) {
      shown.delete(subject);
      if (id) {
        Notification.dismiss(id);
      }
    }
  }
}

/** Characters that JupyterLab shows of a notification. */
export const MAX_LENGTH = 140;

/** Characters of a variable's name that leave room for what is said of it. */
const MAX_NAME = 44;

/**
 * A name that does not fill a notification by itself: its middle is left out.
 */
export function shortName(name: string): string {
  const points = [...name];
  if (points.length <= MAX_NAME) {
    return name;
  }
  const half = (MAX_NAME - 1) / 2;
  const head = points.slice(0, Math.ceil(half)).join('');
  return `${head}…${points.slice(-Math.floor(half)).join('')}`;
}

/**
 * Say that something was not done. What is too long for a notification is told in full in a
 * dialog, which a button opens.
 *
 * @param headline What was not done
 * @param error Why, as it was thrown
 * @param about Its subject
 */
export function tellProblem(
  headline: string,
  error: unknown,
  trans: TranslationBundle,
  about: Subject
): void {
  const details = error instanceof Error ? error.message : String(error);
  const whole = `${headline} ${details}`;
  if (whole.length <= MAX_LENGTH) {
    tell(about, 'error', whole, { autoClose: false });
    return;
  }
  tell(about, 'error', beginning(whole), {
    autoClose: false,
    actions: [
      {
        label: trans.__('Details'),
        caption: trans.__('Show the whole message'),
        callback: () =>
          void showDialog({
            title: headline.replace(/\.$/, ''),
            body: details,
            buttons: [Dialog.okButton({ label: trans.__('Close') })]
          })
      }
    ]
  });
}

/** As many whole sentences as there is room for, else as many words. */
function beginning(text: string): string {
  const fitting = (parts: string[], room: number) => {
    let length = -1;
    return parts
      .slice(
        0,
        parts.findIndex(part => (length += part.length + 1) > room)
      )
      .join(' ');
  };
  const sentences = text.split(/(?<=[.!?])\s+/);
  // The headline alone would not say why.
  return sentences[0].length + 1 + sentences[1]?.length <= MAX_LENGTH
    ? fitting(sentences, MAX_LENGTH)
    : `${fitting(text.split(/\s+/), MAX_LENGTH - 1)}…`;
}
