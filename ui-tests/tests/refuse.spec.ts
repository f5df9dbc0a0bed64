/** Refusing to save: automatic saves show one quiet sign, and only a save that was asked for a dialog. */
import { CtPage, isOurs } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook } from '../src/notebooks';
import { githubToken, password } from '../src/samples';
import { autosave, sign, warnAgain } from '../src/steps';

// The next test starts from the default again.
test.afterEach(({ ct }) => warnAgain(ct));

/** The next save that the server refuses. */
function refused(ct: CtPage): Promise<unknown> {
  return ct.page.waitForResponse(
    response =>
      response.request().method() === 'PUT' &&
      response.url().includes('/api/contents/') &&
      response.status() >= 400
  );
}

test('refused automatic saves let one type, and show one sign until a save succeeds @point @not-collab @autosave @p12', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password()), code('')));
  const before = ct.read('model.ipynb');
  await ct.setOnSave('block');
  await autosave(ct, 2);
  await ct.edit(1);

  // Three refused saves while the keys go on.
  let saves = 0;
  let typed = '';
  const count = (status: number, method: string, url: string) => {
    saves += Number(
      method === 'PUT' && url.includes('/api/contents/') && status >= 400
    );
  };
  ct.page.on('response', response =>
    count(response.status(), response.request().method(), response.url())
  );
  while (saves < 3) {
    const key = 'abcdefghij'[typed.length % 10];
    await ct.page.keyboard.press(key);
    typed += key;
  }
  await expect(sign(ct)).toHaveText('Not saved: 1 secret');
  expect(await ct.source(1)).toBe(typed);
  expect(ct.read('model.ipynb')).toBe(before);
  await expect(ct.editor(1)).toBeFocused();
  await expect(ct.dialog).toHaveCount(0);
  await expect(ct.toasts).toHaveCount(0);
  await expect(sign(ct)).toHaveCount(1);
  // Spoken once it is there, without a hurry.
  await expect(
    ct.page.getByRole('status').filter({ hasText: 'Not saved: 1 secret' })
  ).toHaveCount(1);

  // The sign leads to what stands in the way; with that gone the next automatic save succeeds.
  await sign(ct).click();
  await expect(ct.panel.root).toContainText('Saving is refused until');
  await ct.panel.ignore('revoked');
  await expect(sign(ct)).toHaveCount(0);
  await expect.poll(() => ct.read('model.ipynb')).toContain(typed);
  await expect(ct.panel.root).not.toContainText('Saving is refused until');
});

test('a save that was asked for brings one dialog, with what to do @point @not-collab @p12', async ({
  ct
}) => {
  await ct.open(notebook(code('1'), code(`token = "${githubToken()}"`)));
  await ct.setOnSave('block');
  await expect(ct.marks(1)).toHaveCount(1);
  await ct.type(0, ' + 1');

  const saved = refused(ct);
  await ct.page.keyboard.press('Control+s');
  await saved;
  await expect(ct.dialog).toHaveCount(1);
  await expect(ct.dialog).toContainText('model.ipynb');
  await expect(ct.dialog).toContainText('cell 2: GitHub token');
  await ct.dialog.getByRole('button', { name: 'Go to First' }).click();
  await expect(ct.dialog).toHaveCount(0);
  await expect(ct.editor(1)).toBeFocused();
  await expect(sign(ct)).toHaveText('Not saved: 1 secret');

  // Once it is replaced, the sign says that nothing stands in the way, and saves.
  const again = refused(ct);
  await ct.page.keyboard.press('Control+s');
  await again;
  await ct.dialog.getByRole('button', { name: 'Close' }).click();
  await ct.page.keyboard.press('Control+a');
  await ct.page.keyboard.type('2');
  await expect(sign(ct)).toHaveText('Not saved yet');
  await sign(ct).click();
  await expect(sign(ct)).toHaveCount(0);
  expect(ct.read('model.ipynb')).toContain('1 + 1');
});

test('closing and "Save All" ask for a save; another page of the notebook is left in peace', async ({
  ct,
  browser,
  tmpPath,
  folder
}) => {
  const other = `token = "${githubToken()}"`;
  ct.write(notebook(code('2'), code(other)), 'other.ipynb');
  await ct.open(notebook(code('1'), code(other)));
  const context = await browser.newContext();
  const page = new CtPage(await context.newPage(), ct.server, tmpPath, folder);
  await page.goto();
  await ct.setOnSave('block');
  await ct.type(0, ' + 1');

  const closing = refused(ct);
  await ct.page
    .locator('.lm-TabBar-tab.lm-mod-current .lm-TabBar-tabCloseIcon')
    .first()
    .click();
  await ct.dialog.getByRole('button', { name: /^Save/ }).click();
  await closing;
  await expect(ct.dialog).toContainText('cell 2: GitHub token');
  await ct.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(sign(ct)).toHaveText('Not saved: 1 secret');
  // The other page saved nothing, and so nothing was refused there.
  await expect(page.marks(1)).toHaveCount(1);
  await expect(sign(page)).toHaveCount(0);
  await expect(page.toast(/not saved/i)).toHaveCount(0);
  await context.close();

  await ct.openAlso('other.ipynb');
  await ct.type(0, ' + 2');
  await ct.execute('docmanager:save-all').catch(() => undefined);
  await expect(ct.dialog).toHaveCount(1);
  await expect(ct.dialog).toContainText('model.ipynb');
  await expect(ct.dialog).toContainText('other.ipynb');
  await ct.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(ct.dialog).toHaveCount(0);
});

