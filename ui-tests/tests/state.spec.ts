/** What is said of the state of things is so: the server, the counts, the cells, the filters. */
import type { Route } from '@playwright/test';

import { isOurs } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook } from '../src/notebooks';
import { githubToken, password, sample } from '../src/samples';

test('a server that hangs leaves findings marked as old, one that is gone is told apart', async ({
  ct
}) => {
  await ct.open(notebook(code(`password = "${password()}"`), code('')));
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(1);

  // The scan has no answer, the rest has: what is listed may be old.
  let mode: 'hold' | 'pass' | 'gone' = 'hold';
  const held: Route[] = [];
  await ct.page.route(
    url => url.pathname.includes('/ct_jupyter/'),
    async route => {
      if (mode === 'hold' && isOurs(route.request().url(), 'scan')) {
        held.push(route);
      } else if (mode === 'gone') {
        await route.abort('connectionrefused');
      } else {
        await route.continue();
      }
    }
  );
  await ct.type(1, `token = "${githubToken()}"`);
  const stale = ct.panel.root.getByRole('status').filter({
    hasText: 'may be out of date'
  });
  await expect(stale).toBeVisible();
  await expect(ct.status.getByRole('button')).toHaveAccessibleName(
    /may be out of date/
  );
  mode = 'pass';
  // Those that another one replaced are gone from the page.
  await Promise.all(held.map(route => route.continue().catch(() => undefined)));
  await ct.type(1, ' ');
  await expect(ct.marks(1)).toHaveCount(1);
  await expect(stale).toHaveCount(0);

  // Gone altogether: nothing is to be installed.
  mode = 'gone';
  await ct.type(1, '# more');
  await expect(ct.panel.state).toContainText('The server does not answer');
  await expect(ct.panel.state).not.toContainText('Install');
  mode = 'pass';
  await ct.panel.root.getByRole('button', { name: 'Try again' }).click();
  await expect(ct.panel.state).toHaveText('2 secrets in 2 cells');
});

test('counts, cells and filters agree with what is there', async ({ ct }) => {
  const iban = sample('pii.iban');
  await ct.open(notebook(code(`print("run")`), code(`iban = "${iban}"`)));
  await ct.panel.open();

  // No tick where there is personal data.
  const status = ct.status.getByRole('button');
  await expect(status).toHaveAccessibleName(
    '1 place with personal data in this notebook, open the panel'
  );
  await expect(status).toHaveText('1');

  // The number of the last run stands beside the place of the cell.
  await ct.panel.root.getByRole('tab', { name: /^Personal data/ }).click();
  await expect(ct.panel.cellHeaders).toContainText('Cell 2');
  await expect(ct.panel.cellHeaders).not.toContainText('[');
  await ct.run(0);
  await ct.run(1);
  await expect(ct.panel.cellHeaders).toContainText('Cell 2 [2]');

  // Kinds and severities are switches of one sort.
  const kind = ct.panel.root.getByRole('button', { name: 'IBANs: 1' });
  await expect(kind).toHaveAttribute('aria-pressed', 'true');
  await kind.focus();
  await ct.page.keyboard.press('Space');
  await expect(kind).toHaveAttribute('aria-pressed', 'false');
  await expect(ct.panel.findings).toHaveCount(0);
  await expect(ct.panel.root).toContainText('All are hidden');
  await ct.type(1, `\npassword = "${password()}"`);
  await ct.panel.root.getByRole('tab', { name: /^Secrets/ }).click();
  const severity = ct.panel.count('high');
  await expect(severity).toHaveAttribute('aria-pressed', 'true');
  await severity.focus();
  await ct.page.keyboard.press('Space');
  await expect(severity).toHaveAttribute('aria-pressed', 'false');
  await expect(ct.panel.root).toContainText('All are hidden');
  await expect(status).toHaveAccessibleName(
    '1 secret and 1 place with personal data in this notebook, open the panel'
  );
});
