/**
 * Wires what a user sees of a save that the server refused.
 */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { AskedSaves } from './askedSaves';
import type { NotebookFindings } from './notebookFindings';
import { panelAt } from './panels';
import { RefusalDialog } from './refusalDialog';
import type { IRefusedSaves } from './refusedSaves';
import { RefusedSaves } from './refusedSaves';
import { SaveSign } from './saveSign';
import { serverPath } from './serverPath';
import type { ICtActions, ICtFindings } from './tokens';

/** Name of the sign among the items of the notebook's toolbar. */
const TOOLBAR_ITEM = 'ct_jupyter-save-sign';

/** Factory of the text editor, in which a notebook may be open as well. */
const TEXT_EDITOR = 'Editor';

/** What is needed to tell of refused saves. */
export interface IRefusalsContext {
  readonly actions: ICtActions;
  readonly app: JupyterFrontEnd;
  readonly findings: ICtFindings;
  readonly toolbars: IToolbarWidgetRegistry | null;
  readonly tracker: INotebookTracker;
  readonly trans: TranslationBundle;
  /** Show the findings of a notebook. */
  show(path: string): void;
}

/** Show a lasting sign while saves are refused, and a dialog where a person asked for the save. */
export function tellRefusals(context: IRefusalsContext): void {
  const { app, findings, show, toolbars, tracker, trans } = context;
  const asked = new AskedSaves(app.commands, () => app.shell.currentWidget);
  const saves = new RefusedSaves(asked, new Refusals(context));
  tracker.forEach(panel => saves.watch(panel.context));
  tracker.widgetAdded.connect((_, panel) => saves.watch(panel.context));
  app.docRegistry.addWidgetExtension(TEXT_EDITOR, {
    createNew: (_, document) => saves.watch(document)
  });
  toolbars?.addFactory<NotebookPanel>(
    'Notebook',
    TOOLBAR_ITEM,
    panel =>
      new SaveSign(
        panel,
        findings,
        trans,
        ({ context: { path }, id }, sign) => {
          if (sign.isFree) {
            app.shell.activateById(id);
            void app.commands.execute('docmanager:save');
          } else {
            show(serverPath(path));
          }
        }
      )
  );
}

/** What becomes of refused saves: the sign of a notebook, a notice for any other document. */
class Refusals implements IRefusedSaves {
  constructor(private readonly _context: IRefusalsContext) {
    this._dialog = new RefusalDialog(_context.trans);
  }

  sign(document: DocumentRegistry.Context, message: string | null): void {
    const notebook = this._findingsOf(document);
    if (notebook) {
      void this._signNotebook(notebook, message);
    } else {
      this._signOther(document, message);
    }
  }

  tell(document: DocumentRegistry.Context, message: string): void {
    const { actions, app, tracker } = this._context;
    const notebook = this._findingsOf(document);
    const name = PathExt.basename(document.localPath);
    const first = notebook?.blocking()[0];
    if (!notebook || !first) {
      this._dialog.tell({ name, message });
      return;
    }
    this._dialog.tell({
      name,
      message,
      goTo: () => void actions.goTo(first),
      replace: () => {
        const panel = panelAt(tracker, serverPath(document.path));
        if (panel) {
          app.shell.activateById(panel.id);
          void actions.redactAll();
        }
      }
    });
  }

  private async _signNotebook(
    notebook: NotebookFindings,
    message: string | null
  ): Promise<void> {
    notebook.setRefusal(message);
    if (message !== null) {
      // What was typed a moment ago may not be scanned yet.
      await this._context.findings.settle(notebook.notebook);
      if (notebook.refusal?.message === message) {
        notebook.setRefusal(message);
      }
    }
  }

  private _signOther(
    document: DocumentRegistry.Context,
    message: string | null
  ): void {
    const id = this._notices.get(document);
    if (message === null) {
      if (id !== undefined) {
        Notification.dismiss(id);
        this._notices.delete(document);
      }
    } else if (id === undefined || !Notification.manager.has(id)) {
      const { trans } = this._context;
      document.disposed.connect(() => this._signOther(document, null));
      this._notices.set(
        document,
        Notification.error(
          trans.__(
            'Not saved: secrets or personal data in %1.',
            PathExt.basename(document.localPath)
          ),
          { autoClose: false }
        )
      );
    }
  }

  private _findingsOf(
    document: DocumentRegistry.Context
  ): NotebookFindings | null {
    // A notebook that is open in the text editor has the path of a notebook, and no cells.
    const model = document.model.sharedModel as object;
    return 'cells' in model
      ? this._context.findings.ofPath(serverPath(document.path))
      : null;
  }

  private readonly _dialog: RefusalDialog;
  private readonly _notices = new Map<DocumentRegistry.Context, string>();
}
