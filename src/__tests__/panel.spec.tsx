import type { YCodeCell, YNotebook } from '@jupyter/ydoc';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { framePromise } from '@jupyterlab/testing';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { NotebookFindings } from '../model/notebookFindings';
import { PanelMemory } from '../panel/memory';
import { SecretsPanel } from '../panel/widget';
import type { ILook } from '../model/look';
import type { IDataResult, IFinding } from '../protocol/protocol';
import { Kept } from '../redact/kept';
import { Settings } from '../server/settings';
import type { ICtFindings } from '../model/tokens';
import type { ICtOptions } from '../model/options';
import {
  cellAt,
  columnOf,
  doneWith,
  fileOf,
  findingOf,
  notebookOf,
  policyOf,
  STATUS,
  StubClient,
  trans
} from './fixtures';

const FIX = {
  kind: 'environment',
  name: 'KEY',
  replacement: 'os.environ["KEY"]'
} as const;

describe('SecretsPanel', () => {
  const actions = {
    goTo: jest.fn(),
    fix: jest.fn(),
    ignore: jest.fn(),
    unignore: jest.fn(),
    redactAll: jest.fn(),
    undo: jest.fn(),
    redo: jest.fn(),
    rewritePersonal: jest.fn(),
    restore: jest.fn(),
    scrubColumns: jest.fn(),
    takeOut: jest.fn(() => Promise.resolve()),
    treatColumns: jest.fn(),
    gitignore: jest.fn(() => Promise.resolve()),
    share: jest.fn()
  };
  const leave = jest.fn();
  const openSettings = jest.fn();
  let settings: Settings;
  /** Choose settings, as the registry tells of them. */
  const follow = (composite: Partial<ICtOptions>) =>
    settings.follow({
      composite,
      changed: new Signal<object, void>({})
    } as unknown as ISettingRegistry.ISettings);
  let client: StubClient;
  let current: NotebookFindings | null;
  let notebook: YNotebook;
  let panel: SecretsPanel;
  const store = {
    notebooksChanged: new Signal<object, void>({}),
    get current() {
      return current;
    },
    scan: jest.fn(),
    cancel: jest.fn(),
    lookAtData: jest.fn(),
    lookForNames: jest.fn(),
    stopLook: jest.fn()
  };

  /** Nothing has a size under test, and a list without height shows no rows. */
  beforeAll(() => {
    const sizes = { clientHeight: 600, clientWidth: 300, offsetHeight: 100 };
    for (const [name, value] of Object.entries(sizes)) {
      Object.defineProperty(HTMLElement.prototype, name, {
        configurable: true,
        value
      });
    }
  });

  async function show(found: Partial<IFinding>[] = []): Promise<void> {
    notebook = notebookOf('x', 'y');
    current = new NotebookFindings(notebook);
    current.set(
      cellAt(notebook, 1),
      'source',
      found.map(findingOf),
      [],
      'x'.repeat(9)
    );
    await open();
  }

  async function open(): Promise<void> {
    panel = new SecretsPanel({
      actions,
      client,
      findings: store as unknown as ICtFindings,
      leave,
      memory: new PanelMemory(),
      project: null,
      openNotebook: jest.fn(),
      openSettings,
      settings,
      trans
    });
    Widget.attach(panel, document.body);
    await rendered();
  }

  async function rendered(): Promise<void> {
    await framePromise();
    await framePromise();
    await framePromise();
  }

  const one = (selector: string) =>
    panel.node.querySelector<HTMLElement>(selector);
  const state = () => one('.ct-State')?.dataset.state;
  const buttons = (within = panel.node) =>
    [...within.querySelectorAll('button')].map(
      button => button.getAttribute('aria-label') ?? button.textContent
    );
  const button = (name: string) =>
    [...panel.node.querySelectorAll('button')].find(
      each => (each.getAttribute('aria-label') ?? each.textContent) === name
    );
  const press = async (target: Element | null, key: string) => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await rendered();
  };

  beforeEach(() => {
    jest.clearAllMocks();
    client = new StubClient();
    current = null;
    settings = new Settings();
  });

  afterEach(() => panel.dispose());

  it('asks for a notebook where none is open', async () => {
    await open();
    expect(state()).toBe('no-notebook');
  });

  it.each(['no-server', 'wrong-version'] as const)(
    'explains %s and offers to try again',
    async kind => {
      client.connect(kind, 'Do this.');
      await show();
      expect(state()).toBe(kind);
      expect(one('.ct-State-detail')?.textContent).toBe('Do this.');
      button('Try again')?.click();
      expect(client.check).toHaveBeenCalled();
    }
  );

  it('shows how far it is, and stops when it is told to', async () => {
    await show();
    current?.setProgress({ done: 1, total: 4 });
    await rendered();
    expect(state()).toBe('scanning');
    expect(panel.node.querySelector('progress')?.value).toBe(0.25);
    button('Stop')?.click();
    expect(store.cancel).toHaveBeenCalledWith(notebook);
  });

  it('says that nothing was found', async () => {
    await show();
    expect(state()).toBe('clean');
    expect(one('.ct-State')?.textContent).toContain('2 cells were scanned');
  });

  it('never calls a notebook clean of which a part could not be read', async () => {
    await show();
    const error = { path: 'a.ipynb', message: 'Too large.', cell: null };
    current?.setErrors(cellAt(notebook, 2), 'outputs', [error]);
    await rendered();
    expect(state()).toBe('incomplete');
    expect(one('.ct-Errors')?.textContent).toContain('Cell 2 Too large.');
  });

  it('names everything that can be done with a finding', async () => {
    await show([
      { fix: FIX },
      { severity: 'low', title: 'Other', part: 'source' }
    ]);
    expect(state()).toBe('findings');
    const rows = panel.node.querySelectorAll<HTMLElement>('.ct-Finding');
    expect(buttons(rows[0])).toEqual([
      'Replace with os.environ["KEY"]',
      'Go to',
      'Ignore…',
      'Learn more'
    ]);
    expect(buttons(rows[1])).toEqual(['Go to', 'Ignore…', 'Learn more']);
    expect(rows[0].dataset).toMatchObject({
      weaknessId: 'secret.test.key',
      cell: '1'
    });
  });

  it('does what its buttons say', async () => {
    await show([{ fix: FIX }]);
    const [located] = current?.list() ?? [];
    button('Go to')?.click();
    button('Ignore…')?.click();
    button('Replace with os.environ["KEY"]')?.click();
    expect(actions.goTo).toHaveBeenCalledWith(located);
    expect(actions.ignore).toHaveBeenCalledWith(located);
    expect(actions.fix).toHaveBeenCalledWith(located);
  });

  it('replaces all from one button, which is there only where something is', async () => {
    await show([{ fix: FIX }]);
    button('Replace all…')?.click();
    expect(actions.redactAll).toHaveBeenCalledTimes(1);
    current?.set(cellAt(notebook, 1), 'source', [], [], '');
    await rendered();
    expect(button('Replace all…')).toBeUndefined();
  });

  it('offers to restore outputs for as long as they are kept', async () => {
    await show();
    expect(buttons()).not.toContain('Restore 1 output');
    const kept = new Kept();
    const cell = cellAt(notebook, 1) as YCodeCell;
    cell.setOutputs([{ output_type: 'stream', name: 'stdout', text: 'a' }]);
    const output = { output_type: 'stream', name: 'stdout', text: 'b' };
    kept.replaceOutputs(cell, cell.getOutputs(), [{ index: 0, output }]);
    current?.keep(kept);
    await rendered();
    button('Restore 1 output')?.click();
    expect(actions.restore).toHaveBeenCalledTimes(1);
    current?.restore();
    await rendered();
    expect(buttons()).not.toContain('Restore 1 output');
  });

  it('goes to a finding from its title', async () => {
    await show([{}]);
    one('.ct-Finding-title')?.click();
    expect(actions.goTo).toHaveBeenCalledWith(current?.list()[0]);
  });

  it('counts secrets and the cells that they are in', async () => {
    await show([{}, {}]);
    current?.set(null, 'metadata', [findingOf({ part: 'metadata' })], [], '');
    await rendered();
    expect(one('.ct-State')?.textContent).toBe('3 secrets in 1 cell');
  });

  describe('when the row with the focus goes', () => {
    const focusOn = async (title: string, name = 'Ignore…') => {
      const row = [...panel.node.querySelectorAll('.ct-List-item')].find(item =>
        item.getAttribute('aria-label')?.startsWith(title)
      );
      const found = [...(row?.querySelectorAll('button') ?? [])].find(
        each => each.getAttribute('aria-label') === name
      );
      found?.focus();
      expect(document.activeElement).toBe(found);
      await rendered();
    };
    const leaveOnly = async (...found: Partial<IFinding>[]) => {
      const cell = cellAt(notebook, 1);
      current?.set(cell, 'source', found.map(findingOf), [], 'x'.repeat(9));
      await rendered();
    };
    const focused = () => document.activeElement?.getAttribute('aria-label');
    const A = { title: 'A', weakness_id: 'a' };
    const B = { title: 'B', weakness_id: 'b' };
    const C = { title: 'C', weakness_id: 'c' };

    it('is the next row that has it', async () => {
      await show([A, B, C]);
      await focusOn('B');
      await leaveOnly(A, C);
      expect(focused()).toMatch(/^C,/);
    });

    it('is the last row where there is no next one', async () => {
      await show([A, B, C]);
      await focusOn('C');
      await leaveOnly(A, B);
      expect(focused()).toMatch(/^B,/);
    });

    it('is the next open finding, not the ignored one in its new place', async () => {
      const suppressed = { kind: 'comment', reason: 'used in tests' } as const;
      await show([A, B, { ...C, suppressed }]);
      one('.ct-IgnoredHeader')?.click();
      await rendered();
      await focusOn('A');
      await leaveOnly({ ...A, suppressed }, B, { ...C, suppressed });
      expect(focused()).toMatch(/^B,/);
    });

    it('is the first button where the list is empty', async () => {
      await show([A]);
      await focusOn('A');
      await leaveOnly();
      expect(focused()).toBe('Secrets: 0');
    });

    it('is nothing of the panel where the focus was elsewhere', async () => {
      await show([A, B]);
      await leaveOnly(A);
      expect(document.activeElement).toBe(document.body);
    });
  });

  it('explains a finding in place, with a link that tells nobody where it was followed', async () => {
    const source = 'https://example.org/keys';
    const rule = {
      id: 'secret.test.key',
      title: '',
      provider: 'Test',
      severity: 'high'
    };
    client.rules = new Map([
      [
        rule.id,
        { ...rule, severity: 'high', why: 'Why.', remedy: 'Rotate it.', source }
      ]
    ]);
    await show([{}]);
    expect(button('Learn more')?.getAttribute('aria-expanded')).toBe('false');
    button('Learn more')?.click();
    await rendered();
    expect(button('Learn more')?.getAttribute('aria-expanded')).toBe('true');
    expect(one('.ct-LearnMore')?.textContent).toContain('Why.');
    const link = one('.ct-LearnMore a');
    expect(link?.getAttribute('href')).toBe(source);
    expect(link?.getAttribute('rel')).toContain('noopener');
  });

  it('shows markup as text', async () => {
    await show([{ title: '<img src=x onerror=alert(1)>' }]);
    expect(panel.node.querySelector('img')).toBeNull();
    expect(one('.ct-Finding-title')?.textContent).toBe(
      '<img src=x onerror=alert(1)>'
    );
  });

  it('counts by severity and filters by it', async () => {
    await show([
      { severity: 'critical' },
      { severity: 'low' },
      { severity: 'low' }
    ]);
    const low = one('.ct-Summary [data-severity="low"]');
    expect(low?.getAttribute('aria-label')).toBe('Low: 2');
    expect(low?.getAttribute('aria-pressed')).toBe('true');
    low?.click();
    await rendered();
    expect(low?.getAttribute('aria-pressed')).toBe('false');
    expect(panel.node.querySelectorAll('.ct-Finding')).toHaveLength(1);
  });

  it('folds ignored findings away with their reason', async () => {
    await show([{ suppressed: { kind: 'comment', reason: 'used in tests' } }]);
    expect(state()).toBe('clean');
    expect(one('.ct-Finding')).toBeNull();
    one('.ct-IgnoredHeader')?.click();
    await rendered();
    expect(one('.ct-Finding-reason')?.textContent).toBe(
      'Ignored: used in testsin a comment'
    );
  });

  it('shows who ignored a finding, when, until when and where that stands', async () => {
    const suppressed = {
      kind: 'baseline',
      reason: 'revoked',
      by: 'Ann',
      on: '2026-11-23',
      until: '2027-01-31'
    } as const;
    await show([{ suppressed }]);
    one('.ct-IgnoredHeader')?.click();
    await rendered();
    expect(one('.ct-Finding-record')?.textContent).toBe(
      'Ann on 2026-11-23, until 2027-01-31, in the baseline'
    );
  });

  it('takes a decision back where it can, and says where it stands where it cannot', async () => {
    await show([
      { suppressed: { kind: 'tag', reason: 'a' } },
      {
        weakness_id: 'secret.test.other',
        suppressed: { kind: 'path', reason: 'b', at: '.ct-jupyter.toml:7' }
      }
    ]);
    one('.ct-IgnoredHeader')?.click();
    await rendered();
    const rows = [...panel.node.querySelectorAll('.ct-Finding')];
    const buttons = rows.map(row =>
      row.querySelector<HTMLElement>('[aria-label="Stop ignoring"]')
    );
    expect(buttons[1]).toBeNull();
    expect(rows[1].textContent).toContain(
      'set in .ct-jupyter.toml, line 7: change it there'
    );
    buttons[0]?.click();
    expect(actions.unignore).toHaveBeenCalledTimes(1);
  });

  it('says which kinds the policy switches off', async () => {
    await show([{}]);
    expect(one('.ct-PolicyHint')).toBeNull();
    current?.setPolicy(
      policyOf({ file: '.ct-jupyter.toml', disabled: ['pii.i*', 'x.y'] })
    );
    await rendered();
    expect(one('.ct-PolicyHint summary')?.textContent).toBe(
      '3 kinds are switched off by .ct-jupyter.toml'
    );
    expect(one('.ct-PolicyHint ul')?.textContent).toContain('IBANs pii.iban');
  });

  it('names what is wrong with the policy, and goes on showing findings', async () => {
    await show([{}]);
    const error = ".ct-jupyter.toml: unknown key 'exlude'";
    current?.setPolicy(policyOf({ error }));
    await rendered();
    expect(one('.ct-PolicyError')?.textContent).toContain(error);
    expect(one('.ct-PolicyError')?.getAttribute('role')).toBe('alert');
    expect(state()).toBe('findings');
  });

  it('never calls a notebook clean that the policy leaves out', async () => {
    await show();
    current?.setPolicy(policyOf({ excluded: true, file: 'pyproject.toml' }));
    await rendered();
    expect(state()).toBe('excluded');
    expect(one('.ct-State-detail')?.textContent).toContain(
      'pyproject.toml excludes this notebook'
    );
  });

  describe('the group of personal data', () => {
    const EMAIL = { weakness_id: 'pii.email', severity: 'low' } as const;
    const IBAN = { weakness_id: 'pii.iban', title: 'IBAN' } as const;
    const openTab = async () => {
      button('Personal data: ' + current?.personal().length)?.click();
      await rendered();
    };
    const titles = () =>
      [...panel.node.querySelectorAll('.ct-Finding-head')].map(head =>
        [...head.children]
          .slice(1)
          .map(each => each.textContent)
          .join(' ')
      );

    it('is apart from the secrets, and counted in its tab', async () => {
      await show([{}, EMAIL, IBAN]);
      expect(one('.ct-State')?.textContent).toBe('1 secret in 1 cell');
      expect(titles()).toEqual(['Test key']);
      await openTab();
      expect(titles()).toEqual(['IBAN', 'Test key']);
      expect(one('.ct-State')?.textContent).toBe('Personal data: 2 places');
      expect(one('[role=tabpanel]')?.getAttribute('aria-labelledby')).toBe(
        'ct-tab-personal'
      );
      expect(buttons()).not.toContain('Replace all…');
    });

    it('has no replacement, and says nothing of placeholders', async () => {
      await show([IBAN]);
      await openTab();
      button('Learn more')?.click();
      await rendered();
      expect(one('.ct-LearnMore')?.textContent).not.toContain('Replace all');
    });

    it('filters by kind', async () => {
      await show([EMAIL, EMAIL, IBAN]);
      await openTab();
      expect(button('E-mail addresses: 2')).toBeDefined();
      button('E-mail addresses: 2')?.click();
      await rendered();
      expect(titles()).toEqual(['IBAN']);
    });

    it('says what is of one kind in one output in one line', async () => {
      await show();
      const output = { ...EMAIL, part: 'output', output: 1 } as const;
      const found = [output, output, { ...output, output: 2 }].map(findingOf);
      current?.set(cellAt(notebook, 1), 'outputs', found, [], '');
      await rendered();
      await openTab();
      expect(titles()).toEqual(['Test key × 2', 'Test key']);
    });

    it('names the kinds that are off, and leads to the settings', async () => {
      await show();
      follow({ personalKinds: { email: false } });
      await rendered();
      await openTab();
      expect(one('.ct-Personal-off')?.textContent).toContain(
        'Off: E-mail addresses.'
      );
      button('Choose the kinds…')?.click();
      expect(openSettings).toHaveBeenCalled();
    });

    it('is not there where personal data is switched off', async () => {
      await show();
      follow({ personalData: false });
      await rendered();
      expect(one('#ct-tab-personal')).toBeNull();
      expect(one('#ct-tab-code')).not.toBeNull();
    });

    it('leaves no tabs where code is switched off as well', async () => {
      await show();
      follow({ personalData: false, code: false });
      await rendered();
      expect(one('[role=tablist]')).toBeNull();
      expect(one('h2')?.textContent).toBe('Secrets');
    });

    it('is apart from that of code', async () => {
      await show([{ weakness_id: 'python.injection.sql', title: 'SQL' }]);
      button('Code: 1')?.click();
      await rendered();
      expect(titles()).toEqual(['SQL']);
      expect(current?.secrets()).toEqual([]);
    });

    const TOTAL = { what: 'people.csv', done: 1, total: 4, message: '' };
    const withData = async (
      found: IFinding[],
      changes: Partial<IDataResult> = {}
    ) => {
      await show();
      current?.set(cellAt(notebook, 1), 'data', found, [], 'x'.repeat(9));
      current?.setDataLook(
        doneWith({ findings: found, ...changes }) as ILook<IDataResult>
      );
      await rendered();
      await openTab();
    };
    const cells = (row: Element) =>
      [...row.children].map(cell => cell.textContent);

    it('looks at the data files when it is told to, shows how far it is, and stops', async () => {
      await show();
      await openTab();
      button('Look at the data files')?.click();
      expect(store.lookAtData).toHaveBeenCalledWith(notebook);
      current?.setDataLook({ ...TOTAL, state: 'running', result: null });
      await rendered();
      expect(one('.ct-Data-state')?.textContent).toBe('Looking at people.csv…');
      expect(panel.node.querySelector('progress')?.value).toBe(0.25);
      button('Stop')?.click();
      expect(store.stopLook).toHaveBeenCalledWith(notebook, 'data');
    });

    it('has a table of columns, which leads to the cell and to what to do', async () => {
      const special = columnOf('faith', {
        weakness_id: 'pii.special.religion',
        title: 'Religion',
        column: {
          path: 'people.csv',
          table: null,
          rows: 200,
          hits: 200,
          special: true,
          guarantee: 'no names above 0.4 %'
        }
      });
      await withData([columnOf('email'), special]);
      expect(one('.ct-Columns caption')?.textContent).toBe(
        'people.csv read in cell 1'
      );
      const rows = [...panel.node.querySelectorAll('.ct-Columns tbody tr')];
      expect(rows.map(cells)).toEqual([
        ['email', 'Medium E-mail address', '25 %50 of 200'],
        ['faith', 'Medium Religionspecial category', '100 %200 of 200']
      ]);
      expect(one('.ct-DataFile-note')?.textContent).toBe(
        'no names above 0.4 %'
      );
      const [email, faith] = current?.list() ?? [];
      button('email')?.click();
      expect(actions.goTo).toHaveBeenCalledWith(email);
      one('[aria-label="Treat email"]')?.click();
      await rendered();
      button('Mask')?.click();
      expect(actions.treatColumns).toHaveBeenCalledWith(
        fileOf(),
        [faith],
        'mask'
      );
      button('Add to .gitignore')?.click();
      expect(actions.gitignore).toHaveBeenCalledWith('people.csv');
      // In the table, not in the list as well.
      expect(one('.ct-Finding')).toBeNull();
    });

    it('offers no cell where nobody can tell the frame', async () => {
      await withData([columnOf('email')], {
        files: [fileOf({ treatable: false })]
      });
      expect(button('Drop')).toBeUndefined();
      expect(button('Add to .gitignore')).toBeDefined();
    });

    it('names what was not looked at', async () => {
      await withData([], {
        files: [
          fileOf({
            name: 'https://example.org/a.csv',
            state: 'remote',
            files: []
          }),
          fileOf({ name: 'gone.csv', state: 'missing', files: [] }),
          fileOf({
            name: 'made.csv',
            state: 'missing',
            writes: true,
            files: []
          })
        ],
        errors: [{ path: 'bad.csv', message: 'is damaged', cell: null }],
        large: [{ path: 'big.csv', size_bytes: 512_000_000 }]
      });
      expect(
        [...panel.node.querySelectorAll('.ct-Unread li')].map(
          each => each.textContent
        )
      ).toEqual([
        'big.csv: large (512 MB) Look at it',
        'https://example.org/a.csv (cell 1): it is not on this machine',
        'gone.csv (cell 1): there is no such file',
        'bad.csv: is damaged'
      ]);
      button('Look at it')?.click();
      expect(store.lookAtData).toHaveBeenCalledWith(notebook);
    });

    it('says how to install the model for names, and asks it where it is there', async () => {
      await show();
      await openTab();
      expect(panel.node.textContent).toContain(
        'pip install "ct_jupyter[names]"'
      );
      client.connection = {
        kind: 'ready',
        status: { ...STATUS, names: true },
        detail: ''
      };
      store.notebooksChanged.emit();
      await rendered();
      button('Look for names')?.click();
      expect(store.lookForNames).toHaveBeenCalledWith(notebook);
    });

    it('is reached by the arrow keys', async () => {
      await show([IBAN]);
      await press(one('#ct-tab-secrets'), 'ArrowRight');
      expect(document.activeElement?.id).toBe('ct-tab-personal');
      expect(titles()).toEqual(['IBAN']);
      await press(one('#ct-tab-personal'), 'ArrowRight');
      expect(document.activeElement?.id).toBe('ct-tab-code');
      await press(one('#ct-tab-code'), 'ArrowRight');
      expect(document.activeElement?.id).toBe('ct-tab-secrets');
    });
  });

  it('is walked through by the arrow keys, one stop for Tab', async () => {
    await show([{ title: 'A' }, { title: 'B' }]);
    const stops = () => [
      ...panel.node.querySelectorAll('.ct-List-item[tabindex="0"]')
    ];
    expect(stops()).toHaveLength(1);
    await press(stops()[0], 'ArrowDown');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'B, High, Cell 1, line 1'
    );
    expect(stops()).toEqual([document.activeElement]);
    await press(document.activeElement, 'Enter');
    expect(actions.goTo).toHaveBeenCalledWith(current?.list()[1]);
    await press(document.activeElement, 'Escape');
    expect(leave).toHaveBeenCalled();
  });

  it('renders what is in view of a long list, not all of it', async () => {
    await show(new Array<object>(1000).fill({}));
    const rows = panel.node.querySelectorAll('.ct-Finding').length;
    expect(rows).toBeGreaterThan(3);
    expect(rows).toBeLessThan(40);
    expect(one('.ct-List-item')?.getAttribute('aria-setsize')).toBe('1001');
  });

  it('follows the current notebook', async () => {
    await show([{}]);
    current = new NotebookFindings(notebookOf('z'));
    store.notebooksChanged.emit();
    await rendered();
    expect(state()).toBe('clean');
  });

  it('goes on with a server part of another release, and says so', async () => {
    client.connection = { kind: 'ready', status: STATUS, detail: 'Reload.' };
    await show([{}]);
    expect(state()).toBe('findings');
    expect(one('.ct-Panel-note')?.textContent).toBe('Reload.');
  });

  it('says so where all that was found is switched off', async () => {
    await show([{ severity: 'low' }]);
    one('.ct-Summary [data-severity="low"]')?.click();
    await rendered();
    expect(one('.ct-Panel-note')?.textContent).toContain('All are hidden');
  });

  it('says that saving cannot be blocked with collaboration', async () => {
    client.connection = {
      kind: 'ready',
      status: { ...STATUS, collaboration: true },
      detail: ''
    };
    await show();
    expect(one('.ct-Panel-note')?.textContent).toContain(
      'Saving cannot be blocked'
    );
  });
});
