import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { isShown } from './kinds';
import { Looks, MOST_BYTES } from './looks';
import { NotebookFindings } from './notebookFindings';
import { NotebookScanner } from './notebookScanner';
import type { JobKind } from './protocol';
import { serverPath } from './serverPath';
import type { ICtClient, ICtFindings, ICtSettings } from './tokens';

/** One open notebook; several panels may show it. */
interface IOpen {
  readonly findings: NotebookFindings;
  readonly scanner: NotebookScanner;
  readonly looks: Looks;
  readonly panels: Set<NotebookPanel>;
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

  /** Findings of the notebook that the user looks at. */
  get current(): NotebookFindings | null {
    const shared = this._tracker.currentWidget?.model?.sharedModel;
    return shared ? this.of(shared) : null;
  }

  /** Findings of all open notebooks. */
  get all(): Iterable<NotebookFindings> {
    return [...this._opened.values()].map(({ findings }) => findings);
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
    return cell.notebook ? this.of(cell.notebook) : null;
  }

  /** Findings of an open notebook by its server path. */
  ofPath(path: string): NotebookFindings | null {
    for (const { findings, scanner } of this._opened.values()) {
      if (scanner.path() === path) {
        return findings;
      }
    }
    return null;
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
    let open = this._opened.get(shared);
    if (!open) {
      const { context } = panel;
      const findings = new NotebookFindings(shared, finding =>
        isShown(finding, this._settings.options)
      );
      const path = () => serverPath(context.path);
      open = {
        findings,
        scanner: this._scannerOf(findings, path),
        looks: this._looksOf(findings, path),
        panels: new Set()
      };
      this._opened.set(shared, open);
      this._lookOnceScanned(open);
    }
    const { looks, panels } = open;
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
      if (personalData && lookAtData) {
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
      open.findings.dispose();
      this._notebooksChanged.emit();
    }
  }

  private _isDisposed = false;
  private readonly _notebooksChanged = new Signal<this, void>(this);
  private readonly _opened = new Map<ISharedNotebook, IOpen>();
}
