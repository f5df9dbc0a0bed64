import type { IOutput } from '@jupyterlab/nbformat';

import {
  hasLong,
  LONG,
  longTexts,
  OVERLAP,
  PIECE,
  piecesOf,
  withoutLong
} from '../protocol/longOutputs';
import { cellAt, findingOf, MARKED, notebookOf } from './fixtures';

const stream = (text: string): IOutput => ({
  output_type: 'stream',
  name: 'stdout',
  text
});
const shown = (mime: string, value: unknown): IOutput =>
  ({
    output_type: 'display_data',
    metadata: {},
    data: { [mime]: value }
  }) as IOutput;
const line = '0123456789 a line of a log\n';
const log = line.repeat(Math.ceil((3 * PIECE) / line.length));

/** Where a server finds the word in the pieces of a text, at its places in the whole. */
function foundIn(text: string): { offset: number; line: number }[] {
  return [...piecesOf(text)].flatMap(piece => {
    const plain = piece.text.replace(/\x1b\[\d*m/g, ''); // eslint-disable-line no-control-regex
    const findings = [...plain.matchAll(new RegExp(MARKED, 'g'))].map(found => {
      const before = plain.slice(0, found.index);
      const offset = [...before].length;
      const position = { line: before.split('\n').length, column: 1 };
      return findingOf({
        start: { ...position, offset },
        end: { ...position, offset: offset + MARKED.length }
      });
    });
    return piece
      .place(findings)
      .map(({ start: { offset, line } }) => ({ offset, line }));
  });
}

describe('piecesOf', () => {
  it('cuts between lines, and covers all of the text', () => {
    const pieces = [...piecesOf(log)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces[0].start).toBe(0);
    pieces.slice(1).forEach(({ start }, index) => {
      expect(start).toBe(pieces[index].end);
      expect(log[start - 1]).toBe('\n');
    });
    expect(pieces[pieces.length - 1].end).toBe(log.length);
    expect(pieces.every(({ text }) => text.length <= PIECE + 2 * OVERLAP)).toBe(
      true
    );
  });

  it.each([
    ['between two pieces of lines', log],
    ['between two pieces of one line', 'x'.repeat(3 * PIECE)],
    ['behind emojis', '😀'.repeat((3 * PIECE) / 2)],
    ['among colours', `\x1b[31m${line}\x1b[0m`.repeat(PIECE / 8)]
  ])('finds a word %s once, at its place', (_, text) => {
    const [first] = piecesOf(text);
    for (const at of [0, first.end - 4, first.end, first.end + 4]) {
      const cut = at + (/[\udc00-\udfff]/.test(text[at] ?? '') ? 1 : 0);
      const safe = text[cut - 1] === '\x1b' || text[cut - 2] === '\x1b';
      const whole = safe
        ? `${text.slice(0, cut + 4)}${MARKED}${text.slice(cut + 4)}`
        : `${text.slice(0, cut)}${MARKED}${text.slice(cut)}`;
      const plain = whole.replace(/\x1b\[\d*m/g, ''); // eslint-disable-line no-control-regex
      const before = plain.slice(0, plain.indexOf(MARKED));
      expect(foundIn(whole)).toEqual([
        { offset: [...before].length, line: before.split('\n').length }
      ]);
    }
  });
});

describe('longTexts', () => {
  const long = 'x'.repeat(LONG + 1);

  it('are those of streams and of texts that are shown', () => {
    const outputs = [stream('a'), stream(long), shown('text/html', long)];
    expect(longTexts(outputs).map(({ index }) => index)).toEqual([1, 2]);
    expect(outputs.map(withoutLong)).toEqual([
      stream('a'),
      stream(''),
      shown('text/html', '')
    ]);
    expect(longTexts(outputs)[1].wrap('part')).toEqual(
      shown('text/html', 'part')
    );
  });

  it('may be such as cannot be cut', () => {
    const output = shown('application/json', { values: [long] });
    const [own] = longTexts([output]);
    expect(own.text).toBeNull();
    expect(own.wrap('')).toEqual(output);
  });

  it('are no pictures', () => {
    expect(longTexts([shown('image/png', long)])).toEqual([]);
  });

  it.each([
    [[stream(long)], true],
    [[stream('a'), shown('text/html', long)], true],
    [[stream('a'), shown('image/png', long)], false],
    [[], false]
  ])('are seen without a copy', (outputs, expected) => {
    const notebook = notebookOf({ outputs } as never);
    expect(hasLong(cellAt(notebook, 1))).toBe(expected);
  });
});
