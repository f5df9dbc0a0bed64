import type { YNotebook } from '@jupyter/ydoc';

import { Looks } from '../live/looks';
import { NotebookFindings } from '../model/notebookFindings';
import type { IDataResult, IJobResponse } from '../protocol/protocol';
import {
  append,
  cellAt,
  columnOf,
  doneWith,
  notebookOf,
  settled,
  StubClient
} from './fixtures';

const RUNNING: IJobResponse<IDataResult> = {
  state: 'running',
  what: 'people.csv',
  done: 30,
  total: 120,
  message: '',
  result: null
};

describe('Looks', () => {
  let client: StubClient;
  let findings: NotebookFindings;
  let looks: Looks;
  let notebook: YNotebook;
  let keepUp: boolean;

  const found = () =>
    findings
      .personal()
      .map(
        ({ cell, finding, from, to }) =>
          `${findings.position(cell)}:${from}-${to} ${finding.column_name}`
      );

  beforeEach(() => {
    jest.useFakeTimers();
    client = new StubClient();
    keepUp = true;
    notebook = notebookOf('df = read("people.csv")', {
      cell_type: 'markdown',
      source: 'text'
    });
    findings = new NotebookFindings(notebook);
    looks = new Looks(
      findings,
      () => 'a.ipynb',
      client,
      () => keepUp
    );
    client.answerJob = () =>
      Promise.resolve(doneWith({ findings: [columnOf('email')] }));
  });

  afterEach(() => {
    looks.dispose();
    jest.useRealTimers();
  });

  it('send the code, and show what was found at the cell', async () => {
    await looks.data(1000);
    const [{ body, kind }] = client.started;
    expect(kind).toBe('data');
    expect(body).toMatchObject({ path: 'a.ipynb', most_bytes: 1000 });
    expect(body.cells.map(({ id }) => id)).toEqual(['c1']);
    expect(found()).toEqual(['1:0-3 email']);
    expect(findings.dataLook.state).toBe('done');
  });

  it('keep up with the code once the data was looked at', async () => {
    await looks.refresh();
    expect(client.started).toHaveLength(0);
    await looks.data();
    await looks.refresh();
    expect(client.started).toHaveLength(1);
    append(cellAt(notebook, 1), '\ndf2 = read("more.csv")');
    keepUp = false;
    await looks.refresh();
    expect(client.started).toHaveLength(1);
    keepUp = true;
    await looks.refresh();
    expect(client.started).toHaveLength(2);
    expect(client.started[1].body.most_bytes).toBe(20_000_000);
  });

  it('go on with what was asked for while other code is saved', async () => {
    client.answerJob = () => Promise.resolve(RUNNING);
    void looks.data();
    await settled();
    append(cellAt(notebook, 1), '\ndf2 = read("more.csv")');
    await looks.refresh();
    expect(client.started).toHaveLength(1);
    expect(client.cancelled).toEqual([]);
  });

  it('look again when a cell that reads comes back', async () => {
    await looks.data();
    const source = cellAt(notebook, 1).getSource();
    notebook.deleteCell(0);
    notebook.insertCell(0, { cell_type: 'code', source: '' });
    await jest.advanceTimersByTimeAsync(1000);
    expect(client.started).toHaveLength(1);
    notebook.deleteCell(0);
    notebook.insertCell(0, { cell_type: 'code', id: 'c1', source });
    findings.reorder();
    await jest.advanceTimersByTimeAsync(1000);
    expect(client.started).toHaveLength(2);
    expect(found()).toEqual(['1:0-3 email']);
  });

  it('send no outputs with the data, and all with the names', async () => {
    const outputs = [{ output_type: 'stream', name: 'stdout', text: 'x' }];
    (
      cellAt(notebook, 1) as unknown as { setOutputs(o: object[]): void }
    ).setOutputs(outputs);
    await looks.data();
    await looks.names();
    expect(client.started[0].body.cells[0].outputs).toBeUndefined();
    expect(client.started[1].body.cells.map(({ id }) => id)).toEqual([
      'c1',
      'c2'
    ]);
    expect(client.started[1].body.cells[0].outputs).toEqual(outputs);
  });

  it('tell how far they are', async () => {
    client.answerJob = () => Promise.resolve(RUNNING);
    void looks.data();
    await settled();
    expect(findings.dataLook).toMatchObject({
      state: 'running',
      what: 'people.csv',
      done: 30,
      total: 120
    });
    client.answerJob = () => Promise.resolve(doneWith({}));
    jest.advanceTimersByTime(400);
    await settled();
    expect(findings.dataLook.state).toBe('done');
  });

  it('are stopped on the server as well, and what was found before stays', async () => {
    await looks.data();
    client.answerJob = () => Promise.resolve(RUNNING);
    void looks.data();
    await settled();
    looks.stop('data');
    expect(client.cancelled).toEqual(['data job2']);
    expect(findings.dataLook.state).toBe('cancelled');
    client.answerJob = () => Promise.resolve(doneWith({ findings: [] }));
    jest.advanceTimersByTime(5000);
    await settled();
    expect(found()).toEqual(['1:0-3 email']);
    expect(findings.dataLook.result?.findings).toHaveLength(1);
  });

  it('give a look up when another begins', async () => {
    client.answerJob = () => Promise.resolve(RUNNING);
    void looks.data();
    await settled();
    client.answerJob = (_, id) =>
      Promise.resolve(id === 'job2' ? doneWith({}) : RUNNING);
    await looks.data();
    expect(client.cancelled).toEqual(['data job1']);
    expect(findings.dataLook.state).toBe('done');
  });

  it('say why they failed', async () => {
    client.answerJob = () => Promise.reject(new Error('It is gone.'));
    await looks.data();
    expect(findings.dataLook).toMatchObject({
      state: 'failed',
      message: 'It is gone.'
    });
  });

  it('show nothing in a cell that has changed meanwhile', async () => {
    const look = looks.data();
    append(cellAt(notebook, 1), '\n');
    await look;
    expect(found()).toEqual([]);
  });

  it('leave findings that move along with the text', async () => {
    await looks.data();
    findings.edit(cellAt(notebook, 1), [{ insert: '# new\n' }]);
    expect(found()).toEqual(['1:6-9 email']);
    findings.set(cellAt(notebook, 1), 'outputs', [], [], '');
    expect(found()).toEqual(['1:6-9 email']);
  });
});
