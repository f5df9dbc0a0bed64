import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { LongScan } from './longScan';
import type { NotebookFindings } from '../model/notebookFindings';
import type { ITextOperation } from '../protocol/offsets';
import type { CellPart } from '../protocol/payload';
import { CELL_PARTS, ignoresOf } from '../protocol/payload';
import type { IPolicyInfo, IScanResponse } from '../protocol/protocol';
import { RequestError } from '../server/request';
import type { IScanContext, IWork } from './scanQueue';
import { scanCells, scanMetadata } from './scanQueue';
import type { ICtClient } from '../model/tokens';
import type { ICtOptions } from '../model/options';
import type { WatchedCell } from './watchedCell';
import type { INotebookListener } from './watchedNotebook';
import { WatchedNotebook } from './watchedNotebook';

/** Milliseconds between the first change of an output and its scan. */
const OUTPUT_DELAY = 500;

/** Longest wait for an output that goes on changing and takes long to scan. */
const MAX_OUTPUT_DELAY = 3000;

/** Milliseconds without an answer, after which what is shown counts as old. */
const STALE_AFTER = 2500;

/** Milliseconds without a keystroke until the baseline is asked about a value. */
const BASELINE_DELAY = 1500;

/** Parts that are scanned with the next keystroke's pause. */
const SOURCE: readonly CellPart[] = ['source'];

/** Parts that can wait. */
const REST = CELL_PARTS.filter(part => part !== 'source');

/**
 * Keeps the findings of one notebook up to date: all of it once, then what changes.
 */
