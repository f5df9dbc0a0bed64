import type { CellChange, ISharedCell, NotebookChange } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';

import { traitsOf } from '../model/documentTraits';
import type { NotebookFindings } from '../model/notebookFindings';
import type { ICtOptions } from '../model/options';
import type { ICtClient } from '../model/tokens';
import { cellRequest, ignoresOf } from '../protocol/payload';
import { bodyOf } from '../server/batches';
import { languageOf } from './notebookScanner';

/** Milliseconds without a change until the code is judged: it is no part of what a keystroke costs. */
const SETTLED = 1000;

/**
 * Judges the code of one notebook, all of its cells at once: a value may come from any of those above.
 */
export class CodeLook implements IDisposable {
  /**
   * @param _findings Store to fill
   * @param _path Path of the notebook on the server
   * @param _client Server part
   * @param _options Settings
   */
  constructor(
    private readonly _findings: NotebookFindings,
    private readonly _path: () => string,
    private readonly _client: ICtClient,
    private readonly _options: () => ICtOptions
  ) {
    _findings.notebook.changed.connect(this._onChanged, this);
    for (const cell of _findings.notebook.cells) {
      this._watch(cell);
    }
    _client.connectionChanged.connect(this._later, this);
    this._later();
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop judging. */
  dispose(): void {
    this._isDisposed = true;
    this._controller?.abort();
    this._debouncer.dispose();
    this._findings.notebook.changed.disconnect(this._onChanged, this);
    this._client.connectionChanged.disconnect(this._later, this);
    for (const cell of this._watched) {
      cell.changed.disconnect(this._onCellChanged, this);
    }
  }

  /** Judge the code now; what was found in a cell that changed meanwhile is not shown. */
  async look(): Promise<void> {
    const { notebook } = this._findings;
    const { code, live } = this._options();
    if (!code || !live || this._client.connection.kind !== 'ready') {
      return;
    }
    this._controller?.abort();
    this._controller = new AbortController();
    const cells = notebook.cells.filter(cell => cell.cell_type === 'code');
    const sources = new Map(cells.map(cell => [cell, cell.getSource()]));
    const envelope = {
      path: this._path(),
      language: languageOf(notebook),
      ...traitsOf(notebook).request,
      ignore: ignoresOf(notebook)
    };
    const texts = cells.map(cell => {
      const position = this._findings.position(cell) ?? 1;
      return JSON.stringify(cellRequest(cell, position, ['source']));
    });
    const { findings } = await this._client.code(
      bodyOf(envelope, texts),
      this._controller.signal
    );
    if (this._isDisposed) {
      return;
    }
    this._findings.batch(() => {
      for (const [cell, source] of sources) {
        if (
          this._findings.position(cell) !== null &&
          cell.getSource() === source
        ) {
          const own = findings.filter(
            finding => finding.cell_id === cell.getId()
          );
          this._findings.set(cell, 'code', own, [], source);
        }
      }
    });
  }

  private _onChanged(_: unknown, change: NotebookChange): void {
    for (const cell of change.cellsChange?.flatMap(each => each.insert ?? []) ??
      []) {
      this._watch(cell);
    }
    this._later();
  }

  private _onCellChanged(_: unknown, change: CellChange): void {
    if (change.sourceChange) {
      this._later();
    }
  }

  private _watch(cell: ISharedCell): void {
    if (!this._watched.has(cell)) {
      this._watched.add(cell);
      cell.changed.connect(this._onCellChanged, this);
    }
  }

  private _later(): void {
    // A newer change takes its place; a server that went away is told by the connection.
    this._debouncer.invoke().catch(() => undefined);
  }

  private _controller: AbortController | null = null;
  private _isDisposed = false;
  private readonly _debouncer = new Debouncer(() => this.look(), SETTLED);
  private readonly _watched = new Set<ISharedCell>();
}
