import type { YCodeCell, YNotebook } from '@jupyter/ydoc';
import { Notification } from '@jupyterlab/apputils';
import { framePromise } from '@jupyterlab/testing';

import { NotebookFindings } from '../../model/notebookFindings';
import type { IRedactRequest, IRedactResponse } from '../../protocol/protocol';
import { redactAll } from '../../redact/redactAll';
import { RequestError } from '../../server/request';
import { Settings } from '../../server/settings';
import {
  append,
  cellAt,
  notebookOf,
  panelWith,
  planOf,
  settled,
  StubClient,
  trans,
  variableOf
} from '../fixtures';

const PRINTED = [{ output_type: 'stream', name: 'stdout', text: 'abc\n' }];

const PLAN = planOf({
  variables: [
    variableOf({ places: 1, copies: 1 }),
    variableOf({ name: 'UNREAD', fingerprint: 'f2', needed: false })
  ],
  cells: [
    {
      index: 0,
      id: 'c1',
      edits: [{ cell_id: 'c1', start: 6, end: 11, text: 'os.environ["KEY"]' }],
      outputs: [
        {
          index: 0,
          output: { output_type: 'stream', name: 'stdout', text: '<K>\n' }
        }
      ]
    }
  ],
  counts: { sources: 1, outputs: 1, metadata: 0, attachments: 0 },
  files: [
    { path: 'a.txt', copies: 2, error: null },
    { path: 'b.txt', copies: 9, error: 'cannot be written' }
  ]
});

const ANSWER: IRedactResponse = {
  ...PLAN,
  values: { KEY: 'abc', UNREAD: 'xyz' },
  store: {
    path: '.env',
    state: 'created',
    gitignore: 'unknown',
    tightened: false
  },
  receipt: { salt: 's', files: [], keyring: {} }
};

