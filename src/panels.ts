import type { ISharedNotebook } from '@jupyter/ydoc';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

/**
 * The panel that shows a notebook: the current one, where several do.
 */
export function panelOf(
  tracker: INotebookTracker,
  notebook: ISharedNotebook | null
): NotebookPanel | null {
  const shows = (panel: NotebookPanel | null) =>
    panel?.model?.sharedModel === notebook;
  if (!notebook || shows(tracker.currentWidget)) {
    return notebook ? tracker.currentWidget : null;
  }
  return tracker.find(shows) ?? null;
}
