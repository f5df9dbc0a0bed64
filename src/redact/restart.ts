/**
 * Gives a kernel that cannot be told its variables them by a restart.
 */
import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import { shortName, tell, tellProblem } from '../shell/notices';
import type { IRedactContext, IRedacted } from './redact';

/** Whether the running kernel lacks variables that its code now reads, and a restart gives them. */
export function lacksVariables(
  { answer, inKernel }: Pick<IRedacted, 'answer' | 'inKernel'>,
  panel: NotebookPanel
): boolean {
  return (
    !inKernel &&
    // Where the notebook loads them itself, the cell that does so is run again.
    !answer.loader?.loads &&
    !!answer.store &&
    'state' in answer.store &&
    !!panel.sessionContext.session?.kernel &&
    answer.variables.some(({ needed }) => needed)
  );
}

/** Say that the kernel lacks the variables, with a button that restarts it with them. */
export function offerRestart(
  context: IRedactContext,
  panel: NotebookPanel,
  { answer }: Pick<IRedacted, 'answer'>
): void {
  const { trans } = context;
  const names = answer.variables
    .filter(({ needed }) => needed)
    .map(({ name }) => shortName(name));
  const more = names.length - 1;
  tell(
    'replacement/restart',
    'warning',
    more > 0
      ? trans.__(
          'The running kernel lacks %1 and %2 more: its language cannot be given variables.',
          names[0],
          more
        )
      : trans.__(
          'The running kernel lacks %1: its language cannot be given variables.',
          names[0]
        ),
    {
      autoClose: false,
      actions: [
        {
          label: trans.__('Restart with the variables'),
          caption: trans.__(
            'Restart the kernel with the variables in .env; what it holds in memory is lost'
          ),
          callback: () => void restartWith(context, panel)
        }
      ]
    }
  );
}

async function restartWith(
  { client, trans }: IRedactContext,
  panel: NotebookPanel
): Promise<void> {
  const kernel = panel.sessionContext.session?.kernel;
  try {
    if (!kernel) {
      throw new Error(trans.__('The notebook has no kernel.'));
    }
    await client.envForKernel(kernel.id);
    const id = Notification.emit(trans.__('Restarting…'), 'in-progress');
    try {
      await kernel.restart();
    } finally {
      Notification.dismiss(id);
    }
    tell(
      'replacement/restart',
      'success',
      trans.__(
        'The kernel was restarted with the variables in .env: run the cells again.'
      ),
      { autoClose: 15_000 }
    );
  } catch (error) {
    tellProblem(
      trans.__('The kernel was not restarted.'),
      error,
      trans,
      'replacement/restart'
    );
  }
}
