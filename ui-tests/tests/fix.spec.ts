/** Point 4: one click replaces the literal by a lookup that still runs. */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';

/** Click the replacement of the only finding that has one. */
async function replace(ct: CtPage): Promise<void> {
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: /^Replace with/ }).click();
}

/** Run git in the folder of the test. */
function git(ct: CtPage, ...words: string[]): string {
  return execFileSync('git', words, { cwd: ct.folder, encoding: 'utf8' });
}

test('the literal becomes a lookup, the value goes to .env, one Ctrl+Z takes it back @point', async ({
  ct
}) => {
  const value = password();
  await ct.open(notebook(databaseCell(value)));
  git(ct, 'init', '--quiet');
  const before = await ct.source(0);

  await replace(ct);

  await expect.poll(() => ct.source(0)).toContain('os.environ["PASSWORD"]');
  const after = await ct.source(0);
  // The file is loaded through a link, which names no folder of the user's.
  const link = /expanduser\("([^"]+\/[0-9a-f]{8,32})\/\.env"\)/.exec(
    after
  )?.[1];
  expect(after).toBe(
    [
      'import os\n',
      'from dotenv import load_dotenv\n',
      `if not load_dotenv(os.path.expanduser("${link}/.env")):`,
      '    load_dotenv()\n',
      before.replace(`"${value}"`, 'os.environ["PASSWORD"]')
    ].join('\n')
  );
  expect(fs.realpathSync(String(link))).toBe(fs.realpathSync(ct.folder));
  expect(ct.read('.env')).toMatch(
    new RegExp(`^PASSWORD=(['"]?)${value}\\1$`, 'm')
  );
  const { mode } = fs.statSync(path.join(ct.folder, '.env'));
  expect((mode & 0o777).toString(8)).toBe('600');
  expect(ct.read('.gitignore')).toMatch(/^\/?\.env$/m);
  expect(git(ct, 'status', '--porcelain', '.env')).toBe('');
  await expect(ct.toast(/\.env as PASSWORD.*\.gitignore/)).toBeVisible();
  await expect(ct.panel.findings).toHaveCount(0);

  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+z');
  expect(await ct.source(0)).toBe(before);
  await expect(ct.marks(0)).toHaveText([value]);
});

test('the running kernel knows the variable, and its history does not know the value @point', async ({
  ct
}) => {
  const value = password(7);
  await ct.open(
    notebook(
      code(`password = "${value}"`),
      code(
        [
          'import hashlib, linecache',
          'from pathlib import Path',
          'value = password',
          'manager = get_ipython().history_manager',
          'manager.writeout_cache()',
          'said = [*In, *_ih, *(line for *_, line in manager.search("*")), str(Out), str(linecache.cache)]',
          'files = b"".join(p.read_bytes() for p in Path(manager.hist_file).parent.iterdir() if p.is_file())',
          'print(len(said) > 3, len(files) > 0)',
          'print(any(value in text for text in said), value.encode() in files)',
          'print(hashlib.sha256(value.encode()).hexdigest())'
        ].join('\n')
      )
    )
  );

  await replace(ct);
  await expect(ct.toast('The running kernel knows it.')).toBeVisible();
  await ct.run(0);
  await ct.run(1);

  const { createHash } = await import('crypto');
  const digest = createHash('sha256').update(value).digest('hex');
  const output = ct.cell(1).locator('.jp-OutputArea-output');
  await expect(output).toHaveText(`True True\nFalse False\n${digest}`);
});

test('import os is added once, and not where the notebook has it', async ({
  ct
}) => {
  await ct.open(
    notebook(
      code('import os\nimport sys'),
      databaseCell(password()),
      code(`token = "${githubToken()}"`)
    )
  );
  await ct.panel.open();

  await ct.panel
    .ofCell(2)
    .getByRole('button', { name: /^Replace/ })
    .click();
  await expect.poll(() => ct.source(1)).toContain('os.environ');
  await ct.panel
    .ofCell(3)
    .getByRole('button', { name: /^Replace/ })
    .click();
  await expect.poll(() => ct.source(2)).toContain('os.environ');

  expect((await ct.sources()).join('\n').match(/import os$/gm)).toHaveLength(1);
  expect(
    ct
      .read('.env')
      .trim()
      .split('\n')
      .filter(line => /^\w+=/.test(line))
  ).toHaveLength(2);
});

