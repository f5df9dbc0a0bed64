import type { IProjectFile } from '../../protocol/protocol';
import {
  below,
  projectRows,
  shownFile,
  ShownFiles,
  totals
} from '../../project/rows';
import { DEFAULT_OPTIONS } from '../../server/settings';
import { byPath, fileWith } from './kit';

const NONE = { hidden: new Set<never>(), filter: '', open: new Set<string>() };

function shown(...files: readonly IProjectFile[]) {
  return new ShownFiles().of(byPath(...files), DEFAULT_OPTIONS);
}

describe('the files of a project', () => {
  it('stand by their worst finding, then by path', () => {
    const files = shown(
      fileWith('b.ipynb', ['low', 'high']),
      fileWith('c.ipynb', ['critical']),
      fileWith('a.ipynb', ['high'])
    );
    expect(files.map(({ path }) => path)).toEqual([
      'c.ipynb',
      'a.ipynb',
      'b.ipynb'
    ]);
    expect(files[2].findings.map(({ severity }) => severity)).toEqual([
      'high',
      'low'
    ]);
    expect(totals(files)).toEqual({ critical: 1, high: 2, medium: 0, low: 1 });
  });

  it('count what is not listed, and not what is ignored', () => {
    const file = fileWith('a.ipynb', ['high', 'high'], { more: { low: 40 } });
    const suppressed = { kind: 'tag', reason: 'a test' } as const;
    const [first, second] = file.findings;
    const one = shownFile(
      { ...file, findings: [{ ...first, suppressed }, second] },
      DEFAULT_OPTIONS
    );
    expect(one).toMatchObject({ total: 41, more: 40, ignored: 1 });
    expect(one?.counts).toMatchObject({ high: 1, low: 40 });
  });

  it('are left out where the settings let nothing of them through', () => {
    const minimumSeverity = 'high' as const;
    const options = { ...DEFAULT_OPTIONS, minimumSeverity };
    expect(shownFile(fileWith('a.ipynb', ['low']), options)).toBeNull();
    expect(
      shownFile(fileWith('a.ipynb', [], { more: { low: 3 } }), options)
    ).toBeNull();
  });

  it('offer to replace secrets only, and none in data files', () => {
    expect(shown(fileWith('a.ipynb', ['high']))[0].replaceable).toBe(true);
    expect(
      shown(fileWith('a.csv', ['high'], { kind: 'data' }))[0].replaceable
    ).toBe(false);
    const file = fileWith('a.ipynb', ['high']);
    const findings = file.findings.map(each => ({
      ...each,
      weakness_id: 'pii.email'
    }));
    expect(shown({ ...file, findings })[0].replaceable).toBe(false);
  });
});

describe('the lines of the list', () => {
  const files = shown(
    fileWith('deep/a.ipynb', ['critical', 'low']),
    fileWith('b.ipynb', ['low'], { more: { low: 5 } })
  );
  const lines = (wanted: object) =>
    projectRows(files, { ...NONE, ...wanted }).map(({ kind, key }) =>
      kind === 'file' ? key : kind
    );

  it('unfold what is open, with a line for what is not listed', () => {
    expect(lines({})).toEqual(['deep/a.ipynb', 'b.ipynb']);
    expect(lines({ open: new Set(['deep/a.ipynb', 'b.ipynb']) })).toEqual([
      'deep/a.ipynb',
      'finding',
      'finding',
      'b.ipynb',
      'finding',
      'more'
    ]);
  });

  it('leave out severities that are switched off', () => {
    const open = new Set(['deep/a.ipynb']);
    expect(lines({ hidden: new Set(['low']), open })).toEqual([
      'deep/a.ipynb',
      'finding'
    ]);
  });

  it.each([
    ['DEEP', ['deep/a.ipynb', 'finding', 'finding']],
    ['critical token', ['deep/a.ipynb', 'finding']],
    ['github', ['deep/a.ipynb', 'finding', 'finding', 'b.ipynb']],
    ['nothing', []]
  ])('are filtered by path and finding: %s', (filter, expected) => {
    expect(lines({ filter, open: new Set(['deep/a.ipynb']) })).toEqual(
      expected
    );
  });

  it('work out each file once, however often results come', () => {
    const all = new Map(
      Array.from({ length: 20_000 }, (_, n) => {
        const file = fileWith(`${n}.ipynb`, n === 0 ? ['low'] : []);
        return [file.path, file] as const;
      })
    );
    let read = 0;
    const counted = fileWith('counted.ipynb', []);
    const { findings } = fileWith('counted.ipynb', ['high']);
    Object.defineProperty(counted, 'findings', {
      get: () => {
        read += 1;
        return findings;
      }
    });
    all.set(counted.path, counted);
    const maker = new ShownFiles();
    for (let round = 0; round < 5; round++) {
      expect(maker.of(all, DEFAULT_OPTIONS)).toHaveLength(2);
    }
    expect(read).toBe(1);
  });
});

describe('below', () => {
  it.each([
    ['work/a/b.ipynb', 'work', 'a/b.ipynb'],
    ['workshop/b.ipynb', 'work', 'workshop/b.ipynb'],
    ['a.ipynb', '', 'a.ipynb'],
    ['a.ipynb', 'a.ipynb', 'a.ipynb']
  ])('shows %s in %s as %s', (path, folder, expected) => {
    expect(below(path, folder)).toBe(expected);
  });
});
