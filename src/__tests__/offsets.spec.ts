import { mapRange, OffsetMap } from '../protocol/offsets';

describe('OffsetMap', () => {
  it.each([
    ['plain text', 'abc', 2, 2],
    ['an emoji before', '😀 key', 2, 3],
    ['two emoji before', '😀😀key', 2, 4],
    ['an emoji behind', 'key😀', 3, 3],
    ['an accent in the basic plane', 'é key', 2, 2],
    ['a flag, which is two code points', '🇨🇭x', 2, 4],
    ['the end', '😀', 1, 2],
    ['beyond the end', 'ab', 9, 2]
  ])('converts to UTF-16 units with %s', (_, text, points, units) => {
    expect(new OffsetMap(text).toUtf16(points)).toBe(units);
  });

  it('is undone by its inverse at every code point', () => {
    const text = 'a😀b\n🎉🎉 ключ = "é𝒳"';
    const map = new OffsetMap(text);
    [...text].forEach((_, point) => {
      const units = map.toUtf16(point);
      expect(units).toBe([...text].slice(0, point).join('').length);
      expect(map.toCodePoints(units)).toBe(point);
    });
  });

  it('takes the inside of a surrogate pair for its character', () => {
    expect(new OffsetMap('a😀b').toCodePoints(2)).toBe(1);
  });
});

describe('mapRange', () => {
  const range = { from: 4, to: 8 };

  it.each([
    ['an insertion before', [{ insert: 'xx' }], { from: 6, to: 10 }],
    [
      'an insertion at the start',
      [{ retain: 4 }, { insert: 'x' }],
      { from: 5, to: 9 }
    ],
    [
      'an insertion inside',
      [{ retain: 6 }, { insert: 'xyz' }],
      { from: 4, to: 11 }
    ],
    [
      'an insertion at the end',
      [{ retain: 8 }, { insert: 'x' }],
      { from: 4, to: 8 }
    ],
    [
      'an insertion behind',
      [{ retain: 9 }, { insert: 'x' }],
      { from: 4, to: 8 }
    ],
    ['a deletion before', [{ delete: 3 }], { from: 1, to: 5 }],
    [
      'a deletion across the start',
      [{ retain: 2 }, { delete: 4 }],
      { from: 2, to: 4 }
    ],
    [
      'a deletion across the end',
      [{ retain: 6 }, { delete: 9 }],
      { from: 4, to: 6 }
    ],
    ['a deletion of all of it', [{ retain: 3 }, { delete: 6 }], null],
    [
      'two edits at once',
      [{ insert: 'x' }, { retain: 5 }, { delete: 1 }],
      { from: 5, to: 8 }
    ]
  ])('follows %s', (_, delta, expected) => {
    expect(mapRange(range, delta)).toEqual(expected);
  });
});
