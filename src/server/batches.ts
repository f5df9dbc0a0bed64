/**
 * Requests of a bearable size out of many cells.
 */
import type { PartialJSONObject } from '@lumino/coreutils';

import type { ISentCell } from '../protocol/protocol';

/** A request is closed once it is this long; in UTF-16 units of its JSON text. */
export const BATCH_LENGTH = 512 * 1024;

/** A request is closed once it holds this many cells. */
export const BATCH_CELLS = 200;

/** What stands around the cells of a scan request. */
export interface IEnvelope {
  readonly path: string;
  readonly language: string;
  /** Metadata of the notebook itself, where it is to be scanned. */
  readonly metadata?: PartialJSONObject;
  /** Suppressions in it, where it is not. */
  readonly ignore?: readonly string[];
  /** Whether there is time for what is costly: not while somebody types. */
  readonly settled?: boolean;
}

/** One request, with what it was made of. */
export interface IBatch<T> {
  /** JSON text of the request. */
  readonly body: string;
  readonly items: readonly T[];
}

/**
 * Cut work into requests, lazily: the text of a cell is read when its request is due.
 *
 * @param items What to scan
 * @param read The request for one of them, or null where nothing is left to scan
 * @param maxLength Longest body that the server takes
 * @param oversized Called for what is longer than that, which is then left out
 */
export function* batches<T>(
  items: Iterable<T>,
  read: (item: T) => ISentCell | null,
  envelope: IEnvelope,
  maxLength: number,
  oversized: (item: T) => void
): Generator<IBatch<T>, void, void> {
  let cells: string[] = [];
  let members: T[] = [];
  let length = 0;
  const close = (): IBatch<T> => {
    const batch = { body: bodyOf(envelope, cells), items: members };
    cells = [];
    members = [];
    length = 0;
    return batch;
  };
  for (const item of items) {
    const cell = read(item);
    if (!cell) {
      continue;
    }
    const text = JSON.stringify(cell);
    if (exceeds(text, maxLength)) {
      oversized(item);
      continue;
    }
    if (cells.length > 0 && length + text.length > BATCH_LENGTH) {
      yield close();
    }
    cells.push(text);
    members.push(item);
    length += text.length;
    if (cells.length >= BATCH_CELLS) {
      yield close();
    }
  }
  if (cells.length > 0) {
    yield close();
  }
}

/**
 * The JSON text of a scan request.
 *
 * @param cells JSON texts of the cells: each was written once, to measure and to send it
 */
export function bodyOf(envelope: IEnvelope, cells: readonly string[]): string {
  const head = JSON.stringify(envelope).slice(0, -1);
  return `${head},"cells":[${cells.join(',')}]}`;
}

/** Whether a text is too long in UTF-8; encoded only where it could be. */
export function exceeds(text: string, maxBytes: number): boolean {
  return (
    text.length * 3 > maxBytes &&
    new TextEncoder().encode(text).length > maxBytes
  );
}
