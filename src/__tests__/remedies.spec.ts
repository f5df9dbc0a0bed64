import type { ISharedCodeCell, YNotebook } from '@jupyter/ydoc';

import type { NotebookPanel } from '@jupyterlab/notebook';

import { NotebookFindings } from '../model/notebookFindings';
import type { IDataCellResponse } from '../protocol/protocol';
import {
  addToGitignore,
  insertBelow,
  scrubColumns,
  treatColumns
} from '../actions/remedies';
import {
  append,
  cellAt,
  columnOf,
  fileOf,
  notebookOf,
  settled,
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

const RECEIPT = { salt: 's', files: [], keyring: {} };

const sources = (notebook: YNotebook) =>
  notebook.cells.map(cell => cell.getSource());

let client: StubClient;

beforeEach(() => {
  jest.clearAllMocks();
  client = new StubClient();
});

/** An answer that changes nothing. */
const NO_CELL: IDataCellResponse = {
  source: '',
  split_at: null,
  replaces: null,
  key: null,
  helper: null
};

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
      Promise.resolve({ ...NO_CELL, source: 'treat', split_at: 22 });
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
    const [message] = Notification.success.mock.calls[0];
    expect(message).toContain('Cell 1 was split');
    expect(message.length).toBeLessThanOrEqual(140);
  });

  /** A notebook whose kernel says of each expression whether it is so. */
  function panelOf(isSo: (expression: string) => boolean) {
    const asked: string[] = [];
    const kernel = {
      info: Promise.resolve({ language_info: { name: 'python' } }),
      requestExecute: (request: { user_expressions: { ct: string } }) => {
        const { ct } = request.user_expressions;
        asked.push(ct);
        const text = isSo(ct) ? 'True' : 'False';
        const result = { status: 'ok', data: { 'text/plain': text } };
        const content = { status: 'ok', user_expressions: { ct: result } };
        return { done: Promise.resolve({ content }), dispose: () => undefined };
      }
    };
    const panel = {
      context: { path: 'a.ipynb' },
      sessionContext: { session: { kernel } }
    } as unknown as NotebookPanel;
    return { asked, panel };
  }

  function reading() {
    const notebook = notebookOf('read("people.csv")', 'treat(1)', 'b');
    const findings = new NotebookFindings(notebook);
    findings.set(cellAt(notebook, 1), 'data', [columnOf('email')], [], 'read');
    return { notebook, findings };
  }

  it('gives the kernel a key that was made, and says where it lies', async () => {
    const { findings } = reading();
    const { asked, panel } = panelOf(expression =>
      /find_spec/.test(expression)
    );
    const key = 'made-for-this-test';
    client.answerDataCell = () =>
      Promise.resolve({
        ...NO_CELL,
        source: 'treat',
        split_at: null,
        key: {
          name: 'PSEUDONYM_KEY',
          value: key,
          store: {
            path: '.env',
            state: 'created',
            gitignore: 'no-repository',
            tightened: false
          },
          receipt: RECEIPT
        }
      });
    const context = { client, language: 'python', panel, trans };
    await treatColumns(context, findings, fileOf(), findings.list(), 'fake');
    expect(client.dataCells[0]).toMatchObject({
      path: 'a.ipynb',
      has_key: false,
      has_package: true,
      load: 'dotenv'
    });
    const told = asked.filter(expression => expression.includes(key));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('environ');
    const [message] = Notification.info.mock.calls[0];
    expect(message).toContain('saved in .env');
    expect(message).toContain('The running kernel has it.');
    expect(message.length).toBeLessThanOrEqual(140);
    const said = JSON.stringify(
      Object.values(Notification).map(f => f.mock.calls)
    );
    expect(said).not.toContain(key);

    // Undo takes the key back, also from the kernel: no file has it any more.
    const [undo] = Notification.success.mock.calls[0][1].actions;
    undo.callback();
    await settled();
    expect(client.undos).toEqual([
      { path: 'a.ipynb', receipts: [RECEIPT], keep: [] }
    ]);
    expect(asked[asked.length - 1]).toContain('{"PSEUDONYM_KEY":""}');
  });

  it('leaves the key to another cell that goes by it', async () => {
    const { findings, notebook } = reading();
    const { panel } = panelOf(() => false);
    client.answerDataCell = () =>
      Promise.resolve({
        ...NO_CELL,
        source: 'treat',
        split_at: null,
        key: {
          name: 'PSEUDONYM_KEY',
          value: 'made-for-this-test',
          store: {
            path: '.env',
            state: 'created',
            gitignore: 'no-repository',
            tightened: false
          },
          receipt: RECEIPT
        }
      });
    append(cellAt(notebook, 3), '\nfrom ct_jupyter.pseudonyms import fake');
    const context = { client, language: 'python', panel, trans };
    await treatColumns(context, findings, fileOf(), findings.list(), 'fake');
    const [undo] = Notification.success.mock.calls[0][1].actions;
    undo.callback();
    await settled();
    expect(notebook.cells).toHaveLength(3);
    expect(client.undos).toEqual([]);
  });

  it('leaves a kernel its own key, and says what stands in for our package', async () => {
    const { findings } = reading();
    const { asked, panel } = panelOf(expression => /environ/.test(expression));
    client.answerDataCell = () =>
      Promise.resolve({
        ...NO_CELL,
        source: 'treat',
        split_at: null,
        key: {
          name: 'PSEUDONYM_KEY',
          value: 'of-the-file',
          store: null,
          receipt: null
        },
        helper: { path: 'ct_pseudonyms.py', state: 'created' }
      });
    const context = { client, language: 'python', panel, trans };
    await treatColumns(context, findings, fileOf(), findings.list(), 'hash');
    expect(client.dataCells[0]).toMatchObject({
      has_key: true,
      has_package: false,
      load: 'none'
    });
    expect(asked.join()).not.toContain('of-the-file');
    expect(Notification.info).toHaveBeenCalledTimes(1);
    expect(Notification.info.mock.calls[0][0]).toContain('ct_pseudonyms.py');
  });

  it('puts a second treatment in the place of the first, in one step', async () => {
    const { notebook, findings } = reading();
    const second = cellAt(notebook, 2) as ISharedCodeCell;
    second.setMetadata('tags', ['mine']);
    second.setOutputs([{ output_type: 'stream', name: 'stdout', text: 'x' }]);
    client.answerDataCell = () =>
      Promise.resolve({
        ...NO_CELL,
        source: 'treat(2)',
        split_at: null,
        replaces: 2
      });
    const context = { client, language: 'python', trans };
    await treatColumns(context, findings, fileOf(), findings.list(), 'drop');
    expect(sources(notebook)).toEqual(['read("people.csv")', 'treat(2)', 'b']);
    expect(cellAt(notebook, 2).getMetadata('tags')).toEqual(['mine']);
    const [message, { actions }] = Notification.success.mock.calls[0];
    expect(message).toContain('Cell 2 was changed: run cell 1');
    actions[0].callback();
    expect(sources(notebook)).toEqual(['read("people.csv")', 'treat(1)', 'b']);
    expect((cellAt(notebook, 2) as ISharedCodeCell).getOutputs()).toHaveLength(
      1
    );
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
        cells: [
          { index: 0, id: 'c1', outputs: [{ index: 0, output: shown('gone') }] }
        ],
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
      Promise.resolve({ ...NO_CELL, source: 'treat', split_at: null });
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
