/**
 * Outputs that are too long to be sent with the others: what of them goes by itself, piece by piece.
 *
 * All lengths are UTF-16 units where nothing else is said.
 */
import type { ISharedCell, ISharedCodeCell } from '@jupyter/ydoc';
import type { IMimeBundle, IOutput } from '@jupyterlab/nbformat';

import { isBinary } from './binary';
import { OffsetMap } from './offsets';
import type { IFinding } from './protocol';

/** A text of an output that is longer than this is scanned by itself, after all else. */
export const LONG = 1024 * 1024;

/** Length of a piece: its request is made in a few milliseconds, and its scan holds nothing up. */
export const PIECE = 512 * 1024;

/** What of its neighbours goes along with a piece, so that a secret across its end is found. */
export const OVERLAP = 16 * 1024;

/** Terminal colours as the server leaves them out, which its positions do not count. */
const ANSI =
  // eslint-disable-next-line no-control-regex
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;

/** What is used of the shared outputs: only the class, not its interface, is known to the type checker. */
interface IArray {
  forEach(callback: (output: { get(key: string): unknown }) => void): void;
}

/** A long text of one output, or an output that cannot be cut. */
export interface ILongText {
  /** Index of the output in its cell, from 0. */
  readonly index: number;
  /** Length, as far as that is known. */
  readonly length: number;
  /** The text to cut; null where the output goes as a whole. */
  readonly text: string | null;
  /** An output that holds nothing but a piece of it. */
  wrap(piece: string): IOutput;
}

/** A piece of a long text, and where in it what is found counts. */
export interface IPiece {
  /** What is sent: with something of the neighbours. */
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly start: number;
  /** Where the next piece begins. */
  readonly end: number;
  /** Keep what begins in this piece, at its place in the whole text. */
  place(findings: readonly IFinding[]): IFinding[];
}

/**
 * The long texts of a cell's outputs.
 *
 * @param outputs All outputs of the cell
 */
export function longTexts(outputs: readonly IOutput[]): ILongText[] {
  return outputs.flatMap((output, index) => longIn(output, index));
}

/** An output without its long texts; it stays where it is among the others. */
export function withoutLong(output: IOutput): IOutput {
  if (lengthOf(output) <= LONG) {
    return output;
  }
  if (typeof output.text === 'string') {
    return { ...output, text: '' };
  }
  const data = output.data as IMimeBundle | undefined;
  if (!data) {
    return EMPTY;
  }
  const short = Object.entries(data).map(([mime, value]) => [
    mime,
    lengthOf(value) > LONG ? '' : value
  ]);
  return { ...output, data: Object.fromEntries(short) as IMimeBundle };
}

/** Outputs of a request that holds one piece: those in front of it are empty, so that it keeps its number. */
export function outputsWith(long: ILongText, piece: string): IOutput[] {
  return [...Array.from({ length: long.index }, () => EMPTY), long.wrap(piece)];
}

/** Whether a cell has an output that is scanned by itself; nothing is copied to know it. */
export function hasLong(cell: ISharedCell): boolean {
  if (cell.cell_type !== 'code') {
    return false;
  }
  const { youtputs } = cell as { youtputs?: IArray };
  if (!youtputs) {
    return longTexts((cell as ISharedCodeCell).getOutputs()).length > 0;
  }
  let found = false;
  youtputs.forEach(output => {
    // What a stream printed is a shared text, which knows its length.
    const text = output.get('text') as { readonly length: number } | undefined;
    found ||=
      (text?.length ?? 0) > LONG ||
      lengthOf(output.get('data') ?? output.get('traceback') ?? '') > LONG;
  });
  return found;
}

/** Cut a text into pieces, lazily; between lines where it has some. */
export function* piecesOf(text: string): Generator<IPiece, void, void> {
  let start = 0;
  let offset = 0;
  let line = 0;
  while (start < text.length) {
    const end = cutBefore(text, start, start + PIECE);
    const lead = text.slice(cutAfter(text, start - OVERLAP), start);
    const core = text.slice(start, end);
    const tail = text.slice(end, cutAfter(text, end + OVERLAP));
    const before = measure(lead);
    const own = measure(core);
    const shift = { offset: offset - before.offset, line: line - before.line };
    const from = start;
    yield {
      text: lead + core + tail,
      start: from,
      end,
      place: findings =>
        findings
          .filter(
            ({ start: { offset: at } }) =>
              at >= before.offset && at < before.offset + own.offset
          )
          .map(finding => ({
            ...finding,
            start: moved(finding.start, shift),
            end: moved(finding.end, shift)
          }))
    };
    start = end;
    offset += own.offset;
    line += own.line;
  }
}

const EMPTY: IOutput = { output_type: 'stream', name: 'stdout', text: '' };

function longIn(output: IOutput, index: number): ILongText[] {
  const length = lengthOf(output);
  if (length <= LONG) {
    return [];
  }
  if (typeof output.text === 'string') {
    const wrap = (text: string) => ({ ...output, text });
    return [{ index, length, text: output.text, wrap }];
  }
  const data = output.data as IMimeBundle | undefined;
  if (!data) {
    return [{ index, length, text: null, wrap: () => output }];
  }
  return Object.entries(data).flatMap(([mime, value]) => {
    const own = isBinary(mime) ? 0 : lengthOf(value);
    const wrap = (text: string): IOutput => ({
      ...output,
      data: { [mime]: typeof value === 'string' ? text : value }
    });
    const text = typeof value === 'string' ? value : null;
    return own > LONG ? [{ index, length: own, text, wrap }] : [];
  });
}

/** Length of all texts in a value of JSON; pictures count for nothing. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') {
    return value.length;
  }
  if (value === null || typeof value !== 'object') {
    return 1;
  }
  let length = 0;
  for (const [key, own] of Object.entries(value)) {
    length += isBinary(key) ? 0 : lengthOf(own);
  }
  return length;
}

/** The last end of a line in the second half of what goes up to `end`, else a place between characters. */
function cutBefore(text: string, start: number, end: number): number {
  if (end >= text.length) {
    return text.length;
  }
  const newline = text.lastIndexOf('\n', end - 1);
  return newline >= start + (end - start) / 2
    ? newline + 1
    : cutAfter(text, end);
}

/** A place near `at` that is not within a character. */
function cutAfter(text: string, at: number): number {
  const place = Math.max(0, Math.min(at, text.length));
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff ? place + 1 : place;
}

/** Code points and line breaks of a text, as the server counts them. */
function measure(text: string): { offset: number; line: number } {
  const plain = text.includes('\x1b') ? text.replace(ANSI, '') : text;
  let line = 0;
  for (
    let at = plain.indexOf('\n');
    at >= 0;
    at = plain.indexOf('\n', at + 1)
  ) {
    line += 1;
  }
  return { offset: new OffsetMap(plain).toCodePoints(plain.length), line };
}

function moved<T extends { readonly offset: number; readonly line: number }>(
  position: T,
  shift: { readonly offset: number; readonly line: number }
): T {
  return {
    ...position,
    offset: position.offset + shift.offset,
    line: position.line + shift.line
  };
}
