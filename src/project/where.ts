import { PathExt } from '@jupyterlab/coreutils';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import { FileDialog, type IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { Dialog, InputDialog } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { serverPath } from '../server/serverPath';

/**
 * Where the user is: in the folder of the file browser, or where there is none, of the notebook.
 */
export class Where {
  /**
   * @param _browsers Null where there is no file browser, as beside a notebook in Notebook 7
   */
  constructor(
    private readonly _browsers: IFileBrowserFactory | null,
    private readonly _tracker: INotebookTracker,
    private readonly _trans: TranslationBundle
  ) {
    _browsers?.tracker.forEach(browser => this._follow(browser));
    _browsers?.tracker.widgetAdded.connect((_, browser) => {
      this._follow(browser);
      this._changed.emit();
    });
    _browsers?.tracker.currentChanged.connect(() => this._changed.emit());
    _tracker.currentChanged.connect(() => this._changed.emit());
  }

  /** Emits when the folder is another one. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Path on the server, without a drive; empty for its root. */
  get folder(): string {
    const browser = this._browser;
    if (browser) {
      return serverPath(browser.model.path);
    }
    const path = this._tracker.currentWidget?.context.path;
    return path === undefined ? '' : PathExt.dirname(serverPath(path));
  }

  /** Drive that the user's files are on, with its colon; empty for the default one. */
  get drive(): string {
    const path =
      this._browser?.model.path ?? this._tracker.currentWidget?.context.path;
    return path?.startsWith('RTC:') ? 'RTC:' : '';
  }

  /** Path of what is selected in the file browser, else its folder; null where several are. */
  get selected(): string | null {
    const items = [...(this._browser?.selectedItems() ?? [])];
    if (items.length === 0) {
      return this.folder;
    }
    return items.length === 1 ? serverPath(items[0].path) : null;
  }

  /** Ask for a folder below the root of the server. */
  async ask(from: string): Promise<string | null> {
    const title = this._trans.__('Which folder is to be scanned?');
    const browser = this._browser;
    if (browser) {
      const { button, value } = await FileDialog.getExistingDirectory({
        title,
        manager: browser.model.manager,
        defaultPath: `${this.drive}${from}`
      });
      const path = value?.[0]?.path;
      return button.accept && path !== undefined ? serverPath(path) : null;
    }
    const { button, value } = await InputDialog.getText({
      title,
      label: this._trans.__('Path below the root of the server'),
      text: from,
      okLabel: Dialog.okButton().label
    });
    return button.accept && value !== null
      ? value.trim().replace(/^\/+|\/+$/g, '')
      : null;
  }

  private get _browser(): FileBrowser | null {
    const tracker = this._browsers?.tracker;
    return tracker?.currentWidget ?? tracker?.find(() => true) ?? null;
  }

  private _follow(browser: FileBrowser): void {
    browser.model.pathChanged.connect(() => this._changed.emit());
  }

  private readonly _changed = new Signal<this, void>(this);
}
