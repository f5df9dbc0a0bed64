/**
 * Says at the lower edge of our dialogs that there is more below, as long as there is.
 */
import { Dialog } from '@jupyterlab/apputils';

/** What of our dialogs scrolls. */
const BODIES = '.ct-Preview, .ct-Share, .ct-Decision, .ct-Report, .ct-Refusal';

/** Class of a dialog with more below. */
const MORE = 'ct-mod-more';

/** Pixels that are less than a line. */
const LITTLE = 4;

/** Give all dialogs of ours the hint, from now on. */
export function hintDialogs(): void {
  Dialog.tracker.widgetAdded.connect((_, dialog) => {
    const body = dialog.node.querySelector<HTMLElement>(BODIES);
    if (body && typeof ResizeObserver !== 'undefined') {
      dialog.addClass('ct-Dialog');
      hintMore(dialog, body);
    }
  });
}

function hintMore(dialog: Dialog<unknown>, body: HTMLElement): void {
  const look = () =>
    dialog.toggleClass(
      MORE,
      body.scrollTop + body.clientHeight < body.scrollHeight - LITTLE
    );
  const sizes = new ResizeObserver(look);
  sizes.observe(body);
  // What is rendered later makes it longer without making it larger.
  const content = new MutationObserver(look);
  content.observe(body, { childList: true, subtree: true, attributes: true });
  body.addEventListener('scroll', look, { passive: true });
  dialog.disposed.connect(() => {
    sizes.disconnect();
    content.disconnect();
  });
}
