import type {
  CellChange,
  FileChange,
  ISharedCell,
  ISharedFile,
  ISharedNotebook,
  NotebookChange
} from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { setTraits } from './documentTraits';

/** Id of the one part of a text file. */
const PART = 'file';

/** What of a cell is used where a part may be a text file. */
type PartOfFile = Pick<
  ISharedCell,
  | 'getId'
  | 'getSource'
  | 'id'
  | 'isDisposed'
  | 'transact'
  | 'undo'
  | 'updateSource'
>;

/** The whole text of a file, in the place of a cell. */
class FilePart implements PartOfFile {
  constructor(
    private readonly _file: ISharedFile,
    readonly notebook: ISharedNotebook
  ) {
    _file.changed.connect(this._onChanged, this);
  }

  /** Neither code with outputs nor Markdown that is rendered: only a text. */
  readonly cell_type = 'raw';
  readonly id = PART;
  /** There are no outputs to observe. */
  readonly ymodel = { get: () => undefined };

  get changed(): ISignal<this, CellChange> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._file.isDisposed;
  }

  /** The undo history is the file's. */
  get undoManager(): unknown {
    return (this._file as { undoManager?: unknown }).undoManager;
  }

  getId(): string {
    return PART;
  }

  getMetadata(key?: string): unknown {
    return key === undefined ? {} : undefined;
  }

  getSource(): string {
    return this._file.getSource();
  }

  transact(change: () => void, undoable = true): void {
    this._file.transact(change, undoable);
  }

  undo(): ReturnType<ISharedCell['undo']> {
    return this._file.undo();
  }

  updateSource(start: number, end: number, value?: string): void {
    this._file.updateSource(start, end, value);
  }

  private _onChanged(_: unknown, { sourceChange }: FileChange): void {
    if (sourceChange) {
      this._changed.emit({ sourceChange });
    }
  }

  private readonly _changed = new Signal<this, CellChange>(this);
}

/** A text file, in the place of a notebook: its one cell is the text. */
class TextDocument {
  constructor(file: ISharedFile) {
    // They have what is used of a cell and a notebook; the rest of those belongs to notebooks.
    const notebook = this as unknown as ISharedNotebook;
    const part = new FilePart(file, notebook);
    this.cells = [part as unknown as ISharedCell];
    this._part = part;
    setTraits(this, { what: 'file', request: { kind: 'file' } });
  }

  readonly cells: readonly ISharedCell[];
  /** The one cell never comes or goes. */
  readonly changed = new Signal<this, NotebookChange>(this);

  getMetadata(key?: string): unknown {
    return key === undefined ? {} : undefined;
  }

  toJSON(): object {
    const cell = {
      cell_type: this._part.cell_type,
      id: PART,
      metadata: {},
      source: this._part.getSource()
    };
    return { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  }

  private readonly _part: FilePart;
}

const documents = new WeakMap<ISharedFile, ISharedNotebook>();

/**
 * A text file as a notebook of one cell, the same for each call.
 */
export function asNotebook(file: ISharedFile): ISharedNotebook {
  let document = documents.get(file);
  if (!document) {
    document = new TextDocument(file) as unknown as ISharedNotebook;
    documents.set(file, document);
  }
  return document;
}

/** Whether what an editor shows is a text file by itself. */
export function isTextFile(shared: object): shared is ISharedFile {
  return !('cell_type' in shared) && 'updateSource' in shared;
}