describe('redactAll', () => {
  let client: StubClient;
  let executed: { code: string; user_expressions?: object }[];
  let findings: NotebookFindings;
  let notebook: YNotebook;

  const rendered = async () => {
    for (let round = 0; round < 6; round++) {
      await framePromise();
    }
  };
  /** Open the preview. */
  const start = () =>
    redactAll(
      {
        client,
        settings: new Settings(),
        trans,
        language: () => 'python'
      },
      panelWith('python', executed),
      findings
    );
  /** What the preview says is wrong. */
  const problem = () =>
    document.querySelector('.ct-Preview-error')?.textContent ?? '';
  /** Open the preview, and agree. */
  const run = async () => {
    const done = start();
    await rendered();
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
    await done;
  };
  const code = () => cellAt(notebook, 1) as YCodeCell;
  const messages = () => Notification.manager.notifications;
  const act = (label: string) =>
    messages()
      .flatMap(({ options }) => options.actions ?? [])
      .find(action => action.label === label)
      ?.callback(new MouseEvent('click'));

  beforeEach(() => {
    Notification.manager.dismiss();
    executed = [];
    client = new StubClient();
    client.answerPlan = () => Promise.resolve(PLAN);
    client.answerRedact = () => Promise.resolve(ANSWER);
    notebook = notebookOf({ source: 'key = "abc"', outputs: PRINTED }, 'y');
    findings = new NotebookFindings(notebook);
  });

  it('asks for the plan first, and then for what was agreed on', async () => {
    await run();
    const [plan, done] = client.redactions;
    expect(plan).toMatchObject({
      path: 'RTC:a.ipynb',
      dry_run: true,
      names: {},
      load: 'dotenv'
    } satisfies Partial<IRedactRequest>);
    expect(done).toMatchObject({
      dry_run: false,
      names: { f1: 'KEY', f2: 'UNREAD' },
      findings: null
    } satisfies Partial<IRedactRequest>);
    expect(done.content.cells.map(({ source }) => source)).toEqual([
      'key = "abc"',
      'y'
    ]);
  });

  it('does nothing where the user thinks better of it', async () => {
    const done = redactAll(
      { client, settings: new Settings(), trans, language: () => 'python' },
      panelWith(null),
      findings
    );
    await rendered();
    document.querySelector<HTMLElement>('.jp-mod-reject')?.click();
    await done;
    expect(client.redactions.map(({ dry_run }) => dry_run)).toEqual([true]);
    expect(code().getSource()).toBe('key = "abc"');
  });

  it('sets what the notebook reads in the kernel, in one silent step', async () => {
    await run();
    const steps = executed.filter(({ user_expressions }) =>
      JSON.stringify(user_expressions).includes('environ')
    );
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ silent: true, store_history: false });
    const text = JSON.stringify(steps[0].user_expressions);
    expect(text).toContain('abc');
    expect(text).not.toContain('xyz');
  });

  it('tells what was done, and never a value', async () => {
    await run();
    expect(messages()).toHaveLength(1);
    expect(messages()[0].message).toBe(
      '1 secret moved to .env, 1 replaced by a placeholder only. The running kernel knows them.'
    );
    expect(JSON.stringify(messages())).not.toContain('abc');
  });

  it('restores the outputs from the notification', async () => {
    await run();
    expect(code().getSource()).toBe('key = os.environ["KEY"]');
    expect(code().getOutputs()[0].text).toBe('<K>\n');
    act('Restore');
    expect(code().getOutputs()).toEqual(PRINTED);
    expect(findings.kept.count).toBe(0);
    expect(messages()[0].message).toBe('1 part restored.');
  });

  it('takes all of it back by Undo, and what was stored', async () => {
    await run();
    act('Undo');
    await settled();
    expect(code().getSource()).toBe('key = "abc"');
    expect(code().getOutputs()).toEqual(PRINTED);
    expect(client.undos).toEqual([
      { path: 'RTC:a.ipynb', receipts: [ANSWER.receipt], keep: [] }
    ]);
    expect(messages()[0].message).toContain('Undone: 2 secrets');
    // The value is not put back into it, and the notice says so.
    expect(messages()[0].message).toContain('Still clean: a.txt.');
    expect(findings.replacements.latest).toBeNull();
    act('Undo');
    await settled();
    expect(client.undos).toHaveLength(1);
  });

  it('says so where what was stored could not be taken back', async () => {
    client.answerUndo = () =>
      Promise.reject(new RequestError('.env is read-only.', 409, 'x'));
    await run();
    act('Undo');
    await settled();
    expect(code().getSource()).toBe('key = "abc"');
    expect(messages()[0].message).toContain('.env is read-only.');
    expect(messages()[0].message).toContain('What was stored stays stored');
  });

  it('forgets the outputs when the notebook is closed', async () => {
    await run();
    expect(findings.kept.count).toBe(1);
    findings.dispose();
    act('Restore');
    expect(code().getOutputs()[0].text).toBe('<K>\n');
    expect(messages()[0].message).toContain('nothing to restore');
  });

  it('lists in the details what is left to do', async () => {
    await run();
    act('Details');
    await rendered();
    const text = document.querySelector('.ct-Report')?.textContent;
    expect(text).toContain('Rotate this key: Test');
    expect(text).toContain('b.txt: cannot be written');
    expect(text).toContain('check that it ignores .env');
    expect(text).toContain('a.txt 2 copies');
    expect(text).not.toContain('abc');
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
  });

  it('does nothing where a cell changed while the server was asked, and takes back what was stored', async () => {
    client.answerRedact = () => {
      append(code(), ' # more');
      return Promise.resolve(ANSWER);
    };
    const done = start();
    await rendered();
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
    await rendered();
    expect(code().getSource()).toBe('key = "abc" # more');
    expect(code().getOutputs()).toEqual(PRINTED);
    expect(JSON.stringify(executed)).not.toContain('abc');
    expect(problem()).toContain('changed meanwhile');
    expect(client.undos).toHaveLength(1);
    document.querySelector<HTMLElement>('.jp-mod-reject')?.click();
    await done;
    expect(messages()).toEqual([]);
  });

  it('stays open with what the server says where it refuses', async () => {
    client.answerRedact = () =>
      Promise.reject(new RequestError('Git tracks .env.', 409, 'git-tracked'));
    const done = start();
    await rendered();
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
    await rendered();
    expect(problem()).toBe('Git tracks .env.');
    expect(code().getSource()).toBe('key = "abc"');
    client.answerRedact = () => Promise.resolve(ANSWER);
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
    await done;
    expect(code().getSource()).toBe('key = os.environ["KEY"]');
  });

  it('says that the variables are still to be set where nothing loads them', async () => {
    client.answerPlan = () => Promise.resolve(PLAN);
    const settings = new Settings();
    Object.defineProperty(settings, 'options', {
      value: { ...settings.options, store: 'none' }
    });
    client.answerRedact = () => Promise.resolve({ ...ANSWER, store: null });
    const done = redactAll(
      { client, settings, trans, language: () => 'python' },
      panelWith(null),
      findings
    );
    await rendered();
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
    await done;
    expect(messages()[0].message).toContain('2 secrets taken out');
    act('Details');
    await rendered();
    expect(document.querySelector('.ct-Report')?.textContent).toContain(
      'Set these before you run the notebook again: KEY'
    );
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
  });
});
