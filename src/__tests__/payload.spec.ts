import type { PartialJSONObject } from '@lumino/coreutils';

import { cellRequest, hasPart } from '../protocol/payload';
import { cellAt, notebookOf } from './fixtures';

describe('cellRequest', () => {
  it('sends the tags along with the source, since they may suppress findings', () => {
    const notebook = notebookOf({
      source: 'x',
      metadata: { tags: ['a'], other: 1 }
    });
    expect(cellRequest(cellAt(notebook, 1), 7, ['source'])).toEqual({
      id: 'c1',
      cell: 7,
      type: 'code',
      source: 'x',
      tags: ['a']
    });
  });

  it('empties pictures and keeps text, vector graphics too', () => {
    const data = {
      'image/png': 'iVBORw0KGgo=',
      'image/svg+xml': '<svg/>',
      'text/plain': 'words',
      'application/json': { key: 'value' }
    };
    const notebook = notebookOf({
      outputs: [{ output_type: 'display_data', data, metadata: {} }]
    });
    const request = cellRequest(cellAt(notebook, 1), 1, ['outputs']);
    expect(request.outputs?.[0].data).toEqual({ ...data, 'image/png': '' });
    expect(request.source).toBeUndefined();
  });

  it('sends the text of streams and tracebacks', () => {
    const outputs = [
      { output_type: 'stream', name: 'stdout', text: 'hello' },
      { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['t'] }
    ];
    const request = cellRequest(cellAt(notebookOf({ outputs }), 1), 1, [
      'outputs'
    ]);
    expect(request.outputs).toEqual(outputs);
  });

  it('sends attachments of markdown cells without their pictures', () => {
    const attachments = {
      'a.png': { 'image/png': 'xyz' },
      'b.txt': { 'text/plain': 'b' }
    };
    const notebook = notebookOf({ cell_type: 'markdown', attachments });
    const request = cellRequest(cellAt(notebook, 1), 1, ['attachments']);
    expect(request.attachments).toEqual({
      'a.png': { 'image/png': '' },
      'b.txt': { 'text/plain': 'b' }
    });
  });
});

describe('hasPart', () => {
  it.each<[PartialJSONObject, boolean]>([
    [{}, false],
    [{ trusted: true }, false],
    [{ trusted: false, editable: true, scrolled: false }, false],
    [{ trusted: 'no' }, true],
    [{ trusted: true, note: '' }, true],
    [{ unknown: true }, true]
  ])('has metadata to scan in %j: %s', (metadata, expected) => {
    const notebook = notebookOf({ source: 'x', metadata });
    expect(hasPart(cellAt(notebook, 1), 'metadata')).toBe(expected);
  });

  it('tells which parts a cell has nothing in', () => {
    const cell = cellAt(notebookOf('x'), 1);
    expect(hasPart(cell, 'source')).toBe(true);
    expect(hasPart(cell, 'outputs')).toBe(false);
    expect(hasPart(cell, 'metadata')).toBe(false);
    expect(hasPart(cell, 'attachments')).toBe(false);
  });
});
