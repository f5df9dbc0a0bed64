/** The view of the whole project: scanned in the background, listed, marked, replaced in many files. */
import * as fs from 'fs';

import type { Locator } from '@playwright/test';

import { violations } from '../src/axe';
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password } from '../src/samples';

const state = (ct: CtPage): Locator =>
  ct.panel.root.locator('.ct-Project-state');
const files = (ct: CtPage): Locator => ct.panel.root.locator('.ct-ProjectFile');
const found = (ct: CtPage): Locator =>
  ct.panel.root.locator('.ct-ProjectFound');
const inBrowser = (ct: CtPage, name: string): Locator =>
  ct.page.locator('.jp-DirListing-item', { hasText: name });

/** Go to the view of the project. */
async function openProject(ct: CtPage): Promise<void> {
  await ct.panel.open();
  await ct.panel.root.getByRole('tab', { name: 'Project' }).click();
}

/** A project with a file of each sort, and nothing in the notebook that is opened. */
async function project(ct: CtPage): Promise<string> {
  const token = githubToken();
  ct.write(
    notebook(
      code('import os'),
      code(`token = "${token}"`, printed('so far\n'), {
        output_type: 'display_data',
        data: { 'text/plain': `is ${token}` },
        metadata: {}
      })
    ),
    'a.ipynb'
  );
  ct.write(notebook(databaseCell(password())), 'deep/b.ipynb');
  ct.write('{', 'broken.ipynb');
  await ct.open(notebook(code('x = 1')), 'clean.ipynb');
  return token;
}

test('a folder is scanned, listed by severity, marked, and found again after a reload @point', async ({
  ct
}) => {
  await project(ct);
  await openProject(ct);
  await expect(state(ct)).toContainText('Not scanned yet');
  await ct.panel.root
    .getByRole('button', { name: 'Scan', exact: true })
    .click();

  await expect(state(ct)).toHaveAttribute('data-state', 'done', {
    timeout: 30_000
  });
  await expect(state(ct)).toContainText('3 findings in 2 files');
  await expect(files(ct).locator('strong')).toHaveText(['a.ipynb', 'b.ipynb']);
  await expect(files(ct).first()).toHaveAttribute('data-severity', 'critical');
  const unread = ct.panel.root.locator('.ct-Errors');
  await unread.locator('summary').click();
  await expect(unread).toContainText('broken.ipynb');

  // Notebook 7 opens files in another tab of the browser.
  if (!ct.isNotebook7) {
    // Each row leads to its place.
    await found(ct).filter({ hasText: 'Output 2' }).click();
    await expect(ct.page.locator('.jp-Notebook:visible')).toContainText(
      'so far'
    );
    await expect(ct.cell(1).locator('.jp-OutputArea-child').nth(1)).toHaveClass(
      /ct-mod-flash/
    );

    const mark = inBrowser(ct, 'a.ipynb').locator('.ct-FileMark');
    await expect(mark).toHaveAttribute('title', /^2 findings/);
    await expect(mark).toContainText('2 findings (Critical: 2)');
    await expect(inBrowser(ct, 'deep').locator('.ct-FileMark')).toBeVisible();
    await expect(
      inBrowser(ct, 'clean.ipynb').locator('.ct-FileMark')
    ).toHaveCount(0);
  }

  await ct.page.reload();
  await ct.ready();
  await ct.panel.open();
  const view = ct.panel.root.getByRole('tab', { name: 'Project' });
  if (ct.isNotebook7) {
    // It keeps no state of the page: the view is chosen again, and the scan is found.
    await view.click();
  }
  await expect(view).toHaveAttribute('aria-selected', 'true');
  await expect(files(ct).locator('strong')).toHaveText(['a.ipynb', 'b.ipynb']);
});

test('a saved file is looked at again, and its mark goes with what was found', async ({
  ct
}) => {
  await project(ct);
  await openProject(ct);
  await ct.panel.root
    .getByRole('button', { name: 'Scan', exact: true })
    .click();
  await expect(files(ct)).toHaveCount(2, { timeout: 30_000 });
  const mark = inBrowser(ct, 'a.ipynb').locator('.ct-FileMark');
  await expect(mark).toBeVisible();

  // Sorted, searched and renamed rows keep their marks.
  await ct.page.locator('.jp-DirListing-headerItem').first().click();
  await expect(mark).toBeVisible();
  await inBrowser(ct, 'a.ipynb').click();
  await ct.page.keyboard.press('F2');
  await ct.page.locator('.jp-DirListing-editor').fill('renamed.ipynb');
  await ct.page.keyboard.press('Enter');
  await expect(
    inBrowser(ct, 'renamed.ipynb').locator('.ct-FileMark')
  ).toBeVisible({ timeout: 20_000 });
  await expect(files(ct).locator('strong')).toHaveText([
    'renamed.ipynb',
    'b.ipynb'
  ]);

  await ct.openAlso('renamed.ipynb');
  await ct.page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      content: { model: { sharedModel: { deleteCell(index: number): void } } };
    };
    panel.content.model.sharedModel.deleteCell(1);
  });
  await ct.save();
  await expect(files(ct).locator('strong')).toHaveText(['b.ipynb'], {
    timeout: 20_000
  });
  await expect(ct.page.locator('.jp-DirListing .ct-FileMark')).toHaveCount(1);
});

