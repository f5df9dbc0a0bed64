/** Point 6: status bar, palette, settings, themes, keyboard and screen readers. */

import { violations } from '../src/axe';
import { expect, test, withSettings } from '../src/fixtures';
import {
  code,
  databaseCell,
  markdown,
  notebook,
  printed
} from '../src/notebooks';
import { githubToken, password, sample } from '../src/samples';

test('the status bar counts and opens the panel', async ({ ct }) => {
  await ct.open(
    notebook(databaseCell(password()), code(`token = "${githubToken()}"`))
  );
  const button = ct.status.getByRole('button');

  await expect(button).toHaveText('2');
  await expect(button).toHaveAccessibleName(
    '2 secrets in this notebook, open the panel'
  );
  await button.click();
  await expect(ct.panel.root).toBeVisible();
});

test('every command is in the palette, with its shortcut @point', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password())));
  await expect(ct.marks(0)).toHaveCount(1);

  await ct.execute('apputils:activate-command-palette');
  const palette = ct.page.locator('#modal-command-palette');
  await palette
    .getByRole('searchbox')
    .or(palette.locator('input'))
    .first()
    .fill('secret');

  const commands: [string, RegExp | null][] = [
    ['Show Secrets in the Notebook', /Alt\+Shift\+K/],
    ['Scan the Notebook for Secrets', null],
    ['Go to Next Secret', /F8/],
    ['Go to Previous Secret', /Shift\+F8/],
    ['Explain the Secret at the Cursor', /Alt\+Shift\+M/],
    ['Replace the Secret at the Cursor', /Alt\+Shift\+R/],
    ['Ignore the Secret at the Cursor…', /Alt\+Shift\+S/]
  ];
  for (const [label, keys] of commands) {
    const item = palette
      .locator('.lm-CommandPalette-item')
      .filter({ hasText: label });
    await expect(item.last()).toBeVisible();
    if (keys) {
      await expect(
        item.last().locator('.lm-CommandPalette-itemShortcut')
      ).toHaveText(keys);
    }
  }
});

test('the settings have titles and descriptions', async ({ ct }) => {
  await ct.open(notebook(code('1')));
  await ct.execute('settingeditor:open', { query: 'Secrets in notebooks' });

  const editor = ct.page.locator('.jp-SettingsPanel');
  for (const title of [
    'Scan while typing',
    'Pause before scanning (ms)',
    'On save',
    'Least severity shown',
    'Notify on save',
    'Mark cells',
    'Open the panel by itself'
  ]) {
    await expect(editor.getByText(title, { exact: true })).toBeVisible();
  }
  await expect(editor).toContainText('Refuse to save');
});

test('settings are followed at once', async ({ ct }) => {
  await ct.open(
    notebook(databaseCell(password()), code(`token = "${githubToken()}"`))
  );
  await expect(ct.status.getByRole('button')).toHaveText('2');

  await ct.set('minimumSeverity', 'critical');
  await expect(ct.status.getByRole('button')).toHaveText('1');
  await expect(ct.marks(0)).toHaveCount(0);
  await expect(ct.marks(1)).toHaveCount(1);

  await ct.set('markCells', false);
  await expect(ct.cell(1)).not.toHaveClass(/ct-hasFindings/);
  await ct.set('minimumSeverity', 'low');
  await expect(ct.marks(0)).toHaveCount(1);
});

test.describe('with the panel set to open by itself', () => {
  test.use({ mockSettings: withSettings({ openPanel: true }) });

  test('it opens with a notebook that has secrets', async ({ ct }) => {
    await ct.open(notebook(databaseCell(password())));

    await expect(ct.panel.root).toBeVisible();
    await expect(ct.panel.findings).toHaveCount(1);
  });
});