test('a notebook in the text editor has one lasting notice, and no dialog either', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password())));
  await ct.setOnSave('block');
  await autosave(ct, 2);
  await ct.execute('docmanager:open', {
    path: `${ct.tmpPath}/model.ipynb`,
    factory: 'Editor'
  });
  const editor = ct.page.locator('.jp-FileEditor .cm-content');
  await expect(editor).toContainText('nbformat');
  await editor.click();
  await ct.page.keyboard.press('Control+End');

  const first = refused(ct);
  await ct.page.keyboard.type(' ');
  await first;
  await expect(ct.toast('Not saved')).toHaveCount(1);
  const second = refused(ct);
  await ct.page.keyboard.type('\n');
  await second;
  await expect(editor).toBeFocused();
  await expect(ct.dialog).toHaveCount(0);
  await expect(ct.toast('Not saved')).toHaveCount(1);
});

test('a text file is refused as a notebook is, and saved in spite of it where one may', async ({
  ct
}) => {
  await ct.openText('x = 1\n', 'settings.py');
  await ct.setOnSave('block');
  await ct.textEditor.click();
  await ct.page.keyboard.press('Control+End');
  await ct.page.keyboard.type(`password = "${password()}"`);
  await expect(ct.textMarks).toHaveCount(1);
  const save = async () => {
    const answer = refused(ct);
    await ct.page.keyboard.press('Control+s');
    await answer;
  };
  await save();
  await expect(ct.dialog).toContainText('the file holds secrets (line 2: ');
  await ct.dialog.getByRole('button', { name: 'Go to First' }).click();
  await expect(ct.textEditor).toBeFocused();
  expect(ct.read('settings.py')).toBe('x = 1\n');

  await save();
  await ct.dialog.getByRole('button', { name: 'Save Anyway' }).click();
  await expect.poll(() => ct.read('settings.py')).toContain('password');
  await expect(ct.toast('Not saved')).toHaveCount(0);

  // It was for once.
  await ct.textEditor.click();
  await ct.page.keyboard.press('Control+End');
  await ct.page.keyboard.type('\n');
  await save();
  await expect(ct.dialog).toContainText('Not saved');
  await ct.page.keyboard.press('Escape');
});

test('what an administrator refuses is not offered to be saved', async ({
  ct
}) => {
  await ct.page.route(
    address => isOurs(address, 'status'),
    async route => {
      const answer = await route.fetch();
      const status = (await answer.json()) as object;
      await route.fulfill({ json: { ...status, save_mode_locked: true } });
    }
  );
  await ct.open(notebook(databaseCell(password()), code('')));
  await ct.page.evaluate(async () => {
    const { serverSettings } = window.jupyterapp.serviceManager;
    await fetch(`${serverSettings.baseUrl}ct_jupyter/save-mode`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: '{"mode": "block"}'
    });
  });
  await ct.type(1, '1');
  const answer = refused(ct);
  await ct.page.keyboard.press('Control+s');
  await answer;
  await expect(ct.dialog).toContainText('Not saved');
  await expect(ct.dialog.getByRole('button', { name: 'Close' })).toBeVisible();
  await expect(
    ct.dialog.getByRole('button', { name: 'Save Anyway' })
  ).toHaveCount(0);
  await ct.page.keyboard.press('Escape');
});

test('with collaboration nothing is refused, which the panel says @collab-only @p12', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password()), code('')));
  const told = ct.page.waitForResponse(
    response => isOurs(response.url(), 'save-mode') && response.status() === 409
  );
  await ct.set('onSave', 'block');
  await told;
  await expect(ct.toast('cannot be blocked')).toHaveCount(1);
  await ct.type(1, 'abcdefghij');
  await ct.save();
  await expect(ct.editor(1)).toBeFocused();
  await expect(ct.dialog).toHaveCount(0);
  await expect(sign(ct)).toHaveCount(0);
  await ct.panel.open();
  await expect(ct.panel.root).toContainText('Saving cannot be blocked here');
});
