/** All that we show, in each theme and in a small window: axe finds nothing serious, and all is in reach. */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

import { violations } from '../src/axe';
import type { CtPage, ThemeName } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import {
  code,
  databaseCell,
  markdown,
  notebook,
  printed
} from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password, sample } from '../src/samples';

/** Folder for pictures to be looked at; none are taken without. */
const LOOKED_AT = process.env.CT_LOOK;

const THEMES: readonly ThemeName[] = ['Light', 'Dark', 'Dark High Contrast'];

/** Check what is on show, and take a picture of it. */
async function check(
  ct: CtPage,
  what: string,
  selector: string
): Promise<void> {
  if (LOOKED_AT) {
    fs.mkdirSync(LOOKED_AT, { recursive: true });
    await ct.page.screenshot({ path: path.join(LOOKED_AT, `${what}.png`) });
  }
  expect(await violations(ct, selector), what).toEqual([]);
}

/** Whether all of an element is within the window, and nothing of the page lies over its middle. */
async function inReach(ct: CtPage, selector: string): Promise<void> {
  await expect
    .poll(() =>
      ct.page
        .locator(selector)
        .last()
        .evaluate(node => {
          const { bottom, left, right, top } = node.getBoundingClientRect();
          const over = document.elementFromPoint(
            (left + right) / 2,
            (top + bottom) / 2
          );
          return (
            top >= 0 &&
            left >= 0 &&
            bottom <= window.innerHeight &&
            right <= window.innerWidth &&
            node.contains(over)
          );
        })
    )
    .toBe(true);
}

/** A notebook with something of everything, in a repository with a file of personal data. */
async function everything(ct: CtPage): Promise<void> {
  execFileSync('git', ['init', '--quiet', ct.folder]);
  const people = Array.from(
    { length: 60 },
    (_, n) => `${n},user${n}@mail-${n % 7}.net`
  );
  fs.writeFileSync(
    path.join(ct.folder, 'people.csv'),
    ['id,email', ...people].join('\n') + '\n'
  );
  ct.write(notebook(databaseCell(password(3))), 'deep/other.ipynb');
  await ct.open(
    notebook(
      databaseCell(password()),
      code(
        `token = "${githubToken()}"`,
        printed(`${sample('secret.openai.api-key')}\n`)
      ),
      markdown(`hook: ${sample('secret.slack.webhook')}`),
      code('import pandas as pd\ndf = pd.read_csv("people.csv")'),
      code('mail = "ann.smith@mail-4.net"')
    )
  );
}

/** Close the dialog by the keyboard, once it has the focus. */
async function close(ct: CtPage): Promise<void> {
  await expect(ct.dialog.locator(':focus')).toHaveCount(1);
  await ct.page.keyboard.press('Escape');
  await expect(ct.dialog).toHaveCount(0);
}

/** Press a button of the panel by the keyboard. */
async function press(ct: CtPage, name: string | RegExp): Promise<void> {
  await ct.panel.root.getByRole('button', { name }).first().focus();
  await ct.page.keyboard.press('Enter');
}

for (const theme of THEMES) {
  const name = theme.toLowerCase().replace(/ /g, '-');

  test(`axe finds nothing serious in the panel and its dialogs: ${theme}`, async ({
    ct
  }) => {
    test.setTimeout(240_000);
    await ct.page.setViewportSize({ width: 1000, height: 700 });
    await everything(ct);
    await ct.setTheme(theme);
    await ct.panel.open();
    await expect(ct.panel.findings).not.toHaveCount(0);
    await ct.select(0);
    await ct.page.keyboard.press('F8');
    await expect(ct.panel.root.locator('[aria-current]')).toHaveCount(1);
    await check(ct, `${name}-panel`, '#ct-jupyter-panel');

    await press(ct, 'Ignore…');
    await expect(ct.dialog).toBeVisible();
    await check(ct, `${name}-ignore`, '.jp-Dialog');
    await ct.dialog.getByRole('radio').first().press('Space');
    await ct.dialog.getByRole('button', { name: /^Ignore/ }).press('Enter');
    await expect(ct.dialog).toBeHidden();
    await press(ct, /ignored/i);
    await expect(
      ct.panel.root.getByRole('button', { name: 'Stop ignoring' })
    ).toHaveCount(1);
    await check(ct, `${name}-ignored`, '#ct-jupyter-panel');
    await press(ct, 'Stop ignoring');
    await expect(
      ct.panel.root.getByRole('button', { name: 'Stop ignoring' })
    ).toHaveCount(0);

    const sharing = ct.execute('ct_jupyter:share');
    await expect(ct.dialog).toContainText('Keep the outputs');
    await check(ct, `${name}-share`, '.jp-Dialog');
    await close(ct);
    await sharing;

    await ct.setOnSave('block');
    await ct.edit(0);
    await ct.page.keyboard.press('Control+s');
    await expect(ct.dialog).toContainText('Not saved');
    await check(ct, `${name}-refused`, '.jp-Dialog');
    await close(ct);
    await ct.setOnSave('warn');

    await ct.panel.root.getByRole('tab', { name: /^Personal data/ }).click();
    await expect(ct.panel.root.locator('.ct-Columns tbody tr')).toHaveCount(1);
    await check(ct, `${name}-personal`, '#ct-jupyter-panel');
    await press(ct, 'Replace with fakes');
    await expect(ct.toast(/secret key for hashes and fakes/)).toBeVisible();
    await check(ct, `${name}-fakes`, '.Toastify');
    await ct.dismissToasts();

    await ct.panel.root.getByRole('tab', { name: /^Secrets/ }).click();
    await press(ct, 'Replace all…');
    const preview = new PreviewDialog(ct.page);
    await preview.ready();
    await check(ct, `${name}-preview`, '.jp-Dialog');
    await preview.accept.press('Enter');
    await expect(preview.root).toBeHidden();
    await expect(ct.toast(/moved to \.env/)).toBeVisible();
    await check(ct, `${name}-replaced`, '.Toastify');
    await ct
      .toast(/moved to/)
      .getByRole('button', { name: 'Details' })
      .click();
    await expect(ct.dialog).toContainText('Rotate the keys');
    await check(ct, `${name}-details`, '.jp-Dialog');
    await close(ct);
    await ct.dismissToasts();

    await ct.panel.root.getByRole('tab', { name: 'Project' }).click();
    await press(ct, 'Scan');
    await expect(ct.panel.root.locator('.ct-ProjectFile')).not.toHaveCount(0, {
      timeout: 30_000
    });
    await expect(ct.panel.root.locator('.ct-Project-state')).toHaveAttribute(
      'data-state',
      'done',
      { timeout: 30_000 }
    );
    await check(ct, `${name}-project`, '#ct-jupyter-panel');
    await ct.panel.root.getByLabel('All files with secrets').press('Space');
    await press(ct, /^Replace in/);
    await preview.ready();
    await check(ct, `${name}-project-preview`, '.jp-Dialog');
    await close(ct);
    await expect(preview.root).toBeHidden();
  });
}

