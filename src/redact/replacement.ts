import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IReceipt } from '../protocol/protocol';
import type { CellRewrite } from './cellRewrite';
import type { IRestored, Kept } from './kept';

/** What a replacement stands on. */
export interface IReplacementParts {
  readonly notebook: ISharedNotebook;
  readonly cells: readonly CellRewrite[];
  readonly kept: Kept;
  /** What was stored; null where nothing was. */
  readonly receipt: IReceipt | null;
  /** Number of secrets. */
  readonly count: number;
  /** Variables that the lookups read. */
  readonly names: readonly string[];
  /** Source of each cell before, by its id. */
  readonly before: ReadonlyMap<string, string>;
  /** Files whose copies were cleaned with it, which no undo changes back. */
  readonly cleaned?: readonly string[];
}

/** What became of an attempt to take a replacement back. */
export interface ITakenBack extends IRestored {
  /** Numbers, from 1, of cells that were edited since and keep lookups. */
  readonly left: readonly number[];
  /** Variables that something in the notebook still looks up. */
  readonly stillRead: readonly string[];
}

/** Counts rewrites, for their order. */
let step = 0;

/**
 * A replacement that was made, as one thing: sources, imports, outputs and all else.
 */
export class Replacement {
  /** @param parts What it changed */
  constructor(private readonly _parts: IReplacementParts) {
    this.extend(_parts.cells);
    this._first = this._last;
  }

  /** Does it again once it was taken back; null where that cannot be done from here. */
  again: (() => Promise<void>) | null = null;

  /** Emits when Ctrl+Z took one of its cells back: the rest is to follow. */
  get undoneInCell(): ISignal<this, void> {
    return this._undoneInCell;
  }

  /** Number of secrets that it took out. */
  get count(): number {
    return this._parts.count;
  }

  /** Files whose copies were cleaned with it, which no undo changes back. */
  get cleaned(): readonly string[] {
    return this._parts.cleaned ?? [];
  }

  /** Variables that its lookups read. */
  get names(): readonly string[] {
    return this._parts.names;
  }

  /** When it was made, among all. */
  get made(): number {
    return this._first;
  }

  /** What it replaced besides sources. */
  get kept(): Kept {
    return this._parts.kept;
  }

  /** What it stored. */
  get receipt(): IReceipt | null {
    return this._parts.receipt;
  }

  /** Whether a cell is one of its own, and as it was before. */
  isAsBefore(cell: ISharedCell): boolean {
    const { before } = this._parts;
    return (
      this._cells.some(({ id }) => id === cell.getId()) &&
      before.get(cell.getId()) === cell.getSource()
    );
  }

  /** Whether it was taken back, or given up. */
  get isOver(): boolean {
    return this._isOver;
  }

  /** Make more rewrites part of it. */
  extend(cells: readonly CellRewrite[]): void {
    this._last = step += 1;
    for (const cell of cells) {
      // The last is taken back first.
      this._cells.unshift(cell);
      cell.undone.connect(() => this._onUndone());
    }
  }

  /**
   * Take back what is as this replacement left it.
   *
   * @param others Replacements that stand: what they need stays
   */
  takeBack(others: readonly Replacement[]): ITakenBack {
    this._isOver = true;
    const { kept, names, notebook } = this._parts;
    const cells = this._cells;
    // Lookups that stay go on needing what they stand on. One that was made before stands on its own.
    const needed =
      others.some(other => other.standsOn(this)) ||
      cells.some(cell => !cell.isIntact);
    const left = cells.filter(cell => !cell.takeBack(needed));
    const restored = kept.restore();
    const readByOthers = new Set(others.flatMap(other => other.names));
    const stillRead = names.filter(
      name => readByOthers.has(name) || this._isRead(name, left)
    );
    const ids = new Set(left.map(({ id }) => id));
    const numbers = notebook.cells.flatMap((cell, index) =>
      ids.has(cell.getId()) ? [index + 1] : []
    );
    // What somebody edited keeps its lookup, and the lookup what it stands on.
    this._isSupportKept = left.length > 0;
    if (left.length === 0 && cells.some(cell => cell.hasLeftSupport)) {
      this._forget();
    } else {
      this.dispose();
    }
    return { ...restored, left: numbers, stillRead };
  }

  /** Whether it was made after another one, whose imports it may need. */
  standsOn(other: Replacement): boolean {
    return this._last > other._first;
  }

  /** Whether imports of it are still there although it was taken back. */
  get hasLeftSupport(): boolean {
    return (
      !this._isSupportKept && this._cells.some(cell => cell.hasLeftSupport)
    );
  }

  /** Take back the imports that were left for others. */
  takeSupport(): void {
    this._cells.forEach(cell => cell.takeSupport());
    this.dispose();
  }

  /** Let go of the cells, and of what is kept. */
  dispose(): void {
    this._cells.forEach(cell => cell.dispose());
    this._forget();
  }

  private _forget(): void {
    this._isOver = true;
    this._parts.kept.clear();
    Signal.clearData(this);
  }

  /** Whether a cell reads a variable: one that was left, or one that somebody wrote since. */
  private _isRead(name: string, left: readonly CellRewrite[]): boolean {
    const word = new RegExp(`\\b${name}\\b`);
    const own = new Set(this._cells.map(({ id }) => id));
    const isNew = (cell: ISharedCell) =>
      !own.has(cell.getId()) &&
      word.test(cell.getSource()) &&
      !word.test(this._parts.before.get(cell.getId()) ?? '');
    return (
      left.some(cell => cell.mentions(word)) ||
      this._parts.notebook.cells.some(isNew)
    );
  }

  private _onUndone(): void {
    if (!this._isOver && !this._isTold) {
      this._isTold = true;
      // The undo manager of the cell is still at it.
      queueMicrotask(() => this._undoneInCell.emit());
    }
  }

  private readonly _cells: CellRewrite[] = [];
  /** When it was made, and when its last rewrite was. */
  private readonly _first: number;
  private _last = 0;
  private _isOver = false;
  private _isSupportKept = false;
  private _isTold = false;
  private readonly _undoneInCell = new Signal<this, void>(this);
}
