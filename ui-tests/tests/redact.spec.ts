/** All secrets of a notebook are replaced at once, with their copies, and outputs can be restored. */
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password } from '../src/samples';
import { outputs, restart } from '../src/steps';

/** Open the preview from the panel. */
async function preview(ct: CtPage): Promise<PreviewDialog> {
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  const dialog = new PreviewDialog(ct.page);
  await dialog.ready();
  return dialog;
}

/** A notebook with two values, one of them printed. */
function twoSecrets(value: string, token: string) {
  const tokenCell = code(
    `token = "${token}"`,
    printed(`using ${token}\n`),
    {
      output_type: 'display_data',
      data: { 'text/html': `<b>${token}</b>`, 'text/plain': token },
      metadata: {}
    },
    printed('done\n')
  );
  tokenCell.metadata = { note: token };
  return notebook(code('import sys'), databaseCell(value), tokenCell);
}

test('all go at once, with their copies; Restore the outputs; Ctrl+Z takes all back @point', async ({
  ct
}) => {
  const value = password();
  const token = githubToken();
  await ct.open(twoSecrets(value, token));
  const [, before, tokenBefore] = await ct.sources();
  const printedBefore = await outputs(ct, 2);

  const dialog = await preview(ct);
  await expect(dialog.names).toHaveCount(2);
  // Once in the stream, and in both formats of the other.
  await expect(dialog.count('In outputs')).toHaveText('3');
  await expect(dialog.count('In metadata')).toHaveText('1');
  await expect(dialog.changes).toContainText('os.environ["PASSWORD"]');
  for (const secret of [value, token]) {
    expect(await dialog.root.innerHTML()).not.toContain(secret);
  }
  await dialog.agree();

  await expect.poll(() => ct.source(1)).toContain('os.environ["PASSWORD"]');
  await expect.poll(() => ct.source(2)).toContain('os.environ["GITHUB_TOKEN"]');
  const env = ct.read('.env');
  expect(env).toContain(value);
  expect(env).toContain(token);
  await expect(ct.toast(/2 secrets moved to \.env/)).toBeVisible();
  await expect(ct.panel.findings).toHaveCount(0);
  const printedAfter = await outputs(ct, 2);
  expect(printedAfter).not.toContain(token);
  expect(printedAfter).toContain('using <REDACTED:GITHUB_TOKEN>');
  // The view shows all three, in their order.
  await expect(ct.cell(2).locator('.jp-OutputArea-output')).toHaveText([
    /using <REDACTED:GITHUB_TOKEN>/,
    '<REDACTED:GITHUB_TOKEN>',
    'done'
  ]);

  await ct.panel.root.getByRole('button', { name: /^Restore/ }).click();
  await expect.poll(() => outputs(ct, 2)).toBe(printedBefore);
  await expect(ct.cell(2).locator('.jp-OutputArea-output').first()).toHaveText(
    `using ${token}`
  );
  await expect(
    ct.panel.root.getByRole('button', { name: /^Restore/ })
  ).toHaveCount(0);

  await ct.editor(1).click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.source(1)).toBe(before);
  await expect.poll(() => ct.source(2)).toBe(tokenBefore);
});

test('names are changed before it is done, and a bad one is refused', async ({
  ct
}) => {
  await ct.open(twoSecrets(password(), githubToken()));
  const dialog = await preview(ct);

  await dialog.root
    .getByRole('textbox', { name: /GitHub token/ })
    .fill('1 bad name');
  await expect(dialog.root.getByRole('alert')).toContainText('Use letters');
  await expect(dialog.accept).toHaveAttribute('aria-disabled', 'true');
  await dialog.root.getByRole('textbox', { name: /GitHub token/ }).fill('PATH');
  await expect(dialog.root.getByRole('alert')).toContainText(
    'PATH belongs to the system'
  );
  await dialog.root
    .getByRole('textbox', { name: /GitHub token/ })
    .fill('CI_TOKEN');
  await expect(dialog.changes).toContainText('os.environ["CI_TOKEN"]');
  await dialog.agree();

  await expect.poll(() => ct.source(2)).toContain('os.environ["CI_TOKEN"]');
  expect(ct.read('.env')).toMatch(/^CI_TOKEN=/m);
});

test('the notebook runs as before, and again after a restart @point @p3', async ({
  ct
}) => {
  const value = password();
  await ct.open(
    notebook(
      code(`password = "${value}"`),
      code(
        'import hashlib\nprint(hashlib.sha256(password.encode()).hexdigest())'
      )
    )
  );
  const dialog = await preview(ct);
  await expect(
    dialog.root.getByRole('checkbox', { name: /load_dotenv/ })
  ).toBeChecked();
  await dialog.agree();
  await expect(ct.toast('The running kernel knows them.')).toBeVisible();
  const { createHash } = await import('crypto');
  const digest = createHash('sha256').update(value).digest('hex');
  const output = ct.cell(1).locator('.jp-OutputArea-output');
  await ct.run(0);
  await ct.run(1);
  await expect(output).toHaveText(digest);

  await ct.execute('notebook:clear-all-cell-outputs');
  await restart(ct);
  await ct.run(0);
  await ct.run(1);
  await expect(output).toHaveText(digest);
});

test('by keyboard alone: the command, a name, Enter, Escape', async ({
  ct
}) => {
  await ct.open(twoSecrets(password(), githubToken()));
  await expect(ct.marks(1)).toHaveCount(1);
  const before = await ct.sources();
  await ct.edit(0);
  await ct.page.keyboard.press('Alt+Shift+KeyA');
  const dialog = new PreviewDialog(ct.page);
  await dialog.ready();
  await expect(dialog.accept).toBeFocused();
  await ct.page.keyboard.press('Escape');
  await expect(dialog.root).toBeHidden();
  expect(await ct.sources()).toEqual(before);

  await ct.page.keyboard.press('Alt+Shift+KeyA');
  await dialog.ready();
  await dialog.names.first().focus();
  await ct.page.keyboard.press('Enter');

  await expect(dialog.root).toBeHidden();
  await expect.poll(() => ct.source(1)).toContain('os.environ[');
});

test('a notebook of 500 cells: cells that were never rendered, too', async ({
  ct
}) => {
  const token = githubToken();
  const cells = Array.from({ length: 500 }, (_, index) =>
    index % 20 === 19
      ? code(`tokens[${index}] = "${token}"`, printed(`${token}\n`))
      : code(`x = ${index}`, printed(`${index}\n`))
  );
  await ct.open(notebook(...cells));
  const before = await ct.sources();

  const dialog = await preview(ct);
  await expect(dialog.names).toHaveCount(1);
  await expect(dialog.count('In cells')).toHaveText('25');
  await dialog.agree();

  await expect.poll(() => ct.source(499)).toContain('os.environ[');
  expect((await ct.sources()).join('\n')).not.toContain(token);
  expect(await outputs(ct, 499)).not.toContain(token);
  await expect(ct.toast(/1 secret moved to \.env/)).toBeVisible();
  await ct.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => ct.sources()).toEqual(before);
  await expect.poll(() => outputs(ct, 499)).toContain(token);
});