test('at 800 × 600 the buttons of each dialog are in reach, and the edge says that there is more', async ({
  ct
}) => {
  await ct.page.setViewportSize({ width: 800, height: 600 });
  await everything(ct);
  await ct.panel.open();
  await expect(ct.panel.findings).not.toHaveCount(0);
  const dialog = ct.page.locator('.jp-Dialog.ct-Dialog');
  const shadow = () =>
    ct.dialog
      .locator('.jp-Dialog-footer')
      .evaluate(node => getComputedStyle(node).boxShadow);

  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  const preview = new PreviewDialog(ct.page);
  await preview.ready();
  await inReach(ct, '.jp-Dialog button.jp-mod-accept');
  await expect(dialog).toHaveClass(/ct-mod-more/);
  expect(await shadow()).not.toBe('none');
  await check(ct, 'small-preview', '.jp-Dialog');
  // At the end there is nothing to hint at.
  await preview.root.locator('.ct-Preview').evaluate(node => {
    node.scrollTop = node.scrollHeight;
  });
  await expect(dialog).not.toHaveClass(/ct-mod-more/);
  expect(await shadow()).toBe('none');
  await close(ct);

  await ct.panel.findings
    .first()
    .getByRole('button', { name: 'Ignore…' })
    .click();
  await expect(ct.dialog).toContainText('Ignore this finding?');
  await inReach(ct, '.jp-Dialog button.jp-mod-accept');
  await check(ct, 'small-ignore', '.jp-Dialog');
  await close(ct);

  const sharing = ct.execute('ct_jupyter:share');
  await expect(ct.dialog).toContainText('Keep the outputs');
  await inReach(ct, '.jp-Dialog button.jp-mod-accept');
  await check(ct, 'small-share', '.jp-Dialog');
  await close(ct);
  await sharing;
});

test('F8 marks the row that it comes to, and brings it into view', async ({
  ct
}) => {
  await ct.page.setViewportSize({ width: 900, height: 500 });
  await ct.open(
    notebook(
      ...Array.from({ length: 14 }, (_, n) =>
        code(`password = "${password(n % 10)}x${n}"`)
      )
    )
  );
  await ct.panel.open();
  await expect(ct.panel.findings.first()).toBeVisible();
  await ct.select(0);
  const row = ct.panel.root.locator('.ct-List-item[aria-current="true"]');
  for (let step = 1; step <= 14; step++) {
    await ct.page.keyboard.press('F8');
    await expect(row).toHaveCount(1);
    await expect(row.locator('.ct-Finding')).toHaveAttribute(
      'data-cell',
      String(step)
    );
    await expect
      .poll(() =>
        row.evaluate(node => {
          const list = node.closest('.ct-List-scroller')!;
          const outer = list.getBoundingClientRect();
          const inner = node.getBoundingClientRect();
          return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
        })
      )
      .toBe(true);
  }
  const look = (selector: string) =>
    ct.panel.root
      .locator(selector)
      .first()
      .evaluate(node => {
        const { backgroundColor, boxShadow } = getComputedStyle(node);
        return { backgroundColor, boxShadow };
      });
  const other = '.ct-List-item:not([aria-current]) > .ct-Finding';
  for (const theme of THEMES) {
    await ct.setTheme(theme);
    const marked = await look('.ct-List-item[aria-current] > .ct-Finding');
    const plain = await look(other);
    expect(marked.backgroundColor).not.toBe(plain.backgroundColor);
    expect(marked.boxShadow).not.toBe('none');
    await check(ct, `F8-${theme}`, '#ct-jupyter-panel');
  }
  // Where colours are the system's own, an outline says it.
  await ct.page.emulateMedia({ forcedColors: 'active' });
  const outlined = await row
    .locator('.ct-Finding')
    .evaluate(node => getComputedStyle(node).outlineStyle);
  expect(outlined).toBe('solid');
  await check(ct, 'F8-forced', '#ct-jupyter-panel');
});
