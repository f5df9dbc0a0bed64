/** What one's hands do: keys of undo and redo, offers that still hold, a busy kernel, one notice at a time. */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password, sample } from '../src/samples';

const undoButton = (ct: CtPage) =>
  ct.panel.root.getByRole('button', { name: /^Undo the replacement/ });

/** Replace the first finding by its button. */
async function replaceFirst(ct: CtPage): Promise<void> {
  await ct.panel.open();
  await ct.panel.root
    .getByRole('button', { name: /^Replace with/ })
    .first()
    .click();
  await expect(ct.toast(/^Moved to \.env/)).toBeVisible();
}

for (const where of ['the panel', 'the status bar'] as const) {
  test(`Ctrl+Z and Ctrl+Shift+Z in ${where} undo and redo the replacement`, async ({
    ct
  }) => {
    const value = password();
    await ct.open(notebook(databaseCell(value), code('x = 1')));
    const before = await ct.sources();
    await replaceFirst(ct);
    const after = await ct.sources();
    const focus = async () => {
      if (where === 'the panel') {
        await ct.panel.root.getByRole('tab', { name: /^Secrets/ }).focus();
      } else {
        await ct.status.getByRole('button').focus();
      }
    };

    await focus();
    await ct.page.keyboard.press('Control+z');
    await expect.poll(() => ct.sources()).toEqual(before);
    await expect.poll(() => ct.exists('.env')).toBe(false);

    await focus();
    await ct.page.keyboard.press('Control+Shift+z');
    await expect.poll(() => ct.sources()).toEqual(after);
    expect(ct.read('.env')).toContain('PASSWORD=');
  });
}

test('Ctrl+Z in a field of the panel is the field’s own', async ({ ct }) => {
  ct.write(notebook(databaseCell(password(1))), 'other.ipynb');
  await ct.open(notebook(databaseCell(password())));
  await replaceFirst(ct);
  const after = await ct.sources();
  await ct.panel.root.getByRole('tab', { name: 'Project' }).click();
  await ct.panel.root
    .getByRole('button', { name: 'Scan', exact: true })
    .click();
  const filter = ct.panel.root.getByRole('searchbox');
  await filter.fill('other');
  await ct.page.keyboard.press('Control+z');
  await expect(filter).not.toHaveValue('other');
  expect(await ct.sources()).toEqual(after);
});

test('Ctrl+Shift+Z in a cell does the whole replacement again', async ({
  ct
}) => {
  const token = githubToken();
  await ct.open(
    notebook(
      code(`token = "${token}"`, printed(`${token}\n`)),
      code(`password = "${password()}"`)
    )
  );
  const before = await ct.sources();
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  await new PreviewDialog(ct.page).agree();
  await expect(ct.toast(/moved to \.env/)).toBeVisible();
  const after = await ct.sources();
  await ct.edit(1);
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.sources()).toEqual(before);
  await expect(ct.toast(/^Undone/)).toBeVisible();

  await ct.edit(1);
  await ct.page.keyboard.press('Control+Shift+z');
  await expect.poll(() => ct.sources()).toEqual(after);
  await expect(ct.cell(0).locator('.jp-OutputArea-output')).toHaveText(
    /^<REDACTED:/
  );
});

test('an output that ran anew is no longer offered for restoring', async ({
  ct
}) => {
  const token = githubToken();
  await ct.open(
    notebook(
      code(`token = "${token}"`),
      code('print("so far")', printed(`${token}\n`)),
      code('1', printed(`${token}\n`))
    )
  );
  await replaceFirst(ct);
  const restore = ct.panel.root.getByRole('button', { name: /^Restore/ });
  await expect(restore).toHaveText('Restore 2 outputs');

  await ct.run(1);
  await expect(restore).toHaveText('Restore 1 output');
  await ct.run(2);
  await expect(restore).toHaveCount(0);
});

test('what is only replaced by a placeholder has no name to edit', async ({
  ct
}) => {
  await ct.open(
    notebook(
      databaseCell(password()),
      code('1', printed(`${sample('secret.openai.api-key')}\n`))
    )
  );
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(2);
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  const preview = new PreviewDialog(ct.page);
  await preview.ready();
  const row = preview.root.locator('tr', { hasText: 'OpenAI' });
  await expect(row).toContainText('placeholder only, not stored');
  await expect(row.getByRole('textbox')).toHaveCount(0);
  await expect(preview.names).toHaveCount(1);

  // What the button says is what it is called.
  await expect(preview.accept).toHaveAccessibleName('Replace all');
  await row.getByRole('checkbox').uncheck();
  await preview.ready();
  await expect(preview.accept).toHaveText('Replace 1 of 2');
  await expect(preview.accept).toHaveAccessibleName('Replace 1 of 2');
});

