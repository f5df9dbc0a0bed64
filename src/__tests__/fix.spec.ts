import type { YNotebook } from '@jupyter/ydoc';
import { Notification } from '@jupyterlab/apputils';
import { framePromise } from '@jupyterlab/testing';

import { fixFinding } from '../actions/fix';
import { NotebookFindings } from '../model/notebookFindings';
import type { IRedactResponse, IRuleInfo, IStored } from '../protocol/protocol';
import { RequestError } from '../server/request';
import { Settings } from '../server/settings';
import {
  append,
  cellAt,
  findingOf,
  notebookOf,
  panelWith,
  planOf,
  StubClient,
  trans,
  variableOf
} from './fixtures';

const SOURCE = '"😀"; key = "abc"';
const RULE: IRuleInfo = {
  id: 'secret.test.key',
  title: 'Test key',
  provider: 'Test',
  severity: 'high',
  why: '',
  remedy: 'Rotate it.',
  source: 'https://example.org/keys'
};

const PRINTED = [{ output_type: 'stream', name: 'stdout', text: 'abc\n' }];

/** The answer to the only request: the lookup, and the output without the value. */
function answerOf(
  store: Partial<IStored> = {},
  changes: Partial<IRedactResponse> = {}
): IRedactResponse {
  const output = { ...PRINTED[0], text: '<REDACTED:KEY>\n' };
  return {
    ...planOf({
      variables: [variableOf({ copies: 1 })],
      cells: [
        {
          index: 0,
          id: 'c1',
          edits: [
            { cell_id: 'c1', start: 11, end: 16, text: 'os.environ["KEY"]' }
          ],
          outputs: [{ index: 0, output }]
        }
      ],
      counts: { sources: 1, outputs: 1, metadata: 0, attachments: 0 }
    }),
    values: { KEY: 'abc' },
    store: {
      path: '.env',
      state: 'created',
      gitignore: 'added',
      tightened: false,
      ...store
    },
    receipt: null,
    ...changes
  };
}

