/** The preview: what is chosen goes, what is refused is marked, and nothing that was typed is lost. */
import { expect, test } from '../src/fixtures';
import { code, notebook } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password } from '../src/samples';

test('each secret can be left out; the diff follows, and shows no value', async ({
  ct
}) => {
  const value = password();
  const token = githubToken();
  await ct.open(
    notebook(
      code(`import sys\npassword = "${value}"`),
      code(`token = "${token}"\nprint(1)`)
    )
  );
  const [, before] = await ct.sources();
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  const dialog = new PreviewDialog(ct.page);
  await dialog.ready();

  const diffs = dialog.root.locator('.ct-Diff');
  await expect(diffs).toHaveCount(2);
  await expect(diffs.nth(1)).toContainText('token = "****"');
  await expect(diffs.nth(1)).toContainText(
    'token = os.environ["GITHUB_TOKEN"]'
  );
  await expect(diffs.nth(1).locator('[data-kind="added"]')).toHaveCount(2);
  // There is no repository here.
  await expect(
    dialog.root.getByRole('radio', { name: /top of the repository/ })
  ).toHaveCount(0);

  await dialog.root
    .getByRole('checkbox', { name: /Replace: GitHub token/ })
    .uncheck();
  await dialog.ready();
  await expect(dialog.accept).toHaveText('Replace 1 of 2');
  await expect(diffs).toHaveCount(1);
  await expect(dialog.count('In cells')).toHaveText('1');
  expect(await dialog.root.innerHTML()).not.toContain(token);

  const all = dialog.root.getByRole('checkbox', {
    name: 'Replace all of them'
  });
  await all.check();
  await all.uncheck();
  await expect(dialog.root).toContainText('Choose what is to be replaced.');
  await expect(dialog.accept).toHaveAttribute('aria-disabled', 'true');
  await expect(dialog.accept).toHaveCSS('cursor', 'not-allowed');
  await dialog.root.getByRole('checkbox', { name: /Password/ }).check();
  await dialog.agree();

  await expect.poll(() => ct.source(0)).toContain('os.environ["PASSWORD"]');
  expect(await ct.source(1)).toBe(before);
  await expect(ct.marks(1)).toHaveCount(1);
});

test('names that the notebook asks for itself are accepted, and a refusal keeps the dialog and what was typed @point @p1', async ({
  ct
}) => {
  await ct.open(
    notebook(
      code('import os'),
      code(`os.environ["API_TOKEN"] = "${githubToken()}"`),
      code('print(len(os.environ["API_TOKEN"]))'),
      code(`db_password = "${password()}"`)
    )
  );
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  const dialog = new PreviewDialog(ct.page);
  await dialog.ready();
  await expect(dialog.names).toHaveCount(2);
  const field = dialog.root.getByRole('textbox', { name: /Password/ });
  await field.fill('MY_DB');
  await dialog.ready();

  // Somebody else takes the name while the dialog is open.
  ct.write('MY_DB=another\n', '.env');
  await dialog.accept.click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('MY_DB');
  await expect(dialog.root.locator('.ct-Variables-problem')).toContainText(
    'MY_DB'
  );
  await expect(dialog.accept).toHaveAttribute('aria-disabled', 'true');

  await field.fill('MY_OTHER_DB');
  await dialog.agree();
  await expect.poll(() => ct.source(3)).toContain('os.environ["MY_OTHER_DB"]');
  expect(await ct.source(1)).not.toContain('API_TOKEN"] = "');
  expect(ct.read('.env')).toMatch(/^API_TOKEN=/m);
  await ct.run(2);
  await expect(ct.cell(2).locator('.jp-OutputArea-output')).toHaveText('40');
});
