import { framePromise } from '@jupyterlab/testing';

import type { IRedactPlan } from '../../protocol/protocol';
import type { IChoices } from '../../redact/choices';
import { requestOf } from '../../redact/choices';
import { diffsOf } from '../../redact/diffs';
import type { IAsked } from '../../redact/preview';
import { Preview } from '../../redact/preview';
import { previewDetails } from '../../redact/PreviewDetails';
import { confirmPreview } from '../../redact/previewDialog';
import { RequestError } from '../../server/request';
import { planOf, settled, trans, variableOf } from '../fixtures';

const CHOICES: IChoices = {
  store: 'env',
  vault: '',
  envAt: 'notebook',
  load: true,
  folder: false
};

const TWO = [
  variableOf({ places: 2, copies: 5 }),
  variableOf({ name: 'OTHER', fingerprint: 'f2', provider: 'Generic' })
];

const PLAN = planOf({
  variables: TWO,
  cells: [
    {
      index: 0,
      id: 'c1',
      edits: [
        { cell_id: 'c1', start: 0, end: 0, text: 'import os\n' },
        { cell_id: 'c1', start: 9, end: 14, text: 'os.environ["KEY"]' }
      ]
    }
  ],
  replaced: [
    {
      cell: 1,
      cell_id: 'c1',
      start: 10,
      end: 13,
      weakness_id: 'secret.test.key',
      name: 'KEY',
      outcome: 'placeholder',
      note: 'Mend the call.'
    }
  ],
  counts: { sources: 3, outputs: 4, metadata: 0, attachments: 1 },
  files: [
    { path: '.ipynb_checkpoints/a.ipynb', copies: 2, error: null },
    { path: 'b.txt', copies: 0, error: 'cannot be read' }
  ],
  out_of_reach: ['Look at the picture in cell 4.']
});

