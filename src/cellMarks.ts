import type { ISharedCell } from '@jupyter/ydoc';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';

import { isLoud } from './kinds';
import type { ChangedCells, NotebookFindings } from './notebookFindings';
import { worst } from './severity';
import type { ICtFindings, ICtSettings } from './tokens';

/** Class of a cell with findings. */
const CELL_CLASS = 'ct-hasFindings';

/** Class of a cell with findings in its outputs. */
const OUTPUT_CLASS = 'ct-hasOutputFindings';

/**
 * Marks the prompts of the cells of one panel. Only cells whose mark changes are touched:
 * with hundreds of cells everything else is felt.
 */
export class CellMarks implements IDisposable {
  /**
   * @param _panel Panel whose cells are marked
   * @param _store Store
   * @param _settings Settings
   */
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _store: ICtFindings,
    private readonly _settings: ICtSettings
  ) {
    _store.notebooksChanged.connect(this._bind, this);
    _settings.changed.connect(this._onSettings, this);
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
    this._settings.changed.disconnect(this._onSettings, this);
    this._findings?.changed.disconnect(this._onChanged, this);
    cancelAnimationFrame(this._frame);
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

  private _onSettings(): void {
    this._schedule(null);
  }

  private _onChanged(_: NotebookFindings, cells: ChangedCells): void {
    this._schedule(cells);
  }

  private _onCell(_: unknown, cell: Cell): void {
    this._mark(cell);
  }

  /** Once a frame: a scan may tell of hundreds of cells one by one. */
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
        this._mark(cell);
      }
    }
  }

  private _mark(cell: Cell): void {
    const enabled = this._settings.options.markCells;
    const active =
      (enabled && this._findings?.active(cell.model.sharedModel)) || [];
    const found = active.filter(
      ({ asked, finding }) =>
        // An output has no underlines: what was asked for there is told by its mark alone.
        isLoud(finding) || (asked && finding.part === 'output')
    );
    const severity =
      worst(found.map(({ finding }) => finding.severity)) ?? undefined;
    const inOutputs = found.some(({ finding }) => finding.part === 'output');
    const { dataset } = cell.node;
    if (dataset.ctSeverity !== severity) {
      cell.toggleClass(CELL_CLASS, severity !== undefined);
      if (severity) {
        dataset.ctSeverity = severity;
      } else {
        delete dataset.ctSeverity;
      }
    }
    cell.toggleClass(OUTPUT_CLASS, inOutputs);
  }

  private _findings: NotebookFindings | null = null;
  private _frame = 0;
  private _isDisposed = false;
  private _waiting: Set<ISharedCell | null> | null = new Set();
}
