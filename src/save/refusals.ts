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
import type { NotebookFindings } from '../model/notebookFindings';
import { tellProblem } from '../shell/notices';
import { panelAt } from '../shell/panels';
import { RefusalDialog } from './refusalDialog';
import type { IRefusedSaves } from './refusedSaves';
import { RefusedSaves } from './refusedSaves';
import { SaveSign } from './saveSign';
import { serverPath } from '../server/serverPath';
import { asNotebook, isTextFile } from '../model/textDocument';
import type { ICtActions, ICtClient, ICtFindings } from '../model/tokens';

/** Name of the sign among the items of the notebook's toolbar. */
const TOOLBAR_ITEM = 'ct_jupyter-save-sign';

/** Factory of the text editor, in which a notebook may be open as well. */
const TEXT_EDITOR = 'Editor';

/** What is needed to tell of refused saves. */
export interface IRefusalsContext {
  readonly actions: ICtActions;
  readonly app: JupyterFrontEnd;
  readonly client: ICtClient;
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
    }
    // Only notebooks have a toolbar with the sign in it.
    if (!('cells' in (document.model.sharedModel as object))) {
      this._signOther(document, message);
    }
  }

  tell(document: DocumentRegistry.Context, message: string): void {
    const { actions, app, client } = this._context;
    const notebook = this._findingsOf(document);
    const name = PathExt.basename(document.localPath);
    const first = notebook?.blocking()[0];
    // Whoever chose that saves are refused may think otherwise once; an organisation's word stands.
    const isFixed = client.connection.status?.save_mode_locked ?? true;
    const refused = {
      name,
      message,
      ...(isFixed ? {} : { saveAnyway: () => this._saveAnyway(document) })
    };
    if (!notebook || !first) {
      this._dialog.tell(refused);
      return;
    }
    this._dialog.tell({
      ...refused,
      goTo: () => void actions.goTo(first),
      replace: () => {
        const id = this._widgetOf(document, notebook);
        if (id !== null) {
          app.shell.activateById(id);
          void actions.redactAll();
        }
      }
    });
  }

  /** Save a document in spite of what it holds. */
  private async _saveAnyway(document: DocumentRegistry.Context): Promise<void> {
    const { client, trans } = this._context;
    try {
      await client.saveOnce(serverPath(document.path));
    } catch (error) {
      tellProblem(trans.__('Not saved.'), error, trans, 'saved');
      return;
    }
    await document.save();
  }

  /** Id of what shows a document. */
  private _widgetOf(
    document: DocumentRegistry.Context,
    { notebook }: NotebookFindings
  ): string | null {
    const { findings, tracker } = this._context;
    const shown =
      findings.viewOf(notebook)?.widget ??
      panelAt(tracker, serverPath(document.path));
    return shown?.id ?? null;
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
    const { findings } = this._context;
    const model = document.model.sharedModel as object;
    return isTextFile(model)
      ? findings.of(asNotebook(model))
      : findings.ofPath(serverPath(document.path));
  }

  private readonly _dialog: RefusalDialog;
  private readonly _notices = new Map<DocumentRegistry.Context, string>();
}
