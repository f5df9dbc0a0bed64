import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import { hasModule, install } from '../actions/kernel';
import type { NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import { applyPlan } from './apply';
import type { IRedactContext, IRedacted, RedactWish } from './redact';
import { redactRequest } from './redact';
import { snapshotOf } from './snapshot';

/** What loads `.env` in Python: the module, and the package that has it. */
const MODULE = 'dotenv';
const PACKAGE = 'python-dotenv';

/** Whether the kernel of a notebook can import what loads `.env`; null where that is not known. */
export async function canLoad(panel: NotebookPanel): Promise<boolean | null> {
  const kernel = panel.sessionContext.session?.kernel;
  return kernel ? hasModule(kernel, MODULE).catch(() => null) : null;
}

/** Whether a notebook would load `.env` by itself, had its kernel the package. */
export function canBeLoaded({ answer }: IRedacted): boolean {
  const { loader, variables } = answer;
  return (
    loader?.kind === 'dotenv' &&
    !loader.loads &&
    variables.some(({ needed }) => needed)
  );
}

/**
 * Say that nothing loads `.env` after a restart, because the kernel lacks a package, with a button
 * that installs it and has the notebook load `.env`.
 *
 * @param wish What was asked for when the values were stored
 */
export function offerLoader(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  done: IRedacted,
  wish: RedactWish
): void {
  const { trans } = context;
  tell(
    'replacement/loader',
    'warning',
    trans.__(
      'After a restart nothing loads .env: the kernel lacks %1.',
      PACKAGE
    ),
    {
      autoClose: false,
      actions: [
        {
          label: trans.__('Install %1', PACKAGE),
          caption: trans.__(
            'Run %1 in the kernel, then have the notebook load .env',
            `%pip install ${PACKAGE}`
          ),
          callback: () =>
            void installLoader(context, panel, findings, done, wish)
        }
      ]
    }
  );
}

async function installLoader(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  done: IRedacted,
  wish: RedactWish
): Promise<void> {
  const { trans } = context;
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel) {
    tell(
      'replacement/loader',
      'error',
      trans.__('The notebook has no kernel.')
    );
    return;
  }
  const id = Notification.emit(
    trans.__('Installing %1…', PACKAGE),
    'in-progress',
    { autoClose: false }
  );
  let output = '';
  try {
    output = await install(kernel, PACKAGE, line =>
      Notification.update({ id, message: line.slice(0, 120) })
    );
    if ((await hasModule(kernel, MODULE)) !== true) {
      throw new Error(lastLines(output));
    }
    Notification.dismiss(id);
    await addLoading(context, panel, findings, done, wish);
  } catch (error) {
    Notification.dismiss(id);
    tellProblem(
      trans.__('%1 was not installed.', PACKAGE),
      error,
      trans,
      'replacement/loader'
    );
  }
}

/** Have the notebook load what was stored for a replacement; its undo takes that back as well. */
async function addLoading(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  done: IRedacted,
  wish: RedactWish
): Promise<void> {
  const { client, trans } = context;
  const { replacement } = done;
  if (replacement.isOver || findings.isDisposed) {
    return;
  }
  const snapshot = snapshotOf(findings.notebook);
  const added = {
    ...wish,
    findings: [],
    names: {},
    load: 'dotenv' as const,
    load_for: replacement.names,
    folder: false
  };
  const request = redactRequest(context, panel, findings, snapshot, added);
  const answer = await client.redact({
    ...request,
    checkpoints: false,
    dry_run: false
  });
  const applied = applyPlan(findings.notebook, snapshot, answer);
  if (!applied) {
    throw new Error(trans.__('A cell changed meanwhile: try again.'));
  }
  replacement.extend(applied.cells);
  tell(
    'replacement/loader',
    'success',
    answer.loader?.loads
      ? trans.__('%1 is installed, and the notebook loads .env.', PACKAGE)
      : trans.__('%1 is installed.', PACKAGE),
    { autoClose: 8000 }
  );
}

/** The end of what a command wrote, where it says what went wrong. */
function lastLines(output: string): string {
  return output.trim().split('\n').slice(-6).join('\n');
}
