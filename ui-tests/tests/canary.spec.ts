/**
 * No value leaves the notebook by our doing: unique values are planted in every part, every feature is
 * used, and then everything that was written or sent is searched.
 *
 * Left out, since there the values are by the user's own doing: the notebook, Jupyter's checkpoint of
 * it and its content as the Contents API sends it, and what goes to and from the kernel. The answer of
 * `redact` carries the values that it moved, and `.env` is where that value is meant to be.
 */
import * as fs from 'fs';
import * as path from 'path';

import type { CtPage } from '../src/ctPage';
import { isOurs } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook, printed } from '../src/notebooks';
import type { ICell } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { sample } from '../src/samples';
import { folderOf } from '../src/servers';

const SEED = 9;

/** The values, by the part they are planted in. */
function canaries() {
  return {
    fixed: sample('{password:14}', SEED),
    ignored: sample('secret.github.token', SEED),
    comment: sample('secret.aws.secret-access-key', SEED),
    printed: sample('secret.openai.api-key', SEED),
    html: sample('secret.huggingface.access-token', SEED),
    traceback: sample('secret.gitlab.token', SEED),
    markdown: sample('secret.slack.token', SEED),
    raw: sample('secret.anthropic.api-key', SEED),
    metadata: sample('secret.databricks.access-token', SEED),
    notebook: sample('secret.sendgrid.api-key', SEED),
    attachment: sample('secret.npm.access-token', SEED),
    typed: sample('secret.stripe.secret-key', SEED),
    // Of another seed, or it would be part of the token that is ignored.
    database: sample('{alnum:16}', SEED - 1)
  };
}

/** What is found of them, and where. */
const FOUND = [
  'attachment secret.npm.access-token',
  'metadata secret.databricks.access-token',
  'metadata secret.sendgrid.api-key',
  'output secret.gitlab.token',
  'output secret.huggingface.access-token',
  'output secret.openai.api-key',
  'source secret.anthropic.api-key',
  'source secret.aws.secret-access-key',
  'source secret.database.url-password',
  'source secret.generic.password',
  'source secret.github.token',
  'source secret.slack.token'
];

type Canaries = Readonly<Record<string, string>>;

function planted(value: ReturnType<typeof canaries>) {
  const traced = {
    output_type: 'error',
    ename: 'ValueError',
    evalue: `bad token ${value.traceback}`,
    traceback: [
      `\u001b[31mValueError\u001b[39m: "\u001b[33m${value.traceback}\u001b[39m"`
    ]
  };
  const shown = {
    output_type: 'display_data',
    data: { 'text/html': `<b>${value.html}</b>`, 'text/plain': value.html },
    metadata: {}
  };
  const tagged = code('x = 1');
  tagged.metadata = { deploy: { token: value.metadata } };
  const attached: ICell = {
    cell_type: 'markdown',
    id: 'attached',
    metadata: {},
    source: 'See [the key](attachment:key.txt).',
    attachments: {
      'key.txt': { 'text/plain': `npm_token=${value.attachment}` }
    }
  };
  const document = notebook(
    code(`password = "${value.fixed}"`),
    code(`token = "${value.ignored}"`),
    code(`# aws_secret_access_key = "${value.comment}"`),
    code('print(key)', {
      output_type: 'stream',
      name: 'stdout',
      text: `OPENAI_API_KEY=${value.printed}\n`
    }),
    code('show()', shown),
    code('fail()', traced),
    {
      cell_type: 'markdown',
      id: 'text',
      metadata: {},
      source: `slack: ${value.markdown}`
    },
    { cell_type: 'raw', id: 'raw', metadata: {}, source: `key: ${value.raw}` },
    tagged,
    attached,
    code(`url = "postgresql://ann:${value.database}@db.internal/churn"`),
    code('')
  );
  document.metadata.mail = { key: value.notebook };
  return document;
}

/** Ways in which a value may be written down. */
function spellings(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return [
    ...new Set([
      value,
      encodeURIComponent(value),
      JSON.stringify(value).slice(1, -1),
      base64
    ])
  ];
}

/** Names of the values that are in a text. */
function foundIn(text: string, value: Canaries): string[] {
  return Object.entries(value)
    .filter(([, each]) =>
      spellings(each).some(spelling => text.includes(spelling))
    )
    .map(([name]) => name);
}

