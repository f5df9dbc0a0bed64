import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type { IDocumentView } from './documentView';
import { traitsOf } from './documentTraits';
import { isShown } from './kinds';
import { CodeLook } from '../live/codeLook';
import { Looks, MOST_BYTES } from '../live/looks';
import { NotebookFindings } from './notebookFindings';
import { NotebookScanner } from '../live/notebookScanner';
import type { JobKind } from '../protocol/protocol';
import { serverPath } from '../server/serverPath';
import type { ICtClient, ICtFindings, ICtSettings } from './tokens';

/** One open notebook; several panels may show it. */
interface IOpen {
  readonly findings: NotebookFindings;
  readonly scanner: NotebookScanner;
  readonly looks: Looks;
  readonly code: CodeLook;
  readonly panels: Set<Widget>;
}

/**
 * The findings of all open notebooks.
 */
export class Findings implements ICtFindings {
  /**
   * @param _tracker Open notebooks
   * @param _client Server part
   * @param _settings Settings
   * @param _trans Translations of what could not be scanned
   */
  constructor(
    private readonly _tracker: INotebookTracker,
    private readonly _client: ICtClient,
    private readonly _settings: ICtSettings,
    private readonly _trans: TranslationBundle
  ) {
    _tracker.forEach(panel => void this._open(panel));
    _tracker.widgetAdded.connect(this._onAdded, this);
    _tracker.currentChanged.connect(this._onCurrent, this);
    _settings.changed.connect(this._onSettings, this);
  }

  /** Emits when a notebook is opened, closed, or becomes the current one. */
  get notebooksChanged(): ISignal<this, void> {
    return this._notebooksChanged;
  }

  /** Findings of the document that the user looks at. */
  get current(): NotebookFindings | null {
    if (this._view) {
      return this.of(this._view.notebook);
    }
    const shared = this._tracker.currentWidget?.model?.sharedModel;
    return shared ? this.of(shared) : null;
  }

  /** Findings of all open notebooks. */
  get all(): Iterable<NotebookFindings> {
    return [...this._opened.values()].map(({ findings }) => findings);
  }

  /** How the document is shown that the user looks at; null where it is a notebook. */
  get currentView(): IDocumentView | null {
    return this._view;
  }

  /** How an open document is shown; null for a notebook. */
  viewOf(notebook: ISharedNotebook): IDocumentView | null {
    const views = [...this._views.values()];
    return this._view?.notebook === notebook
      ? this._view
      : (views.find(view => view.notebook === notebook) ?? null);
  }

  /** Scan a document that is no notebook, for as long as its widget is there. */
  show(view: IDocumentView): void {
    const { notebook, widget } = view;
    if (widget.isDisposed || this._isDisposed || this._views.has(widget)) {
      return;
    }
    this._views.set(widget, view);
    const open = this._openOf(notebook, view.path);
    open.panels.add(widget);
    widget.disposed.connect(() => {
      this._views.delete(widget);
      if (this._view === view) {
        this._view = null;
      }
      open.panels.delete(widget);
      if (open.panels.size === 0) {
        this._forget(notebook);
      }
    });
    this._notebooksChanged.emit();
  }

  /** Say which widget the user looks at; one that shows no document changes nothing. */
  lookAt(widget: Widget | null): void {
    const view = widget ? (this._views.get(widget) ?? null) : null;
    const isNotebook = widget !== null && this._tracker.has(widget);
    if ((view || isNotebook) && view !== this._view) {
      this._view = view;
      this._notebooksChanged.emit();
    }
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop scanning. */
  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
    this._tracker.widgetAdded.disconnect(this._onAdded, this);
    this._tracker.currentChanged.disconnect(this._onCurrent, this);
    this._settings.changed.disconnect(this._onSettings, this);
    for (const shared of [...this._opened.keys()]) {
      this._forget(shared);
    }
  }

  /** Findings of one open notebook. */
  of(notebook: ISharedNotebook): NotebookFindings | null {
    return this._opened.get(notebook)?.findings ?? null;
  }

  /** Findings of the notebook that a cell belongs to. */
  ofCell(cell: ISharedCell): NotebookFindings | null {
    if (cell.notebook) {
      return this.of(cell.notebook);
    }
    // Those of a code console belong to no notebook.
    for (const { notebook } of this._views.values()) {
      if (notebook.cells.includes(cell)) {
        return this.of(notebook);
      }
    }
    return null;
  }

  /** Findings of an open notebook by its server path. */
  ofPath(path: string): NotebookFindings | null {
    const all = [...this._opened.values()]
      .filter(({ scanner }) => scanner.path() === path)
      .map(({ findings }) => findings);
    // A notebook may be open in the text editor as well.
    return (
      all.find(({ notebook }) => traitsOf(notebook).what === 'notebook') ??
      all[0] ??
      null
    );
  }

  /** Scan a whole open notebook again. */
  async scan(notebook: ISharedNotebook): Promise<void> {
    if (this._client.connection.kind !== 'ready') {
      await this._client.check();
    }
    await this._opened.get(notebook)?.scanner.scanAll();
  }