test('from the menu of a folder, by keyboard, filtered and cancelled', async ({
  ct
}) => {
  await project(ct);
  for (let n = 0; n < 5; n++) {
    ct.write(notebook(code(`token = "${githubToken(n)}"`)), `deep/c${n}.ipynb`);
  }
  await inBrowser(ct, 'deep').click({ button: 'right' });
  await ct.page.getByRole('menuitem', { name: 'Scan for Secrets' }).click();
  await expect(state(ct)).toHaveAttribute('data-state', 'done', {
    timeout: 30_000
  });
  await expect(state(ct)).toContainText('in 6 files');
  await expect(state(ct)).toContainText('/deep');
  await expect(files(ct)).toHaveCount(6);
  await expect(found(ct)).toHaveCount(0);

  // The arrow keys walk through the files, right unfolds one, Enter opens what was found.
  const rows = ct.panel.root.getByRole('listitem');
  await rows.first().focus();
  await ct.page.keyboard.press('ArrowDown');
  await ct.page.keyboard.press('ArrowRight');
  await expect(found(ct)).toHaveCount(1);
  await expect(rows.nth(1)).toBeFocused();
  await ct.page.keyboard.press('ArrowDown');
  await ct.page.keyboard.press('Enter');
  await expect(ct.page.locator('.jp-Notebook:visible .jp-Cell')).toHaveCount(1);
  await expect(
    ct.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'c1.ipynb' })
  ).toBeVisible();

  for (const theme of ['Dark', 'Light'] as const) {
    await ct.setTheme(theme);
    expect(await violations(ct, '#ct-jupyter-panel')).toEqual([]);
    expect(await violations(ct, '.jp-DirListing-content')).toEqual([]);
  }

  const filter = ct.panel.root.getByRole('searchbox');
  await filter.fill('password');
  await expect(files(ct).locator('strong')).toHaveText(['b.ipynb']);
  await filter.fill('nothing like it');
  await expect(ct.panel.root).toContainText('No file matches');
  await filter.fill('');
  await ct.panel.count('critical').click();
  await expect(files(ct).locator('strong')).toHaveText(['b.ipynb']);

  // Held back by the test, so that there is something to cancel.
  await ct.page.route(/ct_jupyter\/project\?job=/, async route => {
    const response = await route.fetch();
    const answer = await response.json();
    await route.fulfill({
      json:
        route.request().method() === 'GET' && answer.state === 'done'
          ? { ...answer, state: 'running', done: 1, what: 'held.ipynb' }
          : answer
    });
  });
  await ct.panel.root
    .getByRole('button', { name: 'Scan', exact: true })
    .click();
  await expect(ct.panel.root.getByRole('progressbar')).toBeVisible();
  await expect(state(ct)).toContainText('held.ipynb');
  const stopped = ct.page.waitForRequest(
    request =>
      request.method() === 'DELETE' && request.url().includes('project')
  );
  await ct.panel.root.getByRole('button', { name: 'Cancel' }).click();
  await stopped;
});

test('an empty folder, a refused one and a server that is gone are told apart', async ({
  ct
}) => {
  await ct.open(notebook(code('x = 1')), 'clean.ipynb');
  await openProject(ct);
  const scan = ct.panel.root.getByRole('button', { name: /^(Scan|Rescan)$/ });
  await scan.click();
  await expect(state(ct)).toHaveAttribute('data-state', 'clean', {
    timeout: 30_000
  });
  await expect(state(ct)).toContainText('Nothing found: scanned 1 file');

  fs.writeFileSync(`${ct.folder}/.ct-jupyter.toml`, 'exclude = 3\n');
  await scan.click();
  await expect(state(ct)).toHaveAttribute('data-state', 'failed', {
    timeout: 30_000
  });
  await expect(state(ct)).toContainText('.ct-jupyter.toml');
});