/** What the browser was sent, and sent in an address or said in its console. */
function listen(
  ct: CtPage,
  value: Canaries
): { leaks: string[]; seen: string[]; done(): Promise<unknown> } {
  const leaks: string[] = [];
  const seen: string[] = [];
  const reading: Promise<unknown>[] = [];
  const check = (where: string, text: string) => {
    seen.push(where);
    leaks.push(...foundIn(text, value).map(name => `${name} in ${where}`));
  };
  ct.page.on('request', request => check('an address', request.url()));
  ct.page.on('console', message => check('the console', message.text()));
  ct.page.on('response', response => {
    const { pathname } = new URL(response.url());
    const isNotebook = /^\/api\/contents\/.*\.ipynb$/.test(pathname);
    if (!isNotebook && !isOurs(response.url(), 'redact')) {
      reading.push(
        response.text().then(
          text => check(pathname, text),
          () => undefined // redirects and aborted requests have no body
        )
      );
    }
  });
  ct.page.on('websocket', socket => {
    const { pathname } = new URL(socket.url());
    if (!pathname.includes('/api/kernels/')) {
      socket.on('framereceived', ({ payload }) =>
        check(pathname, String(payload))
      );
      socket.on('framesent', ({ payload }) => check(pathname, String(payload)));
    }
  });
  return { leaks, seen, done: () => Promise.all(reading) };
}

/** Files below a folder, links not followed. */
function filesBelow(folder: string): string[] {
  const top = fs.realpathSync(folder);
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => fs.realpathSync(path.join(entry.parentPath, entry.name)));
  // Each once, by where it lies: links lead from `data` to the folder of the notebook.
  return [...new Set(files)].map(file =>
    path.join(folder, path.relative(top, file))
  );
}

/** Command lines of all processes. */
function processes(): string {
  return fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => {
      try {
        return fs.readFileSync(`/proc/${name}/cmdline`, 'utf8');
      } catch {
        return ''; // it ended meanwhile
      }
    })
    .join('\n');
}

/**
 * Values in what is left once the page was loaded anew: the storage of the browser, command lines,
 * and all that the server wrote.
 *
 * @param meant Files of the test's folder that are meant to hold values
 */
async function leftBehind(
  ct: CtPage,
  folder: string,
  value: Canaries,
  meant: readonly string[]
): Promise<string[]> {
  const storage = await ct.page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }])
  );
  await ct.page.reload();
  await ct.ready();
  const server = folderOf('lab');
  const written = filesBelow(server).filter(file => {
    const name = path.relative(folder, file);
    return !meant.includes(name) && !/^\.ipynb_checkpoints/.test(name);
  });
  const kinds = new Set(
    written.map(file => path.relative(server, file).split(path.sep)[0])
  );
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'server.log',
      'settings',
      'workspaces',
      'runtime',
      'ipython',
      'data'
    ])
  );
  const texts: [string, string][] = [
    ['the storage', storage],
    ['the processes', processes()],
    ...written.map((file): [string, string] => [
      path.relative(server, file),
      fs.readFileSync(file, 'latin1')
    ])
  ];
  return texts.flatMap(([where, text]) =>
    foundIn(text, value).map(name => `${name} in ${where}`)
  );
}

test.use({ mockSettings: false, mockState: false, mockConfig: false });
test.describe.configure({ timeout: 120_000 });

