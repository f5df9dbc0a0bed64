import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { isCode, isPersonal, isSecret } from './kinds';
import type { ILook } from './look';
import { NO_LOOK } from './look';
import type { ITextOperation } from '../protocol/offsets';
import { mapRange, OffsetMap } from '../protocol/offsets';
import type { CellPart } from '../protocol/payload';
import { CELL_PARTS } from '../protocol/payload';
import type {
  IDataResult,
  IFinding,
  INamesResult,
  IPolicyInfo,
  IScanError
} from '../protocol/protocol';
import type { IRestored } from '../redact/kept';
import { Kept } from '../redact/kept';
import { Replacements } from '../redact/replacements';

/** A finding and where it is now, which moves with edits and with its cell. */
export interface ILocated {
  /** Unique and stable among the findings on show. */
  readonly key: string;
  readonly finding: IFinding;
  /** Its cell; null where it is in the notebook's own metadata. */
  readonly cell: ISharedCell | null;
  /** Start in UTF-16 units of the current source, or of the part where it is not the source. */
  readonly from: number;
  /** End, like `from`. */
  readonly to: number;
  /** Whether somebody asked for a look that found it. */
  readonly asked?: boolean;
}

/** What was found in one part of one cell. */
interface IPartFindings {
  readonly located: readonly ILocated[];
  readonly errors: readonly IScanError[];
}

/** All findings, and the three kinds of them. */
interface ILists {
  readonly all: readonly ILocated[];
  readonly secrets: readonly ILocated[];
  readonly personal: readonly ILocated[];
  readonly code: readonly ILocated[];
}

/** How far the scan of the whole notebook is. */
export interface IProgress {
  /** Cells done. */
  readonly done: number;
  /** Cells in all. */
  readonly total: number;
}

/** A save that the server refused for what is in the notebook. */
export interface IRefusal {
  /** The server's words for it. */
  readonly message: string;
  /** Number of findings that stood in the way then, as far as they were seen here. */
  readonly blocked: number;
}

/** Cells whose findings changed, or null for all. */
export type ChangedCells = ReadonlySet<ISharedCell | null> | null;

/** How far the scan of a long output is. */
export interface ILongProgress {
  /** Its cell. */
  readonly cell: ISharedCell;
  /** Length scanned, in UTF-16 units. */
  readonly done: number;
  /** Its whole length, like `done`. */
  readonly total: number;
}

/**
 * What looks at a cell by itself: the scan, part by part; that of its long outputs; the data files
 * that it reads; the names in it; its code. The last three stay until they look again.
 */
export type Slot = CellPart | 'long' | 'data' | 'names' | 'code';

/** All of them, in reading order. */
export const SLOTS: readonly Slot[] = [
  ...CELL_PARTS,
  'long',
  'data',
  'names',
  'code'
];

/** Whether a finding's positions are those of its cell's source. */
export function isInSource(finding: IFinding): boolean {
  return finding.part === 'source' || finding.part === 'data';
}

/** Key of the notebook's own metadata among the cells. */
const NOTEBOOK = null;

/**
 * The findings of one open notebook, keyed by the shared cells: editors come and go.
 */
export class NotebookFindings {
  /**
   * @param notebook Notebook whose cells the findings are in
   * @param _shows Whether the settings let a finding through
   */
  constructor(
    readonly notebook: ISharedNotebook,
    private readonly _shows: (finding: IFinding) => boolean = () => true
  ) {
    this.replacements.changed.connect(() => this._emit());
    // Before anybody who asks what is in the cells that came or moved.
    notebook.changed.connect(this._forgetLists, this);
  }

  /** Emits when findings, errors, progress or the order of the cells changed. */
  get changed(): ISignal<this, ChangedCells> {
    return this._changed;
  }

  /** Whether the notebook was closed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What was replaced in it besides sources; it lives in memory as long as this does. */
  readonly kept = new Kept();

  /** The replacements that can be taken back, as long as the notebook is open. */
  readonly replacements = new Replacements();

  /** The policy that the findings were judged by; null until the server told it. */
  get policy(): IPolicyInfo | null {
    return this._policy;
  }

