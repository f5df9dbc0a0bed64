/** Point 8: pseudonyms for columns, without a key set by hand. */
import * as fs from 'fs';
import * as path from 'path';

import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook } from '../src/notebooks';

const READ = 'import pandas as pd\ndf = pd.read_csv("people.csv")';

/** People, each with an e-mail address. */
function people(ct: CtPage, rows = 200): void {
  const lines = Array.from(
    { length: rows },
    (_, n) => `${n},user${n}@mail-${n % 7}.net`
  );
  fs.writeFileSync(
    path.join(ct.folder, 'people.csv'),
    ['id,email', ...lines].join('\n') + '\n'
  );
}

/** Run a cell with the keyboard, and return what it printed once it contains a text. */
async function run(ct: CtPage, index: number): Promise<void> {
  await ct.edit(index);
  await ct.page.keyboard.press('Control+Enter');
  await expect(ct.cell(index).locator('.jp-InputPrompt')).toHaveText(
    /\[\d+\]:/
  );
}

test('fakes need no key set by hand, also after a restart, and a second treatment replaces the first', async ({
  ct
}) => {
  test.setTimeout(130_000);
  people(ct);
  await ct.open(
    notebook(code(READ), code('print(df["email"].iloc[0], len(df))'))
  );
  await ct.panel.open();
  await ct.panel.root.getByRole('tab', { name: /Personal data/ }).click();
  await expect(ct.panel.root.locator('.ct-Columns tbody tr')).toHaveCount(1);
  await run(ct, 0);

  await ct.panel.root
    .getByRole('button', { name: 'Replace with fakes' })
    .click();
  await expect.poll(() => ct.sources()).toHaveLength(3);
  const [, first] = await ct.sources();
  expect(first.split('\n').length).toBeLessThan(25);
  expect(first).toContain('treat(');
  const env = ct.read('.env');
  expect(env).toMatch(/^PSEUDONYM_KEY=\S{32,}$/m);
  await expect(ct.toast(/^PSEUDONYM_KEY, .* was saved in /)).toBeVisible();

  // The running kernel has the key already.
  await run(ct, 1);
  await run(ct, 2);
  const shown = ct.cell(2).locator('.jp-OutputArea-output');
  await expect(shown).toContainText('@example.com 200');
  const fake = await shown.innerText();

  // Started anew it loads the key, and gives the same fakes.
  await ct.page.evaluate(async () => {
    const { sessionContext } = window.jupyterapp.shell
      .currentWidget as unknown as {
      sessionContext: { restartKernel(): Promise<void> };
    };
    await sessionContext.restartKernel();
  });
  await ct.execute('notebook:clear-all-cell-outputs');
  await expect(shown).toHaveCount(0);
  for (const index of [0, 1, 2]) {
    await run(ct, index);
  }
  await expect(shown).toHaveText(fake.trim());

  // Another treatment of the column takes the place of the first.
  await ct.panel.root.getByRole('button', { name: 'Hash' }).click();
  await expect.poll(async () => (await ct.sources())[1]).toContain('"hash"');
  const second = await ct.sources();
  expect(second).toHaveLength(3);
  expect(second[1]).not.toContain('fake:email');
  expect(ct.read('.env')).toBe(env);
  for (const index of [0, 1, 2]) {
    await run(ct, index);
  }
  await expect(shown).toContainText(/[0-9a-f]{32} 200/);

  const toast = ct.toast(/Cell 2 was changed/);
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await ct.sources())[1]).toBe(first);
});
