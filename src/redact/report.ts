import type { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { tell } from '../shell/notices';
import type { NotebookFindings } from '../model/notebookFindings';
import type { IRedactPlan } from '../protocol/protocol';
import type { IApplied } from './apply';
import { kindOf } from './choices';
import type { IRedacted } from './redact';
import type { IReportContext } from './reportContext';
import { showReport } from './reportDialog';

/** Say what was done, with what can be done about it. */
export function tellDone(done: IRedacted, context: IReportContext): void {
  const { trans, findings } = context;
  const { applied } = done;
  const actions: Notification.IAction[] = [undoAction(done, trans)];
  if (applied.kept.count > 0) {
    actions.push(restoreAction(findings, trans));
  }
  actions.push({
    label: trans.__('Details'),
    caption: trans.__('What was done, and what you still have to do'),
    callback: (event: MouseEvent) => {
      // Undo stays within reach.
      event.preventDefault();
      void showReport(done, context);
    }
  });
  const options = { autoClose: 30_000 as const, actions };
  tell('replacement', 'success', headline(done, context), options);
  tellMissed(done.applied, trans);
}

/** Say what was left because it changed while the server was asked. */
export function tellMissed(
  { missed }: Pick<IApplied, 'missed'>,
  trans: TranslationBundle
): void {
  if (missed > 0) {
    tell(
      'replacement/missed',
      'warning',
      trans.__(
        'Some outputs changed meanwhile and were left: scan again, and replace what is found.'
      ),
      { autoClose: false }
    );
  }
}

/** Takes all of it back. */
export function undoAction(
  { undo }: Pick<IRedacted, 'undo'>,
  trans: TranslationBundle
): Notification.IAction {
  return {
    label: trans.__('Undo'),
    caption: trans.__(
      'Put cells, outputs and stored values back as they were; Ctrl+Z in a cell does the same'
    ),
    callback: () => undo()
  };
}

/** Brings the outputs back, while they are kept. */
export function restoreAction(
  findings: NotebookFindings,
  trans: TranslationBundle
): Notification.IAction {
  return {
    label: trans.__('Restore'),
    caption: trans.__('Restore outputs and metadata as they were'),
    callback: () => restoreKept(findings, trans)
  };
}

/** Bring back what was replaced outside of the sources, and say what became of it. */
export function restoreKept(
  findings: NotebookFindings,
  trans: TranslationBundle
): void {
  if (findings.kept.count === 0) {
    tell(
      'replacement',
      'info',
      trans.__('There is nothing to restore any more.'),
      {
        autoClose: 5000
      }
    );
    return;
  }
  const { restored, changed } = findings.restore();
  const said = trans._n('%1 part restored.', '%1 parts restored.', restored);
  tell(
    'replacement',
    'info',
    changed === 0
      ? said
      : `${said} ${trans._n(
          '%1 has changed since then and was left as it is.',
          '%1 have changed since then and were left as they are.',
          changed
        )}`,
    { autoClose: 8000 }
  );
}

/** Number of copies that went, in the notebook and in files. */
export function copiesOf({
  counts,
  files
}: Pick<IRedactPlan, 'counts' | 'files'>): number {
  const inFiles = files.reduce(
    (sum, { copies, error }) => sum + (error ? 0 : copies),
    0
  );
  return counts.outputs + counts.metadata + counts.attachments + inFiles;
}

function headline(done: IRedacted, context: IReportContext): string {
  const { choices, panel, trans } = context;
  const { answer, inKernel } = done;
  const every = answer.variables.length;
  const count = answer.variables.filter(({ needed }) => needed).length;
  const copies = copiesOf(answer);
  const moved = {
    env: trans._n('%1 secret moved to .env', '%1 secrets moved to .env', count),
    keyring: trans._n(
      '%1 secret moved to the keyring',
      '%1 secrets moved to the keyring',
      count
    ),
    none: trans._n('%1 secret taken out', '%1 secrets taken out', every),
    platform: trans._n(
      '%1 secret is now read from %2',
      '%1 secrets are now read from %2',
      count,
      answer.platform?.store ?? ''
    )
  }[kindOf(choices.store)];
  // What no code looks up is not stored: whoever wants it back has Undo alone.
  const lost = choices.store === 'none' ? 0 : every - count;
  const what = [
    (count > 0 || lost === 0) && moved,
    lost > 0 &&
      (count > 0
        ? trans._n(
            '%1 replaced by a placeholder only',
            '%1 replaced by placeholders only',
            lost
          )
        : trans._n(
            '%1 secret replaced by a placeholder only',
            '%1 secrets replaced by placeholders only',
            lost
          )),
    // A notification is cut at 140 characters: the details have the copies.
    copies > 0 &&
      lost === 0 &&
      trans._n('%1 copy replaced', '%1 copies replaced', copies)
  ]
    .filter(Boolean)
    .join(', ');
  return [
    `${what}.`,
    inKernel &&
      count > 0 &&
      (done.isKernelBusy
        ? trans.__('The kernel is busy, and knows them once it is free.')
        : trans.__('The running kernel knows them.')),
    // With collaboration the server saves by itself.
    !panel.context.path.startsWith('RTC:') &&
      trans.__('Save the notebook to remove them from the file.')
  ]
    .filter(Boolean)
    .join(' ');
}
