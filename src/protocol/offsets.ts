/**
 * The server counts code points, CodeMirror and Yjs count UTF-16 units. They differ after
 * every character outside the Basic Multilingual Plane, such as an emoji.
 */

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/g;

/**
 * Converts offsets of one text between code points and UTF-16 units.
 */
export class OffsetMap {
  /**
   * @param text Text that the offsets belong to
   */
  constructor(text: string) {
    this._length = text.length;
    for (const match of text.matchAll(ASTRAL)) {
      this._astral.push(match.index ?? 0);
    }
  }

  /**
   * @param codePoints Offset in code points from 0; beyond the end it is clamped
   * @returns Offset in UTF-16 units from 0
   */
  toUtf16(codePoints: number): number {
    // The n-th astral character begins at unit astral[n], which is code point astral[n] - n.
    const before = this._count(n => this._astral[n] - n < codePoints);
    return Math.min(codePoints + before, this._length);
  }

  /**
   * @param units Offset in UTF-16 units from 0; beyond the end it is clamped
   * @returns Offset in code points from 0; within a surrogate pair, that of the pair
   */
  toCodePoints(units: number): number {
    const clamped = Math.min(units, this._length);
    return clamped - this._count(n => this._astral[n] < clamped);
  }

  /** Number of leading astral characters for which `test` holds, by bisection. */
  private _count(test: (index: number) => boolean): number {
    let low = 0;
    let high = this._astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private readonly _length: number;
  /** UTF-16 offsets of the first halves of surrogate pairs, ascending. */
  private readonly _astral: number[] = [];
}

/** One operation of a Yjs text delta. */
export interface ITextOperation {
  readonly insert?: unknown;
  readonly delete?: number;
  readonly retain?: number;
}

/** A half-open range in UTF-16 units. */
export interface IRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Moves a range along with an edit of the text around it.
 *
 * @param range Range in the text before the edit
 * @param delta Edit in the form of Yjs, in UTF-16 units
 * @returns Range in the text after the edit, or null where nothing of it is left
 */
export function mapRange(
  range: IRange,
  delta: readonly ITextOperation[]
): IRange | null {
  const from = mapOffset(range.from, delta, true);
  const to = mapOffset(range.to, delta, false);
  return from < to ? { from, to } : null;
}

/** Text inserted right at `offset` goes before it where `after`, else behind it. */
export function mapOffset(
  offset: number,
  delta: readonly ITextOperation[],
  after: boolean
): number {
  let old = 0;
  let mapped = offset;
  for (const operation of delta) {
    if (operation.retain !== undefined) {
      old += operation.retain;
    } else if (operation.delete !== undefined) {
      mapped -= Math.max(0, Math.min(old + operation.delete, offset) - old);
      old += operation.delete;
    } else if (typeof operation.insert === 'string') {
      if (old < offset || (old === offset && after)) {
        mapped += operation.insert.length;
      }
    }
    if (old > offset) {
      break;
    }
  }
  return mapped;
}