describe('Preview', () => {
  let asked: ({ choices: IChoices } & IAsked)[];
  let answer: () => Promise<IRedactPlan>;
  let module: boolean | null;
  let preview: Preview;

  beforeEach(async () => {
    jest.useFakeTimers();
    asked = [];
    answer = () => Promise.resolve(planOf({ variables: TWO }));
    module = true;
    preview = new Preview(
      CHOICES,
      async (choices, wanted) => {
        asked.push({ choices, ...wanted });
        return { plan: await answer(), sources: [], values: [] };
      },
      () => Promise.resolve(module),
      trans
    );
  });

  afterEach(() => {
    preview.dispose();
    jest.useRealTimers();
  });

  it('is ready once the server answered', async () => {
    const refreshed = preview.refresh();
    expect(preview.isReady).toBe(false);
    await refreshed;
    expect(preview.isReady).toBe(true);
    expect(preview.asked).toEqual({
      names: { f1: 'KEY', f2: 'OTHER' },
      findings: null
    });
  });

  it('leaves out what is not chosen, and lists it still', async () => {
    await preview.refresh();
    answer = () => Promise.resolve(planOf({ variables: [TWO[0]] }));
    preview.switch([TWO[1]], false);
    await settled();
    expect(asked[1].findings).toEqual(['f1']);
    expect(preview.variables).toHaveLength(2);
    expect(preview.chosen).toEqual([TWO[0]]);
    expect(preview.asked).toEqual({ names: { f1: 'KEY' }, findings: ['f1'] });
    expect(preview.isReady).toBe(true);
    preview.switch([TWO[0]], false);
    await settled();
    expect(preview.isReady).toBe(false);
    expect(asked).toHaveLength(2);
    answer = () => Promise.resolve(planOf({ variables: TWO }));
    preview.switch(TWO, true);
    await settled();
    expect(preview.asked.findings).toBeNull();
    expect(preview.isReady).toBe(true);
  });

  it('marks the field that the server refuses, until it is changed', async () => {
    await preview.refresh();
    const shown: string[] = [];
    preview.refused.connect((_, key) => shown.push(key));
    const refusal = new RequestError('KEY is taken.', 409, 'x', 'f1', 'KEY');
    expect(await preview.submit(() => Promise.reject(refusal))).toBe(false);
    expect(shown).toEqual(['f1']);
    expect(preview.problemOf(TWO[0])).toBe('KEY is taken.');
    expect(preview.problemOf(TWO[1])).toBe('');
    expect(preview.isReady).toBe(false);
    preview.rename(TWO[0], 'KEY_2');
    await jest.advanceTimersByTimeAsync(1000);
    expect(preview.problemOf(TWO[0])).toBe('');
    expect(preview.isReady).toBe(true);
    expect(preview.asked.names).toEqual({ f1: 'KEY_2', f2: 'OTHER' });
    expect(await preview.submit(() => Promise.resolve())).toBe(true);
  });

  it('can be tried again where the server was not there', async () => {
    await preview.refresh();
    const gone = new RequestError('No answer.', 0, '');
    expect(await preview.submit(() => Promise.reject(gone))).toBe(false);
    expect(preview.error).toBe('No answer.');
    expect(preview.isReady).toBe(true);
  });

  it('is not ready where nothing is to be replaced', async () => {
    answer = () => Promise.resolve(planOf({ variables: [] }));
    await preview.refresh();
    expect(preview.isReady).toBe(false);
  });

  it.each(['', '1KEY', 'MY KEY', 'KÉY', 'A-B', 'my_key', 'OTHER'])(
    'refuses the name %p before the server is asked',
    async name => {
      await preview.refresh();
      preview.rename(TWO[0], name);
      await jest.advanceTimersByTimeAsync(1000);
      expect(preview.problemOf(TWO[0])).not.toBe('');
      expect(preview.isReady).toBe(false);
      expect(asked).toHaveLength(1);
    }
  );

  it('asks anew after a pause in typing, and is not ready until then', async () => {
    await preview.refresh();
    preview.rename(TWO[0], 'MY_');
    preview.rename(TWO[0], 'MY_KEY');
    expect(preview.isReady).toBe(false);
    await jest.advanceTimersByTimeAsync(1000);
    expect(asked.slice(1)).toEqual([
      { choices: CHOICES, names: { f1: 'MY_KEY' }, findings: null }
    ]);
    expect(preview.isReady).toBe(true);
    expect(preview.asked.names).toEqual({ f1: 'MY_KEY', f2: 'OTHER' });
  });

  it('says why the server refuses, and is ready again when it no longer does', async () => {
    await preview.refresh();
    answer = () => Promise.reject(new Error('KEY is taken.'));
    preview.choose({ store: 'keyring' });
    await settled();
    expect(preview.error).toBe('KEY is taken.');
    expect(preview.isReady).toBe(false);
    answer = () => Promise.resolve(planOf());
    preview.choose({ store: 'none' });
    await settled();
    expect(preview.error).toBe('');
    expect(preview.isReady).toBe(true);
  });

  it('takes no late answer for that of a later choice', async () => {
    let finish = (_: IRedactPlan) => undefined as void;
    answer = () => new Promise(resolve => (finish = resolve));
    preview.choose({ folder: true });
    await settled();
    answer = () => Promise.resolve(planOf({ skipped: 2 }));
    preview.choose({ folder: false });
    await settled();
    finish(planOf({ skipped: 1 }));
    await settled();
    expect(preview.plan?.skipped).toBe(2);
  });

  it('masks of a connection string only the password that goes', async () => {
    const source = 'url = "db://ann:hunter-22@host/x"';
    const at = source.indexOf('hunter');
    const replaced = { cell: 1, start: at, end: at + 9, note: '' };
    const plan = {
      ...PLAN,
      cells: [
        {
          index: 0,
          id: 'c1',
          edits: [{ cell_id: 'c1', start: 6, end: 32, text: 'URL' }]
        }
      ],
      replaced: [{ ...PLAN.replaced[0], ...replaced }]
    };
    const one = new Preview(
      CHOICES,
      async () => ({
        plan,
        sources: [source],
        values: ['db://ann:hunter-22@host/x', 'db://ann:other-33@host/y']
      }),
      async () => null,
      trans
    );
    await one.refresh();
    const shown = JSON.stringify(one.diffs);
    expect(shown).toContain('db://ann:****@host/x');
    expect(shown).not.toContain('hunter');
    one.dispose();
  });

  it('does not have the notebook load what its kernel cannot', async () => {
    module = false;
    await preview.refresh();
    expect(preview.lacksLoader).toBe(true);
    expect(asked[0].choices.load).toBe(false);
  });

  it('has it load where it is not known what the kernel can', async () => {
    module = null;
    await preview.refresh();
    expect(asked[0].choices.load).toBe(true);
  });
});

