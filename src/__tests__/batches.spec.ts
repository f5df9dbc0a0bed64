import { BATCH_CELLS, BATCH_LENGTH, batches } from '../server/batches';
import type { IScanBody } from './fixtures';

const ENVELOPE = { path: 'a.ipynb', language: 'python' };

function cut(sources: string[], maxBytes = 64_000_000) {
  const oversized: string[] = [];
  const read = (source: string) => ({
    id: 'c',
    cell: 1,
    type: 'code' as const,
    source
  });
  const made = [
    ...batches(sources, read, ENVELOPE, maxBytes, source =>
      oversized.push(source)
    )
  ];
  return {
    oversized,
    bodies: made.map(({ body }) => JSON.parse(body) as IScanBody),
    made
  };
}

describe('batches', () => {
  it('sends a small notebook in one request', () => {
    const { bodies } = cut(['a', 'b', 'c']);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatchObject(ENVELOPE);
    expect(bodies[0].cells.map(({ source }) => source)).toEqual([
      'a',
      'b',
      'c'
    ]);
  });

  it('sends no more than 200 cells at a time', () => {
    const { bodies } = cut(new Array<string>(450).fill('x'));
    expect(bodies.map(({ cells }) => cells.length)).toEqual([
      BATCH_CELLS,
      BATCH_CELLS,
      50
    ]);
  });

  it('closes a request before it grows past its length', () => {
    const half = 'x'.repeat(BATCH_LENGTH * 0.6);
    const { bodies } = cut([half, half, 'small']);
    expect(bodies.map(({ cells }) => cells.length)).toEqual([1, 2]);
  });

  it('sends a cell longer than a request by itself, rather than not at all', () => {
    const { bodies, oversized } = cut(['x'.repeat(BATCH_LENGTH * 2), 'small']);
    expect(bodies).toHaveLength(2);
    expect(oversized).toEqual([]);
  });

  it('leaves out what the server does not take, and says so', () => {
    const large = '€'.repeat(400);
    const { bodies, oversized } = cut([large, 'small'], 1000);
    expect(oversized).toEqual([large]);
    expect(bodies[0].cells.map(({ source }) => source)).toEqual(['small']);
  });

  it('reads a cell only when its request is due', () => {
    const seen: number[] = [];
    const read = (cell: number) => {
      seen.push(cell);
      return { id: 'c', cell, type: 'code' as const, source: '' };
    };
    const cells = [...new Array<number>(300).keys()];
    const lazy = batches(cells, read, ENVELOPE, 64_000_000, () => undefined);
    lazy.next();
    expect(seen).toHaveLength(BATCH_CELLS);
  });
});
