import type { YCodeCell, YNotebook } from '@jupyter/ydoc';

import type { IRedactPlan } from '../../protocol/protocol';
import { NotebookFindings } from '../../model/notebookFindings';
import { applyPlan } from '../../redact/apply';
import { Replacement } from '../../redact/replacement';
import { Replacements } from '../../redact/replacements';
import { snapshotOf } from '../../redact/snapshot';
import { undoReplacement } from '../../redact/undo';
import {
  append,
  cellAt,
  notebookOf,
  planOf,
  settled,
  StubClient,
  trans
} from '../fixtures';

const RECEIPT = { salt: 's', files: [], keyring: {} };
const PRINTED = [{ output_type: 'stream', name: 'stdout', text: 'abc\n' }];

const PLAN = planOf({
  cells: [
    {
      index: 0,
      id: 'c1',
      edits: [
        { cell_id: 'c1', start: 0, end: 0, text: 'import os\n', support: 10 }
      ]
    },
    {
      index: 1,
      id: 'c1',
      edits: [{ cell_id: 'c1', start: 6, end: 11, text: 'os.environ["KEY"]' }],
      outputs: [
        {
          index: 0,
          output: { output_type: 'stream', name: 'stdout', text: '' }
        }
      ]
    },
    {
      index: 2,
      id: 'c1',
      edits: [{ cell_id: 'c1', start: 0, end: 10, text: '' }]
    }
  ]
});

