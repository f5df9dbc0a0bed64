import type { YCodeCell, YNotebook } from '@jupyter/ydoc';
import { CodeCellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';

import { applyPlan } from '../../redact/apply';
import type { ISnapshot } from '../../redact/snapshot';
import { snapshotOf } from '../../redact/snapshot';
import { append, cellAt, notebookOf, planOf } from '../fixtures';

const stream = (text: string): IOutput => ({
  output_type: 'stream',
  name: 'stdout',
  text
});

const shown = (html: string): IOutput => ({
  output_type: 'display_data',
  data: { 'text/html': html },
  metadata: {}
});

describe('applyPlan', () => {
  let notebook: YNotebook;
  let snapshot: ISnapshot;

  const BEFORE = [stream('abc\n'), shown('<b>abc</b>'), stream('other\n')];
  const AFTER = [stream('<K>\n'), shown('<b>&lt;K&gt;</b>'), BEFORE[2]];
  const plan = planOf({
    cells: [
      {
        index: 0,
        id: 'c1',
        edits: [{ cell_id: 'c1', start: 6, end: 11, text: 'os.environ["K"]' }],
        outputs: [
          { index: 0, output: AFTER[0] },
          { index: 1, output: AFTER[1] }
        ],
        metadata: { note: '<K>', tags: ['a'] }
      },
      {
        index: 1,
        id: 'c1',
        attachments: { 'k.txt': { 'text/plain': '<K>' } }
      }
    ],
    metadata: { title: '<K>', kernelspec: { name: 'x', display_name: 'X' } }
  });
  const apply = () => applyPlan(notebook, snapshot, plan);
  const code = () => cellAt(notebook, 1) as YCodeCell;
  const outputs = () => code().getOutputs();

  beforeEach(() => {
    notebook = notebookOf(
      {
        source: 'key = "abc"',
        outputs: BEFORE,
        metadata: { note: 'abc', tags: ['a'] }
      },
      {
        cell_type: 'markdown',
        source: 'words',
        attachments: { 'k.txt': { 'text/plain': 'abc' } }
      }
    );
    notebook.setMetadata('title', 'abc');
    notebook.setMetadata('kernelspec', { name: 'x', display_name: 'X' });
    snapshot = snapshotOf(notebook);
  });

  it('replaces sources, outputs, metadata and attachments', () => {
    expect(apply()?.missed).toBe(0);
    expect(code().getSource()).toBe('key = os.environ["K"]');
    expect(outputs()).toEqual(AFTER);
    expect(code().getMetadata()).toEqual({ note: '<K>', tags: ['a'] });
    expect(notebook.getMetadata('title')).toBe('<K>');
    expect(JSON.stringify(notebook.toJSON())).not.toContain('abc');
  });

  it('shows what it wrote, in order, stream by stream', () => {
    const model = new CodeCellModel({ sharedModel: code() });
    apply();
    expect(model.outputs.toJSON()).toEqual(AFTER);
    model.dispose();
  });

  it('takes a source back by one undo, and leaves the outputs as they are then', () => {
    apply();
    code().undo();
    expect(code().getSource()).toBe('key = "abc"');
    expect(outputs()).toEqual(AFTER);
  });

  it('takes all sources back together', () => {
    expect(apply()?.cells.map(cell => cell.takeBack(false))).toEqual([true]);
    expect(code().getSource()).toBe('key = "abc"');
  });

  it('restores everything but the sources', () => {
    const kept = apply()?.kept;
    expect(kept?.count).toBe(5);
    expect(kept?.restore()).toEqual({ restored: 5, changed: 0 });
    const { cells, metadata } = snapshot.content;
    const now = notebook.toJSON();
    expect(now.cells[0].outputs).toEqual(BEFORE);
    expect(now.cells[0].metadata).toEqual(cells[0].metadata);
    expect(now.cells[1]).toEqual(cells[1]);
    expect(now.metadata).toEqual(metadata);
    expect(code().getSource()).toBe('key = os.environ["K"]');
    expect(kept?.restore()).toEqual({ restored: 0, changed: 0 });
  });

  it('restores to the view as well', () => {
    const model = new CodeCellModel({ sharedModel: code() });
    apply()?.kept.restore();
    expect(model.outputs.toJSON()).toEqual(BEFORE);
    model.dispose();
  });

  it('restores no output of a cell that was run again', () => {
    const kept = apply()?.kept;
    code().setOutputs([stream('new\n')]);
    expect(kept?.restore()).toEqual({ restored: 3, changed: 2 });
    expect(outputs()).toEqual([stream('new\n')]);
  });

  it('finds an output again that moved', () => {
    const kept = apply()?.kept;
    code().setOutputs([stream('new\n'), ...AFTER]);
    kept?.restore();
    expect(outputs()).toEqual([stream('new\n'), ...BEFORE]);
  });

  it('restores nothing into a cell that is gone', () => {
    const kept = apply()?.kept;
    notebook.deleteCell(0);
    expect(kept?.restore()).toEqual({ restored: 2, changed: 3 });
  });

  it('changes nothing at all where a source changed meanwhile', () => {
    append(code(), ' # more');
    expect(apply()).toBeNull();
    expect(outputs()).toEqual(BEFORE);
    expect(code().getMetadata()).toEqual({ note: 'abc', tags: ['a'] });
    expect(notebook.getMetadata('title')).toBe('abc');
  });

  it('leaves an output alone that changed meanwhile, and counts it', () => {
    code().setOutputs([stream('abc, abc\n'), BEFORE[1], BEFORE[2]]);
    expect(apply()?.missed).toBe(1);
    expect(outputs()).toEqual([stream('abc, abc\n'), AFTER[1], BEFORE[2]]);
  });

  it('leaves metadata alone that changed meanwhile, and counts it', () => {
    notebook.setMetadata('title', 'abcd');
    expect(apply()?.missed).toBe(1);
    expect(notebook.getMetadata('title')).toBe('abcd');
  });

  it('takes a member of the metadata away whose name held a value', () => {
    notebook.setMetadata('abc', 1);
    snapshot = snapshotOf(notebook);
    const metadata = { ...snapshot.content.metadata, '<K>': 1 };
    delete (metadata as { abc?: number }).abc;
    const done = applyPlan(notebook, snapshot, planOf({ metadata }));
    expect(Object.keys(notebook.getMetadata())).toContain('<K>');
    expect(Object.keys(notebook.getMetadata())).not.toContain('abc');
    done?.kept.restore();
    expect(notebook.getMetadata('abc')).toBe(1);
    expect(Object.keys(notebook.getMetadata())).not.toContain('<K>');
  });
});
