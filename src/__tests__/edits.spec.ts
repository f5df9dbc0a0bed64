import { addTag, applyEdits } from '../actions/edits';
import { append, cellAt, notebookOf } from './fixtures';

describe('applyEdits', () => {
  const SOURCE = '# 😀\nkey = "abc"';
  const sources = new Map([['c1', SOURCE]]);
  /** The import at the top and the lookup in place of the literal, in code points. */
  const edits = [
    { cell_id: 'c1', start: 0, end: 0, text: 'import os\n' },
    { cell_id: 'c1', start: 10, end: 15, text: 'os.environ["KEY"]' }
  ];
  const AFTER = 'import os\n# 😀\nkey = os.environ["KEY"]';

  it('makes all edits of a cell, whatever their order', () => {
    const notebook = notebookOf(SOURCE);
    expect(applyEdits(notebook, [...edits].reverse(), sources)).not.toBeNull();
    expect(cellAt(notebook, 1).getSource()).toBe(AFTER);
  });

  it('is taken back by one undo of the cell, apart from what was typed around it', () => {
    const notebook = notebookOf('');
    const cell = cellAt(notebook, 1);
    append(cell, SOURCE);
    applyEdits(notebook, edits, sources);
    append(cell, ' # more');
    cell.undo();
    expect(cell.getSource()).toBe(AFTER);
    cell.undo();
    expect(cell.getSource()).toBe(SOURCE);
  });

  it('changes nothing where a cell no longer holds the text', () => {
    const notebook = notebookOf(SOURCE, 'x');
    append(cellAt(notebook, 1), '!');
    const more = [{ cell_id: 'c2', start: 0, end: 1, text: 'y' }, ...edits];
    expect(
      applyEdits(notebook, more, new Map([...sources, ['c2', 'x']]))
    ).toBeNull();
    expect(notebook.cells.map(cell => cell.getSource())).toEqual([
      `${SOURCE}!`,
      'x'
    ]);
  });

  it('changes nothing where a cell is gone', () => {
    const notebook = notebookOf(SOURCE);
    notebook.deleteCell(0);
    expect(applyEdits(notebook, edits, sources)).toBeNull();
  });

  it('offers to undo only while nothing else was done to the cell', () => {
    const notebook = notebookOf(SOURCE);
    const cell = cellAt(notebook, 1);
    const done = applyEdits(notebook, edits, sources);
    append(cell, ' # more');
    expect(done?.undo()).toBe(false);
    cell.undo();
    expect(done?.undo()).toBe(true);
    expect(cell.getSource()).toBe(SOURCE);
  });
});

describe('addTag', () => {
  const TAG = 'ct: ignore[secret.test.key] revoked';

  it('keeps the tags that are there', () => {
    const notebook = notebookOf({ metadata: { tags: ['a'] } });
    addTag(cellAt(notebook, 1), TAG);
    expect(cellAt(notebook, 1).getMetadata('tags')).toEqual(['a', TAG]);
  });

  it('is taken back by one undo of the cell, although Lab undoes no metadata', () => {
    const notebook = notebookOf('');
    const cell = cellAt(notebook, 1);
    append(cell, 'typed');
    addTag(cell, TAG);
    cell.undo();
    expect(cell.getMetadata('tags')).toBeUndefined();
    expect(cell.getSource()).toBe('typed');
  });
});
