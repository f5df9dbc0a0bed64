/**
 * What was replaced outside of the sources, where JupyterLab knows no undo.
 *
 * It holds values, so it lives in this page's memory only, and no longer than the notebook is open.
 */
import type {
  ISharedAttachmentsCell,
  ISharedCell,
  ISharedCodeCell,
  ISharedNotebook
} from '@jupyter/ydoc';
import type { IAttachments, IOutput } from '@jupyterlab/nbformat';
import type { PartialJSONObject, PartialJSONValue } from '@lumino/coreutils';

import { digest } from '../protocol/digest';

/** One value that was replaced. Two lists may have it: what one of them brings back, both did. */
interface IKeptValue {
  /** Brings it back where what was put there is still in place; null once that was tried. */
  putBack: (() => boolean) | null;
  /** Whether what was put there is still in place. */
  readonly isThere: () => boolean;
  /** Whether it was found not to be: what ran anew does not come back. */
  isGone: boolean;
}

/** The part of a cell or a notebook that holds metadata. */
type IWithMetadata = Pick<ISharedNotebook, 'getMetadata' | 'deleteMetadata'> & {
  setMetadata(key: string, value: PartialJSONValue): void;
};

/** What became of an attempt to bring everything back. */
export interface IRestored {
  readonly restored: number;
  /** Number of those that changed since, and were left alone. */
  readonly changed: number;
}

/**
 * Copies of values that were replaced, in the order in which that happened.
 */
export class Kept {
  /** Number of the outputs, attachments and pieces of metadata that can be brought back. */
  get count(): number {
    if (this._isOutdated) {
      this._isOutdated = false;
      for (const value of this._values) {
        value.isGone ||= value.putBack !== null && !value.isThere();
      }
    }
    return this._values.filter(({ isGone, putBack }) => putBack && !isGone)
      .length;
  }

  /** Whether nothing is kept, nor was. */
  get isEmpty(): boolean {
    return this._values.length === 0;
  }

  /** Something changed that may be among it: look again before the next count. */
  outdate(): void {
    this._isOutdated = true;
  }

  /** Add what another one keeps. */
  add(other: Kept): void {
    this._values.push(...other._values);
  }

  /** Bring all back that was not changed since; nothing is kept after that. */
  restore(): IRestored {
    const results = this._values.reverse().flatMap(value => {
      const { putBack } = value;
      value.putBack = null;
      return putBack ? [putBack()] : [];
    });
    this._values = [];
    const restored = results.filter(Boolean).length;
    return { restored, changed: results.length - restored };
  }

  /** Forget all. */
  clear(): void {
    this._values.forEach(value => (value.putBack = null));
    this._values = [];
  }

  /**
   * Replace some outputs of a cell.
   *
   * @param before All its outputs when the replacements were made up
   * @param changes Replacements, by index
   * @returns Number of outputs that changed meanwhile, and were left alone
   */
  replaceOutputs(
    cell: ISharedCodeCell,
    before: readonly IOutput[],
    changes: readonly { readonly index: number; readonly output: IOutput }[]
  ): number {
    const now = cell.getOutputs();
    const find = finder(cell);
    const good = changes.filter(
      ({ index }) => now[index] && same(now[index], before[index])
    );
    if (good.length > 0) {
      const next = [...now];
      for (const { index, output } of good) {
        next[index] = output;
      }
      writeOutputs(cell, next);
      const written = cell.getOutputs();
      for (const { index } of good) {
        const after = digestOf(written[index]);
        this._keep(
          () => putOutput(find(), index, after, before[index]),
          () => placeOf(find()?.getOutputs() ?? [], index, after) >= 0
        );
      }
    }
    return changes.length - good.length;
  }

  /**
   * Replace some members of the metadata of a cell or a notebook.
   *
   * @returns Number of members that changed meanwhile, and were left alone
   */
  replaceMetadata(
    holder: IWithMetadata,
    before: PartialJSONObject,
    after: PartialJSONObject
  ): number {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const find =
      'getId' in holder ? finder(holder as ISharedCell) : () => holder;
    let missed = 0;
    for (const key of keys) {
      if (same(before[key], after[key])) {
        continue;
      }
      if (!same(holder.getMetadata()[key], before[key])) {
        missed += 1;
        continue;
      }
      writeMember(holder, key, after[key]);
      const isThere = () => same(find()?.getMetadata()[key], after[key]);
      this._keep(() => {
        const current = find();
        const untouched = !!current && isThere();
        if (untouched) {
          writeMember(current, key, before[key]);
        }
        return untouched;
      }, isThere);
    }
    return missed;
  }

  /**
   * Replace the attachments of a cell.
   *
   * @returns 1 where they changed meanwhile, and were left alone
   */
  replaceAttachments(
    cell: ISharedAttachmentsCell,
    before: IAttachments | undefined,
    after: IAttachments
  ): number {
    if (!same(cell.getAttachments(), before)) {
      return 1;
    }
    cell.setAttachments(after);
    const find = finder(cell);
    const isThere = () => same(find()?.getAttachments(), after);
    this._keep(() => {
      const current = find();
      const untouched = !!current && isThere();
      if (untouched) {
        current.setAttachments(before);
      }
      return untouched;
    }, isThere);
    return 0;
  }

  private _keep(putBack: () => boolean, isThere: () => boolean): void {
    this._values.push({ putBack, isThere, isGone: false });
  }

  private _isOutdated = false;
  private _values: IKeptValue[] = [];
}

/**
 * Index of an output, which is looked for where it was, then elsewhere in its cell: others may have
 * gone. Below 0 where there is none.
 */
function placeOf(
  outputs: readonly IOutput[],
  index: number,
  after: string
): number {
  const is = (at: number) =>
    outputs[at] !== undefined && digestOf(outputs[at]) === after;
  return is(index) ? index : outputs.findIndex((_, each) => is(each));
}

/** Put an output in the place of what replaced it. */
function putOutput(
  cell: ISharedCodeCell | null,
  index: number,
  after: string,
  before: IOutput
): boolean {
  if (!cell) {
    return false;
  }
  const outputs = cell.getOutputs();
  const at = placeOf(outputs, index, after);
  if (at < 0) {
    return false;
  }
  outputs[at] = before;
  writeOutputs(cell, outputs);
  return true;
}

/**
 * Put outputs in place of all there are. Emptied first: JupyterLab shows whatever is inserted at
 * the end, and would take a stream for more of the one that is about to go.
 */
function writeOutputs(cell: ISharedCodeCell, outputs: IOutput[]): void {
  cell.clearOutputs(null);
  cell.setOutputs(outputs);
}

function writeMember(
  holder: IWithMetadata,
  key: string,
  value: PartialJSONValue | undefined
): void {
  if (value === undefined) {
    holder.deleteMetadata(key);
  } else {
    holder.setMetadata(key, value);
  }
}

/** Finds a cell again, which is another object once it was moved; null where it is gone. */
function finder<T extends ISharedCell>(cell: T): () => T | null {
  const { notebook } = cell;
  const id = cell.getId();
  return () =>
    (notebook?.cells.find(each => each.getId() === id) as T | undefined) ??
    null;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function digestOf(output: IOutput): string {
  return digest(JSON.stringify(output));
}