describe('requestOf', () => {
  it.each([
    ['env', true, 'dotenv'],
    ['env', false, 'none'],
    ['keyring', true, 'keyring'],
    ['none', true, 'none']
  ] as const)('store %s, load %s: %s', (store, load, expected) => {
    expect(requestOf({ ...CHOICES, store, load }).load).toBe(expected);
  });
});

describe('diffsOf', () => {
  const source = '# 😀\n\nkey="abc"\nother = "abc"\nx = 1\ny = 2';

  it('shows lines that go and come, and masks the values', () => {
    const [diff] = diffsOf(PLAN, [source], ['abc']);
    expect(diff).toMatchObject({
      cell: 1,
      added: 2,
      removed: 1,
      notes: ['Mend the call.']
    });
    expect(diff.hunks).toEqual([
      {
        line: 1,
        lines: [
          { kind: 'added', text: 'import os' },
          { kind: 'same', text: '# 😀' },
          { kind: 'same', text: '' },
          { kind: 'removed', text: 'key="****"' },
          { kind: 'added', text: 'key=os.environ["KEY"]' },
          { kind: 'same', text: 'other = "****"' }
        ]
      }
    ]);
  });

  it('keeps changes apart that are far apart, and knows a line that only goes', () => {
    const lines = ['%env A=abc', ...'bcdefgh', 'k = "abc"'];
    const text = lines.join('\n');
    const at = text.lastIndexOf('"abc"');
    const cells = [
      {
        index: 0,
        id: 'c1',
        edits: [
          { cell_id: 'c1', start: 0, end: 11, text: '' },
          { cell_id: 'c1', start: at, end: at + 5, text: 'K' }
        ]
      }
    ];
    const [{ hunks }] = diffsOf(planOf({ cells }), [text], ['abc']);
    expect(hunks).toEqual([
      {
        line: 1,
        lines: [
          { kind: 'removed', text: '%env A=****' },
          { kind: 'same', text: 'b' }
        ]
      },
      {
        line: 8,
        lines: [
          { kind: 'same', text: 'h' },
          { kind: 'removed', text: 'k = "****"' },
          { kind: 'added', text: 'k = K' }
        ]
      }
    ]);
  });
});

