import type { YNotebook } from '@jupyter/ydoc';

import type { IDecision } from '../model/decision';
import { reasonOf, recordOf } from '../model/decision';
import { ignoreInBaseline, ignoreInNotebook } from '../actions/ignore';
import { DecisionForm, isComplete } from '../actions/ignoreDialog';
import { NotebookFindings } from '../model/notebookFindings';
import { unignoreInBaseline, unignoreInNotebook } from '../actions/unignore';
import { isPolicyFile } from '../server/policyFile';
import { RequestError } from '../server/request';
import {
  cellAt,
  findingOf,
  notebookOf,
  policyOf,
  StubClient,
  trans
} from './fixtures';

jest.mock('@jupyterlab/apputils', () => ({
  ...jest.requireActual('@jupyterlab/apputils'),
  Notification: {
    error: jest.fn(),
    success: jest.fn(),
    warning: jest.fn()
  }
}));

const { Notification } = jest.requireMock('@jupyterlab/apputils') as {
  Notification: Record<'error' | 'success' | 'warning', jest.Mock>;
};

const DECISION: IDecision = {
  place: 'baseline',
  verdict: 'used in tests',
  note: 'a course',
  until: '2027-01-31'
};

let client: StubClient;
let findings: NotebookFindings;
let notebook: YNotebook;

const context = () => ({ client, language: 'python', trans });

function found(cell: number | null, part: 'source' | 'output' | 'metadata') {
  const holder = cell === null ? null : cellAt(notebook, cell);
  const list = part === 'output' ? 'outputs' : part;
  findings.set(holder, list, [findingOf({ part })], [], 'key');
  return findings.list()[0];
}

beforeEach(() => {
  jest.clearAllMocks();
  client = new StubClient();
  notebook = notebookOf('key', {
    source: 'x',
    outputs: [{ output_type: 'stream', name: 'stdout', text: 'key' }]
  });
  findings = new NotebookFindings(notebook);
});

describe('ignoreInNotebook', () => {
  it('writes the reason of the audit, the comment and the day', async () => {
    client.answerIgnore = () =>
      Promise.resolve({
        edits: [{ cell_id: 'c1', start: 3, end: 3, text: '  # note' }]
      });
    await ignoreInNotebook(
      context(),
      findings,
      found(1, 'source'),
      DECISION,
      'a.ipynb'
    );
    expect(client.ignores[0]).toMatchObject({
      reason: 'used in tests: a course',
      until: '2027-01-31',
      start: 0
    });
    expect(cellAt(notebook, 1).getSource()).toBe('key  # note');
  });
});

describe('ignoreInBaseline', () => {
  const path = 'sub/a.ipynb';

  it('sends the one part that holds the value, and what was decided', async () => {
    client.answerAudit = () =>
      Promise.resolve({
        path: '.ct-jupyter/baseline.json',
        created: false,
        suppressed: { kind: 'baseline', reason: 'used in tests' }
      });
    const written = await ignoreInBaseline(
      context(),
      findings,
      found(2, 'output'),
      DECISION,
      path
    );
    expect(written).toBe(true);
    const [body] = client.audits;
    expect(body).toMatchObject({
      path,
      weakness_id: 'secret.test.key',
      fingerprint: 'f1',
      verdict: 'used in tests',
      note: 'a course',
      until: '2027-01-31',
      create: true
    });
    expect(body.cells).toHaveLength(1);
    expect(body.cells[0]).toMatchObject({ id: 'c2', cell: 2 });
    expect(body.cells[0].source).toBeUndefined();
    expect(body.cells[0].outputs).toHaveLength(1);
    expect(Notification.success.mock.calls[0][0]).toContain('commit it');
  });

  it('sends the metadata where the finding is in the notebook’s own', async () => {
    notebook.setMetadata('owner', 'ann');
    const located = found(null, 'metadata');
    await ignoreInBaseline(context(), findings, located, DECISION, path);
    expect(client.audits[0]).toMatchObject({
      cells: [],
      metadata: { owner: 'ann' }
    });
  });

  it('tells what the server refused', async () => {
    client.answerAudit = () =>
      Promise.reject(new RequestError('It lies outside.', 409, 'outside-root'));
    const written = await ignoreInBaseline(
      context(),
      findings,
      found(1, 'source'),
      DECISION,
      path
    );
    expect(written).toBe(false);
    expect(Notification.error.mock.calls[0][0]).toContain('It lies outside.');
  });
});

