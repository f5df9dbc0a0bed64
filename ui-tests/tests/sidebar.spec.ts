/** Point 2: the sidebar. */
import * as fs from 'fs';
import * as path from 'path';

import { isOurs } from '../src/ctPage';
import { demoFolder } from '../src/demo';
import { expect, test } from '../src/fixtures';
import {
  code,
  databaseCell,
  markdown,
  notebook,
  printed
} from '../src/notebooks';
import { githubToken, password, sample } from '../src/samples';

test('every finding is listed by cell, worst first, with counts @point', async ({
  ct
}) => {
  await ct.open(
    notebook(
      markdown('# Churn'),
      databaseCell(password()),
      code(
        `token = "${githubToken()}"`,
        printed(`using ${sample('secret.openai.api-key')}\n`)
      )
    )
  );
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'findings');
  await expect(ct.panel.state).toContainText('3 secrets in 2 cells');
  // Cell 3 has the critical ones, so it comes before cell 2.
  await expect(ct.panel.cellHeaders).toContainText(['Cell 3', 'Cell 2']);
  await expect(ct.panel.ofCell(3)).toHaveCount(2);
  await expect(ct.panel.ofCell(2)).toHaveCount(1);
  await expect(ct.panel.ofCell(3).nth(1)).toContainText('Output 1');
  await expect(ct.panel.count('critical')).toHaveText(/^2/);
  await expect(ct.panel.count('high')).toHaveText(/^1/);
});

test('a severity can be hidden and shown again', async ({ ct }) => {
  await ct.open(
    notebook(databaseCell(password()), code(`token = "${githubToken()}"`))
  );
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(2);

  await ct.panel.count('critical').click();

  await expect(ct.panel.findings).toHaveCount(1);
  await expect(ct.panel.findings).toHaveAttribute('data-severity', 'high');
  await ct.panel.count('critical').click();
  await expect(ct.panel.findings).toHaveCount(2);
});

test('Go to shows the cell and puts the cursor on the secret @point', async ({
  ct
}) => {
  const value = password();
  const cells = Array.from({ length: 60 }, (_, i) => code(`x${i} = ${i}`));
  await ct.open(notebook(...cells, databaseCell(value)));
  await ct.panel.open();

  await ct.panel.ofCell(61).getByRole('button', { name: 'Go to' }).click();

  await expect(ct.marks(60)).toBeInViewport();
  await expect(ct.cell(60)).toHaveClass(/jp-mod-active/);
  await expect
    .poll(() => ct.page.evaluate(() => window.getSelection()?.toString()))
    .toContain(value);
});

test('Ignore asks for a reason and writes it on the line; Ctrl+Z takes it back @point', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password())));
  const before = await ct.source(0);
  await ct.panel.open();

  await ct.panel.findings.getByRole('button', { name: 'Ignore…' }).click();
  const accept = ct.dialog.getByRole('button', { name: /^Ignore/ });
  await expect(accept).toBeDisabled();
  await ct.dialog.getByLabel(/^Comment/).fill('training data base, public');
  await accept.click();

  await expect
    .poll(() => ct.source(0))
    .toBe(
      `${before}  # ct: ignore[secret.generic.password] training data base, public`
    );
  await expect(ct.marks(0)).toHaveCount(0);
  await expect(ct.panel.findings).toHaveCount(0);
  await ct.panel.root.getByRole('button', { name: 'Ignored (1)' }).click();
  await expect(ct.panel.findings).toContainText('training data base, public');
  await ct.save();
  expect(ct.read('model.ipynb')).toContain(
    'ct: ignore[secret.generic.password]'
  );

  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+z');
  expect(await ct.source(0)).toBe(before);
  await expect(ct.marks(0)).toHaveCount(1);
});

test('where a comment cannot stand, Ignore writes a cell tag', async ({
  ct
}) => {
  await ct.open(
    notebook(code('load()', printed(`key ${sample('secret.openai.api-key')}`)))
  );
  await ct.panel.open();

  await ct.panel.ignore('revoked');

  await expect(ct.panel.findings).toHaveCount(0);
  await ct.save();
  const [cell] = JSON.parse(ct.read('model.ipynb')).cells;
  expect(cell.metadata.tags).toEqual([
    'ct: ignore[secret.openai.api-key] revoked'
  ]);
  expect(await ct.source(0)).toBe('load()');
});

test('Learn more explains and links to the provider', async ({ ct }) => {
  await ct.open(notebook(code(`token = "${githubToken()}"`)));
  await ct.panel.open();
  const button = ct.panel.findings.getByRole('button', { name: 'Learn more' });

  await button.click();

  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const more = ct.panel.root.locator('.ct-LearnMore');
  await expect(more).toContainText('What to do');
  await expect(more).toContainText('secret.github.token');
  await expect(more.getByRole('link')).toHaveAttribute('href', /^https:/);
  await expect(more.getByRole('link')).toHaveAttribute('rel', /noopener/);
});