export class NotebookScanner
  implements IDisposable, INotebookListener, IScanContext
{
  /**
   * @param findings Store to fill
   * @param path Path of the notebook on the server, which changes when it is renamed
   * @param _client Server part
   * @param _options Settings
   * @param _trans Translations of what could not be scanned
   */
  constructor(
    readonly findings: NotebookFindings,
    readonly path: () => string,
    private readonly _client: ICtClient,
    private readonly _options: () => ICtOptions,
    private readonly _trans: TranslationBundle
  ) {
    this._watched = new WatchedNotebook(findings, this);
    this._ignores = ignoresOf(findings.notebook).join('\n');
    this._scannedLanguage = this.language();
    _client.connectionChanged.connect(this._onConnection, this);
    this._onConnection();
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._watched.isDisposed;
  }

  /** Stop watching and scanning. */
  dispose(): void {
    this._client.connectionChanged.disconnect(this._onConnection, this);
    clearTimeout(this._sourceTimer);
    clearTimeout(this._restTimer);
    clearTimeout(this._baselineTimer);
    clearTimeout(this._policyTimer);
    clearTimeout(this._staleTimer);
    this._full?.abort();
    this._live?.controller.abort();
    this._closed.abort();
    this._watched.dispose();
  }

  /**
   * Scan the whole notebook: the sources first, since they are short and looked at; long outputs last,
   * since nobody is to wait for them.
   */
  async scanAll(): Promise<void> {
    this._full?.abort();
    const controller = new AbortController();
    this._full = controller;
    this._complete = false;
    const { findings } = this;
    findings.setInterruption('');
    const cells = this._watched.cells;
    const total = 2 * cells.length;
    let done = 0;
    const advance = (count: number) => {
      done += count;
      if (this._full === controller) {
        findings.setProgress({ done, total });
      }
    };
    advance(0);
    this._scannedLanguage = this.language();
    try {
      const scan = (parts: readonly CellPart[]) => {
        const work = cells.map(watched => ({ watched, parts }));
        return scanCells(this, work, controller.signal, advance);
      };
      await scan(SOURCE);
      await Promise.all([scan(REST), scanMetadata(this, controller.signal)]);
      this._complete = true;
      findings.setProgress(null);
      // Cells that came while it ran.
      void this._flush(CELL_PARTS);
      this._long.forget();
      await this._long.scan(cells, controller.signal);
    } catch {
      // Cancelled, or the server went away, which the connection tells.
    } finally {
      if (this._full === controller) {
        this._full = null;
        findings.setProgress(null);
      }
    }
  }

  /** Stop the scan of the whole notebook; what was found stays. */
  cancel(): void {
    if (this._full || this.findings.longProgress) {
      this._full?.abort();
      this._long.stop();
      this.findings.setInterruption(
        this._trans.__('The scan was stopped before it finished.')
      );
    }
  }

  /** Scan at once what changed, and wait for the answer. */
  async settle(): Promise<void> {
    clearTimeout(this._sourceTimer);
    void this._flush(CELL_PARTS);
    await Promise.all(this._underway);
  }

  /** Language of the notebook's kernel. */
  language(): string {
    return languageOf(this.findings.notebook);
  }

  /** Longest body that the server takes, in bytes. */
  maxBytes(): number {
    // Room for what stands around the cells of a request.
    return (
      (this._client.connection.status?.max_body_bytes ?? 64 * 1024 * 1024) -
      64 * 1024
    );
  }

  /** Scan all again in silence: what is shown stays until the answers are there. */
  async rescan(): Promise<void> {
    this._watched.cells.forEach(cell => cell.soil());
    this._long.forget();
    this._metadataDirty = true;
    await this.settle();
  }

  /** Send a request. */
  async scan(body: string, signal: AbortSignal): Promise<IScanResponse> {
    this._waiting += 1;
    // From the first that has no answer: typing replaces one request by the next.
    this._staleTimer ??= setTimeout(() => this._onSilence(), STALE_AFTER);
    try {
      const answer = await this._client.scan(body, signal);
      this._onAnswer();
      this._follow(answer.policy);
      return answer;
    } catch (error) {
      if (error instanceof RequestError) {
        this._onAnswer();
      }
      throw error;
    } finally {
      this._waiting -= 1;
    }
  }

  /** Ask again when nobody types: only then is there time to look into the baseline. */
  waiting(cells: readonly WatchedCell[]): void {
    cells.forEach(cell => cell.soil());
    clearTimeout(this._baselineTimer);
    this._baselineTimer = setTimeout(
      () => void this._flush(CELL_PARTS),
      BASELINE_DELAY
    );
  }

  /** What to tell of a part that the server could not take. */
  tooLarge(): string {
    return this._trans.__('It is too large for the server to scan.');
  }

  /** A source was edited. */
  edited(cell: ISharedCell, delta: readonly ITextOperation[]): void {
    this.findings.edit(cell, delta);
  }

  /** Parts of a cell changed. */
  dirtied(watched: WatchedCell, parts: readonly CellPart[]): void {
    if (parts.includes('outputs')) {
      this.findings.outdate(watched.cell);
    }
    if (parts.includes('source')) {
      this._scheduleSource();
    }
    if (parts.some(part => part !== 'source')) {
      this._scheduleRest();
    }
  }

  /** Cells came, went or moved. */
  restructured(): void {
    this._scheduleSource();
    this._scheduleRest();
  }

  /** The notebook's own metadata changed. */
  metadataChanged(): void {
    this._metadataDirty = true;
    const ignores = ignoresOf(this.findings.notebook).join('\n');
    if (ignores !== this._ignores) {
      // They speak for every cell.
      this._ignores = ignores;
      this._watched.cells.forEach(cell => cell.soil());
      this._scheduleSource();
    }
    this._scheduleRest();
  }

  private _onAnswer(): void {
    clearTimeout(this._staleTimer);
    this._staleTimer = undefined;
    this.findings.setStale(false);
  }

  private _onSilence(): void {
    this._staleTimer = undefined;
    if (this._waiting > 0 && !this.isDisposed) {
      this.findings.setStale(true);
      // It may be busy with this very scan, or be gone: the simplest question tells.
      void this._client.check();
    }
  }

  /** What was scanned under another policy is scanned again. */
  private _follow(policy: IPolicyInfo | undefined): void {
    if (!policy || this.isDisposed) {
      return;
    }
    const before = this.findings.policy;
    this.findings.setPolicy(policy);
    if (before && before.version !== policy.version) {
      // Not within the request that told of it.
      clearTimeout(this._policyTimer);
      this._policyTimer = setTimeout(() => void this.rescan());
    }
  }

  private get _ready(): boolean {
    return this._client.connection.kind === 'ready';
  }

  private _onConnection(): void {
    if (!this._ready) {
      return;
    }
    if (this._complete) {
      void this.settle();
    } else if (!this._full) {
      void this.scanAll();
    }
  }

  /** After the last keystroke. */
  private _scheduleSource(): void {
    if (this._options().live) {
      clearTimeout(this._sourceTimer);
      const flush = () => void this._flush(SOURCE);
      this._sourceTimer = setTimeout(flush, this._options().debounce);
    }
  }

  /** After the first change: an output may go on changing for hours. */
  private _scheduleRest(): void {
    if (this._options().live && this._restTimer === undefined) {
      this._restTimer = setTimeout(
        () => {
          this._restTimer = undefined;
          void this._flushRest();
        },
        Math.max(OUTPUT_DELAY, this._restDue - performance.now())
      );
    }
  }

  private async _flushRest(): Promise<void> {
    if (
      this._metadataDirty &&
      this.language() !== this._scannedLanguage &&
      this._ready
    ) {
      this._metadataDirty = false;
      await this.scanAll();
      return;
    }
    const start = performance.now();
    await this._flush(REST);
    const end = performance.now();
    // Outputs take a fifth of the time at most; one that comes later does not wait.
    this._restDue = end + Math.min(4 * (end - start), MAX_OUTPUT_DELAY);
  }

  private _flush(parts: readonly CellPart[]): Promise<void> {
    const flush = this._send(parts);
    this._underway.add(flush);
    return flush.finally(() => this._underway.delete(flush));
  }

  /** Send what is dirty among some parts; never rejects. */
  private async _send(parts: readonly CellPart[]): Promise<void> {
    if (this.isDisposed || !this._ready) {
      return;
    }
    const work = this._watched.cells.flatMap(watched => {
      const dirty = parts.filter(
        // What the scan of the whole notebook has not come to yet is left to it.
        part =>
          watched.dirty.has(part) && (this._complete || watched.isChanged(part))
      );
      return dirty.length > 0 ? [{ watched, parts: dirty }] : [];
    });
    const controller = new AbortController();
    try {
      if (work.length > 0) {
        if (parts === SOURCE) {
          this._supersede(work, controller);
        }
        const settled = parts !== SOURCE;
        await scanCells(this, work, controller.signal, undefined, settled);
        const printed = work.filter(each => each.parts.includes('outputs'));
        void this._scanLong(printed.map(({ watched }) => watched));
      }
      if (this._metadataDirty && parts.includes('metadata')) {
        this._metadataDirty = false;
        await scanMetadata(this, controller.signal);
      }
    } catch {
      // Superseded, or the server went away: what was not scanned is dirty still.
    }
  }

  /** Scan long outputs that changed; nobody waits for them. */
  private async _scanLong(cells: readonly WatchedCell[]): Promise<void> {
    try {
      await this._long.scan(cells, this._closed.signal);
    } catch {
      // The server went away: what was not scanned is dirty still.
    }
  }

  /** Drop the request under way where all of its cells have changed and are sent again. */
  private _supersede(
    work: readonly IWork[],
    controller: AbortController
  ): void {
    const cells = new Set(work.map(({ watched }) => watched));
    if (this._live?.work.every(({ watched }) => cells.has(watched))) {
      this._live.controller.abort();
    }
    this._live = { controller, work };
  }

  private _baselineTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly _closed = new AbortController();
  private _complete = false;
  private _full: AbortController | null = null;
  private _live: {
    controller: AbortController;
    work: readonly IWork[];
  } | null = null;
  private _ignores: string;
  private readonly _long = new LongScan(this);
  private _metadataDirty = false;
  private _policyTimer: ReturnType<typeof setTimeout> | undefined;
  /** When outputs may be scanned again. */
  private _restDue = 0;
  private _staleTimer: ReturnType<typeof setTimeout> | undefined;
  private _waiting = 0;
  private _restTimer: ReturnType<typeof setTimeout> | undefined;
  private _scannedLanguage: string;
  private _sourceTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly _underway = new Set<Promise<void>>();
  private readonly _watched: WatchedNotebook;
}

/**
 * Language of a notebook's kernel, Python where the notebook does not say.
 */
export function languageOf(notebook: ISharedNotebook): string {
  const info = notebook.getMetadata('language_info') as
    { name?: string } | undefined;
  const spec = notebook.getMetadata('kernelspec') as
    { language?: string } | undefined;
  // Kernels write it as they like: `R`, `Python`.
  return (info?.name ?? spec?.language ?? 'python').toLowerCase();
}
