import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { INotebookContent } from '@jupyterlab/nbformat';

/** A notebook as it was when the server was asked about it. */
export interface ISnapshot {
  readonly content: INotebookContent;
  /** The cells that `content.cells` were made of. */
  readonly cells: readonly ISharedCell[];
}

/** Take a copy of a notebook that is independent of what happens to it next. */
export function snapshotOf(notebook: ISharedNotebook): ISnapshot {
  return { content: notebook.toJSON(), cells: [...notebook.cells] };
}
