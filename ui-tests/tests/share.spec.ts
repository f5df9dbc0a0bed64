/** A copy without secrets is saved beside the notebook, and proved clean by a scan. */
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';

/** Choose what becomes of the outputs, and save the copy. */
async function agree(ct: CtPage, choice: RegExp): Promise<void> {
  await ct.dialog.getByRole('radio', { name: choice }).check();
  await ct.dialog.getByRole('button', { name: 'Save the copy' }).click();
  await expect(ct.dialog).toBeHidden();
}

test('from the toolbar and the command, never over another file @point', async ({
  ct
}) => {
  const value = password();
  const token = githubToken();
  await ct.open(
    notebook(
      databaseCell(value),
      code(`token = "${token}"`, printed(`${token}\n`), printed('kept\n'))
    )
  );
  const before = await ct.sources();

  await ct.page
    .locator(
      '.jp-NotebookPanel-toolbar:visible [data-jp-item-name="ct_jupyter-share"] jp-button'
    )
    .click();
  await agree(ct, /^Keep the outputs Values/);
  await expect(ct.toast('Saved model-clean.ipynb.')).toBeVisible();
  const first = ct.read('model-clean.ipynb');
  for (const secret of [value, token]) {
    expect(first).not.toContain(secret);
  }
  expect(first).toContain('<REDACTED:GITHUB_TOKEN>');
  expect(first).toContain('kept');

  void ct.execute('ct_jupyter:share');
  await agree(ct, /^Drop all outputs/);
  await expect(ct.toast('Saved model-clean-2.ipynb.')).toBeVisible();
  expect(ct.read('model-clean-2.ipynb')).not.toContain('kept');
  expect(ct.read('model-clean.ipynb')).toBe(first);
  expect(await ct.sources()).toEqual(before);
  expect(ct.exists('.env')).toBe(false);
});

test('from the file browser, for a notebook that is not open', async ({
  ct
}) => {
  const token = githubToken();
  ct.write(notebook(code(`token = "${token}"`)), 'other.ipynb');
  await ct.open(notebook(code('x = 1')));

  await ct.page
    .locator('.jp-DirListing-item', { hasText: 'other.ipynb' })
    .click({ button: 'right' });
  await ct.page.getByRole('menuitem', { name: 'Share a Clean Copy…' }).click();
  await agree(ct, /^Keep the outputs Values/);

  await expect(ct.toast('Saved other-clean.ipynb.')).toBeVisible();
  expect(ct.read('other-clean.ipynb')).toContain(
    'os.environ[\\"GITHUB_TOKEN\\"]'
  );
  expect(ct.read('other-clean.ipynb')).not.toContain(token);
  await ct.toasts.getByRole('button', { name: 'Report' }).click();
  await expect(ct.dialog).toContainText('GITHUB_TOKEN');
});