describe('the decision', () => {
  const nothing: IDecision = {
    place: 'notebook',
    verdict: null,
    note: ' ',
    until: null
  };

  it.each<[Partial<IDecision>, boolean]>([
    [{}, false],
    [{ note: 'public' }, true],
    [{ verdict: 'revoked' }, true],
    [{ note: 'public', place: 'baseline' }, false],
    [{ verdict: 'revoked', place: 'baseline' }, true]
  ])('%j is complete: %s', (changes, complete) => {
    expect(isComplete({ ...nothing, ...changes })).toBe(complete);
  });

  it('is written as one line', () => {
    expect(reasonOf({ ...nothing, verdict: 'revoked', note: 'in May' })).toBe(
      'revoked: in May'
    );
    expect(reasonOf({ ...nothing, note: 'public' })).toBe('public');
  });

  it('is shown with what is known of it', () => {
    expect(recordOf({ kind: 'tag', reason: 'x' }, trans)).toBe(
      'in a tag of the cell'
    );
    expect(
      recordOf({ kind: 'path', reason: 'x', until: '2027-01-31' }, trans)
    ).toBe('until 2027-01-31, by a rule of the policy');
  });

  it('cannot be written where there is no place for it', () => {
    const inMetadata = found(null, 'metadata');
    const { baseline } = policyOf();
    expect(new DecisionForm(inMetadata, baseline, trans).getValue().place).toBe(
      'baseline'
    );
    const inSource = found(1, 'source');
    expect(new DecisionForm(inSource, null, trans).getValue().place).toBe(
      'notebook'
    );
  });
});

describe('isPolicyFile', () => {
  it.each([
    ['.ct-jupyter.toml', true],
    ['sub/pyproject.toml', true],
    ['RTC:.ct-jupyter/baseline.json', true],
    ['sub/model.ipynb', false],
    [undefined, false]
  ])('%s: %s', (path, is) => {
    expect(isPolicyFile(path)).toBe(is);
  });
});

describe('unignoreInNotebook', () => {
  it('makes the edits of the answer, which one undo takes back', async () => {
    client.answerUnignore = () =>
      Promise.resolve({
        edits: [{ cell_id: '', start: 1, end: 3, text: '' }]
      });
    const located = found(1, 'source');
    await unignoreInNotebook(context(), findings, located, 'comment');
    expect(client.unignores[0]).toMatchObject({
      kind: 'comment',
      weakness_id: 'secret.test.key',
      start: 0,
      cell: { source: 'key' }
    });
    expect(cellAt(notebook, 1).getSource()).toBe('k');
    cellAt(notebook, 1).undo();
    expect(cellAt(notebook, 1).getSource()).toBe('key');
  });

  it('leaves no empty list of tags behind, and undo brings the tag back', async () => {
    const cell = cellAt(notebook, 2);
    cell.setMetadata('tags', ['ct: ignore[*] a']);
    client.answerUnignore = () => Promise.resolve({ tags: [] });
    await unignoreInNotebook(context(), findings, found(2, 'output'), 'tag');
    expect(cell.getMetadata()).toEqual({});
    cell.undo();
    expect(cell.getMetadata('tags')).toEqual(['ct: ignore[*] a']);
  });

  it('takes it out of the metadata of cell and notebook, and keeps what else is there', async () => {
    const cell = cellAt(notebook, 1);
    cell.setMetadata('ct-jupyter', { ignore: ['a', 'b'] });
    notebook.setMetadata('ct-jupyter', { ignore: ['a'], other: 1 });
    client.answerUnignore = () =>
      Promise.resolve({ ignore: { cell: ['b'], notebook: [] } });
    const located = found(1, 'source');
    await unignoreInNotebook(context(), findings, located, 'metadata');
    expect(client.unignores[0]).toMatchObject({
      cell_ignore: ['a', 'b'],
      notebook_ignore: ['a']
    });
    expect(cell.getMetadata('ct-jupyter')).toEqual({ ignore: ['b'] });
    expect(notebook.getMetadata('ct-jupyter')).toEqual({ other: 1 });
  });

  it('changes nothing where the cell changed meanwhile, and says so', async () => {
    const cell = cellAt(notebook, 1);
    client.answerUnignore = () => {
      cell.setSource('typed');
      return Promise.resolve({
        edits: [{ cell_id: '', start: 0, end: 1, text: '' }]
      });
    };
    const located = found(1, 'source');
    await unignoreInNotebook(context(), findings, located, 'comment');
    expect(cell.getSource()).toBe('typed');
    expect(Notification.error.mock.calls[0][0]).toContain('Try again');
  });
});

describe('unignoreInBaseline', () => {
  it('says which file has changed', async () => {
    client.answerUnaudit = () =>
      Promise.resolve({ path: '.ct-jupyter/baseline.json', removed: 1 });
    const located = found(1, 'source');
    expect(
      await unignoreInBaseline(context(), findings, located, 'a.ipynb')
    ).toBe(true);
    expect(Notification.success.mock.calls[0][0]).toContain('commit it');
  });
});

describe('the last day', () => {
  const decision = { ...DECISION, place: 'notebook' } as const;
  const day = (offset: number) =>
    new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

  it('may be today or later, or none, but no day that has passed', () => {
    expect(isComplete({ ...decision, until: day(0) })).toBe(true);
    expect(isComplete({ ...decision, until: day(40) })).toBe(true);
    expect(isComplete({ ...decision, until: null })).toBe(true);
    expect(isComplete({ ...decision, until: day(-1) })).toBe(false);
  });
});