test('a busy kernel is told of at once, and need not be waited for', async ({
  ct
}) => {
  await ct.open(
    notebook(
      databaseCell(password()),
      code('import time\nfor _ in range(600): time.sleep(0.1)')
    )
  );
  const before = await ct.sources();
  await ct.panel.open();
  await ct.edit(1);
  await ct.page.keyboard.press('Control+Enter');
  await expect(ct.cell(1).locator('.jp-InputPrompt')).toHaveText('[*]:');
  const replace = ct.panel.root.getByRole('button', { name: /^Replace with/ });
  const waiting = ct.toast(/^Waiting for the kernel/);

  await replace.click();
  await waiting.getByRole('button', { name: 'Cancel' }).click();
  await expect(waiting).toHaveCount(0);
  expect(await ct.sources()).toEqual(before);
  expect(ct.exists('.env')).toBe(false);

  await replace.click();
  await waiting.getByRole('button', { name: 'Go on without it' }).click();
  await expect(ct.toast(/^Moved to \.env/)).toContainText(
    'The kernel is busy, and knows it once it is free.'
  );
  expect(await ct.source(0)).toContain('os.environ["PASSWORD"]');
});

test('one notice at a time tells of replacements', async ({ ct }) => {
  await ct.open(
    notebook(
      code(`token = "${githubToken()}"`),
      code(`password = "${password()}"`)
    )
  );
  await replaceFirst(ct);
  await ct.panel.root
    .getByRole('button', { name: /^Replace with/ })
    .first()
    .click();
  await expect(ct.toast(/PASSWORD/)).toBeVisible();
  await expect(ct.toasts).toHaveCount(1);
  await undoButton(ct).click();
  await expect(ct.toast(/^Undone/)).toBeVisible();
  await expect(ct.toasts).toHaveCount(1);
  await undoButton(ct).click();
  await expect(ct.toast(/^Undone/)).toBeVisible();
  await expect(ct.toasts).toHaveCount(1);
});

test('beside git a file can be listed in .gitignore, elsewhere the button says why not', async ({
  ct
}) => {
  const people = Array.from(
    { length: 60 },
    (_, n) => `${n},user${n}@mail-${n % 7}.net`
  );
  fs.writeFileSync(
    path.join(ct.folder, 'people.csv'),
    ['id,email', ...people].join('\n') + '\n'
  );
  const open = async () => {
    await ct.open(
      notebook(code('import pandas as pd\ndf = pd.read_csv("people.csv")'))
    );
    await ct.panel.open();
    await ct.panel.root.getByRole('tab', { name: /^Personal data/ }).click();
    await expect(ct.panel.root.locator('.ct-Columns tbody tr')).toHaveCount(1);
  };
  await open();
  const none = ct.panel.root.getByRole('button', {
    name: 'Not in a git repository'
  });
  await expect(none).toHaveAttribute('aria-disabled', 'true');
  await expect(none).toHaveAttribute('title', /no git repository/);

  execFileSync('git', ['init', '--quiet', ct.folder]);
  await open();
  await ct.panel.root
    .getByRole('button', { name: 'Add to .gitignore' })
    .click();
  await expect(
    ct.panel.root.getByRole('button', { name: 'Listed in .gitignore' })
  ).toBeVisible();
  expect(ct.read('.gitignore')).toBe('people.csv\n');
});

test('the first view is called by what is open', async ({ ct }) => {
  await ct.openText(`password = "${password()}"\n`, 'settings.py');
  await ct.panel.open();
  await expect(ct.panel.root.getByRole('tab').first()).toHaveText('This file');
  await expect(ct.status.getByRole('button')).toHaveAccessibleName(
    '1 secret in this file, open the panel'
  );
  await ct.openTextAlso(`password: ${password(1)}\n`, 'settings.yml');
  await expect(ct.panel.root.getByRole('tab').first()).toHaveText('This file');
  await ct.execute('console:create', { name: 'python3' });
  await expect(ct.page.locator('.jp-CodeConsole')).toBeVisible();
  await expect(ct.panel.root.getByRole('tab').first()).toHaveText(
    'This console',
    { timeout: 30_000 }
  );
});