  /** Scan all open notebooks again in silence, as when their policy may have changed. */
  async rescanAll(): Promise<void> {
    const scanners = [...this._opened.values()].map(each => each.scanner);
    await Promise.all(scanners.map(scanner => scanner.rescan()));
  }

  /** Look at the data files that a notebook reads and writes. */
  async lookAtData(
    notebook: ISharedNotebook,
    mostBytes?: number
  ): Promise<void> {
    await this._opened.get(notebook)?.looks.data(mostBytes);
  }

  /** Look for names and addresses in a notebook. */
  async lookForNames(notebook: ISharedNotebook): Promise<void> {
    await this._opened.get(notebook)?.looks.names();
  }

  /** Stop a look in the background. */
  stopLook(notebook: ISharedNotebook, kind: JobKind): void {
    this._opened.get(notebook)?.looks.stop(kind);
  }

  /** Stop the scan of a whole notebook. */
  cancel(notebook: ISharedNotebook): void {
    this._opened.get(notebook)?.scanner.cancel();
  }

  /** Scan at once what changed in a notebook. */
  async settle(notebook: ISharedNotebook): Promise<void> {
    await this._opened.get(notebook)?.scanner.settle();
  }

  private _onAdded(_: unknown, panel: NotebookPanel): void {
    void this._open(panel);
  }

  private _onCurrent(): void {
    this._notebooksChanged.emit();
  }

  private _onSettings(): void {
    for (const { findings } of this._opened.values()) {
      findings.touchAll();
    }
  }

  private async _open(panel: NotebookPanel): Promise<void> {
    await panel.context.ready;
    const shared = panel.model?.sharedModel;
    if (!shared || panel.isDisposed || this._isDisposed) {
      return;
    }
    const { looks, panels } = this._openOf(shared, () => panel.context.path);
    panels.add(panel);
    panel.context.saveState.connect((_, state) => {
      if (state === 'completed' && !looks.isDisposed) {
        void looks.refresh();
      }
    });
    panel.disposed.connect(() => {
      panels.delete(panel);
      if (panels.size === 0) {
        this._forget(shared);
      }
    });
    this._notebooksChanged.emit();
  }

  /** What is known of an open document; its scan begins where it is not open yet. */
  private _openOf(shared: ISharedNotebook, pathOf: () => string): IOpen {
    let open = this._opened.get(shared);
    if (!open) {
      const findings = new NotebookFindings(shared, finding =>
        isShown(finding, this._settings.options)
      );
      const path = () => serverPath(pathOf());
      open = {
        findings,
        scanner: this._scannerOf(findings, path),
        looks: this._looksOf(findings, path),
        code: this._codeOf(findings, path),
        panels: new Set()
      };
      this._opened.set(shared, open);
      this._lookOnceScanned(open);
    }
    return open;
  }

  /** What the settings ask for begins once the first scan of the notebook is through. */
  private _lookOnceScanned({ findings, looks }: IOpen): void {
    let scanning = false;
    const onChanged = () => {
      if (findings.progress) {
        scanning = true;
        return;
      }
      if (!scanning) {
        return;
      }
      findings.changed.disconnect(onChanged);
      const { lookAtData, lookForNames, personalData } = this._settings.options;
      const isNotebook = traitsOf(findings.notebook).what === 'notebook';
      const hasFiles = this._client.connection.status?.local_files !== false;
      if (personalData && lookAtData && isNotebook && hasFiles) {
        void looks.data(MOST_BYTES);
      }
      if (
        personalData &&
        lookForNames &&
        this._client.connection.status?.names
      ) {
        void looks.names();
      }
    };
    findings.changed.connect(onChanged);
  }

  private _looksOf(findings: NotebookFindings, path: () => string): Looks {
    const keepUp = () => {
      const { lookAtData, personalData } = this._settings.options;
      return personalData && lookAtData;
    };
    return new Looks(findings, path, this._client, keepUp);
  }

  private _codeOf(findings: NotebookFindings, path: () => string): CodeLook {
    const options = () => this._settings.options;
    return new CodeLook(findings, path, this._client, options);
  }

  private _scannerOf(
    findings: NotebookFindings,
    path: () => string
  ): NotebookScanner {
    const options = () => this._settings.options;
    return new NotebookScanner(
      findings,
      path,
      this._client,
      options,
      this._trans
    );
  }

  private _forget(shared: ISharedNotebook): void {
    const open = this._opened.get(shared);
    if (open) {
      this._opened.delete(shared);
      open.scanner.dispose();
      open.looks.dispose();
      open.code.dispose();
      open.findings.dispose();
      this._notebooksChanged.emit();
    }
  }

  private _isDisposed = false;
  private readonly _notebooksChanged = new Signal<this, void>(this);
  private _view: IDocumentView | null = null;
  private readonly _views = new Map<Widget, IDocumentView>();
  private readonly _opened = new Map<ISharedNotebook, IOpen>();
}