  /** How far the scan of the whole notebook is; null when there is none under way. */
  get progress(): IProgress | null {
    return this._progress;
  }

  /** How far the scan of a long output is; null when there is none under way. */
  get longProgress(): ILongProgress | null {
    return this._longProgress;
  }

  /** Why not everything was scanned; empty where it was. */
  get interruption(): string {
    return this._interruption;
  }

  /** What could not be read. */
  get errors(): readonly IScanError[] {
    const errors: IScanError[] = [];
    for (const cell of [NOTEBOOK, ...this.notebook.cells]) {
      for (const part of this._parts.get(cell)?.values() ?? []) {
        for (const error of part.errors) {
          errors.push({ ...error, cell: this.position(cell) });
        }
      }
    }
    return errors;
  }

  /** Findings in one cell, suppressed ones too, that the settings let through. */
  inCell(cell: ISharedCell | null): readonly ILocated[] {
    const parts = this._parts.get(cell);
    if (!parts) {
      return [];
    }
    return SLOTS.flatMap(slot => parts.get(slot)?.located ?? []).filter(
      ({ finding }) => this._shows(finding)
    );
  }

  /** Findings in one cell that count. */
  active(cell: ISharedCell | null): readonly ILocated[] {
    return this.inCell(cell).filter(({ finding }) => !finding.suppressed);
  }

  /** All findings, suppressed ones too, in the current order of the cells. */
  list(): readonly ILocated[] {
    return this._listed.all;
  }

  /** All findings that are secrets. */
  secrets(): readonly ILocated[] {
    return this._listed.secrets;
  }

  /** All findings that are personal data. */
  personal(): readonly ILocated[] {
    return this._listed.personal;
  }

  /** All code that opens a door. */
  code(): readonly ILocated[] {
    return this._listed.code;
  }

  /**
   * Findings for which the server refuses a save: what it looks at, however little of it the
   * settings show.
   */
  blocking(): readonly ILocated[] {
    return [NOTEBOOK, ...this.notebook.cells].flatMap(cell =>
      CELL_PARTS.flatMap(part =>
        (this._parts.get(cell)?.get(part)?.located ?? []).filter(
          ({ finding }) =>
            !finding.suppressed &&
            finding.severity !== 'low' &&
            finding.confidence !== 'low' &&
            (!isPersonal(finding) || this._shows(finding))
        )
      )
    );
  }

  /** The last save, where it was refused; null once what there is is saved. */
  get refusal(): IRefusal | null {
    return this._refusal;
  }

  /** Number of a cell from 1 in the current order; null for the notebook itself. */
  position(cell: ISharedCell | null): number | null {
    if (!cell) {
      return null;
    }
    if (!this._positions) {
      this._positions = new Map(
        this.notebook.cells.map((each, index) => [each, index + 1])
      );
    }
    return this._positions.get(cell) ?? null;
  }

  /** A finding by its key, where it is now. */
  byKey(key: string): ILocated | null {
    return this.list().find(located => located.key === key) ?? null;
  }

  /**
   * Put the findings of one part in place of the old ones.
   *
   * @param cell Cell, or null for the notebook's own metadata
   * @param part Part that was scanned, or what else looked at the cell
   * @param source Source of the cell that was scanned, to convert offsets
   */
  set(
    cell: ISharedCell | null,
    part: Slot,
    findings: readonly IFinding[],
    errors: readonly IScanError[],
    source: string
  ): void {
    const old = this._parts.get(cell)?.get(part);
    if (!old && findings.length === 0 && errors.length === 0) {
      return;
    }
    const map = findings.some(isInSource) ? new OffsetMap(source) : null;
    const id = cell?.getId() ?? 'notebook';
    const located = findings.map((finding, index) => ({
      key: `${id}/${part}/${index}/${finding.weakness_id}`,
      finding,
      cell,
      asked: part === 'names',
      from: positionIn(finding, finding.start.offset, map),
      to: positionIn(finding, finding.end.offset, map)
    }));
    const found = { located, errors };
    if (old && sameFound(old, found)) {
      // An open tooltip or form stays open while its cell is scanned again.
      return;
    }
    this._put(cell, part, found);
    this._touch(cell);
  }