describe('Replacement', () => {
  let notebook: YNotebook;
  let before: object;

  const make = (
    plan: IRedactPlan = PLAN,
    names: readonly string[] = ['KEY']
  ): Replacement => {
    const snapshot = snapshotOf(notebook);
    const applied = applyPlan(notebook, snapshot, plan)!;
    return new Replacement({
      notebook,
      cells: applied.cells,
      kept: applied.kept,
      receipt: RECEIPT,
      count: 1,
      names,
      before: new Map(
        snapshot.cells.map(cell => [cell.getId(), String(cell.toJSON().source)])
      )
    });
  };
  const source = (position: number) => cellAt(notebook, position).getSource();

  beforeEach(() => {
    notebook = notebookOf(
      'import sys',
      { source: 'key = "abc"', outputs: PRINTED },
      '%env A=abc\nrun()'
    );
    before = notebook.toJSON();
  });

  it('is taken back whole', () => {
    const replacement = make();
    expect(source(1)).toBe('import os\nimport sys');
    expect(replacement.takeBack([])).toEqual({
      left: [],
      stillRead: [],
      restored: 1,
      changed: 0
    });
    expect(notebook.toJSON()).toEqual(before);
  });

  it.each([1, 2, 3])('tells of an undo in cell %s, once', async position => {
    const replacement = make();
    const told = jest.fn();
    replacement.undoneInCell.connect(() => {
      told();
      replacement.takeBack([]);
    });
    cellAt(notebook, position).undo();
    await settled();
    expect(told).toHaveBeenCalledTimes(1);
    expect(notebook.toJSON()).toEqual(before);
    for (const cell of notebook.cells) {
      cell.redo();
    }
    expect(notebook.toJSON()).toEqual(before);
  });

  it('does not take an undo of something later for its own', async () => {
    const replacement = make();
    const told = jest.fn();
    replacement.undoneInCell.connect(told);
    append(cellAt(notebook, 2), ' # more');
    cellAt(notebook, 2).undo();
    await settled();
    expect(told).not.toHaveBeenCalled();
    cellAt(notebook, 2).undo();
    await settled();
    expect(told).toHaveBeenCalled();
  });

  it('takes back the edits beside what somebody wrote since', () => {
    const replacement = make();
    append(cellAt(notebook, 2), ' # more');
    cellAt(notebook, 3).updateSource(0, 0, 'x = 1\n');
    replacement.takeBack([]);
    expect(source(1)).toBe('import sys');
    expect(source(2)).toBe('key = "abc" # more');
    expect(source(3)).toBe('x = 1\n%env A=abc\nrun()');
  });

  it('leaves a lookup that somebody changed, with what it stands on', () => {
    const replacement = make();
    cellAt(notebook, 2).updateSource(18, 21, 'KEY_2');
    const taken = replacement.takeBack([]);
    expect(taken.left).toEqual([2]);
    expect(source(1)).toBe('import os\nimport sys');
    expect(source(2)).toContain('KEY_2');
    expect(source(3)).toBe('%env A=abc\nrun()');
  });

  it('follows a cell that was moved', () => {
    const replacement = make();
    notebook.moveCell(1, 0);
    replacement.takeBack([]);
    expect(source(1)).toBe('key = "abc"');
    expect((cellAt(notebook, 1) as YCodeCell).getOutputs()).toEqual(PRINTED);
  });

  it('keeps what is stored for a cell that is gone, or that somebody wrote', () => {
    let replacement = make();
    notebook.deleteCell(1);
    expect(replacement.takeBack([]).stillRead).toEqual(['KEY']);
    notebook.insertCell(0, { cell_type: 'code', source: 'key = "abc"' });
    replacement = make(
      planOf({
        cells: [
          {
            index: 0,
            id: 'c1',
            edits: [
              { cell_id: 'c1', start: 6, end: 11, text: 'os.environ["KEY"]' }
            ]
          }
        ]
      })
    );
    append(cellAt(notebook, 2), '\nos.environ["KEY"]');
    expect(replacement.takeBack([]).stillRead).toEqual(['KEY']);
  });

  it('leaves the imports that a later replacement stands on', async () => {
    const first = make();
    append(cellAt(notebook, 3), '\nt = "def"');
    const all = new Replacements();
    all.add(first);
    const later = make(
      planOf({
        cells: [
          {
            index: 2,
            id: 'c1',
            edits: [
              { cell_id: 'c1', start: 10, end: 15, text: 'os.environ["T"]' }
            ]
          }
        ]
      }),
      ['T']
    );
    all.add(later);
    expect(all.latest).toBe(later);
    cellAt(notebook, 1).undo();
    await settled();
    first.takeBack(all.others(first));
    expect(source(1)).toBe('import os\nimport sys');
    expect(source(2)).toBe('key = "abc"');
    expect(source(3)).toContain('os.environ["T"]');
  });

  it('leaves no import that only it stood on, and the step before it to Ctrl+Z', () => {
    const first = make();
    const all = new Replacements();
    all.add(first);
    const later = make(
      planOf({
        cells: [
          {
            index: 0,
            id: 'c1',
            edits: [
              {
                cell_id: 'c1',
                start: 0,
                end: 0,
                text: 'import re\n',
                support: 10
              }
            ]
          }
        ]
      }),
      ['T']
    );
    all.add(later);
    expect(source(1)).toBe('import re\nimport os\nimport sys');
    later.takeBack(all.others(later));
    expect(source(1)).toBe('import os\nimport sys');
    cellAt(notebook, 1).undo();
    expect(source(1)).toBe('import sys');
  });

  it('leaves the imports that an addition to an earlier replacement stands on', () => {
    const first = make();
    const later = make(
      planOf({
        cells: [
          {
            index: 0,
            id: 'c1',
            edits: [
              {
                cell_id: 'c1',
                start: 0,
                end: 0,
                text: 'import re\n',
                support: 10
              }
            ]
          }
        ]
      }),
      ['T']
    );
    const snapshot = snapshotOf(notebook);
    const added = planOf({
      cells: [
        {
          index: 1,
          id: 'c1',
          edits: [
            {
              cell_id: 'c1',
              start: 0,
              end: 0,
              text: 're.load()\n',
              support: 10
            }
          ]
        }
      ]
    });
    first.extend(applyPlan(notebook, snapshot, added)!.cells);
    later.takeBack([first]);
    expect(source(1)).toBe('import re\nimport os\nimport sys');
  });

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0]
  ])('comes back whole undone in the order %s %s %s', (...order) => {
    const all = new Replacements();
    const made = [
      make(PLAN, ['KEY']),
      make(
        planOf({
          cells: [
            {
              index: 0,
              id: 'c1',
              edits: [
                {
                  cell_id: 'c1',
                  start: 0,
                  end: 0,
                  text: 'import re\n',
                  support: 10
                }
              ]
            },
            {
              index: 2,
              id: 'c1',
              edits: [{ cell_id: 'c1', start: 1, end: 4, text: 'walk' }]
            }
          ]
        }),
        ['A']
      ),
      make(
        planOf({
          cells: [
            {
              index: 1,
              id: 'c1',
              edits: [{ cell_id: 'c1', start: 0, end: 3, text: 'k' }]
            }
          ]
        }),
        ['B']
      )
    ];
    made.forEach(each => all.add(each));
    order.forEach((index, position) => {
      const others = all.others(made[index]);
      expect(made[index].takeBack(others).left).toEqual([]);
      all.remove(made[index], null);
      const later = order.slice(position + 1);
      expect(source(1).includes('import os')).toBe(
        later.includes(0) || later.length > 0
      );
    });
    expect(notebook.toJSON()).toEqual(before);
  });

  it('takes imports of a cell that a later replacement changed with the last', () => {
    const all = new Replacements();
    const first = make(
      planOf({
        cells: [
          {
            index: 0,
            id: 'c1',
            edits: [
              {
                cell_id: 'c1',
                start: 0,
                end: 0,
                text: 'import os\n',
                support: 10
              }
            ]
          },
          {
            index: 1,
            id: 'c1',
            edits: [
              { cell_id: 'c1', start: 6, end: 11, text: 'os.environ["K"]' }
            ]
          }
        ]
      }),
      ['K']
    );
    const second = make(
      planOf({
        cells: [
          {
            index: 0,
            id: 'c1',
            edits: [{ cell_id: 'c1', start: 17, end: 20, text: 'os' }]
          }
        ]
      }),
      ['L']
    );
    const third = make(
      planOf({
        cells: [
          {
            index: 2,
            id: 'c1',
            edits: [{ cell_id: 'c1', start: 0, end: 4, text: '%set' }]
          }
        ]
      }),
      ['M']
    );
    [first, second, third].forEach(each => all.add(each));
    for (const each of [first, second, third]) {
      each.takeBack(all.others(each));
      all.remove(each, null);
    }
    expect(notebook.toJSON()).toEqual(before);
  });

  it('takes what an earlier undo had to leave out with the last', async () => {
    const findings = new NotebookFindings(notebook);
    const client = new StubClient();
    const context = { client, trans, path: () => 'a.ipynb' };
    const first = make();
    const second = make(planOf({ cells: [] }), []);
    findings.replacements.add(first);
    findings.replacements.add(second);
    await undoReplacement(context, findings, first);
    expect(client.undos).toHaveLength(1);
    await undoReplacement(context, findings, second);
    expect(client.undos.map(({ receipts }) => receipts)).toEqual([
      [RECEIPT],
      [RECEIPT],
      [RECEIPT]
    ]);
    const third = make(planOf({ cells: [] }), []);
    findings.replacements.add(third);
    await undoReplacement(context, findings, third);
    expect(client.undos).toHaveLength(4);
  });
});
