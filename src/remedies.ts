/**
 * What can be done about personal data in the files that a notebook reads.
 */
import type { ISharedNotebook } from '@jupyter/ydoc';
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { stopCapturing } from './edits';
import type { ILocated, NotebookFindings } from './notebookFindings';
import { tellProblem } from './notices';
import type { ColumnAction, IDataFile } from './protocol';
import { OffsetMap } from './offsets';
import type { ICtClient } from './tokens';

/** What the remedies work with. */
export interface IRemedyContext {
  readonly client: ICtClient;
  /** Language of the notebook's kernel. */
  readonly language: string;
  readonly trans: TranslationBundle;
}

/**
 * Insert a cell below the one that reads a file: it drops, masks, hashes or replaces columns. What
 * the reading cell goes on with moves below the new one, so that it works on the treated data.
 *
 * @param located Findings of the columns
 */
export async function treatColumns(
  { client, language, trans }: IRemedyContext,
  findings: NotebookFindings,
  file: IDataFile,
  located: readonly ILocated[],
  action: ColumnAction
): Promise<void> {
  const { notebook } = findings;
  const index = notebook.cells.findIndex(cell => cell.getId() === file.cell_id);
  const columns = Object.fromEntries(
    located.flatMap(({ finding }) =>
      finding.column_name ? [[finding.column_name, finding.weakness_id]] : []
    )
  );
  if (index < 0 || Object.keys(columns).length === 0) {
    return;
  }
  const source = notebook.cells[index].getSource();
  const from = located[0].from;
  try {
    const answer = await client.dataCell({
      language,
      cells: notebook.cells.map(cell => ({
        id: cell.getId(),
        type: String(cell.cell_type),
        source: cell.getSource()
      })),
      cell: index + 1,
      // Where the argument is now: it may have moved since it was looked at.
      start: new OffsetMap(source).toCodePoints(from),
      columns,
      action
    });
    if (notebook.cells[index]?.getSource() !== source) {
      throw new Error(
        trans.__(
          'The cell changed meanwhile, so it was left as it is: try again.'
        )
      );
    }
    const splitAt =
      answer.split_at === null
        ? null
        : new OffsetMap(source).toUtf16(answer.split_at);
    const undo = insertBelow(notebook, index, answer.source, splitAt);
    const message = trans.__(
      'A cell was inserted below cell %1: run it, and what follows works on the treated columns.',
      index + 1
    );
    Notification.success(message, {
      autoClose: 15_000,
      actions: [
        {
          label: trans.__('Undo'),
          caption: trans.__('Take the cell out again'),
          callback: () => {
            if (!undo()) {
              Notification.warning(
                trans.__('The notebook changed meanwhile: undo it by hand.')
              );
            }
          }
        }
      ]
    });
  } catch (error) {
    tellProblem(trans.__('No cell was inserted.'), error, trans);
  }
}

/**
 * Insert a code cell, in one step that one undo of the notebook takes back.
 *
 * @param splitAt Where the cell above is cut in two, in UTF-16 units; null where it is not
 * @returns Takes it back where the cells are still the same; returns whether they were
 */
export function insertBelow(
  notebook: ISharedNotebook,
  index: number,
  source: string,
  splitAt: number | null
): () => boolean {
  const code = (text: string) => ({
    cell_type: 'code',
    source: text,
    metadata: {},
    outputs: [],
    execution_count: null
  });
  const above = notebook.cells[index];
  const text = above.getSource();
  // A step of its own: what was done a moment before is not taken back with it.
  stopCapturing(notebook);
  notebook.transact(() => {
    if (splitAt === null) {
      notebook.insertCell(index + 1, code(source));
      return;
    }
    // As Lab splits a cell: it is put in anew, since each cell undoes its own text only.
    notebook.deleteCell(index);
    notebook.insertCells(index, [
      {
        ...code(text.slice(0, splitAt).replace(/\n+$/, '')),
        metadata: above.getMetadata()
      },
      code(source),
      code(text.slice(splitAt).replace(/^\n+/, ''))
    ]);
  });
  stopCapturing(notebook);
  const state = () =>
    JSON.stringify(notebook.cells.map(cell => [cell.id, cell.getSource()]));
  const after = state();
  return () => {
    const untouched = state() === after;
    if (untouched) {
      notebook.undo();
    }
    return untouched;
  };
}

/**
 * Keep a data file out of the repository.
 */
export async function addToGitignore(
  { client, trans }: IRemedyContext,
  path: string
): Promise<void> {
  try {
    const { state, tracked } = await client.gitignore(path);
    if (state === 'no-repository') {
      Notification.info(
        trans.__('%1 is in no git repository, so there is nothing to do.', path)
      );
    } else if (tracked) {
      Notification.warning(
        trans.__(
          '.gitignore lists %1, but git tracks it already: git rm --cached takes it out.',
          path
        ),
        { autoClose: false }
      );
    } else {
      Notification.success(trans.__('.gitignore lists %1.', path));
    }
  } catch (error) {
    tellProblem(trans.__('.gitignore was not changed.'), error, trans);
  }
}