test('a notebook without secrets is said to be clean', async ({ ct }) => {
  await ct.open(notebook(code('1 + 1'), markdown('Nothing here.')));
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'clean');
  await expect(ct.panel.state).toContainText('No secrets found');
  await expect(ct.panel.findings).toHaveCount(0);
});

test('with no notebook open the panel says what it is for', async ({
  ct,
  page
}) => {
  await page.goto(`${ct.server.url}lab?reset`);
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'no-notebook');
});

test('it keeps up while cells are moved, split, merged, deleted and run @point', async ({
  ct
}) => {
  const value = password();
  const token = githubToken();
  await ct.open(
    notebook(
      code('1'),
      code(`password = "${value}"\ntoken = "${token}"`),
      code('3')
    )
  );
  await ct.panel.open();
  await expect(ct.panel.ofCell(2)).toHaveCount(2);

  await ct.select(1);
  await ct.execute('notebook:move-cell-up');
  await expect(ct.panel.ofCell(1)).toHaveCount(2);
  await expect(ct.marks(0)).toHaveText([value, token]);

  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+Home');
  await ct.page.keyboard.press('End');
  await ct.page.keyboard.press('ArrowRight');
  await ct.execute('notebook:split-cell-at-cursor');
  await expect(ct.panel.ofCell(1)).toHaveCount(1);
  await expect(ct.panel.ofCell(2)).toHaveCount(1);
  await expect(ct.marks(0)).toHaveText([value]);
  await expect(ct.marks(1)).toHaveText([token]);

  await ct.select(0, 1);
  await ct.execute('notebook:merge-cells');
  await expect(ct.panel.ofCell(1)).toHaveCount(2);
  await expect(ct.marks(0)).toHaveText([value, token]);

  // The merged cell is scanned as a whole before it runs, so that its output comes by itself.
  await ct.page.waitForTimeout(1500);
  await ct.edit(0);
  await ct.page.keyboard.type('\nprint(token)');
  await ct.run(0);
  await expect(ct.panel.ofCell(1)).toHaveCount(3);
  await expect(ct.panel.ofCell(1).filter({ hasText: 'Output 1' })).toHaveCount(
    1
  );

  await ct.select(0);
  await ct.execute('notebook:delete-cell');
  await expect(ct.panel.findings).toHaveCount(0);
  await expect(ct.panel.state).toHaveAttribute('data-state', 'clean');
  await ct.execute('notebook:undo-cell-action');
  await expect(ct.panel.ofCell(1)).toHaveCount(3);
});

test('500 cells with 1,000 findings: few rows are made, the last is reached', async ({
  ct
}) => {
  const file = path.join(demoFolder(), 'large.ipynb');
  await ct.open(fs.readFileSync(file, 'utf8'));
  await ct.panel.open();

  await expect(ct.panel.state).toContainText('1000 secrets in 500 cells', {
    timeout: 30_000
  });
  expect(await ct.panel.findings.count()).toBeLessThan(40);
  await expect(ct.panel.count('critical')).toHaveText(/^500/);

  await ct.panel.findings.first().locator('..').focus();
  await ct.page.keyboard.press('End');
  await expect(ct.panel.ofCell(500).last()).toBeInViewport();
  await ct.page.keyboard.press('Enter');
  await expect(ct.marks(499).first()).toBeInViewport();

  // Typing at the end is answered as fast as anywhere.
  await ct.type(499, `\npassword = "${password()}"`);
  await expect(ct.marks(499)).toHaveCount(3);
  await expect(ct.panel.state).toContainText('1001 secrets in 500 cells');
});

test('a part that cannot be read is shown, and does not count as clean', async ({
  ct
}) => {
  await ct.page.route(
    url => isOurs(url, 'scan'),
    async route => {
      const response = await route.fetch();
      const body = await response.json();
      await route.fulfill({
        response,
        json: {
          ...body,
          errors: [
            { path: 'model.ipynb', message: 'output 1 is damaged', cell: 1 }
          ]
        }
      });
    }
  );
  await ct.open(notebook(code('1', printed('2'))));
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'incomplete');
  await expect(ct.panel.root).toContainText('output 1 is damaged');
});

test('it says that it is scanning, and can be stopped', async ({ ct }) => {
  let release = () => {};
  const released = new Promise<void>(resolve => (release = resolve));
  await ct.page.route(
    url => isOurs(url, 'scan'),
    async route => {
      await released;
      await route.continue().catch(() => undefined);
    }
  );
  await ct.open(notebook(databaseCell(password())));
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'scanning');
  await expect(ct.panel.root.getByRole('progressbar')).toBeVisible();
  await ct.panel.root.getByRole('button', { name: 'Stop' }).click();
  await expect(ct.panel.state).toHaveAttribute('data-state', 'incomplete');

  release();
  await ct.panel.root
    .getByRole('button', { name: 'Scan the notebook again' })
    .click();
  await expect(ct.panel.state).toHaveAttribute('data-state', 'findings');
});