test('secrets go from many files with one preview, and come back', async ({
  ct
}) => {
  const token = await project(ct);
  ct.write(notebook(code(`other = "${token}"`)), 'c.ipynb');
  const before = ['a.ipynb', 'c.ipynb', 'deep/b.ipynb'].map(ct.read, ct);
  await openProject(ct);
  const { root } = ct.panel;
  await root.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(files(ct)).toHaveCount(3, { timeout: 30_000 });

  // One of them is open, with a change that is not saved.
  await ct.openAlso('c.ipynb');
  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+End');
  await ct.page.keyboard.type('\nprint(1)');
  await root.getByLabel('All files with secrets').check();
  await root.getByRole('button', { name: 'Replace in 3 files…' }).click();

  await expect(ct.dialog).toContainText('Replace the secrets in 3 files?');
  await expect(ct.dialog).toContainText('3 files change', { timeout: 30_000 });
  await expect(ct.dialog).toContainText(/c\.ipynb has unsaved changes/);
  const diff = ct.dialog
    .locator('.ct-Replace-diff')
    .filter({ hasText: '+token = ' });
  await expect(diff).toContainText('+token = os.environ["GITHUB_TOKEN"]');
  await expect(ct.dialog).not.toContainText(token);
  expect(await violations(ct, '.ct-Preview')).toEqual([]);
  const name = ct.dialog.getByLabel(/^Variable for: GitHub token/);
  await name.fill('MY_TOKEN');
  const accept = ct.dialog.getByRole('button', { name: 'Replace all' });
  await expect(diff).toContainText('MY_TOKEN', { timeout: 30_000 });
  await expect(accept).toHaveAttribute('aria-disabled', 'false');
  await accept.click();

  await expect(ct.toast('Secrets of 3 files moved to .env.')).toBeVisible({
    timeout: 30_000
  });
  for (const file of ['a.ipynb', 'c.ipynb']) {
    expect(ct.read(file)).toContain('os.environ[\\"MY_TOKEN\\"]');
    expect(ct.read(file)).not.toContain(token);
  }
  expect(ct.read('c.ipynb')).toContain('print(1)');
  expect(ct.read('.env')).toContain(`MY_TOKEN=${token}`);
  await expect(files(ct)).toHaveCount(0, { timeout: 20_000 });

  await root
    .getByRole('button', { name: 'Undo the replacement in 3 files' })
    .click();
  await expect(files(ct)).toHaveCount(3, { timeout: 30_000 });
  expect(ct.read('a.ipynb')).toBe(before[0]);
  expect(ct.read('deep/b.ipynb')).toBe(before[2]);
  expect(ct.read('c.ipynb')).toContain(token);
  expect(ct.read('c.ipynb')).toContain('print(1)');
});

test('a row of the file that this page shows opens no other tab @point', async ({
  ct,
  context
}) => {
  test.skip(!!ct.server.collaborative, 'told by the other servers');
  await ct.openText(`import os\npassword = "${password()}"\n`, 'settings.py');
  await openProject(ct);
  await ct.panel.root.getByLabel('All other text files too').check();
  await ct.panel.root
    .getByRole('button', { name: 'Scan', exact: true })
    .click();
  await expect(found(ct)).toHaveCount(1, { timeout: 30_000 });
  const pages = context.pages().length;
  await found(ct).click();
  await expect(ct.textEditor).toBeFocused();
  await expect
    .poll(() => ct.page.evaluate(() => String(window.getSelection())))
    .not.toBe('');
  expect(context.pages()).toHaveLength(pages);
});

test('the list and the marks follow a replacement at once, and a refused name is marked', async ({
  ct
}) => {
  await project(ct);
  ct.write('TAKEN=other\n', '.env');
  await openProject(ct);
  await ct.panel.root
    .getByRole('button', { name: 'Scan', exact: true })
    .click();
  await expect(files(ct)).toHaveCount(2, { timeout: 30_000 });
  await ct.panel.root.getByLabel('Replace the secrets in a.ipynb').check();
  await ct.panel.root
    .getByRole('button', { name: 'Replace in 1 file…' })
    .click();
  const preview = new PreviewDialog(ct.page);
  await preview.ready();
  const proposed = await preview.names.first().inputValue();
  await preview.names.first().fill('TAKEN');
  await expect(preview.names.first()).toHaveAttribute('aria-invalid', 'true');
  await expect(preview.root.locator('.ct-Variables-problem')).toBeVisible();
  await preview.names.first().fill(proposed);
  await preview.agree();
  await expect(ct.toast(/moved to \.env/)).toBeVisible();

  // Nothing but the answers of the scan is waited for: no timer stands between.
  await expect(files(ct)).toHaveCount(1);
  await expect(inBrowser(ct, 'a.ipynb').locator('.ct-FileMark')).toHaveCount(0);
});
