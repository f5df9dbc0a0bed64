/**
 * From a finding of a project to its place in the opened file.
 */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

import type { ILocated } from '../model/notebookFindings';
import { isInSource } from '../model/notebookFindings';
import { OffsetMap } from '../protocol/offsets';
import { panelAt } from '../shell/panels';
import type { IFinding } from '../protocol/protocol';
import { reveal } from '../editor/reveal';
import { serverPath } from '../server/serverPath';

/** What opening a file needs of its surroundings. */
export interface IOpenContext {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  /** Drive that the user's files are on, with its colon; empty for the default one. */
  drive(): string;
}

/** A file in a tab. */
interface IOpened extends Widget {
  readonly context?: DocumentRegistry.Context;
  readonly content?: Widget & { readonly editor?: CodeEditor.IEditor };
}

/**
 * Open a file, and show a finding in it: its value selected, its output in view.
 *
 * @param finding Null for the file as such
 */
export async function openAt(
  { app, drive, tracker }: IOpenContext,
  path: string,
  finding: IFinding | null
): Promise<void> {
  // In Notebook 7 another tab would open, also for what this one shows already.
  const opened: IOpened | undefined =
    panelAt(tracker, path) ??
    openIn(app.shell, path) ??
    (await app.commands.execute('docmanager:open', {
      path: `${drive()}${path}`
    }));
  // Notebook 7 opens it in a tab of the browser, which is out of reach.
  if (!opened?.context) {
    return;
  }
  app.shell.activateById(opened.id);
  await opened.context.ready;
  if (finding === null || opened.isDisposed) {
    return;
  }
  if (opened instanceof NotebookPanel) {
    await opened.revealed;
    await reveal(opened, locatedIn(opened, finding));
    return;
  }
  const editor = opened.content?.editor;
  if (editor && !finding.column_name) {
    const at = ({ line, column }: IFinding['start']) => ({
      line: line - 1,
      column: new OffsetMap(editor.getLine(line - 1) ?? '').toUtf16(column - 1)
    });
    let start = at(finding.start);
    let end = at(finding.end);
    if (finding.cell !== null && finding.file_line !== null) {
      // A notebook that is a text: positions are those of the cell, only the line is that of the file.
      const line = finding.file_line - 1;
      start = { line, column: 0 };
      end = { line, column: (editor.getLine(line) ?? '').length };
    }
    editor.setSelection({ start, end });
    editor.revealPosition(start);
    editor.focus();
  }
}

/** What shows a file; the notebook rather than its text, where both are open. */
function openIn(
  shell: JupyterFrontEnd.IShell,
  path: string
): IOpened | undefined {
  const all = [...shell.widgets('main')] as IOpened[];
  return all.find(
    ({ context }) => context && serverPath(context.path) === path
  );
}

/** Where a finding of the file is in the open notebook, as far as that can be told. */
export function locatedIn(
  { model }: Pick<NotebookPanel, 'model'>,
  finding: IFinding
): ILocated {
  const cells = model?.sharedModel.cells ?? [];
  const cell =
    cells.find(
      each => finding.cell_id !== null && each.getId() === finding.cell_id
    ) ??
    cells[(finding.cell ?? 0) - 1] ??
    null;
  const map = new OffsetMap(cell?.getSource() ?? '');
  const unit = (offset: number) =>
    isInSource(finding) ? map.toUtf16(offset) : offset;
  return {
    key: 'project',
    finding,
    cell,
    from: unit(finding.start.offset),
    to: unit(finding.end.offset)
  };
}