describe('confirmPreview', () => {
  const all = (selector: string) => [
    ...document.querySelectorAll<HTMLElement>(`.ct-PreviewDialog ${selector}`)
  ];
  const rendered = async () => {
    for (let round = 0; round < 4; round++) {
      await framePromise();
    }
  };
  const press = (key: string, keyCode: number) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, keyCode, bubbles: true })
    );
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = jest.fn();
  let apply: () => Promise<void>;
  let plan: () => Promise<IRedactPlan>;

  const open = async () => {
    const sources = ['# x\n\nkey="abc"'];
    const preview = new Preview(
      CHOICES,
      async () => ({ plan: await plan(), sources, values: [] }),
      () => Promise.resolve(true),
      trans
    );
    const agreed = confirmPreview({
      title: 'Replace?',
      apply: () => apply(),
      preview,
      details: () => previewDetails(preview, trans),
      trans
    });
    await rendered();
    return { agreed, preview };
  };

  beforeEach(() => {
    apply = () => Promise.resolve();
    plan = () => Promise.resolve(PLAN);
  });

  it('stays open where it is refused, with what was typed and the field marked', async () => {
    apply = () =>
      Promise.reject(new RequestError('OWN is taken.', 409, 'x', 'f1', 'OWN'));
    const { agreed, preview } = await open();
    preview.rename(TWO[0], 'OWN');
    await preview.refresh();
    await rendered();
    all('.jp-mod-accept')[0].click();
    await rendered();
    const [name] = all('.ct-Variables-name') as HTMLInputElement[];
    expect(name.value).toBe('OWN');
    expect(name.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(name);
    expect(all('.ct-Variables-problem')[0].textContent).toBe('OWN is taken.');
    press('Escape', 27);
    expect(await agreed).toBe(false);
  });

  it('shows names, counts, changes, files and what is left, and no value', async () => {
    const { agreed } = await open();
    const names = all('.ct-Variables-name') as HTMLInputElement[];
    expect(names.map(({ value }) => value)).toEqual(['KEY', 'OTHER']);
    expect(names[0].getAttribute('aria-label')).toBe('Variable for: Test key');
    expect(all('.ct-Copies-counts dd').map(one => one.textContent)).toEqual([
      '3',
      '4',
      '0',
      '1'
    ]);
    expect(all('.ct-Copies-files li').map(one => one.textContent)).toEqual([
      '.ipynb_checkpoints/a.ipynb 2 copies, will be cleaned',
      'b.txt cannot be read'
    ]);
    const text = all('.ct-Changes')[0].textContent;
    expect(text).toContain('−key="****"');
    expect(text).toContain('+key=os.environ["KEY"]');
    expect(text).toContain('Mend the call.');
    expect(all('.ct-Preview-left')[0].textContent).toContain('picture');
    expect(document.body.innerHTML).not.toContain('abc');
    all('.jp-mod-accept')[0].click();
    expect(await agreed).toBe(true);
  });

  it('links to the page where a key is rotated, where there is a provider', async () => {
    const { agreed } = await open();
    const links = all('.ct-Variables a');
    expect(links).toHaveLength(1);
    expect(links[0].getAttribute('href')).toBe('https://example.org/keys');
    expect(links[0].getAttribute('rel')).toContain('noopener');
    press('Escape', 27);
    expect(await agreed).toBe(false);
  });

  it('is not accepted, by mouse or key, before it shows what would be done', async () => {
    let finish = (_: IRedactPlan) => undefined as void;
    plan = () => new Promise(resolve => (finish = resolve));
    const { agreed, preview } = await open();
    let done = false;
    void agreed.then(() => (done = true));
    const [accept] = all('.jp-mod-accept');
    expect(accept.getAttribute('aria-disabled')).toBe('true');
    accept.click();
    press('Enter', 13);
    await rendered();
    expect(done).toBe(false);
    finish(PLAN);
    await rendered();
    expect(preview.isReady).toBe(true);
    expect(accept.getAttribute('aria-disabled')).toBe('false');
    press('Enter', 13);
    expect(await agreed).toBe(true);
  });

  it('tells a screen reader what is wrong with a name', async () => {
    const { agreed, preview } = await open();
    preview.rename(TWO[0], 'OTHER');
    await rendered();
    const [name] = all('.ct-Variables-name');
    expect(name.getAttribute('aria-invalid')).toBe('true');
    const id = name.getAttribute('aria-describedby');
    expect(document.getElementById(id ?? '')?.textContent).toBe(
      'Another value has this name.'
    );
    press('Escape', 27);
    await agreed;
  });
});