test('from finding to finding and through the panel by keyboard alone', async ({
  ct
}) => {
  const value = password();
  const token = githubToken();
  await ct.open(
    notebook(
      code(`password = "${value}"`),
      code('1'),
      code(`token = "${token}"`)
    )
  );
  await expect(ct.status.getByRole('button')).toHaveText('2');
  const { keyboard } = ct.page;
  const selected = () =>
    ct.page.evaluate(() => window.getSelection()?.toString());
  await ct.select(0);

  await keyboard.press('F8');
  await expect.poll(selected).toBe(value);
  await keyboard.press('F8');
  await expect.poll(selected).toBe(token);
  await keyboard.press('Shift+F8');
  await expect.poll(selected).toBe(value);

  await keyboard.press('Alt+Shift+KeyK');
  await expect(ct.panel.root).toBeVisible();
  const focused = ct.page.locator(':focus');
  await expect(ct.panel.root.locator(':focus')).toHaveCount(1);
  // Wherever the panel puts the focus first, Tab leads to the list.
  for (let i = 0; i < 12; i++) {
    if ((await ct.panel.root.locator('.ct-List-item:focus').count()) === 1) {
      break;
    }
    await keyboard.press('Tab');
  }
  await expect(focused).toHaveAccessibleName(/^GitHub token, Critical, Cell 3/);
  await keyboard.press('ArrowDown');
  await expect(focused).toHaveAccessibleName(/^Password, High, Cell 1/);
  await keyboard.press('Tab');
  await expect(focused).toHaveText(/^Replace with/);
  await keyboard.press('Tab');
  await expect(focused).toHaveText('Go to');
  await keyboard.press('Tab');
  await expect(focused).toHaveText('Ignore…');
  await keyboard.press('Enter');
  // The focus is in the dialog once it is drawn, which is when somebody would go on.
  await expect(ct.dialog.locator(':focus')).toHaveAttribute('type', 'radio');
  await keyboard.press('Space');
  await expect(focused).toBeChecked();
  await ct.dialog.getByLabel(/^Comment/).focus();
  await keyboard.type('shared with all');
  await keyboard.press('Enter');
  await expect(ct.dialog).toBeHidden();
  await expect.poll(() => ct.source(0)).toContain('shared with all');
  await expect(ct.panel.findings).toHaveCount(1);

  // The focus is not lost with the row: the list goes on from here.
  await expect(ct.panel.root.locator(':focus')).toHaveCount(1);
  await keyboard.press('Escape');
  await expect(ct.panel.root.locator(':focus')).toHaveCount(0);
});

test('Replace and Ignore work on the finding at the cursor', async ({ ct }) => {
  await ct.open(
    notebook(databaseCell(password()), code(`token = "${githubToken()}"`))
  );
  await expect(ct.marks(1)).toHaveCount(1);
  await ct.edit(1);

  await ct.page.keyboard.press('Alt+Shift+KeyR');
  await expect.poll(() => ct.source(1)).toContain('os.environ[');
  expect(await ct.source(0)).not.toContain('os.environ[');

  await ct.edit(0);
  await ct.page.keyboard.press('Alt+Shift+KeyS');
  await ct.dialog.getByLabel(/^Comment/).fill('revoked');
  await ct.page.keyboard.press('Enter');
  await expect.poll(() => ct.source(0)).toContain('# ct: ignore[');
});

for (const theme of ['Light', 'Dark'] as const) {
  test(`axe finds nothing serious in our part of the page: ${theme}`, async ({
    ct
  }) => {
    await ct.open(
      notebook(
        databaseCell(password()),
        code(
          `token = "${githubToken()}"`,
          printed(sample('secret.openai.api-key'))
        ),
        markdown(`hook: ${sample('secret.slack.webhook')}`),
        code('1')
      )
    );
    await ct.setTheme(theme);
    await ct.panel.open();
    await expect(ct.panel.findings).toHaveCount(3);
    await ct.panel.findings
      .first()
      .getByRole('button', { name: 'Learn more' })
      .click();
    expect(await violations(ct, '#ct-jupyter-panel')).toEqual([]);
    expect(await violations(ct, '.ct-Status')).toEqual([]);

    await ct.edit(0);
    await ct.page.keyboard.press('Alt+Shift+KeyM');
    await expect(ct.page.locator('.ct-MessageTooltip')).toBeVisible();
    expect(await violations(ct, '.ct-MessageTooltip')).toEqual([]);
    await ct.page.keyboard.press('Escape');

    await ct.marks(0).hover();
    await expect(ct.page.locator('.cm-tooltip-hover')).toBeVisible();
    expect(await violations(ct, '.cm-tooltip-hover')).toEqual([]);

    await ct.panel.findings
      .first()
      .getByRole('button', { name: 'Ignore…' })
      .click();
    await expect(ct.dialog).toBeVisible();
    expect(await violations(ct, '.ct-Decision')).toEqual([]);
    await ct.page.keyboard.press('Escape');
  });
}
