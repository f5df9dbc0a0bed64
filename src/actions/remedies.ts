/**
 * What can be done about personal data in the files that a notebook reads.
 */
import type { ISharedNotebook } from '@jupyter/ydoc';
import type { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { stopCapturing } from './edits';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import type { CellType, ColumnAction, IDataFile } from '../protocol/protocol';
import type { IRemedyContext } from './pseudonymKey';
import { kernelHas, takeKeyBack, tellKey } from './pseudonymKey';
import { OffsetMap } from '../protocol/offsets';
import { applyPlan } from '../redact/apply';
import { restoreAction, tellMissed } from '../redact/report';
import { snapshotOf } from '../redact/snapshot';

/**
 * Insert a cell below the one that reads a file: it drops, masks, hashes or replaces columns; a cell
 * that treats the same data already is changed. What the reading cell goes on with moves below the new
 * one, so that it works on the treated data. What the outputs show of the columns is taken out. The
 * key of hashes and fakes is made where there is none, and the running kernel is given it.
 *
 * @param located Findings of the columns
 */
export async function treatColumns(
  context: IRemedyContext,
  findings: NotebookFindings,
  file: IDataFile,
  located: readonly ILocated[],
  action: ColumnAction
): Promise<void> {
  const { client, language, panel, trans } = context;
  const kernel = panel?.sessionContext.session?.kernel ?? null;
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
        type: cell.cell_type as CellType,
        source: cell.getSource()
      })),
      cell: index + 1,
      // Where the argument is now: it may have moved since it was looked at.
      start: new OffsetMap(source).toCodePoints(from),
      columns,
      action,
      path: panel?.context.path ?? '',
      ...(await kernelHas(kernel))
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
    const isNew = !answer.replaces;
    const undo = isNew
      ? insertBelow(notebook, index, answer.source, splitAt)
      : replaceCell(notebook, answer.replaces - 1, answer.source);
    const inserted = isNew
      ? splitAt === null
        ? trans.__(
            'A cell was inserted below cell %1. Run it: the cells after it then use the treated columns.',
            index + 1
          )
        : trans.__(
            'Cell %1 was split after the line that reads the data, and a new cell put in between. Run it.',
            index + 1
          )
      : trans.__(
          'Cell %1 was changed: run cell %2, which reads the data, and then this one.',
          answer.replaces,
          index + 1
        );
    let gaveKey = false;
    const actions: Notification.IAction[] = [
      {
        label: trans.__('Undo'),
        caption: isNew
          ? trans.__('Remove the cell again')
          : trans.__('Put back what the cell was'),
        callback: () => {
          if (undo()) {
            void takeKeyBack(context, findings, answer, gaveKey);
          } else {
            tell(
              'treated',
              'warning',
              trans.__('The notebook changed meanwhile: undo it by hand.')
            );
          }
        }
      }
    ];
    // What the outputs show of the columns was there before the cell treats them.
    const places = await scrub(context, findings, Object.keys(columns));
    if (places) {
      actions.push(restoreAction(findings, trans));
    }
    tell(
      'treated',
      'success',
      places ? `${inserted} ${tellPlaces(places, trans)}` : inserted,
      { autoClose: 15_000, actions }
    );
    gaveKey = await tellKey(kernel, answer, trans);
  } catch (error) {
    tellProblem(trans.__('No cell was inserted.'), error, trans, 'treated');
  }
}

/**
 * Take what some columns hold out of the outputs of a notebook, and every other copy of it there.
 *
 * @param located Findings of the columns
 */
export async function scrubColumns(
  context: IRemedyContext,
  findings: NotebookFindings,
  located: readonly ILocated[]
): Promise<void> {
  const { trans } = context;
  const columns = located.flatMap(({ finding }) => finding.column_name ?? []);
  const places = await scrub(context, findings, columns);
  if (places) {
    tell('treated', 'success', tellPlaces(places, trans), {
      autoClose: 15_000,
      actions: [restoreAction(findings, trans)]
    });
  } else if (places === 0) {
    tell(
      'treated',
      'info',
      trans.__('No output shows these columns. Images are not checked.'),
      { autoClose: 8_000 }
    );
  }
}

/**
 * Problems are told to the user.
 *
 * @returns Number of places that changed; null where there was a problem
 */
async function scrub(
  { client, trans }: IRemedyContext,
  findings: NotebookFindings,
  columns: readonly string[]
): Promise<number | null> {
  const snapshot = snapshotOf(findings.notebook);
  try {
    const { content } = snapshot;
    const { cells, places } = await client.scrub({ content, columns });
    const applied = applyPlan(findings.notebook, snapshot, {
      cells,
      metadata: null
    });
    if (applied) {
      findings.keep(applied.kept);
      tellMissed(applied, trans);
    }
    return places;
  } catch (error) {
    tellProblem(
      trans.__('The outputs were not changed.'),
      error,
      trans,
      'treated'
    );
    return null;
  }
}

function tellPlaces(places: number, trans: TranslationBundle): string {
  return trans._n(
    '%1 value was taken out of the outputs.',
    '%1 values were taken out of the outputs.',
    places
  );
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
  return undoWhileUntouched(notebook);
}

/**
 * Put a cell with another source in the place of one, in one step that one undo of the notebook takes
 * back, outputs included.
 *
 * @returns As of {@link insertBelow}
 */
export function replaceCell(
  notebook: ISharedNotebook,
  index: number,
  source: string
): () => boolean {
  const metadata = notebook.cells[index].getMetadata();
  stopCapturing(notebook);
  notebook.transact(() => {
    // Put in anew, since each cell undoes its own text only.
    notebook.deleteCell(index);
    notebook.insertCell(index, {
      cell_type: 'code',
      source,
      metadata,
      outputs: [],
      execution_count: null
    });
  });
  stopCapturing(notebook);
  return undoWhileUntouched(notebook);
}

/** Takes the last step back where the cells are still the same; returns whether they were. */
function undoWhileUntouched(notebook: ISharedNotebook): () => boolean {
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
      tell(
        'gitignore',
        'info',
        trans.__('%1 is in no git repository, so there is nothing to do.', path)
      );
    } else if (tracked) {
      tell(
        'gitignore',
        'warning',
        trans.__(
          '.gitignore lists %1, but git already tracks it. Run git rm --cached to stop that.',
          path
        ),
        { autoClose: false }
      );
    } else {
      tell('gitignore', 'success', trans.__('.gitignore lists %1.', path));
    }
  } catch (error) {
    tellProblem(
      trans.__('.gitignore was not changed.'),
      error,
      trans,
      'gitignore'
    );
  }
}
