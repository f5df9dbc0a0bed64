/**
 * How an open document that is no notebook is shown: where the cursor is, and how to show a place.
 */
import type { ISharedCell, ISharedFile, ISharedNotebook } from '@jupyter/ydoc';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

import type { ConsolePanel } from './consoleDocument';
import { cellsOf, consoleAsNotebook } from './consoleDocument';
import type { ILocated } from './notebookFindings';
import { isInSource } from './notebookFindings';
import { flash, selectInEditor } from '../editor/reveal';
import { asNotebook } from './textDocument';

/** Where the user is. */
export interface ICursor {
  readonly cell: ISharedCell;
  /** Null where the cell has none now. */
  readonly editor: CodeEditor.IEditor | null;
}

/** An open document that is no notebook. */
export interface IDocumentView {
  /** The document, as a notebook. */
  readonly notebook: ISharedNotebook;
  readonly widget: Widget;
  /** What replacing needs of the panel of a notebook: its id, its path and its kernel. */
  readonly panel: NotebookPanel;
  /** Path with its drive, which changes when the document is renamed. */
  path(): string;
  cursor(): ICursor | null;
  reveal(located: ILocated): void;
}

/** The widget that shows a text file in an editor. */
export type EditorWidget = Widget & {
  readonly content: { readonly editor: CodeEditor.IEditor };
};

/** A text file in an editor. */
export function fileView(
  widget: EditorWidget,
  context: DocumentRegistry.Context
): IDocumentView {
  const notebook = asNotebook(
    context.model.sharedModel as unknown as ISharedFile
  );
  const { editor } = widget.content;
  return {
    notebook,
    widget,
    panel: panelLike(widget.id, context, { session: null }),
    path: () => context.path,
    cursor: () => ({ cell: notebook.cells[0], editor }),
    reveal: located => selectInEditor(editor, located)
  };
}

/** A code console. */
export function consoleView(widget: ConsolePanel): IDocumentView {
  const { sessionContext } = widget.console;
  const notebook = consoleAsNotebook(widget);
  const path = () => sessionContext.path;
  const context = {
    get path() {
      return path();
    }
  };
  return {
    notebook,
    widget,
    panel: panelLike(widget.id, context, sessionContext),
    path,
    cursor: () => {
      const cells = cellsOf(widget);
      const cell =
        cells.find(each => each.node.contains(document.activeElement)) ??
        cells[cells.length - 1];
      return cell
        ? { cell: cell.model.sharedModel, editor: cell.editor }
        : null;
    },
    reveal: located => {
      const cell = cellsOf(widget).find(
        each => each.model.sharedModel === located.cell
      );
      if (!cell) {
        return;
      }
      cell.node.scrollIntoView({ block: 'nearest' });
      if (cell.editor && isInSource(located.finding)) {
        selectInEditor(cell.editor, located);
      } else {
        flash(cell.node);
      }
    }
  };
}

function panelLike(
  id: string,
  context: object,
  sessionContext: object
): NotebookPanel {
  return { id, context, sessionContext } as unknown as NotebookPanel;
}
