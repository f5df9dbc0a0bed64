import type { CellChange, ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { stopCapturing } from '../actions/edits';
import type { ITextOperation } from '../protocol/offsets';
import { mapOffset, OffsetMap } from '../protocol/offsets';
import type { IEdit } from '../protocol/protocol';

/** One edit of a source, and where what it wrote is now, in UTF-16 units. */
interface ITracked {
  from: number;
  to: number;
  readonly old: string;
  readonly text: string;
  /** Whether it only adds what lookups stand on, here and in other cells. */
  readonly isSupport: boolean;
  /** Where it began in the source before. */
  readonly start: number;
  /** What was taken out before within what this one took out, and how far in. */
  readonly holds: ReadonlyMap<ITracked, number>;
}

/** What is used of a Yjs undo manager, which is no part of the interface of a cell. */
interface IUndoManager {
  readonly undoStack: readonly object[];
  clear(undoStack: boolean, redoStack: boolean): void;
  on(name: string, listener: (event: IPopped) => void): void;
  off(name: string, listener: (event: IPopped) => void): void;
}

interface IPopped {
  readonly stackItem: object;
  readonly type: 'undo' | 'redo';
}

/** Of each cell, what rewrites took out of it: where it was, no text shows. */
const gone = new WeakMap<ISharedCell, ReadonlySet<ITracked>>();

/**
 * A rewrite of one cell's source, which follows what is edited around it until it is taken back.
 */
export class CellRewrite {
  /**
   * Make the edits, in one step of the cell's undo history.
   *
   * @param edits In code points of the source as it is
   */
  constructor(
    private readonly _notebook: ISharedNotebook,
    private readonly _cell: ISharedCell,
    edits: readonly Omit<IEdit, 'cell_id'>[]
  ) {
    this.id = _cell.getId();
    const source = _cell.getSource();
    const map = new OffsetMap(source);
    let moved = 0;
    const there = [...(gone.get(_cell) ?? [])];
    const track = (start: number, old: string, text: string, is: boolean) => {
      const from = start + moved;
      const within = there.filter(
        each => start <= each.from && each.from <= start + old.length
      );
      const holds = new Map(within.map(each => [each, each.from - start]));
      moved += text.length - old.length;
      const to = from + text.length;
      return { from, to, old, text, isSupport: is, start, holds };
    };
    this._tracked = [...edits]
      .sort((a, b) => a.start - b.start)
      .flatMap(({ start, end, text, support = 0 }) => {
        const from = map.toUtf16(start);
        const old = source.slice(from, map.toUtf16(end));
        const added = [...text].slice(0, support).join('');
        const rest = text.slice(added.length);
        return [
          ...(added ? [track(from, '', added, true)] : []),
          ...(old || rest ? [track(from, old, rest, false)] : [])
        ];
      });
    stopCapturing(_cell);
    _cell.transact(() => {
      // From the front: what is written before has moved what comes behind.
      for (const { from, old, text } of this._tracked) {
        _cell.updateSource(from, from + old.length, text);
      }
    }, true);
    stopCapturing(_cell);
    gone.set(
      _cell,
      new Set([...there, ...this._tracked.filter(({ text }) => text === '')])
    );
    this._after = _cell.getSource();
    this._start = this._tracked.map(each => ({ ...each }));
    const { undoStack = [] } = this._manager ?? {};
    this._item = undoStack[undoStack.length - 1] ?? null;
    this._listening = this._manager;
    this._listening?.on('stack-item-popped', this._onPopped);
    this._follow(_cell);
  }

  /** Id of the cell. */
  readonly id: string;

  /** Emits when Ctrl+Z took the rewrite back. */
  get undone(): ISignal<this, void> {
    return this._undone;
  }

  /** Whether the source of the cell matches, or what was written there. */
  mentions(word: RegExp): boolean {
    const source = this._current?.getSource() ?? '';
    return word.test(source) || this._start.some(({ text }) => word.test(text));
  }

  /** Whether all that it wrote, imports apart, is as it wrote it, or taken back already. */
  get isIntact(): boolean {
    const source = this._current?.getSource();
    const tracked = this._trackedNow;
    return (
      source !== undefined &&
      (this._isUndone ||
        tracked.every(
          ({ from, to, text, isSupport }) =>
            isSupport || source.slice(from, to) === text
        ))
    );
  }

  /** Whether imports of it are still there although the rest was taken back. */
  get hasLeftSupport(): boolean {
    return this._left.length > 0;
  }

  /**
   * Take the rewrite back: by the cell's own undo where it is the last step, else edit by edit.
   *
   * @param keepSupport Whether lookups elsewhere stand on what it imports
   * @returns Whether nothing else of it was left, because somebody changed it
   */
  takeBack(keepSupport: boolean): boolean {
    const cell = this._current;
    const tracked = this._trackedNow;
    this._stopListening();
    if (!cell) {
      return false;
    }
    const kept = keepSupport ? tracked.filter(each => each.isSupport) : [];
    let isWhole = true;
    if (this._isUndone) {
      if (kept.length > 0) {
        this._left = this._addAgain(cell);
      }
    } else if (
      kept.length === 0 &&
      cell.getSource() === this._after &&
      this._isLast(cell)
    ) {
      cell.undo();
      tracked.forEach(each => settle(cell, each, each.start));
    } else {
      const wanted = tracked.filter(each => !kept.includes(each));
      this._left = kept;
      this._follow(cell);
      isWhole = takeOut(cell, wanted);
    }
    if (this._left.length > 0) {
      this._follow(cell);
    }
    // Done again alone, it would look up what is stored no more.
    managerOf(cell)?.clear(false, true);
    return isWhole;
  }

  /** Take back the imports that were left: nothing stands on them any more. */
  takeSupport(): void {
    const cell = this._current;
    const left = this._left;
    this._left = [];
    this._stopListening();
    if (cell && left.length > 0) {
      takeOut(cell, left);
      managerOf(cell)?.clear(false, true);
    }
  }

  /** Stop following the cell. */
  dispose(): void {
    this._stopListening();
    const rest = [...(gone.get(this._cell) ?? [])].filter(
      each => !this._tracked.includes(each)
    );
    gone.set(this._cell, new Set(rest));
    Signal.clearData(this);
  }

  /** The cell as it is in the notebook now: one that is moved is another object. */
  private get _current(): ISharedCell | null {
    const { cells } = this._notebook;
    return cells.find(each => each.getId() === this.id) ?? null;
  }

  private get _trackedNow(): readonly ITracked[] {
    // In a cell that was moved all is where it was at first.
    return this._current === this._cell ? this._tracked : this._start;
  }

  private get _manager(): IUndoManager | null {
    return managerOf(this._cell);
  }

  private _isLast(cell: ISharedCell): boolean {
    const stack = managerOf(cell)?.undoStack;
    return (
      this._item !== null && !!stack && stack[stack.length - 1] === this._item
    );
  }

  /** Others need the imports that went with the undo of this cell. */
  private _addAgain(cell: ISharedCell): ITracked[] {
    const added: ITracked[] = [];
    cell.transact(() => {
      let moved = 0;
      for (const each of this._start) {
        const { from, old, text, isSupport } = each;
        if (isSupport) {
          const start = from - moved;
          cell.updateSource(start, start + old.length, text);
          added.push({ ...each, from: start, to: start + text.length });
        } else {
          moved += text.length - old.length;
        }
      }
    }, true);
    return added;
  }

  private _follow(cell: ISharedCell): void {
    this._followed?.changed.disconnect(this._onChanged, this);
    this._followed = cell;
    cell.changed.connect(this._onChanged, this);
  }

  private _onChanged(_: unknown, change: CellChange): void {
    const delta = change.sourceChange as ITextOperation[] | undefined;
    if (!delta) {
      return;
    }
    for (const each of new Set([...this._tracked, ...this._left])) {
      const isEmpty = each.from === each.to;
      each.from = mapOffset(each.from, delta, true);
      each.to = isEmpty ? each.from : mapOffset(each.to, delta, false);
    }
  }

  private readonly _onPopped = ({ stackItem, type }: IPopped): void => {
    if (type === 'undo' && stackItem === this._item) {
      this._isUndone = true;
      for (const each of this._tracked.filter(({ text }) => text === '')) {
        settle(this._cell, each, each.from - each.old.length);
      }
      this._undone.emit();
    }
  };

  private _stopListening(): void {
    this._listening?.off('stack-item-popped', this._onPopped);
    this._listening = null;
    this._followed?.changed.disconnect(this._onChanged, this);
    this._followed = null;
  }

  private readonly _after: string;
  private _followed: ISharedCell | null = null;
  /** Of what was taken back, the imports that others stand on. */
  private _left: readonly ITracked[] = [];
  private _isUndone = false;
  private readonly _item: object | null;
  private _listening: IUndoManager | null;
  private readonly _start: readonly ITracked[];
  private readonly _tracked: ITracked[];
  private readonly _undone = new Signal<this, void>(this);
}

/**
 * Put back what was there before.
 *
 * @returns Whether all of it was as it had been written
 */
function takeOut(cell: ISharedCell, wanted: readonly ITracked[]): boolean {
  const source = cell.getSource();
  const good = wanted
    .map(tracked => ({ tracked, at: placeOf(source, tracked) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || a.tracked.start - b.tracked.start);
  stopCapturing(cell);
  let moved = 0;
  const places = new Map<ITracked, number>();
  cell.transact(() => {
    for (const { at, tracked } of good) {
      const { text } = tracked;
      const old = asLine(source, at, tracked);
      cell.updateSource(at + moved, at + moved + text.length, old);
      places.set(tracked, at + moved);
      moved += old.length - text.length;
    }
  }, true);
  stopCapturing(cell);
  places.forEach((at, tracked) => settle(cell, tracked, at));
  return good.length === wanted.length;
}

/** What is put back: a line whose line end above was taken out since brings one along. */
function asLine(source: string, at: number, { old, text }: ITracked): string {
  const isLine = text === '' && old.endsWith('\n');
  return isLine && at > 0 && source[at - 1] !== '\n'
    ? `\n${old.slice(0, -1)}`
    : old;
}

/**
 * Give what is still out of a cell its place beside what was put back at an offset: text that is put
 * in where both had been counts as before the other.
 */
function settle(cell: ISharedCell, back: ITracked, at: number): void {
  const out = [...(gone.get(cell) ?? [])];
  const end = at + back.old.length;
  for (const each of out) {
    if (each !== back && each.from === each.to && each.from === end) {
      const within = back.holds.get(each);
      const isBefore =
        each.holds.get(back) === each.old.length ||
        out.some(({ holds }) => holds.get(each)! < holds.get(back)!);
      each.from = each.to = isBefore ? at : at + (within ?? back.old.length);
    }
  }
}

/** Where an edit stands now; -1 where it was changed. What was taken out and put back is found by its text. */
function placeOf(source: string, tracked: ITracked): number {
  const { from, to, text, isSupport } = tracked;
  if (source.slice(from, to) === text) {
    return from;
  }
  const first = isSupport ? source.indexOf(text) : -1;
  return first >= 0 && source.indexOf(text, first + 1) < 0 ? first : -1;
}

function managerOf(cell: ISharedCell): IUndoManager | null {
  return (
    (cell as unknown as { undoManager?: IUndoManager | null }).undoManager ??
    null
  );
}
