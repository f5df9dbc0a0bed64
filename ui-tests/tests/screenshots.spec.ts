/** The pictures of the README: `CT_UPDATE_SCREENSHOTS=1 python run.py lab screenshots`. */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

import type { CtPage } from '../src/ctPage';
import { demoFolder } from '../src/demo';
import { expect, test } from '../src/fixtures';
import { PreviewDialog } from '../src/preview';
import { REPOSITORY } from '../src/servers';

const IMAGES = path.join(REPOSITORY, 'docs', 'images');
const FOLDER = process.env.CT_SCREENSHOTS ?? IMAGES;

/** What the README and the docs show; all others are only looked at. */
const SHOWN = [
  'panel-light',
  'message-dark',
  'preview-light',
  'personal-light',
  'personal-dark'
];

/** Open the demonstration as `make lab` shows it. */
async function openDemo(ct: CtPage, theme: 'Light' | 'Dark'): Promise<void> {
  const file = path.join(demoFolder(), 'churn_model.ipynb');
  await ct.open(fs.readFileSync(file, 'utf8'), 'churn_model.ipynb');
  await ct.setTheme(theme);
  await ct.execute('filebrowser:toggle-main').catch(() => undefined);
  await ct.panel.open();
  await expect(ct.panel.state).toContainText('11 secrets');
  await ct.page.addStyleTag({
    content: '.cm-cursor { visibility: hidden !important; }'
  });
}

for (const theme of ['Light', 'Dark'] as const) {
  const name = (what: string) => {
    const picture = `${what}-${theme.toLowerCase()}`;
    const isShown = FOLDER !== IMAGES || SHOWN.includes(picture);
    return path.join(isShown ? FOLDER : os.tmpdir(), `${picture}.png`);
  };

  test(`the panel: ${theme}`, async ({ ct }) => {
    await openDemo(ct, theme);
    await ct.page.screenshot({ path: name('panel') });
  });

  test(`the message and the fix: ${theme}`, async ({ ct }) => {
    await openDemo(ct, theme);
    await ct.panel.ofCell(4).getByRole('button', { name: 'Go to' }).click();
    await expect(ct.cell(3)).toHaveClass(/jp-mod-active/);
    await ct.marks(3).hover();
    await expect(ct.page.locator('.cm-tooltip-hover')).toBeVisible();
    await ct.page.screenshot({ path: name('message') });
    await ct.page.keyboard.press('Escape');
    await ct.panel
      .ofCell(4)
      .getByRole('button', { name: /^Replace/ })
      .click();
    await expect(ct.toasts).not.toHaveClass(/Toastify--animate/);
    await ct.marks(3).waitFor({ state: 'detached' });
    await ct.page.screenshot({ path: name('replaced') });
  });

  test(`the notification: ${theme}`, async ({ ct }) => {
    await openDemo(ct, theme);
    await ct.type(1, ' ');
    await ct.save('churn_model.ipynb');
    await expect(ct.toasts).not.toHaveClass(/Toastify--animate/);
    await ct.page.screenshot({ path: name('notification') });
  });

  test(`personal data: ${theme}`, async ({ ct }) => {
    const demo = demoFolder();
    fs.copyFileSync(
      path.join(demo, 'customers.csv'),
      path.join(ct.folder, 'customers.csv')
    );
    await ct.open(
      fs.readFileSync(path.join(demo, 'customers.ipynb'), 'utf8'),
      'customers.ipynb'
    );
    await ct.setTheme(theme);
    await ct.execute('filebrowser:toggle-main').catch(() => undefined);
    await ct.panel.open();
    await ct.panel.root.getByRole('tab', { name: /^Personal data/ }).click();
    await expect(ct.panel.root.locator('.ct-Columns tbody tr')).toHaveCount(5);
    await ct.page.screenshot({ path: name('personal') });
  });

  test(`the preview and what was done: ${theme}`, async ({ ct }) => {
    await openDemo(ct, theme);
    await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
    const preview = new PreviewDialog(ct.page);
    await preview.ready();
    await ct.page.screenshot({ path: name('preview') });
    await preview.agree();
    await expect(ct.toasts.first()).not.toHaveClass(/Toastify--animate/);
    await ct.page.screenshot({ path: name('all-replaced') });
    await ct.toasts.getByRole('button', { name: 'Details' }).click();
    await expect(ct.dialog).toContainText('Rotate the keys');
    await ct.page.screenshot({ path: name('details') });
    await ct.page.keyboard.press('Escape');
    const sharing = ct.execute('ct_jupyter:share');
    await expect(ct.dialog).toContainText('Keep the outputs');
    await ct.page.screenshot({ path: name('share') });
    await ct.page.keyboard.press('Escape');
    await sharing;
  });

  test(`states, at a narrow and a wide window: ${theme}`, async ({ ct }) => {
    test.skip(
      !process.env.CT_SCREENSHOTS,
      'these are to be looked at, not for the README'
    );
    for (const width of [800, 1600]) {
      await ct.page.setViewportSize({ width, height: 900 });
      await openDemo(ct, theme);
      await ct.page.screenshot({ path: name(`wide${width}`) });
      await ct.panel.findings
        .first()
        .getByRole('button', { name: 'Learn more' })
        .click();
      await ct.page.screenshot({ path: name(`more${width}`) });
      await ct.panel.findings
        .first()
        .getByRole('button', { name: 'Ignore…' })
        .click();
      await expect(ct.dialog).toBeVisible();
      await ct.page.screenshot({ path: name(`ignore${width}`) });
      await ct.page.keyboard.press('Escape');
      await ct.edit(3);
      await ct.page.keyboard.press('Alt+Shift+KeyM');
      await expect(ct.page.locator('.ct-MessageTooltip')).toBeVisible();
      await ct.page.screenshot({ path: name(`keyboard${width}`) });
      await ct.page.keyboard.press('Escape');
    }
    await ct.open(
      fs.readFileSync(path.join(demoFolder(), 'clean.ipynb'), 'utf8'),
      'clean.ipynb'
    );
    await ct.panel.open();
    await expect(ct.panel.state).toHaveAttribute('data-state', 'clean');
    await ct.page.screenshot({ path: name('clean') });
    await ct.execute('settingeditor:open', { query: 'Secrets in notebooks' });
    await expect(ct.page.locator('.jp-SettingsPanel')).toContainText('On save');
    await ct.page.screenshot({ path: name('settings') });
  });
}
