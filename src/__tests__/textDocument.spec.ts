import { YFile } from '@jupyter/ydoc';

import { traitsOf } from '../model/documentTraits';
import { NotebookFindings } from '../model/notebookFindings';
import { NotebookScanner } from '../live/notebookScanner';
import { snapshotOf } from '../redact/snapshot';
import { applyPlan } from '../redact/apply';
import { DEFAULT_OPTIONS } from '../server/settings';
import { asNotebook, isTextFile } from '../model/textDocument';
import { findingOf, MARKED, notebookOf, StubClient, trans } from './fixtures';

describe('asNotebook', () => {
  let file: YFile;

  beforeEach(() => {
    file = YFile.create();
    file.setSource(`key = "${MARKED}"`);
  });

  it('is one document for each file, whose one cell is the text', () => {
    const notebook = asNotebook(file);
    expect(asNotebook(file)).toBe(notebook);
    expect(notebook.cells.map(cell => cell.getSource())).toEqual([
      file.getSource()
    ]);
    expect(traitsOf(notebook).request).toEqual({ kind: 'file' });
    expect(traitsOf(notebookOf('x')).request).toEqual({});
    expect(snapshotOf(notebook).content.cells[0].source).toBe(file.getSource());
  });

  it('is scanned as a file, at first and after an edit', async () => {
    const client = new StubClient();
    const findings = new NotebookFindings(asNotebook(file));
    const scanner = new NotebookScanner(
      findings,
      () => 'a/app.py',
      client,
      () => ({ ...DEFAULT_OPTIONS, debounce: 0 }),
      trans
    );
    await scanner.settle();
    await scanner.scanAll();
    expect(findings.list()).toHaveLength(1);
    expect(client.bodies.every(body => body.kind === 'file')).toBe(true);

    const found = findings.list()[0];
    file.updateSource(0, 0, '# a line\n');
    expect(findings.list()[0].from).toBe(found.from + 9);
    file.updateSource(0, file.getSource().length, 'key = 1');
    await scanner.settle();
    expect(findings.list()).toEqual([]);
    scanner.dispose();
  });

  it('takes the edits of a plan in one step of its own history', () => {
    const notebook = asNotebook(file);
    const before = file.getSource();
    const findings = new NotebookFindings(notebook);
    findings.set(notebook.cells[0], 'source', [findingOf()], [], before);
    const applied = applyPlan(notebook, snapshotOf(notebook), {
      cells: [
        {
          index: 0,
          id: 'c1',
          edits: [
            { cell_id: 'c1', start: 6, end: before.length, text: 'lookup' }
          ]
        }
      ],
      metadata: null
    });
    expect(file.getSource()).toBe('key = lookup');
    expect(applied).not.toBeNull();
    notebook.cells[0].undo();
    expect(file.getSource()).toBe(before);
  });
});

describe('isTextFile', () => {
  it('tells a file from a cell', () => {
    expect(isTextFile(YFile.create())).toBe(true);
    expect(isTextFile(notebookOf('x').cells[0])).toBe(false);
  });
});