test('copies in outputs go with it, and Restore in the notification brings them back', async ({
  ct
}) => {
  const token = githubToken();
  await ct.open(
    notebook(
      code(`token = "${token}"`),
      code('print(token)', printed(`${token}\n`))
    )
  );
  const output = ct.cell(1).locator('.jp-OutputArea-output');
  await expect(output).toHaveText(token);

  await replace(ct);

  await expect(output).toHaveText('<REDACTED:GITHUB_TOKEN>');
  // One here, and those in the checkpoint.
  await expect(ct.toast('copies replaced.')).toBeVisible();
  await expect(ct.panel.findings).toHaveCount(0);
  await ct.toasts.getByRole('button', { name: 'Restore' }).click();
  await expect(output).toHaveText(token);
  expect(await ct.source(0)).toContain('os.environ["GITHUB_TOKEN"]');
});

test('another value in .env is never overwritten', async ({ ct }) => {
  const value = password(0);
  const other = password(1);
  await ct.open(notebook(databaseCell(value)));
  ct.write(`PASSWORD=${other}\n`, '.env');

  await replace(ct);

  await expect.poll(() => ct.source(0)).toContain('os.environ[');
  const name = /os\.environ\["(\w+)"\]/.exec(await ct.source(0))![1];
  expect(name).not.toBe('PASSWORD');
  const written = ct.read('.env');
  expect(written).toContain(`PASSWORD=${other}\n`);
  expect(written).toMatch(new RegExp(`^${name}=(['"]?)${value}\\1$`, 'm'));
});

test('Undo in the notification puts the value back', async ({ ct }) => {
  await ct.open(notebook(databaseCell(password())));
  const before = await ct.source(0);
  await replace(ct);
  await expect.poll(() => ct.source(0)).not.toBe(before);

  await ct.toasts.getByRole('button', { name: 'Undo' }).click();

  await expect.poll(() => ct.source(0)).toBe(before);
});

const REFUSALS: [string, RegExp, string, (ct: CtPage) => void][] = [
  [
    'git tracks .env',
    /git already tracks the \.env file/,
    'model.ipynb',
    ct => {
      git(ct, 'init', '--quiet');
      ct.write('A=1\n', '.env');
      git(ct, 'add', '--force', '.env');
    }
  ],
  [
    'the folder leads out of the root',
    /leads out of the server.s root/,
    'link/model.ipynb',
    ct => {
      const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'ct-outside-'));
      fs.symlinkSync(outside, path.join(ct.folder, 'link'));
    }
  ],
  [
    '.env is a link',
    /is a link/,
    'model.ipynb',
    ct => fs.symlinkSync('/dev/null', path.join(ct.folder, '.env'))
  ],
  [
    '.env is a folder',
    /is not a file/,
    'model.ipynb',
    ct => fs.mkdirSync(path.join(ct.folder, '.env'))
  ]
];

for (const [name, message, notebookPath, prepare] of REFUSALS) {
  test(`refused, with a message and nothing changed: ${name}`, async ({
    ct
  }) => {
    prepare(ct);
    await ct.open(notebook(databaseCell(password())), notebookPath);
    const before = await ct.source(0);

    await replace(ct);

    await expect(ct.toast(message)).toBeVisible();
    expect(await ct.source(0)).toBe(before);
    await expect(ct.marks(0)).toHaveCount(1);
  });
}

test('what code could not look up has no Replace of its own, and is told why', async ({
  ct
}) => {
  await ct.open(notebook(code(`# the old token: ${githubToken()}`)));
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(1);

  await expect(
    ct.panel.findings.getByRole('button', { name: /^Replace/ })
  ).toHaveCount(0);
  await ct.panel.findings.getByRole('button', { name: 'Learn more' }).click();
  await expect(ct.panel.findings).toContainText('puts a placeholder there');
});
