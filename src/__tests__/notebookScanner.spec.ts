import type { YCodeCell, YNotebook } from '@jupyter/ydoc';

import { BATCH_LENGTH } from '../server/batches';
import { NotebookFindings } from '../model/notebookFindings';
import { NotebookScanner } from '../live/notebookScanner';
import type { IScanResponse } from '../protocol/protocol';
import { RequestError } from '../server/request';
import { DEFAULT_OPTIONS } from '../server/settings';
import type { ICtOptions } from '../model/options';
import {
  append,
  cellAt,
  MARKED,
  notebookOf,
  policyOf,
  settled,
  StubClient,
  trans
} from './fixtures';

const LINE = `x = "${MARKED}"`;

describe('NotebookScanner', () => {
  let client: StubClient;
  let findings: NotebookFindings;
  let scanner: NotebookScanner;
  let options: ICtOptions;

  async function open(notebook: YNotebook): Promise<void> {
    findings = new NotebookFindings(notebook);
    scanner = new NotebookScanner(
      findings,
      () => 'a.ipynb',
      client,
      () => options,
      trans
    );
    await settled();
  }

  /** What was found, as `cell:start-end`. */
  function found(): string[] {
    return findings
      .list()
      .map(({ cell, from, to }) => `${findings.position(cell)}:${from}-${to}`);
  }

  /** Let the pause after a keystroke pass, and the answer come. */
  async function pause(milliseconds = DEFAULT_OPTIONS.debounce): Promise<void> {
    jest.advanceTimersByTime(milliseconds);
    await settled();
  }

  /** Hold answers back; each call of the returned function lets one go. */
  function holdAnswers(): () => Promise<void> {
    const held: (() => void)[] = [];
    client.answer = body =>
      new Promise<IScanResponse>(resolve => {
        const answer = client.find(body);
        held.push(() => resolve(answer));
      });
    return async () => {
      held.shift()?.();
      await settled();
    };
  }

  beforeEach(() => {
    jest.useFakeTimers();
    client = new StubClient();
    options = DEFAULT_OPTIONS;
  });

  afterEach(() => {
    scanner.dispose();
    jest.useRealTimers();
  });

  it('scans a notebook when it is opened: sources first, then the rest', async () => {
    const outputs = [{ output_type: 'stream', name: 'stdout', text: MARKED }];
    await open(notebookOf('x = 1', { source: LINE, outputs }));
    expect(client.bodies[0].cells.map(({ source }) => source)).toEqual([
      'x = 1',
      LINE
    ]);
    expect(
      client.bodies[0].cells.every(cell => cell.outputs === undefined)
    ).toBe(true);
    expect(client.bodies[1].cells.map(({ cell }) => cell)).toEqual([2]);
    expect(client.bodies[2]).toMatchObject({ cells: [], metadata: {} });
    expect(findings.list().map(({ finding }) => finding.part)).toEqual([
      'source',
      'output'
    ]);
    expect(findings.progress).toBeNull();
  });

  it('counts 500 cells in a few requests, and tells of them a few times', async () => {
    const counts = [];
    for (const cells of [125, 500]) {
      client.bodies.length = 0;
      let told = 0;
      // JupyterLab says of each code cell that it opens whether it is trusted.
      const cell = { source: LINE, metadata: { trusted: true } };
      const notebook = notebookOf(...Array.from({ length: cells }, () => cell));
      const opened = open(notebook);
      findings.changed.connect(() => (told += 1));
      await opened;
      await settled();
      expect(findings.list()).toHaveLength(cells);
      counts.push({ requests: client.bodies.length, told });
      scanner.dispose();
    }
    const [few, many] = counts;
    // Of each request once what it held, and once how far the scan is.
    expect(many.requests).toBeLessThanOrEqual(4);
    expect(many.told - few.told).toBeLessThanOrEqual(
      3 * (many.requests - few.requests)
    );
  });

  it('has the next request under way while an answer is waited for', async () => {
    const next = holdAnswers();
    await open(notebookOf(...Array.from({ length: 700 }, () => LINE)));
    expect(client.bodies).toHaveLength(2);
    await next();
    expect(findings.list()).toHaveLength(200);
    expect(client.bodies).toHaveLength(3);
    for (let round = 0; round < 5; round++) {
      await next();
    }
    expect(findings.list()).toHaveLength(700);
    expect(findings.progress).toBeNull();
  });

  it('sends nothing more once the server is gone, and all of it when it is back', async () => {
    client.answer = () => Promise.reject(new RequestError('gone', 0, ''));
    await open(notebookOf(...Array.from({ length: 700 }, () => LINE)));
    expect(client.bodies).toHaveLength(2);
    expect(findings.progress).toBeNull();
    client.answer = body => Promise.resolve(client.find(body));
    client.connect('ready');
    await settled();
    await settled();
    expect(findings.list()).toHaveLength(700);
  });

  it('says that findings are old while the server does not answer, until it does', async () => {
    await open(notebookOf('1'));
    const letGo = holdAnswers();
    // One request takes the place of another: the clock runs from the first.
    append(cellAt(findings.notebook as YNotebook, 1), '2');
    await pause();
    await pause(1500);
    append(cellAt(findings.notebook as YNotebook, 1), '3');
    await pause();
    await pause(800);
    expect(findings.isStale).toBe(false);
    await pause(200);
    expect(findings.isStale).toBe(true);
    await letGo();
    await letGo();
    expect(findings.isStale).toBe(false);
  });

  describe('with a long output', () => {
    const log = 'a line of a log\n'.repeat(120_000);
    const outputs = [
      { output_type: 'stream', name: 'stdout', text: `${log}${MARKED}\n` }
    ];
    /** Let one answer after the other go, until something is so. */
    async function until(
      next: () => Promise<void>,
      isSo: () => boolean
    ): Promise<void> {
      for (let round = 0; round < 50 && !isSo(); round++) {
        await next();
        await settled();
      }
      expect(isSo()).toBe(true);
    }

    it('counts all else first, and says that it is still looking', async () => {
      const next = holdAnswers();
      await open(notebookOf({ source: 'x = 1', outputs }, LINE));
      await until(next, () => findings.longProgress !== null);
      expect(findings.progress).toBeNull();
      expect(found()).toEqual(['2:5-14']);
      await until(next, () => findings.longProgress === null);
      const lines = findings.list().map(({ finding }) => finding.start.line);
      expect(lines).toEqual([120_001, 1]);
      const sizes = client.bodies.map(body => JSON.stringify(body).length);
      expect(Math.max(...sizes)).toBeLessThan(BATCH_LENGTH * 1.5);
    });

    it('asks only for what was added to it', async () => {
      const notebook = notebookOf({ source: 'x = 1', outputs });
      const next = holdAnswers();
      await open(notebook);
      await until(next, () => findings.list().length === 1);
      await until(next, () => findings.longProgress === null);
      const before = client.bodies.length;
      (cellAt(notebook, 1) as YCodeCell).appendStreamOutput(0, MARKED);
      await pause(1000);
      await until(next, () => findings.list().length === 2);
      // The cell itself, and the last piece.
      expect(client.bodies.length - before).toBe(2);
    });

    it('can be stopped', async () => {
      const next = holdAnswers();
      await open(notebookOf({ source: 'x = 1', outputs }));
      await until(next, () => findings.longProgress !== null);
      scanner.cancel();
      await until(next, () => findings.longProgress === null);
      expect(findings.interruption).toContain('stopped');
      expect(findings.list()).toEqual([]);
    });
  });

  it('finds what is behind an emoji', async () => {
    await open(notebookOf(`"😀" ${LINE}`));
    expect(found()).toEqual(['1:10-19']);
  });

  it('scans only the cell that changed, after a pause', async () => {
    const notebook = notebookOf('x = 1', 'y = 2');
    await open(notebook);
    client.bodies.length = 0;
    append(cellAt(notebook, 2), `; ${LINE}`);
    await pause(DEFAULT_OPTIONS.debounce - 1);
    expect(client.bodies).toEqual([]);
    await pause(1);
    expect(client.bodies).toHaveLength(1);
    expect(client.bodies[0].cells.map(({ id }) => id)).toEqual(['c2']);
    expect(found()).toEqual(['2:12-21']);
  });

  it('moves what it found along with the text while one types', async () => {
    const notebook = notebookOf(LINE);
    await open(notebook);
    cellAt(notebook, 1).updateSource(0, 0, '# new\n');
    expect(found()).toEqual(['1:11-20']);
  });

  it('drops an answer for a text that has changed since', async () => {
    const notebook = notebookOf('x = 1');
    await open(notebook);
    const next = holdAnswers();
    append(cellAt(notebook, 1), `\n${LINE}`);
    await pause();
    cellAt(notebook, 1).setSource('x = 2');
    await next();
    expect(found()).toEqual([]);
    await pause();
    await next();
    expect(found()).toEqual([]);
    expect(client.bodies[client.bodies.length - 1].cells[0].source).toBe(
      'x = 2'
    );
  });

  it('asks once for many keystrokes', async () => {
    const notebook = notebookOf('');
    await open(notebook);
    client.bodies.length = 0;
    for (const letter of LINE) {
      append(cellAt(notebook, 1), letter);
      await pause(20);
    }
    await pause();
    expect(client.bodies).toHaveLength(1);
    expect(found()).toHaveLength(1);
  });

  it('does not scan the source of a cell that is only moved', async () => {
    const notebook = notebookOf(LINE, 'x = 1', 'y = 2');
    await open(notebook);
    client.bodies.length = 0;
    notebook.moveCell(0, 2);
    expect(found()).toEqual(['3:5-14']);
    await pause(1000);
    expect(
      client.bodies.flatMap(({ cells }) => cells.map(({ source }) => source))
    ).toEqual([]);
    expect(found()).toEqual(['3:5-14']);
  });

  it('forgets cells that are deleted and scans cells that come', async () => {
    const notebook = notebookOf(LINE, 'x = 1');
    await open(notebook);
    notebook.deleteCell(0);
    expect(found()).toEqual([]);
    notebook.insertCell(1, { cell_type: 'markdown', source: LINE });
    await pause();
    expect(found()).toEqual(['2:5-14']);
  });

  it('follows a split: one cell goes, two come', async () => {
    const notebook = notebookOf(`x = 1\n${LINE}`);
    await open(notebook);
    notebook.transact(() => {
      cellAt(notebook, 1).setSource('x = 1');
      notebook.insertCell(1, { cell_type: 'code', source: LINE });
    });
    await pause();
    expect(found()).toEqual(['2:5-14']);
  });

  it('scans outputs half a second after they change, and forgets cleared ones', async () => {
    const notebook = notebookOf('x = 1');
    await open(notebook);
    const cell = cellAt(notebook, 1) as ReturnType<YNotebook['getCell']> & {
      setOutputs(outputs: object[]): void;
    };
    cell.setOutputs([{ output_type: 'stream', name: 'stdout', text: MARKED }]);
    await pause(499);
    expect(findings.list()).toEqual([]);
    await pause(1);
    expect(findings.list().map(({ finding }) => finding.output)).toEqual([1]);
    cell.setOutputs([]);
    await pause(10_000);
    expect(findings.list()).toEqual([]);
  });

  it('scans an output that never stops changing', async () => {
    const notebook = notebookOf({
      outputs: [{ output_type: 'stream', name: 'stdout', text: '' }]
    });
    await open(notebook);
    const cell = cellAt(notebook, 1) as unknown as {
      appendStreamOutput(index: number, text: string): void;
    };
    cell.appendStreamOutput(0, MARKED);
    for (let round = 0; round < 10; round++) {
      cell.appendStreamOutput(0, '.');
      await pause(100);
    }
    expect(findings.list()).toHaveLength(1);
  });

  it('scans what a kernel prints, which the cell does not announce', async () => {
    const notebook = notebookOf('x = 1');
    await open(notebook);
    const cell = cellAt(notebook, 1) as unknown as YCodeCell;
    const output = { output_type: 'stream', name: 'stdout', text: 'x' };
    cell.updateOutputs(0, 0, [output], 'silent-change');
    await pause(500);
    expect(findings.list()).toEqual([]);
    cell.appendStreamOutput(0, MARKED, 'silent-change');
    await pause(3000);
    expect(findings.list()).toHaveLength(1);
  });

  it('shows what it finds in an output that changes faster than it is scanned', async () => {
    const notebook = notebookOf({
      outputs: [{ output_type: 'stream', name: 'stdout', text: MARKED }]
    });
    const next = holdAnswers();
    await open(notebook);
    await next();
    const cell = cellAt(notebook, 1) as unknown as {
      appendStreamOutput(index: number, text: string): void;
    };
    cell.appendStreamOutput(0, '.');
    await next();
    expect(findings.list()).toHaveLength(1);
  });

  it('makes a new output wait for a slow scan only when that was just before', async () => {
    const notebook = notebookOf({ outputs: [] });
    await open(notebook);
    const next = holdAnswers();
    const cell = cellAt(notebook, 1) as ReturnType<YNotebook['getCell']> & {
      setOutputs(outputs: object[]): void;
    };
    const print = (text: string) =>
      cell.setOutputs([{ output_type: 'stream', name: 'stdout', text }]);
    print('slow');
    await pause(500);
    await pause(60_000);
    await next();
    client.answer = body => Promise.resolve(client.find(body));
    print(MARKED);
    await pause(2999);
    expect(findings.list()).toEqual([]);
    await pause(1);
    expect(findings.list()).toHaveLength(1);
    print('');
    await pause(500);
    expect(findings.list()).toEqual([]);
  });

  it('scans all of a cell again when its tags change', async () => {
    const notebook = notebookOf(LINE);
    await open(notebook);
    client.bodies.length = 0;
    cellAt(notebook, 1).setMetadata('tags', [
      'ct: ignore[secret.test.key] sure'
    ]);
    await pause();
    expect(client.bodies[0].cells[0]).toMatchObject({
      source: LINE,
      tags: ['ct: ignore[secret.test.key] sure']
    });
  });

  it('waits for the server, and scans when it is there', async () => {
    client.connection = { kind: 'no-server', status: null, detail: '' };
    await open(notebookOf(LINE));
    expect(client.bodies).toEqual([]);
    client.connect('ready');
    await settled();
    expect(found()).toEqual(['1:5-14']);
  });

  it('scans later what it could not when the server was away', async () => {
    const notebook = notebookOf('');
    await open(notebook);
    client.answer = () => Promise.reject(new RequestError('gone', 0, ''));
    append(cellAt(notebook, 1), LINE);
    await pause();
    client.connect('no-server');
    client.answer = body => Promise.resolve(client.find(body));
    client.connect('ready');
    await settled();
    expect(found()).toEqual(['1:5-14']);
  });

  it('scans later also what was meant for the request after the one that failed', async () => {
    const notebook = notebookOf('', '');
    await open(notebook);
    client.answer = () => Promise.reject(new RequestError('gone', 0, ''));
    append(cellAt(notebook, 1), '#'.repeat(BATCH_LENGTH));
    append(cellAt(notebook, 2), LINE);
    await pause();
    client.connect('no-server');
    client.answer = body => Promise.resolve(client.find(body));
    client.connect('ready');
    await settled();
    expect(found()).toEqual(['2:5-14']);
  });

  it('reports what could not be read, and never takes it for clean', async () => {
    client.errors = [{ path: 'a.ipynb', message: 'Not text.', cell: 2 }];
    await open(notebookOf('', ''));
    expect(findings.errors).toContainEqual(
      expect.objectContaining({ message: 'Not text.', cell: 2 })
    );
  });

  it('reports a refused request at its cells', async () => {
    client.answer = () =>
      Promise.reject(new RequestError('Too much.', 413, 'too-large'));
    await open(notebookOf('x'));
    expect(findings.errors[0]).toMatchObject({ message: 'Too much.' });
  });

  it('says when it was stopped, and scans what changes after that', async () => {
    const notebook = notebookOf(LINE, 'x');
    const next = holdAnswers();
    await open(notebook);
    expect(findings.progress).toEqual({ done: 0, total: 4 });
    scanner.cancel();
    await next();
    expect(findings.progress).toBeNull();
    expect(findings.interruption).not.toBe('');
    client.answer = body => Promise.resolve(client.find(body));
    append(cellAt(notebook, 2), LINE);
    await pause();
    expect(found()).toEqual(['2:6-15']);
  });

  it('scans nothing while one types where that is switched off, until it is asked', async () => {
    options = { ...DEFAULT_OPTIONS, live: false };
    const notebook = notebookOf('');
    await open(notebook);
    append(cellAt(notebook, 1), LINE);
    await pause(5000);
    expect(found()).toEqual([]);
    const settling = scanner.settle();
    await settled();
    await settling;
    expect(found()).toEqual(['1:5-14']);
  });

  it('has all scanned again, in silence, where the policy is another one', async () => {
    let version = 'v1';
    client.answer = body =>
      Promise.resolve({ ...client.find(body), policy: policyOf({ version }) });
    const notebook = notebookOf(LINE, LINE);
    await open(notebook);
    expect(findings.policy?.version).toBe('v1');
    const progress: unknown[] = [];
    findings.changed.connect(() => progress.push(findings.progress));
    client.bodies.length = 0;
    version = 'v2';
    append(cellAt(notebook, 2), '\n');
    await pause();
    expect(client.bodies[0].cells.map(({ id }) => id)).toEqual(['c2']);
    await pause(0);
    expect(
      client.bodies.slice(1).flatMap(({ cells }) => cells.map(({ id }) => id))
    ).toEqual(['c1', 'c2']);
    expect(progress.every(each => each === null)).toBe(true);
    client.bodies.length = 0;
    await pause(5000);
    expect(client.bodies).toEqual([]);
  });

  it('lets the server look into the baseline when nobody types, and asks again where it had no time', async () => {
    const notebook = notebookOf(LINE);
    await open(notebook);
    expect(client.bodies.map(({ settled }) => settled ?? true)).toEqual([
      true,
      true
    ]);
    client.bodies.length = 0;
    client.answer = body =>
      Promise.resolve({ ...client.find(body), waiting: !body.settled });
    append(cellAt(notebook, 1), '1');
    await pause();
    await pause(1000);
    append(cellAt(notebook, 1), '2');
    await pause();
    expect(client.bodies.map(({ settled }) => settled)).toEqual([false, false]);
    await pause(1500);
    expect(client.bodies.map(({ settled }) => settled)).toEqual([
      false,
      false,
      true
    ]);
    await pause(5000);
    expect(client.bodies).toHaveLength(3);
  });

  it('sends the suppressions of metadata along, and scans again where they change', async () => {
    const ignore = ['ct: ignore[secret.*] a lesson'];
    const notebook = notebookOf({
      source: LINE,
      metadata: { 'ct-jupyter': { ignore } }
    });
    await open(notebook);
    expect(client.bodies[0].cells[0].ignore).toEqual(ignore);
    client.bodies.length = 0;
    notebook.setMetadata('ct-jupyter', { ignore });
    await pause(1000);
    expect(client.bodies[0]).toMatchObject({ ignore, cells: [{ id: 'c1' }] });
    client.bodies.length = 0;
    cellAt(notebook, 1).setMetadata('ct-jupyter', {});
    await pause();
    expect(client.bodies[0].cells[0].source).toBe(LINE);
  });

  it('is silent once the notebook is closed', async () => {
    const notebook = notebookOf('');
    await open(notebook);
    client.bodies.length = 0;
    scanner.dispose();
    append(cellAt(notebook, 1), LINE);
    await pause(5000);
    expect(client.bodies).toEqual([]);
  });
});