describe('fixFinding', () => {
  let client: StubClient;
  let findings: NotebookFindings;
  let notebook: YNotebook;
  let executed: { code: string; user_expressions?: object }[];

  let restarted: number;

  const panelOf = (language: string | null) => {
    const panel = panelWith(language, executed);
    const kernel = panel.sessionContext.session?.kernel;
    if (kernel) {
      Object.assign(kernel, {
        id: 'kernel-1',
        restart: () => Promise.resolve((restarted += 1))
      });
    }
    return panel;
  };

  const run = (language: string | null = 'python') =>
    fixFinding(
      {
        client,
        settings: new Settings(),
        trans,
        settle: () => Promise.resolve(),
        language: () => 'python'
      },
      panelOf(language),
      findings,
      findings.list()[0]
    );

  /** What the kernel was told, besides what it was asked. */
  const told = () =>
    executed.filter(each => JSON.stringify(each).includes('environ'));

  const messages = () => Notification.manager.notifications;

  beforeEach(() => {
    Notification.manager.dismiss();
    executed = [];
    restarted = 0;
    client = new StubClient();
    client.rules = new Map([[RULE.id, RULE]]);
    client.answerRedact = () => Promise.resolve(answerOf());
    notebook = notebookOf(
      { source: SOURCE, outputs: PRINTED },
      { cell_type: 'markdown', source: 'words' },
      'y = 2'
    );
    findings = new NotebookFindings(notebook);
    const found = findingOf({
      start: { line: 1, column: 13, offset: 12 },
      end: { line: 1, column: 16, offset: 15 },
      fix: {
        kind: 'environment',
        name: 'KEY',
        replacement: 'os.environ["KEY"]'
      }
    });
    findings.set(cellAt(notebook, 1), 'source', [found], [], SOURCE);
  });

  it('asks for this finding alone, in the whole notebook', async () => {
    await run();
    const [request] = client.redactions;
    expect(request).toMatchObject({
      findings: ['f1'],
      names: {},
      store: 'auto',
      load: 'dotenv',
      dry_run: false
    });
    expect(request.content.cells.map(({ id }) => id)).toEqual([
      'c1',
      'c2',
      'c3'
    ]);
  });

  it('shows the preview where the value has to be entered by a person', async () => {
    client.answerRedact = () =>
      Promise.reject(
        new RequestError('It reads Colab secrets.', 409, 'preview-first')
      );
    const plans = jest.spyOn(client, 'plan');
    const done = run();
    for (let round = 0; round < 6; round++) {
      await framePromise();
    }
    expect(document.querySelector('.jp-Dialog')?.textContent).toContain(
      'Replace this secret?'
    );
    expect(plans.mock.calls[0][0]).toMatchObject({
      findings: ['f1'],
      store: 'auto',
      dry_run: true
    });
    document.querySelector<HTMLElement>('.jp-mod-reject')?.click();
    await done;
    expect(messages()).toEqual([]);
    expect(cellAt(notebook, 1).getSource()).toBe(SOURCE);
  });

  it('replaces the copies in outputs, which Restore brings back', async () => {
    const outputs = () => notebook.toJSON().cells[0].outputs;
    await run();
    expect(outputs()).toEqual([{ ...PRINTED[0], text: '<REDACTED:KEY>\n' }]);
    messages()[0].options.actions?.[1].callback(new MouseEvent('click'));
    expect(outputs()).toEqual(PRINTED);
  });

  it('says so where the server finds it no more', async () => {
    client.answerRedact = () =>
      Promise.resolve(answerOf({}, { ...planOf({ variables: [] }) }));
    await run();
    expect(messages()).toHaveLength(1);
    expect(messages()[0].type).toBe('warning');
  });

  it('names the drive, so that the server can refuse those that it has no files of', async () => {
    await run();
    expect(client.redactions[0].path).toBe('RTC:a.ipynb');
  });

  it('writes the lookup, which one undo takes back', async () => {
    await run();
    expect(cellAt(notebook, 1).getSource()).toBe(
      '"😀"; key = os.environ["KEY"]'
    );
    cellAt(notebook, 1).undo();
    expect(cellAt(notebook, 1).getSource()).toBe(SOURCE);
  });

  it('sets the variable in a running Python kernel, in no code that it remembers', async () => {
    await run();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({
      code: '',
      silent: true,
      store_history: false
    });
    expect(JSON.stringify(told()[0].user_expressions)).toContain('abc');
  });

  it('gives the kernel the import that the lookup stands on', async () => {
    await run();
    expect(JSON.stringify(told()[0].user_expressions)).toContain('import os');
  });

  it('has the notebook load .env only where the kernel has what that needs', async () => {
    const lacking = panelWith('python', executed, 'False');
    client.answerRedact = () =>
      Promise.resolve(
        answerOf(
          {},
          {
            loader: {
              kind: 'dotenv',
              module: 'dotenv',
              needs: 'python-dotenv',
              code: 'load_dotenv()',
              loads: false
            }
          }
        )
      );
    await fixFinding(
      {
        client,
        settings: new Settings(),
        trans,
        settle: () => Promise.resolve(),
        language: () => 'python'
      },
      lacking,
      findings,
      findings.list()[0]
    );
    expect(client.redactions[0].load).toBe('none');
    const offer = messages().find(({ message }) =>
      message.includes('the kernel lacks python-dotenv')
    );
    expect(offer?.options.actions?.[0].label).toBe('Install python-dotenv');
  });

  it('sets the variable in an R kernel, which asks for the value', async () => {
    await run('R');
    expect(executed).toEqual([
      {
        code: 'invisible(Sys.setenv(`KEY` = readline("KEY")))',
        silent: true,
        store_history: false,
        allow_stdin: true
      }
    ]);
    expect(JSON.stringify(executed)).not.toContain('abc');
    expect(messages()[0].message).toContain('The running kernel knows it.');
  });

  it.each([
    ['c#', 'System.Environment.SetEnvironmentVariable("KEY", "abc");'],
    ['javascript', 'void (process.env["KEY"] = "abc");'],
    ['typescript', 'void (process.env["KEY"] = "abc");'],
    ['julia', 'ENV["KEY"] = "abc"; nothing']
  ])('sets the variable in a kernel of %s', async (language, code) => {
    await run(language);
    expect(executed.map(each => each.code)).toContain(code);
    expect(messages().map(({ message }) => message)).not.toContainEqual(
      expect.stringContaining('lacks')
    );
  });

  it.each([
    ['scala', null, 1],
    // The cell that loads them is run again.
    ['bash', { loads: true, kind: 'bash' }, 0]
  ])(
    'offers to restart a kernel of %s with the variables',
    async (language, loader, times) => {
      client.answerRedact = () =>
        Promise.resolve(
          answerOf({}, loader ? { loader: loader as never } : {})
        );
      await run(language);
      const offers = messages().filter(({ message }) =>
        message.includes('The running kernel lacks KEY')
      );
      expect(offers).toHaveLength(times);
      if (times === 0) {
        return;
      }
      const [action] = offers[0].options.actions ?? [];
      expect(action.label).toBe('Restart with the variables');
      action.callback(new MouseEvent('click'));
      await framePromise();
      await framePromise();
      expect(client.withEnv).toEqual(['kernel-1']);
      expect(restarted).toBe(1);
      expect(messages().map(({ message }) => message)).toContainEqual(
        expect.stringContaining('was restarted with the variables')
      );
    }
  );

  it.each([['scala'], [null]])(
    'asks nothing of a kernel of language %s',
    async language => {
      await run(language);
      expect(executed).toEqual([]);
      expect(messages().map(({ message }) => message)).toContainEqual(
        expect.stringContaining('Load .env')
      );
    }
  );

  it('tells where the value went, and never the value', async () => {
    await run();
    expect(messages()).toHaveLength(1);
    const { message, options, type } = messages()[0];
    expect(type).toBe('success');
    expect(message).toBe(
      'Moved to .env as KEY; .gitignore now lists .env. 1 copy replaced. The running kernel knows it.'
    );
    expect(JSON.stringify([message, options])).not.toContain('abc');
    expect(options.actions?.map(({ label }) => label)).toEqual([
      'Undo',
      'Restore',
      'Rotate this key: Test'
    ]);
  });

  it.each(['added', 'present', 'no-repository', 'unknown'] as const)(
    'says all of it before JupyterLab cuts it off, git ignore %s',
    async gitignore => {
      const store = {
        path: `${'folder/'.repeat(20)}.env`,
        state: 'created' as const,
        gitignore,
        tightened: true
      };
      client.answerRedact = () =>
        Promise.resolve(
          answerOf(store, {
            variables: [variableOf({ name: 'LONG_'.repeat(30) })],
            values: { ['LONG_'.repeat(30)]: 'abc' }
          })
        );
      await run(null);
      const texts = messages().map(({ message }) => message);
      expect(texts.join(' ')).toContain('Load .env before you run the code');
      expect(texts.join(' ')).toContain('Others could read .env before');
      expect(texts.join(' ').includes('check that it ignores .env')).toBe(
        gitignore === 'unknown'
      );
      expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(141);
    }
  );

  it('offers an undo in the notification', async () => {
    await run();
    messages()[0].options.actions?.[0].callback(new MouseEvent('click'));
    expect(cellAt(notebook, 1).getSource()).toBe(SOURCE);
  });

  it('leaves a cell alone that changed while the server was asked', async () => {
    client.answerRedact = () => {
      append(cellAt(notebook, 1), '  # more');
      return Promise.resolve(answerOf());
    };
    await run();
    expect(cellAt(notebook, 1).getSource()).toBe(`${SOURCE}  # more`);
    expect(told()).toEqual([]);
    expect(messages()[0]).toMatchObject({ type: 'error' });
    expect(messages()[0].message).toContain('changed meanwhile');
  });

  it('shows what the server says where it refuses', async () => {
    client.answerRedact = () =>
      Promise.reject(new RequestError('Git tracks .env.', 409, 'git-tracked'));
    await run();
    expect(cellAt(notebook, 1).getSource()).toBe(SOURCE);
    expect(messages()[0].message).toBe('Not replaced. Git tracks .env.');
  });

  it('keeps a long refusal whole behind a button', async () => {
    const first = 'Git tracks the .env file here, so it would be committed.';
    const all = `${first} Run \`git rm --cached .env\`, commit that, and then try the replacement once again.`;
    client.answerRedact = () =>
      Promise.reject(new RequestError(all, 409, 'git-tracked'));
    await run();
    const [{ message, options }] = messages();
    expect(message).toBe(`Not replaced. ${first}`);
    options.actions?.[0].callback(new MouseEvent('click'));
    await framePromise();
    const dialog = document.querySelector('.jp-Dialog');
    expect(dialog?.textContent).toContain(all);
    dialog?.querySelector<HTMLElement>('.jp-mod-accept')?.click();
  });

  it('cuts a refusal of one endless sentence between two words', async () => {
    client.answerRedact = () =>
      Promise.reject(new RequestError('words '.repeat(100), 409, 'x'));
    await run();
    const [{ message, options }] = messages();
    expect(message).toMatch(/^Not replaced\. (words )+words…$/);
    expect(message.length).toBeLessThan(141);
    expect(options.actions).toHaveLength(1);
  });

  it('says so where the finding is gone by the time it is asked to act', async () => {
    const [located] = findings.list();
    findings.set(cellAt(notebook, 1), 'source', [], [], '');
    await fixFinding(
      {
        client,
        settings: new Settings(),
        trans,
        settle: () => Promise.resolve(),
        language: () => 'python'
      },
      panelOf('python'),
      findings,
      located
    );
    expect(client.redactions).toEqual([]);
    expect(messages()[0].type).toBe('warning');
  });
});
