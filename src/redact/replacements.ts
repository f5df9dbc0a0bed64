import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IReceipt } from '../protocol/protocol';
import type { Replacement } from './replacement';

/**
 * The replacements in one notebook that can be taken back, oldest first.
 */
export class Replacements {
  /** Emits when one came or went. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The one that is taken back first; null where there is none. */
  get latest(): Replacement | null {
    return this._all[this._all.length - 1] ?? null;
  }

  /** All but one. */
  others(replacement: Replacement): readonly Replacement[] {
    return this._all.filter(each => each !== replacement);
  }

  /** The one that was taken back last, as long as nothing was replaced since; null where there is none. */
  get undone(): Replacement | null {
    return this._undone;
  }

  /** Receipts of what may be left in files, because others had added to them; the last first. */
  get leftovers(): readonly IReceipt[] {
    return this._leftovers;
  }

  /** Keep one, until it is taken back or the notebook is closed. */
  add(replacement: Replacement): void {
    this._all.push(replacement);
    this._undone = null;
    this._changed.emit();
  }

  /**
   * Let go of one.
   *
   * @param leftover What of it may be left
   */
  remove(replacement: Replacement, leftover: IReceipt | null): void {
    this._all = this._all.filter(each => each !== replacement);
    if (replacement.hasLeftSupport) {
      this._supports.push(replacement);
    }
    // What was made last goes first.
    this._supports.sort((a, b) => b.made - a.made);
    const isNeeded = (gone: Replacement) =>
      this._all.some(each => each.standsOn(gone));
    this._supports
      .filter(gone => !isNeeded(gone))
      .forEach(gone => gone.takeSupport());
    this._supports = this._supports.filter(isNeeded);
    this._undone = replacement;
    if (this._all.length === 0) {
      this._leftovers = [];
    } else if (leftover) {
      this._leftovers.unshift(leftover);
    }
    this._changed.emit();
  }

  /** Let go of all. */
  dispose(): void {
    [...this._all, ...this._supports].forEach(each => each.dispose());
    this._supports = [];
    this._all = [];
    this._undone = null;
    this._leftovers = [];
    Signal.clearData(this);
  }

  private _all: Replacement[] = [];
  private readonly _changed = new Signal<this, void>(this);
  private _leftovers: IReceipt[] = [];
  /** Taken back but for the imports that others stand on; these go with the last of them. */
  private _supports: Replacement[] = [];
  private _undone: Replacement | null = null;
}
