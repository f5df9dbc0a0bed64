import type { CellChange, ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { stopCapturing } from '../edits';
import type { ITextOperation } from '../offsets';
import { mapOffset, OffsetMap } from '../offsets';
import type { IEdit } from '../protocol';

/** One edit of a source, and where what it wrote is now, in UTF-16 units. */
interface ITracked {
  from: number;
  to: number;
  readonly old: string;
  readonly text: string;
  /** Whether it only adds what lookups stand on. */
  readonly isImport: boolean;
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

/**
 * A rewrite of one cell's source, which follows what is edited around it until it is taken back.
 */
export class CellRewrite {
  /**
   * Make the edits, in one step of the cell's undo history.
   *
   * @param edits In code points of the source as it is
   * @param isImport Whether an edit only adds what lookups stand on
   */
  constructor(
    private readonly _notebook: ISharedNotebook,
    private readonly _cell: ISharedCell,
    edits: readonly Omit<IEdit, 'cell_id'>[],
    isImport: (edit: Omit<IEdit, 'cell_id'>) => boolean
  ) {
    this.id = _cell.getId();
    const source = _cell.getSource();
    const map = new OffsetMap(source);
    let moved = 0;
    this._tracked = [...edits]
      .sort((a, b) => a.start - b.start)
      .map(edit => {
        const from = map.toUtf16(edit.start);
        const old = source.slice(from, map.toUtf16(edit.end));
        const start = from + moved;
        moved += edit.text.length - old.length;
        return {
          from: start,
          to: start + edit.text.length,
          old,
          text: edit.text,
          isImport: isImport(edit)
        };
      });
    stopCapturing(_cell);
    _cell.transact(() => {
      // From the front: what is written before has moved what comes behind.
      for (const { from, old, text } of this._tracked) {
        _cell.updateSource(from, from + old.length, text);
      }
    }, true);
    stopCapturing(_cell);
    this._after = _cell.getSource();
    this._start = this._tracked.map(each => ({ ...each }));
    const { undoStack = [] } = this._manager ?? {};
    this._item = undoStack[undoStack.length - 1] ?? null;
    this._listening = this._manager;
    this._listening?.on('stack-item-popped', this._onPopped);
    _cell.changed.connect(this._onChanged, this);
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
          ({ from, to, text, isImport }) =>
            isImport || source.slice(from, to) === text
        ))
    );
  }

  /**
   * Take the rewrite back: by the cell's own undo where it is the last step, else edit by edit.
   *
   * @param keepImports Whether lookups elsewhere stand on what it imports
   * @returns Whether nothing of it was left, because somebody changed it
   */
  takeBack(keepImports: boolean): boolean {
    const cell = this._current;
    this._stopListening();
    if (!cell) {
      return false;
    }
    const imports = keepImports && this._start.some(each => each.isImport);
    const source = cell.getSource();
    if (this._isUndone) {
      if (imports) {
        this._importAgain(cell);
      }
    } else if (!imports && source === this._after && this._isLast(cell)) {
      cell.undo();
    } else {
      const wanted = this._trackedNow.filter(
        each => !(imports && each.isImport)
      );
      const good = wanted.filter(
        ({ from, to, text }) => source.slice(from, to) === text
      );
      stopCapturing(cell);
      cell.transact(() => {
        for (const { from, to, old } of [...good].reverse()) {
          cell.updateSource(from, to, old);
        }
      }, true);
      stopCapturing(cell);
      if (good.length < wanted.length) {
        return false;
      }
    }
    // Done again alone, it would look up what is stored no more.
    managerOf(cell)?.clear(false, true);
    return true;
  }

  /** Stop following the cell. */
  dispose(): void {
    this._stopListening();
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
  private _importAgain(cell: ISharedCell): void {
    cell.transact(() => {
      let moved = 0;
      for (const { from, old, text, isImport } of this._start) {
        if (isImport) {
          cell.updateSource(from - moved, from - moved + old.length, text);
        } else {
          moved += text.length - old.length;
        }
      }
    }, true);
  }

  private _onChanged(_: unknown, change: CellChange): void {
    const delta = change.sourceChange as ITextOperation[] | undefined;
    if (!delta) {
      return;
    }
    for (const each of this._tracked) {
      const isEmpty = each.from === each.to;
      each.from = mapOffset(each.from, delta, true);
      each.to = isEmpty ? each.from : mapOffset(each.to, delta, false);
    }
  }

  private readonly _onPopped = ({ stackItem, type }: IPopped): void => {
    if (type === 'undo' && stackItem === this._item) {
      this._isUndone = true;
      this._undone.emit();
    }
  };

  private _stopListening(): void {
    this._listening?.off('stack-item-popped', this._onPopped);
    this._listening = null;
    this._cell.changed.disconnect(this._onChanged, this);
  }

  private readonly _after: string;
  private _isUndone = false;
  private readonly _item: object | null;
  private _listening: IUndoManager | null;
  private readonly _start: readonly ITracked[];
  private readonly _tracked: ITracked[];
  private readonly _undone = new Signal<this, void>(this);
}

function managerOf(cell: ISharedCell): IUndoManager | null {
  return (
    (cell as unknown as { undoManager?: IUndoManager | null }).undoManager ??
    null
  );
}
