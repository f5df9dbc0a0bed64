/** Point 3: what is saved is scanned by the server, which tells the front end. */
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook } from '../src/notebooks';
import { githubToken, password } from '../src/samples';

// The server keeps the mode for all its pages: the next test starts from the default again.
test.afterEach(async ({ ct }) => {
  await ct.page.evaluate(async () => {
    const { serverSettings } = window.jupyterapp.serviceManager;
    const cookie = /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    await fetch(`${serverSettings.baseUrl}ct_jupyter/save-mode`, {
      method: 'PUT',
      headers: {
        'Content-Type': 'application/json',
        'X-XSRFToken': cookie
      },
      body: '{"mode": "warn"}'
    });
  });
});

test('a save is reported once per new finding, not at each save @point', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password()), code('')));
  await ct.type(1, '1');

  await ct.save();
  await expect(ct.toasts).toHaveCount(1);
  await expect(ct.toast('Saved with 1 secret in cell 1.')).toBeVisible();
  await ct.dismissToasts();

  // The next event tells nothing new; the one after it does, and only that.
  await ct.type(1, ' + 1');
  await ct.save();
  await ct.type(1, `; token = "${githubToken()}"`);
  await ct.save();
  await expect(ct.toasts).toHaveCount(1);
  await expect(ct.toast('Saved with 1 secret in cell 2.')).toBeVisible();
});

test('the notification leads to the panel', async ({ ct }) => {
  await ct.open(notebook(databaseCell(password())));
  await ct.edit(0);
  await ct.page.keyboard.press('Enter');
  await ct.save();

  await ct.toasts.getByRole('button', { name: 'Show' }).click();

  await expect(ct.panel.root).toBeVisible();
  await expect(ct.panel.findings).toHaveCount(1);
});

test('what was ignored is not reported', async ({ ct }) => {
  const value = password();
  await ct.open(
    notebook(
      code(
        `password = "${value}"  # ct: ignore[secret.generic.password] public data`
      ),
      code('')
    )
  );
  await ct.type(1, '1');
  await ct.save();
  await ct.type(1, `; token = "${githubToken()}"`);
  await ct.save();

  await expect(ct.toasts).toHaveCount(1);
  await expect(ct.toast('Cell 2.')).toBeVisible();
});

test('block refuses the save, names the cells, and leaves the file as it was', async ({
  ct
}) => {
  await ct.open(notebook(code('1'), code('')));
  const before = ct.read('model.ipynb');
  await ct.setOnSave('block');
  await ct.type(1, `token = "${githubToken()}"`);
  await expect(ct.marks(1)).toHaveCount(1);

  const refused = ct.page.waitForResponse(
    response =>
      // jupytext, where it is installed, makes 500 of it.
      response.request().method() === 'PUT' && response.status() >= 400
  );
  const saving = ct.execute('docmanager:save').catch(() => undefined);
  await refused;

  await expect(ct.dialog).toContainText('cell 2: GitHub token');
  await ct.dialog.getByRole('button').last().click();
  await saving;
  expect(ct.read('model.ipynb')).toBe(before);
  // The work is still there, and it is saved once the secret is ignored.
  expect(await ct.source(1)).toContain('token = ');
  await ct.panel.open();
  await ct.panel.ignore('revoked');
  await expect(ct.marks(1)).toHaveCount(0);
  await ct.save();
  expect(ct.read('model.ipynb')).toContain('ct: ignore[secret.github.token]');
});

test('off: nothing is scanned on save', async ({ ct }) => {
  await ct.open(notebook(databaseCell(password()), code('')));
  await ct.setOnSave('off');
  await ct.type(1, '1');
  await ct.save();
  // The first save that is scanned tells of all: had the other been, there would be two.
  await ct.setOnSave('warn');
  await ct.type(1, '2');
  await ct.save();

  await expect(ct.toasts).toHaveCount(1);
});

test('block is not offered where collaboration is on, and a save is not lost @collab-only', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password()), code('')));
  await ct.panel.open();
  await expect(ct.panel.root).toContainText('Saving cannot be blocked here');

  await ct.setOnSave('block');

  await expect(ct.toast('cannot be blocked')).toBeVisible();
  await ct.type(1, '1 + 1');
  await ct.save();
  expect(ct.read('model.ipynb')).toContain('1 + 1');
  const status = await ct.page.request.get(`${ct.server.url}ct_jupyter/status`);
  expect(await status.json()).toMatchObject({
    collaboration: true,
    save_mode: 'warn',
    save_modes: ['off', 'warn']
  });
});
