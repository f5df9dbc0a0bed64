import type { ISharedNotebook } from '@jupyter/ydoc';
import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { applyEdits } from './edits';
import { hasProvider } from './providerPage';
import { setEnvironment } from './kernel';
import type { ILocated, NotebookFindings } from './notebookFindings';
import { shortName, tellProblem } from './notices';
import { OffsetMap } from './offsets';
import type { ICellRequest, IFixResponse } from './protocol';
import type { ICtClient } from './tokens';

/** What a replacement needs of its surroundings. */
export interface IFixContext {
  readonly client: ICtClient;
  readonly trans: TranslationBundle;
  /** Scan what changed, and wait for the answer. */
  settle(notebook: ISharedNotebook): Promise<void>;
  language(notebook: ISharedNotebook): string;
}

/**
 * Replace a literal by a lookup of an environment variable: the value goes to `.env` and to the
 * running kernel, and the user is told.
 */
export async function fixFinding(
  context: IFixContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  located: ILocated
): Promise<void> {
  const { client, trans } = context;
  const { notebook } = findings;
  await context.settle(notebook);
  const current = findings.byKey(located.key);
  const cell = current?.cell;
  if (
    !current ||
    !cell ||
    current.finding.weakness_id !== located.finding.weakness_id
  ) {
    Notification.warning(trans.__('This finding is no longer there.'), {
      autoClose: 5000
    });
    return;
  }
  const cells = codeCells(notebook);
  const sources = new Map(cells.map(({ id, source }) => [id, source ?? '']));
  const map = new OffsetMap(cell.getSource());
  let answer: IFixResponse;
  try {
    answer = await client.fix({
      // With its drive: the server refuses those that it has no files of.
      path: panel.context.path,
      language: context.language(notebook),
      cells,
      cell_id: cell.getId(),
      start: map.toCodePoints(current.from),
      end: map.toCodePoints(current.to),
      weakness_id: current.finding.weakness_id,
      name: null,
      dry_run: false
    });
  } catch (error) {
    tellProblem(trans.__('Not replaced.'), error, trans);
    return;
  }
  const { edits, name } = answer;
  const undoable = applyEdits(notebook, edits, sources);
  if (!undoable) {
    Notification.error(
      trans.__(
        'The cell changed meanwhile, so it was left as it is. The value is in .env as %1: try again.',
        shortName(name)
      ),
      { autoClose: false }
    );
    return;
  }
  const rule = client.rules.get(current.finding.weakness_id);
  const inKernel = await tellKernel(panel, answer);
  Notification.success(report(answer, inKernel, trans), {
    autoClose: 15_000,
    actions: [
      {
        label: trans.__('Undo'),
        caption: trans.__(
          'Put the value back into the cell; it also stays in .env.'
        ),
        callback: () => {
          if (!undoable.undo()) {
            Notification.info(
              trans.__(
                'The cell was edited since: use Ctrl+Z in the cell to go back step by step.'
              ),
              { autoClose: 8000 }
            );
          }
        }
      },
      ...(rule && hasProvider(rule)
        ? [
            {
              label: trans.__('Rotate this key: %1', rule.provider),
              caption: rule.remedy,
              displayType: 'link' as const,
              callback: (event: MouseEvent) => {
                event.preventDefault();
                window.open(rule.source, '_blank', 'noopener,noreferrer');
              }
            }
          ]
        : [])
    ]
  });
  const doubts = doubtsOf(answer, trans);
  if (doubts) {
    Notification.warning(doubts, { autoClose: false });
  }
}

/** All code cells in order, as the server wants to see them to place an import. */
function codeCells(notebook: ISharedNotebook): ICellRequest[] {
  return notebook.cells.flatMap((cell, index) =>
    cell.cell_type === 'code'
      ? [
          {
            id: cell.getId(),
            cell: index + 1,
            type: 'code',
            source: cell.getSource()
          }
        ]
      : []
  );
}

/** The value goes no further than this function. */
async function tellKernel(
  panel: NotebookPanel,
  answer: IFixResponse
): Promise<boolean> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || answer.value === undefined) {
    return false;
  }
  try {
    return await setEnvironment(kernel, { [answer.name]: answer.value });
  } catch {
    return false;
  }
}

/** What was done. `.env` lies beside the notebook, so that it needs no folder. */
function report(
  answer: IFixResponse,
  inKernel: boolean,
  trans: TranslationBundle
): string {
  const { store } = answer;
  const name = shortName(answer.name);
  const moved =
    store.state === 'present'
      ? trans.__('%1 was in .env already.', name)
      : store.gitignore === 'added'
        ? trans.__('Moved to .env as %1; .gitignore now lists .env.', name)
        : trans.__('Moved to .env as %1.', name);
  const kernel = inKernel
    ? trans.__('The running kernel knows it.')
    : trans.__('Load .env before you run the cell again.');
  return `${moved} ${kernel}`;
}

/** What the user should know of the file besides; empty where there is nothing. */
function doubtsOf({ store }: IFixResponse, trans: TranslationBundle): string {
  return [
    store.tightened &&
      trans.__('Others could read .env before; now only you can.'),
    store.gitignore === 'unknown' &&
      trans.__('Git could not be asked: check that it ignores .env.')
  ]
    .filter(Boolean)
    .join(' ');
}
