/**
 * The files of a project that are open in this page.
 */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

import { panelAt } from '../shell/panels';
import { serverPath } from '../server/serverPath';

/** Files by how they are to be changed. */
export interface ISorted {
  /** Open notebooks: changed in their tab, so that the running kernel knows the values. */
  readonly notebooks: ReadonlyMap<string, NotebookPanel>;
  /** Other files that are open with unsaved changes: left as they are. */
  readonly unsaved: readonly string[];
  /** Changed where they lie. */
  readonly files: readonly string[];
  /** Documents of `files` that are open: they are read again afterwards. */
  readonly documents: readonly DocumentRegistry.Context[];
}

/** Tell apart what is open. */
export function sortFiles(
  paths: readonly string[],
  tracker: INotebookTracker,
  shell: JupyterFrontEnd.IShell
): ISorted {
  const open = new Map<string, DocumentRegistry.Context>();
  for (const widget of shell.widgets('main')) {
    const { context } = widget as Widget & {
      readonly context?: DocumentRegistry.Context;
    };
    if (context) {
      open.set(serverPath(context.path), context);
    }
  }
  const notebooks = new Map<string, NotebookPanel>();
  const unsaved: string[] = [];
  const files: string[] = [];
  const documents: DocumentRegistry.Context[] = [];
  for (const path of paths) {
    const panel = panelAt(tracker, path);
    const context = open.get(path);
    if (panel) {
      notebooks.set(path, panel);
    } else if (context?.model.dirty) {
      unsaved.push(path);
    } else {
      files.push(path);
      if (context) {
        documents.push(context);
      }
    }
  }
  return { notebooks, unsaved, files, documents };
}
