import { neighbour } from '../model/navigation';
import type { ILocated } from '../model/notebookFindings';
import { findingOf } from './fixtures';

/** `cell:from-to`, or `cell:out` for an output. */
function located(text: string): ILocated {
  const [cell, span] = text.split(':');
  const [from, to] = span === 'out' ? [0, 3] : span.split('-').map(Number);
  const part = span === 'out' ? 'output' : 'source';
  return {
    key: text,
    cell: null,
    from,
    to,
    finding: findingOf({ part, cell: Number(cell) })
  };
}

const ALL = ['1:5-9', '1:20-24', '2:out', '2:out2', '4:0-3'].map(text =>
  text === '2:out2' ? { ...located('2:out'), key: text } : located(text)
);

function from(position: number, offset: number, last: string | null = null) {
  const step = (direction: 1 | -1) =>
    neighbour(
      ALL,
      ({ finding }) => finding.cell ?? 0,
      { position, offset, last },
      direction
    )?.key;
  return { next: step(1), previous: step(-1) };
}

describe('neighbour', () => {
  it.each([
    ['the start', 1, 0, null, '1:5-9', '4:0-3'],
    ['within a finding', 1, 7, null, '1:20-24', '4:0-3'],
    ['the end of a selected finding', 1, 24, '1:20-24', '2:out', '1:5-9'],
    ['between two', 1, 12, null, '1:20-24', '1:5-9'],
    ['a cell without findings', 3, 2, null, '4:0-3', '2:out2'],
    ['the first of two outputs', 2, 0, '2:out', '2:out2', '1:20-24'],
    ['the last of two outputs', 2, 0, '2:out2', '4:0-3', '2:out'],
    ['the last finding', 4, 2, '4:0-3', '1:5-9', '2:out2'],
    ['a cell that was left for another', 1, 0, '2:out', '1:5-9', '4:0-3'],
    ['no active cell', 0, 0, null, '1:5-9', '4:0-3']
  ])('goes on from %s', (_, position, offset, last, next, previous) => {
    expect(from(position, offset, last)).toEqual({ next, previous });
  });

  it('has nowhere to go where nothing was found', () => {
    const place = { position: 1, offset: 0, last: null };
    expect(neighbour([], () => 1, place, 1)).toBeNull();
  });
});