  /** Note that a part could not be scanned; what was found in it before stays. */
  setErrors(
    cell: ISharedCell,
    part: Slot,
    errors: readonly IScanError[]
  ): void {
    const located = this._parts.get(cell)?.get(part)?.located ?? [];
    this._put(cell, part, { located, errors });
    this._touch(cell);
  }

  /** Move the ranges in a cell's source along with an edit of it. */
  edit(cell: ISharedCell, delta: readonly ITextOperation[]): void {
    for (const [slot, old] of this._parts.get(cell) ?? []) {
      const located = old.located.flatMap(each => {
        const range = isInSource(each.finding) ? mapRange(each, delta) : each;
        return range ? [{ ...each, ...range }] : [];
      });
      this._put(cell, slot, { ...old, located });
      if (located.length !== old.located.length) {
        this._touch(cell);
      }
    }
  }

  /** Give what was found in a part of one cell to its successor, as when a cell is moved. */
  inherit(from: ISharedCell, to: ISharedCell, part: Slot): void {
    const found = this._parts.get(from)?.get(part);
    if (found) {
      const located = found.located.map(each => ({ ...each, cell: to }));
      this._put(to, part, { ...found, located });
      this._touch(to);
    }
  }

  /** Whether the outputs of a cell came or changed since the notebook was opened. */
  hasNewOutputs(cell: ISharedCell): boolean {
    return this._newOutputs.has(cell);
  }

  /** The outputs of a cell are others: forget the names that were found in them, and look what of them is kept. */
  outdate(cell: ISharedCell): void {
    this._newOutputs.add(cell);
    if (!this.kept.isEmpty) {
      this.kept.outdate();
      this._emit();
    }
    const old = this._parts.get(cell)?.get('names');
    if (old) {
      const located = old.located.filter(each => isInSource(each.finding));
      this._put(cell, 'names', { ...old, located });
      if (located.length !== old.located.length) {
        this._touch(cell);
      }
    }
  }

  /** Forget a cell that is gone. */
  remove(cell: ISharedCell): void {
    if (this._parts.delete(cell)) {
      this._forgetLists();
      this._touch(cell);
    }
  }

  /** The order of the cells changed. */
  reorder(): void {
    this._positions = null;
    this.kept.outdate();
    this.touchAll();
  }

  /** Tell everyone to look again at all cells. */
  touchAll(): void {
    this._forgetLists();
    this._touched = null;
    this._emit();
  }

  /** Say how far the scan of the whole notebook is. */
  setProgress(progress: IProgress | null): void {
    this._progress = progress;
    this._emit();
  }

  /** Say how far the scan of a long output is. */
  setLongProgress(progress: ILongProgress | null): void {
    if (progress || this._longProgress) {
      this._longProgress = progress;
      this._emit();
    }
  }

  /** The look at the data files that the notebook names. */
  get dataLook(): ILook<IDataResult> {
    return this._dataLook;
  }

  /** The look for names and addresses. */
  get namesLook(): ILook<INamesResult> {
    return this._namesLook;
  }

  /** Say how far the look at the data files is. */
  setDataLook(look: ILook<IDataResult>): void {
    this._dataLook = look;
    this._emit();
  }

  /** Say how far the look for names is. */
  setNamesLook(look: ILook<INamesResult>): void {
    this._namesLook = look;
    this._emit();
  }

  /** Say by which policy the findings were judged. */
  setPolicy(policy: IPolicyInfo): void {
    if (JSON.stringify(policy) !== JSON.stringify(this._policy)) {
      this._policy = policy;
      this._emit();
    }
  }

  /** Whether the server has not answered for a while: what is listed may be out of date. */
  get isStale(): boolean {
    return this._isStale;
  }

  /** Say whether the server answers. */
  setStale(isStale: boolean): void {
    if (isStale !== this._isStale) {
      this._isStale = isStale;
      this._emit();
    }
  }

  /** Say that a save was refused, or that none is any more. */
  setRefusal(message: string | null): void {
    const refusal =
      message === null ? null : { message, blocked: this.blocking().length };
    if (JSON.stringify(refusal) !== JSON.stringify(this._refusal)) {
      this._refusal = refusal;
      this._emit();
    }
  }

