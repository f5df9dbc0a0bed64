import type {
  ISharedCell,
  ISharedNotebook,
  NotebookChange
} from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';

import { digest } from '../protocol/digest';
import type { NotebookFindings } from '../model/notebookFindings';
import { SLOTS } from '../model/notebookFindings';
import type { ICellListener } from './watchedCell';
import { WatchedCell } from './watchedCell';

/** What a watched notebook tells of itself. */
export interface INotebookListener extends ICellListener {
  /** Cells came, went or moved. */
  restructured(): void;
  /** The notebook's own metadata changed. */
  metadataChanged(): void;
}

/**
 * The cells of a notebook as they come, go and move.
 */
export class WatchedNotebook implements IDisposable {
  /**
   * @param _findings Store whose findings follow the cells
   * @param _listener Told of changes
   */
  constructor(
    private readonly _findings: NotebookFindings,
    private readonly _listener: INotebookListener
  ) {
    this._notebook.changed.connect(this._onChanged, this);
    this._reconcile(false);
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The cells in their current order. */
  get cells(): readonly WatchedCell[] {
    return this._notebook.cells.flatMap(cell => this._cells.get(cell) ?? []);
  }

  /** Stop watching. */
  dispose(): void {
    this._isDisposed = true;
    this._notebook.changed.disconnect(this._onChanged, this);
    for (const watched of this._cells.values()) {
      watched.dispose();
    }
    this._cells.clear();
  }

  private get _notebook(): ISharedNotebook {
    return this._findings.notebook;
  }

  private _onChanged(_: unknown, change: NotebookChange): void {
    if (change.cellsChange) {
      this._reconcile(true);
      this._listener.restructured();
    }
    if (change.metadataChange) {
      this._listener.metadataChanged();
    }
  }

  private _reconcile(isNew: boolean): void {
    const present = new Set(this._notebook.cells);
    const gone = new Map<string, WatchedCell>();
    for (const [cell, watched] of this._cells) {
      if (!present.has(cell)) {
        gone.set(watched.id, watched);
        this._cells.delete(cell);
      }
    }
    this._findings.batch(() => {
      for (const cell of present) {
        if (!this._cells.has(cell)) {
          const watched = new WatchedCell(cell, this._listener, isNew);
          this._cells.set(cell, watched);
          this._inherit(gone.get(watched.id), watched);
        }
      }
      for (const watched of gone.values()) {
        watched.dispose();
        this._findings.remove(watched.cell);
      }
      this._findings.reorder();
    });
  }

  /**
   * A cell that moves is deleted and inserted anew, with its id. What was found in it stays on
   * show; its source, when it is the same, is not even scanned again.
   */
  private _inherit(old: WatchedCell | undefined, cell: WatchedCell): void {
    if (!old) {
      return;
    }
    const same =
      old.scanned !== '' && old.scanned === digest(cell.cell.getSource());
    for (const part of SLOTS) {
      if (same || (part !== 'source' && part !== 'data' && part !== 'names')) {
        this._findings.inherit(old.cell, cell.cell, part);
      }
    }
    if (same) {
      cell.scanned = old.scanned;
      cell.dirty.delete('source');
    }
  }

  private readonly _cells = new Map<ISharedCell, WatchedCell>();
  private _isDisposed = false;
}
