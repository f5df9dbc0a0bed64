import type { ISharedCodeCell, YNotebook } from '@jupyter/ydoc';

import { NotebookFindings } from '../notebookFindings';
import {
  addToGitignore,
  insertBelow,
  scrubColumns,
  treatColumns
} from '../remedies';
import {
  append,
  cellAt,
  columnOf,
  fileOf,
  notebookOf,
  StubClient,
  trans
} from './fixtures';

jest.mock('@jupyterlab/apputils', () => ({
  ...jest.requireActual('@jupyterlab/apputils'),
  Notification: {
    error: jest.fn(),
    info: jest.fn(),
    success: jest.fn(),
    warning: jest.fn()
  }
}));

const { Notification } = jest.requireMock('@jupyterlab/apputils') as {
  Notification: Record<'error' | 'info' | 'success' | 'warning', jest.Mock>;
};

const sources = (notebook: YNotebook) =>
  notebook.cells.map(cell => cell.getSource());

let client: StubClient;

beforeEach(() => {
  jest.clearAllMocks();
  client = new StubClient();
});

describe('insertBelow', () => {
  it('inserts a cell, and takes it out again', () => {
    const notebook = notebookOf('a', 'b');
    const undo = insertBelow(notebook, 0, 'new', null);
    expect(sources(notebook)).toEqual(['a', 'new', 'b']);
    expect(undo()).toBe(true);
    expect(sources(notebook)).toEqual(['a', 'b']);
  });

  it('cuts the cell above in two, in one step', () => {
    const notebook = notebookOf('read\nuse', 'b');
    const undo = insertBelow(notebook, 0, 'new', 4);
    expect(sources(notebook)).toEqual(['read', 'new', 'use', 'b']);
    expect(undo()).toBe(true);
    expect(sources(notebook)).toEqual(['read\nuse', 'b']);
  });

  it('takes nothing back from a notebook that has changed since', () => {
    const notebook = notebookOf('a');
    const undo = insertBelow(notebook, 0, 'new', null);
    append(cellAt(notebook, 2), '!');
    expect(undo()).toBe(false);
    expect(sources(notebook)).toEqual(['a', 'new!']);
  });
});

describe('treatColumns', () => {
  it('asks for the columns where the argument is now, behind an emoji too', async () => {
    const notebook = notebookOf('read("people.csv")\ndf', 'b');
    const findings = new NotebookFindings(notebook);
    const cell = cellAt(notebook, 1);
    const start = { line: 1, column: 6, offset: 5 };
    const found = [columnOf('email', { start, end: { ...start, offset: 17 } })];
    findings.set(cell, 'data', found, [], cell.getSource());
    cell.updateSource(0, 0, '# 😀\n');
    findings.edit(cell, [{ insert: '# 😀\n' }]);
    client.answerDataCell = () =>
      Promise.resolve({ source: 'treat', split_at: 22 });
    const context = { client, language: 'python', trans };
    await treatColumns(context, findings, fileOf(), findings.list(), 'mask');
    expect(client.dataCells[0]).toMatchObject({
      cell: 1,
      start: 9,
      columns: { email: 'pii.email' },
      action: 'mask'
    });
    expect(sources(notebook)).toEqual([
      '# 😀\nread("people.csv")',
      'treat',
      'df',
      'b'
    ]);
    expect(Notification.success).toHaveBeenCalledTimes(1);
  });

  it('tells why no cell was inserted', async () => {
    const notebook = notebookOf('read("people.csv")');
    const findings = new NotebookFindings(notebook);
    findings.set(cellAt(notebook, 1), 'data', [columnOf('email')], [], 'read');
    client.answerDataCell = () => Promise.reject(new Error('No frame.'));
    const context = { client, language: 'python', trans };
    await treatColumns(context, findings, fileOf(), findings.list(), 'drop');
    expect(sources(notebook)).toEqual(['read("people.csv")']);
    expect(Notification.error.mock.calls[0][0]).toContain('No frame.');
  });
});

describe('the outputs that show columns', () => {
  const shown = (text: string) =>
    ({ output_type: 'stream', name: 'stdout', text }) as const;

  function prepared() {
    const notebook = notebookOf('read("people.csv")');
    const cell = cellAt(notebook, 1) as ISharedCodeCell;
    cell.setOutputs([shown('email\nann@b-c.net\n')]);
    const findings = new NotebookFindings(notebook);
    findings.set(cell, 'data', [columnOf('email')], [], 'read');
    client.answerScrub = () =>
      Promise.resolve({
        cells: [{ index: 0, outputs: [{ index: 0, output: shown('gone') }] }],
        places: 1
      });
    return { cell, findings };
  }
  const context = () => ({ client, language: 'python', trans });
  const text = (cell: ISharedCodeCell) => cell.getOutputs()[0].text;

  it('lose what they hold, and get it back', async () => {
    const { cell, findings } = prepared();
    await scrubColumns(context(), findings, findings.list());
    expect(client.scrubs[0].columns).toEqual(['email']);
    expect(text(cell)).toBe('gone');
    expect(Notification.success.mock.calls[0][0]).toContain('1 value');
    const [restore] = Notification.success.mock.calls[0][1].actions;
    restore.callback();
    expect(text(cell)).toBe('email\nann@b-c.net\n');
  });

  it('are scrubbed with the cell that treats the columns', async () => {
    const { cell, findings } = prepared();
    client.answerDataCell = () =>
      Promise.resolve({ source: 'treat', split_at: null });
    await treatColumns(context(), findings, fileOf(), findings.list(), 'drop');
    expect(text(cell)).toBe('gone');
    const [message, { actions }] = Notification.success.mock.calls[0];
    expect(message).toContain('A cell was inserted');
    expect(message).toContain('1 value');
    expect(actions.map(({ label }: { label: string }) => label)).toEqual([
      'Undo',
      'Restore'
    ]);
  });

  it('are left where the server cannot tell', async () => {
    const { cell, findings } = prepared();
    client.answerScrub = () => Promise.reject(new Error('Too old.'));
    await scrubColumns(context(), findings, findings.list());
    expect(text(cell)).toBe('email\nann@b-c.net\n');
    expect(Notification.error.mock.calls[0][0]).toContain('Too old.');
    expect(Notification.info).not.toHaveBeenCalled();
  });

  it('may show nothing of them', async () => {
    const { findings } = prepared();
    client.answerScrub = () => Promise.resolve({ cells: [], places: 0 });
    await scrubColumns(context(), findings, findings.list());
    expect(Notification.info.mock.calls[0][0]).toContain('No output');
  });
});

describe('addToGitignore', () => {
  it.each([
    ['added', false, 'success', '.gitignore lists a.csv.'],
    ['present', true, 'warning', 'git rm --cached'],
    ['no-repository', false, 'info', 'in no git repository']
  ] as const)('%s, tracked %s: %s', async (state, tracked, kind, text) => {
    client.answerGitignore = () => Promise.resolve({ state, tracked });
    await addToGitignore({ client, language: '', trans }, 'a.csv');
    expect(Notification[kind].mock.calls[0][0]).toContain(text);
  });
});
