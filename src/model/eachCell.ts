import type { ISharedCell } from '@jupyter/ydoc';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';

import type { ChangedCells, NotebookFindings } from './notebookFindings';
import type { ICtFindings } from './tokens';

/**
 * Marks the cells of one panel by what was found in them. Only cells whose findings changed are
 * looked at, once a frame: with hundreds of cells everything else is felt.
 */
export abstract class EachCell implements IDisposable {
  /**
   * @param _panel Panel whose cells are marked
   * @param _store Store
   */
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _store: ICtFindings
  ) {
    _store.notebooksChanged.connect(this._bind, this);
    _panel.content.cellInViewportChanged.connect(this._onCell, this);
    this._bind();
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop marking. */
  dispose(): void {
    this._isDisposed = true;
    this._store.notebooksChanged.disconnect(this._bind, this);
    this._panel.content.cellInViewportChanged.disconnect(this._onCell, this);
    this._findings?.changed.disconnect(this._onChanged, this);
    cancelAnimationFrame(this._frame);
  }

  /** Bring the mark of a cell up to date; nothing is to be touched where it is. */
  protected abstract mark(cell: Cell, findings: NotebookFindings | null): void;

  /** Look at all cells again. */
  protected markAll(): void {
    this._schedule(null);
  }

  private _bind(): void {
    const shared = this._panel.model?.sharedModel;
    const findings = shared ? this._store.of(shared) : null;
    if (findings !== this._findings) {
      this._findings?.changed.disconnect(this._onChanged, this);
      this._findings = findings;
      findings?.changed.connect(this._onChanged, this);
      this._schedule(null);
    }
  }

  private _onChanged(_: NotebookFindings, cells: ChangedCells): void {
    this._schedule(cells);
  }

  private _onCell(_: unknown, cell: Cell): void {
    this.mark(cell, this._findings);
  }

  /** A scan may tell of hundreds of cells one by one. */
  private _schedule(cells: ChangedCells): void {
    if (cells && this._waiting) {
      cells.forEach(cell => this._waiting?.add(cell));
    } else if (!cells) {
      this._waiting = null;
    }
    if (this._frame === 0) {
      this._frame = requestAnimationFrame(() => this._apply());
    }
  }

  private _apply(): void {
    const waiting = this._waiting;
    this._frame = 0;
    this._waiting = new Set();
    if (waiting?.size === 0) {
      return;
    }
    for (const cell of this._panel.content.widgets) {
      if (!waiting || waiting.has(cell.model.sharedModel)) {
        this.mark(cell, this._findings);
      }
    }
  }

  private _findings: NotebookFindings | null = null;
  private _frame = 0;
  private _isDisposed = false;
  private _waiting: Set<ISharedCell | null> | null = new Set();
}
