/**
 * What a user sees, and can do, while something waits for a kernel that is busy.
 */
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Milliseconds after which a wait is told of: an idle kernel answers sooner. */
const NOTICED = 250;

/** What came of a wait. */
export type Waited<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  /** The user goes on without the kernel. */
  | { readonly kind: 'skipped' }
  /** The user thought better of it. */
  | { readonly kind: 'cancelled' };

/**
 * Wait for what a kernel answers; where that takes a moment, say so, and let the user go on without
 * the answer or give up.
 */
export async function waitForKernel<T>(
  answer: Promise<T>,
  trans: TranslationBundle
): Promise<Waited<T>> {
  let id = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const decided = new Promise<Waited<T>>(resolve => {
    timer = setTimeout(() => {
      id = Notification.emit(
        trans.__('Waiting for the kernel, which is busy…'),
        'in-progress',
        {
          autoClose: false,
          actions: [
            {
              label: trans.__('Go on without it'),
              caption: trans.__('Do not wait for the answer of the kernel'),
              callback: () => resolve({ kind: 'skipped' })
            },
            {
              label: trans.__('Cancel'),
              caption: trans.__('Change nothing'),
              callback: () => resolve({ kind: 'cancelled' })
            }
          ]
        }
      );
    }, NOTICED);
  });
  try {
    return await Promise.race([
      answer.then(given => ({ kind: 'answered' as const, answer: given })),
      decided
    ]);
  } finally {
    clearTimeout(timer);
    if (id) {
      Notification.dismiss(id);
    }
  }
}
