import type { ISharedNotebook } from '@jupyter/ydoc';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { serverPath } from '../server/serverPath';

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

/**
 * The panel that shows the notebook at a path of the server: the current one, where several do.
 */
export function panelAt(
  tracker: INotebookTracker,
  path: string
): NotebookPanel | null {
  const shows = (panel: NotebookPanel | null) =>
    panel !== null && serverPath(panel.context.path) === path;
  return shows(tracker.currentWidget)
    ? tracker.currentWidget
    : (tracker.find(shows) ?? null);
}
