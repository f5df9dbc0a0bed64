/** A notebook of a platform whose files do not last: its own secret store, and values that are not lost. */
import { expect, test } from '../src/fixtures';
import { code, notebook } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password } from '../src/samples';

function colab(...sources: string[]) {
  const made = notebook(...sources.map(source => code(source)));
  return {
    ...made,
    metadata: {
      ...made.metadata,
      colab: { provenance: [] }
    }
  };
}

test('a Colab notebook reads Colab secrets, and no .env is written', async ({
  ct
}) => {
  await ct.page
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write']);
  const token = githubToken();
  const value = password();
  await ct.open(
    colab('import sys', `token = "${token}"`, `password = "${value}"`)
  );
  const before = await ct.sources();
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  const dialog = new PreviewDialog(ct.page);
  const store = dialog.root.locator('.ct-Store');

  await expect(
    dialog.root.getByRole('radio', { name: /^Colab secrets/ })
  ).toBeChecked({ timeout: 20_000 });
  await expect(store).toContainText('What to enter in Colab secrets');
  await expect(store).toContainText('open the key icon (Secrets)');
  await expect(store).toContainText(
    'The kernel here does not have google.colab'
  );
  await expect(dialog.changes).toContainText('userdata.get("GITHUB_TOKEN")');
  expect(await dialog.root.innerHTML()).not.toContain(token);

  await store
    .getByRole('button', { name: 'Copy the value of GITHUB_TOKEN' })
    .click();
  await expect(store).toContainText('Copied');
  expect(await ct.page.evaluate(() => navigator.clipboard.readText())).toBe(
    token
  );
  expect(await dialog.root.innerHTML()).not.toContain(token);
  expect(ct.exists('.env')).toBe(false);

  // Nothing goes before somebody said that the values are not lost.
  await dialog.accept.click({ force: true });
  const confirm = dialog.root.getByRole('checkbox', {
    name: /^I have entered these values/
  });
  await expect(confirm).toBeFocused();
  expect(await ct.sources()).toEqual(before);
  await confirm.check();
  await dialog.agree();

  await expect
    .poll(() => ct.source(0))
    .toContain('os.environ["GITHUB_TOKEN"] = userdata.get("GITHUB_TOKEN")');
  expect(await ct.source(1)).toBe('token = os.environ["GITHUB_TOKEN"]');
  await expect(
    ct.toast(/2 secrets are now read from Colab secrets/)
  ).toBeVisible();
  expect(ct.exists('.env')).toBe(false);

  await ct.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => ct.sources()).toEqual(before);
  expect(ct.exists('.env')).toBe(false);
});

test('one click asks first; .env can be chosen instead', async ({ ct }) => {
  await ct.open(colab(`token = "${githubToken()}"`));
  await expect(ct.marks(0)).toHaveCount(1);
  await ct.edit(0);
  await ct.page.keyboard.press('Control+End');
  await ct.page.keyboard.press('Alt+Shift+KeyR');
  const dialog = new PreviewDialog(ct.page);
  await expect(dialog.root).toContainText('Replace this secret?');
  await dialog.root
    .getByRole('radio', { name: /^\.env next to the notebook/ })
    .check();
  await dialog.agree();
  await expect.poll(() => ct.source(0)).toContain('os.environ["GITHUB_TOKEN"]');
  expect(ct.read('.env')).toContain('GITHUB_TOKEN=');
});

test('with the keyboard alone, in a small window', async ({ ct }) => {
  await ct.page.setViewportSize({ width: 800, height: 600 });
  await ct.open(colab(`token = "${githubToken()}"`));
  await expect(ct.marks(0)).toHaveCount(1);
  await ct.page.keyboard.press('Alt+Shift+KeyA');
  const dialog = new PreviewDialog(ct.page);
  const confirm = dialog.root.getByRole('checkbox', {
    name: /^I have entered these values/
  });
  await expect(confirm).toBeAttached({ timeout: 20_000 });
  await expect(dialog.accept).toBeFocused();
  await ct.page.keyboard.press('Enter');
  await expect(confirm).toBeFocused();
  await expect(confirm).toBeInViewport();
  await ct.page.screenshot({ path: test.info().outputPath('small.png') });
  await ct.page.keyboard.press('Space');
  await dialog.ready();
  await expect(dialog.accept).toBeInViewport();
  await ct.page.keyboard.press('Enter');
  await expect(dialog.root).toBeHidden();
  await expect.poll(() => ct.source(0)).toContain('userdata.get(');
});