  /** Say why not everything was scanned. */
  setInterruption(reason: string): void {
    if (reason !== this._interruption) {
      this._interruption = reason;
      this._emit();
    }
  }

  /** Make many changes, and tell of them once. */
  batch(change: () => void): void {
    this._depth += 1;
    try {
      change();
    } finally {
      this._depth -= 1;
      if (this._depth === 0 && this._pending) {
        this._emit();
      }
    }
  }

  /** Key of the finding that was gone to last; null where there was none. */
  get visited(): string | null {
    return this._visited;
  }

  /** Note that a finding was gone to. */
  visit(key: string): void {
    this._visited = key;
    this._emit();
  }

  /** Keep what was replaced, until it is restored or the notebook is closed. */
  keep(kept: Kept): void {
    this.kept.add(kept);
    this._emit();
  }

  /** Bring back what is kept. */
  restore(): IRestored {
    const restored = this.kept.restore();
    this._emit();
    return restored;
  }

  /** Let go of all listeners, and of what is kept. */
  dispose(): void {
    this._isDisposed = true;
    this.kept.clear();
    this.replacements.dispose();
    this.notebook.changed.disconnect(this._forgetLists, this);
    this._parts.clear();
    this._forgetLists();
    Signal.clearData(this);
  }

  private _put(
    cell: ISharedCell | null,
    slot: Slot,
    found: IPartFindings
  ): void {
    const parts = this._parts.get(cell) ?? new Map<Slot, IPartFindings>();
    parts.set(slot, found);
    this._parts.set(cell, parts);
    this._forgetLists();
  }

  /** Everyone who draws asks for them, some of them more than once: they are made once for all. */
  private get _listed(): ILists {
    if (!this._lists) {
      const all = [NOTEBOOK, ...this.notebook.cells].flatMap(cell =>
        this.inCell(cell)
      );
      this._lists = {
        all,
        secrets: all.filter(({ finding }) => isSecret(finding)),
        personal: all.filter(({ finding }) => isPersonal(finding)),
        code: all.filter(({ finding }) => isCode(finding))
      };
    }
    return this._lists;
  }

  private _forgetLists(): void {
    this._lists = null;
  }

  private _touch(cell: ISharedCell | null): void {
    this._touched?.add(cell);
    this._emit();
  }

  private _emit(): void {
    this._pending = true;
    if (this._depth === 0) {
      const touched = this._touched;
      this._touched = new Set();
      this._pending = false;
      this._changed.emit(touched);
    }
  }

  private readonly _changed = new Signal<this, ChangedCells>(this);
  private _dataLook: ILook<IDataResult> = NO_LOOK;
  private _depth = 0;
  private _interruption = '';
  private _isDisposed = false;
  private _isStale = false;
  private _lists: ILists | null = null;
  private _longProgress: ILongProgress | null = null;
  private _namesLook: ILook<INamesResult> = NO_LOOK;
  private readonly _newOutputs = new WeakSet<ISharedCell>();
  private readonly _parts = new Map<
    ISharedCell | null,
    Map<Slot, IPartFindings>
  >();
  private _pending = false;
  private _policy: IPolicyInfo | null = null;
  private _positions: Map<ISharedCell, number> | null = null;
  private _progress: IProgress | null = null;
  private _refusal: IRefusal | null = null;
  private _visited: string | null = null;
  private _touched: Set<ISharedCell | null> | null = new Set();
}

/** Only sources are edited here, and so only theirs are positions of the editor. */
function positionIn(
  finding: IFinding,
  offset: number,
  map: OffsetMap | null
): number {
  return isInSource(finding) ? (map?.toUtf16(offset) ?? offset) : offset;
}

function sameFound(one: IPartFindings, other: IPartFindings): boolean {
  const text = ({ located, errors }: IPartFindings) =>
    JSON.stringify([
      located.map(each => [each.from, each.to, each.finding]),
      errors
    ]);
  return (
    one.located.length === other.located.length && text(one) === text(other)
  );
}
