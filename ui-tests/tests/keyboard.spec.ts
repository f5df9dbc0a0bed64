/** The whole way without a mouse: every step is keys alone, and the focus is seen wherever it goes. */
import type { Locator } from '@playwright/test';

import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, markdown, notebook } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password } from '../src/samples';

const MOST_STEPS = 60;

/** Go on with Tab until something has the focus. */
async function tabTo(ct: CtPage, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await target.evaluate(node => node === document.activeElement)) {
      expect(await target.evaluate(isSeen), 'the focus is seen').toBe(true);
      return;
    }
    await ct.page.keyboard.press(key);
  }
  throw new Error(`${MOST_STEPS} times ${key} do not lead to ${target}`);
}

/** Whether an element with the focus shows it: by an outline, a shadow or its border. */
function isSeen(node: Element): boolean {
  const look = (one: Element) => {
    const { borderColor, boxShadow, outlineStyle, outlineWidth } =
      getComputedStyle(one);
    return {
      outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
      rest: `${boxShadow} ${borderColor}`
    };
  };
  const has = look(node);
  (node as HTMLElement).blur();
  const lacks = look(node);
  (node as HTMLElement).focus();
  return has.outlined || has.rest !== lacks.rest;
}

/** Whether the focus is within an element. */
async function holdsFocus(ct: CtPage, selector: string): Promise<void> {
  await expect
    .poll(() =>
      ct.page.evaluate(
        within => !!document.activeElement?.closest(within),
        selector
      )
    )
    .toBe(true);
}

test('every step can be taken by keys alone, and the focus is never lost', async ({
  ct
}) => {
  test.setTimeout(120_000);
  const secret = password();
  const before = notebook(
    markdown('# Report'),
    databaseCell(secret),
    code(`token = "${githubToken()}"`)
  );
  ct.write(notebook(databaseCell(password(3))), 'other.ipynb');
  await ct.open(before);
  const sources = await ct.sources();
  const { keyboard } = ct.page;
  const panel = ct.panel.root;
  const button = (name: string | RegExp) =>
    panel.getByRole('button', { name }).first();
  await expect(ct.status).toContainText('2');

  await test.step('to a finding, and what it means', async () => {
    await keyboard.press('F8');
    await holdsFocus(ct, '.jp-Cell .cm-content');
    await keyboard.press('Alt+Shift+KeyM');
    await expect(ct.page.locator('.ct-MessageTooltip')).toBeVisible();
    await keyboard.press('Escape');
    await expect(ct.page.locator('.ct-MessageTooltip')).toHaveCount(0);
    await holdsFocus(ct, '.jp-Cell .cm-content');
  });

  await test.step('replace it, and take that back in the panel', async () => {
    await keyboard.press('Alt+Shift+KeyR');
    await expect.poll(() => ct.sources()).not.toEqual(sources);
    await expect(ct.status).toContainText('1');
    await keyboard.press('Alt+Shift+KeyK');
    await holdsFocus(ct, '#ct-jupyter-panel');
    await keyboard.press('Control+KeyZ');
    await expect.poll(() => ct.sources()).toEqual(sources);
    await expect(ct.panel.findings).toHaveCount(2);
    await holdsFocus(ct, '#ct-jupyter-panel');
  });

  await test.step('choose in the preview', async () => {
    await keyboard.press('Alt+Shift+KeyA');
    const preview = new PreviewDialog(ct.page);
    await preview.ready();
    await holdsFocus(ct, '.ct-PreviewDialog');
    const boxes = preview.root.locator('tbody input[type="checkbox"]');
    await tabTo(ct, boxes.nth(1), 'Shift+Tab');
    await keyboard.press('Space');
    await expect(boxes.nth(1)).not.toBeChecked();
    await tabTo(ct, preview.names.first(), 'Shift+Tab');
    await keyboard.press('Control+KeyA');
    await keyboard.type('CHOSEN_NAME');
    await tabTo(ct, preview.accept);
    await preview.ready();
    await keyboard.press('Enter');
    await expect(preview.root).toBeHidden();
    await expect
      .poll(async () => (await ct.sources()).join('\n'))
      .toContain('CHOSEN_NAME');
    await expect(ct.panel.findings).toHaveCount(1);
    await holdsFocus(ct, '#ct-jupyter-panel');
    await keyboard.press('Control+KeyZ');
    await expect.poll(() => ct.sources()).toEqual(sources);
    await expect(ct.panel.findings).toHaveCount(2);
  });

  await test.step('ignore one, and stop ignoring it', async () => {
    const current = panel.locator('.ct-List-item[tabindex="0"]');
    await tabTo(ct, current.getByRole('button', { name: 'Ignore…' }));
    await keyboard.press('Enter');
    await holdsFocus(ct, '.jp-Dialog');
    const reason = ct.dialog.getByRole('radio').first();
    await tabTo(ct, reason, 'Shift+Tab');
    await keyboard.press('Space');
    await expect(reason).toBeChecked();
    await tabTo(ct, ct.dialog.getByRole('button', { name: /^Ignore/ }));
    await keyboard.press('Enter');
    await expect(ct.dialog).toHaveCount(0);
    await expect(ct.status).toContainText('1');
    await holdsFocus(ct, '#ct-jupyter-panel');
    const ignored = panel.locator('.ct-List-item', {
      has: ct.page.getByText(/ignored/i)
    });
    await tabTo(ct, ignored.first(), 'ArrowDown');
    await keyboard.press('Enter');
    await keyboard.press('ArrowDown');
    await tabTo(ct, current.getByRole('button', { name: /^Stop ignoring/ }));
    await keyboard.press('Enter');
    await expect(ct.status).toContainText('2');
    await expect.poll(() => ct.sources()).toEqual(sources);
    await holdsFocus(ct, '#ct-jupyter-panel');
  });

  await test.step('scan the folder', async () => {
    const tab = panel.getByRole('tab', { name: 'This notebook' });
    await tabTo(ct, tab, 'Shift+Tab');
    await keyboard.press('ArrowRight');
    await expect(panel.getByRole('tab', { name: 'Project' })).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await tabTo(ct, button(/^Scan/));
    await keyboard.press('Enter');
    await expect(panel).toContainText('other.ipynb', { timeout: 30_000 });
    await holdsFocus(ct, '#ct-jupyter-panel');
  });

  await test.step('share by the palette, and back to the notebook', async () => {
    await keyboard.press('Control+Shift+KeyC');
    await keyboard.type('Share a Clean Copy');
    await keyboard.press('Enter');
    await holdsFocus(ct, '.jp-Dialog');
    await expect(ct.dialog).toContainText('Share a clean copy');
    await keyboard.press('Escape');
    await expect(ct.dialog).toHaveCount(0);
    await keyboard.press('Alt+Shift+KeyK');
    await holdsFocus(ct, '#ct-jupyter-panel');
    await keyboard.press('Escape');
    await holdsFocus(ct, '.jp-Notebook');
  });
});