test('values stay in the notebook and .env, whatever is done', async ({
  ct,
  folder
}) => {
  const value = canaries();
  const heard = listen(ct, value);
  const scanned = new Set<string>();
  ct.page.on('response', async response => {
    if (isOurs(response.url(), 'scan')) {
      const { findings } = await response
        .json()
        .catch(() => ({ findings: [] }));
      for (const { part, weakness_id } of findings) {
        scanned.add(`${part} ${weakness_id}`);
      }
    }
  });

  // Open, and see that every part is read: otherwise nothing could have leaked.
  await ct.open(planted(value));
  await ct.panel.open();
  await expect(ct.panel.state).toHaveAttribute('data-state', 'findings');
  await expect.poll(() => [...scanned].sort()).toEqual(FOUND);

  // Messages, on hover and by keyboard; what is typed.
  await ct.marks(1).hover();
  await expect(ct.page.locator('.cm-tooltip-hover')).toBeVisible();
  await ct.edit(0);
  await ct.page.keyboard.press('Alt+Shift+KeyM');
  await expect(ct.page.locator('.ct-MessageTooltip')).toBeVisible();
  await ct.page.keyboard.press('Escape');
  await ct.panel
    .finding('secret.github.token')
    .getByRole('button', { name: 'Learn more' })
    .click();
  await ct.execute('ct_jupyter:next-finding');
  await ct.type(11, `stripe.api_key = "${value.typed}"`);
  await expect(ct.marks(11)).toHaveText([value.typed]);

  // Replace, with the kernel running; ignore, by comment.
  await ct.edit(0);
  await ct.page.keyboard.press('Alt+Shift+KeyR');
  await expect.poll(() => ct.source(0)).toContain('os.environ');
  expect(ct.read('.env')).toContain(value.fixed);
  const looksUp = await ct.source(0);
  await ct.edit(1);
  await ct.page.keyboard.press('Alt+Shift+KeyS');
  await ct.dialog.getByLabel(/^Comment/).fill('canary');
  await ct.page.keyboard.press('Enter');
  await expect.poll(() => ct.source(1)).toContain('ct: ignore[');

  // Save: reported, refused, off; rename; scan again; themes.
  await ct.save();
  await expect(ct.toasts.filter({ hasText: 'Saved with' })).toHaveCount(1);
  await ct.setOnSave('block');
  await ct.type(11, ' ');
  const saving = ct.execute('docmanager:save').catch(() => undefined);
  await expect(ct.dialog).toContainText('Not saved');
  await ct.dialog.getByRole('button').last().click();
  await saving;
  await ct.setOnSave('off');
  await ct.save();
  await ct.setOnSave('warn');
  await ct.execute('ct_jupyter:scan');
  await ct.setTheme('Dark');
  await ct.setTheme('Light');

  // All at once: the preview, Ctrl+Z and Restore; a clean copy.
  await ct.execute('ct_jupyter:restore-outputs').catch(() => undefined);
  void ct.execute('ct_jupyter:replace-all');
  const preview = new PreviewDialog(ct.page);
  await preview.ready();
  expect(foundIn(await preview.root.innerHTML(), value)).toEqual([]);
  await preview.agree();
  await expect.poll(() => ct.source(2)).toContain('<REDACTED:');
  const toast = ct.toast(/moved to \.env/);
  await toast.getByRole('button', { name: 'Details' }).click();
  await expect(ct.dialog).toContainText('Rotate the keys');
  expect(foundIn(await ct.dialog.innerHTML(), value)).toEqual([]);
  await ct.dialog.locator('.jp-Dialog-footer button').last().click();
  await expect(ct.dialog).toHaveCount(0);
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => ct.source(2)).toContain(value.comment);
  // What stood before it, the lookup of one value, needs none of its imports.
  await expect.poll(() => ct.source(0)).toBe(looksUp);
  await ct.execute('ct_jupyter:restore-outputs');
  const sharing = ct.execute('ct_jupyter:share');
  await ct.dialog.getByRole('button', { name: 'Save the copy' }).click();
  await sharing;
  await expect(ct.toast('Saved model-clean.ipynb.')).toBeVisible();
  // What was ignored stays, and is said to; nothing else is in the copy.
  expect(foundIn(ct.read('model-clean.ipynb'), value)).toEqual(['ignored']);
  fs.rmSync(path.join(folder, 'model-clean.ipynb'));

  // Ctrl+Z where `.env` cannot be changed back; a refused fix: the message must not say what it could not store.
  fs.rmSync(path.join(folder, '.env'));
  fs.mkdirSync(path.join(folder, '.env'));
  await ct.execute('notebook:undo-cell-action');
  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.source(0)).toBe(`password = "${value.fixed}"`);
  await expect(ct.toast(/What was stored stays stored/)).toBeVisible();
  await expect(ct.marks(0)).toHaveCount(1);
  await ct.page.keyboard.press('Alt+Shift+KeyR');
  await expect(ct.toasts.filter({ hasText: 'is not a file' })).toHaveCount(1);

  // Malformed requests must not be echoed, nor logged.
  await ct.page.evaluate(async secret => {
    for (const [method, name] of [
      ['POST', 'scan'],
      ['POST', 'fix'],
      ['POST', 'redact'],
      ['POST', 'share'],
      ['POST', 'ignore'],
      ['PUT', 'save-mode']
    ]) {
      const headers = { 'Content-Type': 'application/json' };
      await fetch(`/ct_jupyter/${name}`, {
        method,
        headers,
        body: `{"password": "${secret}"`
      });
      await fetch(`/ct_jupyter/${name}`, {
        method,
        headers,
        body: JSON.stringify({
          path: secret,
          language: secret,
          cells: secret,
          mode: secret
        })
      });
    }
  }, value.typed);

  // The workspace and the settings are written, the storage of the browser is read.
  await ct.save();
  // The search finds what it is meant to find.
  expect(foundIn(ct.read('model.ipynb'), value)).toEqual(Object.keys(value));
  const left = await leftBehind(ct, folder, value, ['model.ipynb', '.env']);
  await heard.done();

  expect(heard.seen).toContain('/ct_jupyter/scan');
  expect(heard.seen).toContain('/ct_jupyter/ignore');
  expect(heard.seen).toContain('/api/events/subscribe');
  // The clean copy is a notebook, with what its user chose to ignore.
  expect(heard.leaks).toEqual(['ignored in /ct_jupyter/share']);
  expect(left).toEqual([]);
});

