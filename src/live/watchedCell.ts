import type { CellChange, ISharedCell, YCodeCell } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';

import type { ITextOperation } from '../protocol/offsets';
import type { CellPart } from '../protocol/payload';
import { CELL_PARTS, ignoresOf, tagsOf } from '../protocol/payload';

/** What a watched cell tells of itself. */
export interface ICellListener {
  /** Text of the source was edited. */
  edited(cell: ISharedCell, delta: readonly ITextOperation[]): void;
  /** Parts have to be scanned again. */
  dirtied(watched: WatchedCell, parts: readonly CellPart[]): void;
}

/** What is used of a shared type: only the class, not its interface, is known to the type checker. */
interface IObservable {
  observeDeep(callback: () => void): void;
  unobserveDeep(callback: () => void): void;
}

/**
 * A cell, with what of it has changed since it was last sent to be scanned.
 */
export class WatchedCell implements IDisposable {
  /**
   * @param cell Cell to watch
   * @param _listener Told of changes
   * @param _isNew Whether it came after the notebook was opened
   */
  constructor(
    readonly cell: ISharedCell,
    private readonly _listener: ICellListener,
    private readonly _isNew: boolean
  ) {
    // Kept because a cell that was removed no longer knows its id.
    this.id = cell.getId();
    this._tags = suppressionsOf(cell);
    cell.changed.connect(this._onChanged, this);
    // What a kernel prints is written with an origin that `changed` passes over in silence.
    this._outputs = (cell as YCodeCell).ymodel.get('outputs');
    this._outputs?.observeDeep(this._onOutputs);
  }

  /** Id of the cell. */
  readonly id: string;

  /** Parts that have to be sent. */
  readonly dirty = new Set<CellPart>(CELL_PARTS);

  /** Digest of the source that was last scanned; empty where none was. */
  scanned = '';

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop watching. */
  dispose(): void {
    this._isDisposed = true;
    this.cell.changed.disconnect(this._onChanged, this);
    this._outputs?.unobserveDeep(this._onOutputs);
  }

  /** Number of changes of a part so far, to tell whether an answer is still of use. */
  version(part: CellPart): number {
    return this._versions[part];
  }

  /** Whether a part changed since the notebook was opened. */
  isChanged(part: CellPart): boolean {
    return this._isNew || this._versions[part] > 0;
  }

  private _onChanged(_: unknown, change: CellChange): void {
    const parts: CellPart[] = [];
    if (change.sourceChange) {
      this._listener.edited(
        this.cell,
        change.sourceChange as readonly ITextOperation[]
      );
      parts.push('source');
    }
    if (change.metadataChange) {
      const tags = suppressionsOf(this.cell);
      // A tag may suppress findings of every part.
      parts.push(
        ...(tags === this._tags ? (['metadata'] as const) : CELL_PARTS)
      );
      this._tags = tags;
    }
    if (change.attachmentsChange) {
      parts.push('attachments');
    }
    if (parts.length > 0) {
      this._mark(parts);
    }
  }

  private readonly _onOutputs = (): void => this._mark(['outputs']);

  /** Have the whole cell scanned again although nothing of it changed. */
  soil(): void {
    CELL_PARTS.forEach(part => this.dirty.add(part));
  }

  private _mark(parts: readonly CellPart[]): void {
    for (const part of parts) {
      this.dirty.add(part);
      this._versions[part] += 1;
    }
    this._listener.dirtied(this, parts);
  }

  private _isDisposed = false;
  private readonly _outputs: IObservable | undefined;
  private _tags: string;
  private readonly _versions = {
    source: 0,
    outputs: 0,
    metadata: 0,
    attachments: 0
  };
}

/** What in the metadata of a cell may suppress findings of all its parts. */
function suppressionsOf(cell: ISharedCell): string {
  return [...tagsOf(cell), ...ignoresOf(cell)].join('\n');
}