test('personal data stays in the notebook and in the files that it reads', async ({
  ct,
  folder
}) => {
  const value = {
    source: sample('pii.iban', SEED),
    html: sample('pii.credit-card', SEED),
    printed: sample('pii.phone', SEED),
    markdown: 'q7xvk@mail-3.net',
    mail: 'k2zzp@mail-5.net',
    iban: sample('pii.iban', SEED - 1)
  };
  const heard = listen(ct, value);
  const rows = `n,email,iban\n1,${value.mail},${value.iban}\n`;
  fs.writeFileSync(path.join(folder, 'people.csv'), rows);
  const shown = {
    output_type: 'display_data',
    data: { 'text/html': `<b>card: ${value.html}</b>` },
    metadata: {}
  };
  await ct.open(
    notebook(
      code(`iban = "${value.source}"`, printed(`phone: ${value.printed}\n`)),
      code('import pandas as pd\ndf = pd.read_csv("people.csv")', shown),
      code('df', printed(`   n             email\n0  1  ${value.mail}\n`)),
      {
        cell_type: 'markdown',
        id: 'text',
        metadata: {},
        source: `Write to ${value.markdown}.`
      }
    )
  );
  await ct.panel.open();
  await ct.panel.root.getByRole('tab', { name: /^Personal data/ }).click();
  await expect(ct.panel.root.locator('.ct-Columns tbody tr')).toHaveCount(2);
  await expect(ct.panel.state).toHaveText(/^Personal data: 5 places/);
  expect(foundIn(await ct.panel.root.innerHTML(), value)).toEqual([]);

  // Messages; names; the columns treated and scrubbed; a save that warns; malformed requests.
  await ct.marks(0).hover();
  await expect(ct.page.locator('.cm-tooltip-hover')).toBeVisible();
  const names = ct.panel.root.getByRole('button', { name: 'Look for names' });
  if (await names.isEnabled()) {
    await names.click();
  }
  // Of the columns: each place in the notebook has one of its own.
  await ct.panel.root
    .getByRole('region', { name: 'Data files' })
    .getByRole('button', { name: 'Mask' })
    .click();
  await expect.poll(() => ct.sources()).toHaveLength(5);
  await expect(ct.cell(3).locator('.jp-OutputArea-output')).toContainText(
    '<REDACTED:EMAIL>'
  );
  await ct.panel.root.getByRole('button', { name: /^Restore/ }).click();
  await ct.save();
  await ct.page.evaluate(async personal => {
    for (const name of ['scan', 'data', 'data-cell', 'scrub', 'names']) {
      for (const body of [
        `{"content": "${personal}"`,
        JSON.stringify({ path: personal, content: personal, cells: personal })
      ]) {
        const headers = { 'Content-Type': 'application/json' };
        await fetch(`/ct_jupyter/${name}`, { method: 'POST', headers, body });
      }
    }
  }, value.source);
  // Settings are written as well, whatever ran before.
  await ct.setTheme('Dark');
  await ct.setTheme('Light');
  await ct.save();

  // The search finds what it is meant to find.
  const inNotebook = foundIn(ct.read('model.ipynb'), value);
  expect(inNotebook).toEqual(Object.keys(value).filter(key => key !== 'iban'));
  const meant = ['model.ipynb', 'people.csv'];
  const left = await leftBehind(ct, folder, value, meant);
  await heard.done();
  for (const name of ['scan', 'data', 'data-cell', 'scrub']) {
    expect(heard.seen).toContain(`/ct_jupyter/${name}`);
  }
  expect(heard.leaks).toEqual([]);
  expect(left).toEqual([]);
});

test.afterAll(() => {
  // What other tests set was kept in memory; this one wrote it.
  const settings = path.join(folderOf('lab'), 'settings');
  fs.rmSync(settings, { recursive: true, force: true });
  fs.mkdirSync(settings);
});
