/** Undo is one thing: sources, imports, outputs and what was stored, each where nobody changed it. */
import { execFileSync } from 'child_process';
import * as fs from 'fs';

import type { CtPage, IShownNotebook } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';
import { replaceAll } from '../src/steps';

/** The notebook as the model has it, as JSON. */
async function content(ct: CtPage): Promise<string> {
  return ct.page.evaluate(() => {
    const { content } = window.jupyterapp.shell
      .currentWidget as unknown as IShownNotebook;
    const { sharedModel } = content.model as unknown as {
      sharedModel: { toJSON(): unknown };
    };
    return JSON.stringify(sharedModel.toJSON());
  });
}

/** Replace all secrets, and wait until that is told. */
async function replaced(ct: CtPage): Promise<void> {
  await replaceAll(ct);
  await expect(ct.toast(/moved to \.env/)).toBeVisible();
}

function hidden(ct: CtPage): string[] {
  return fs
    .readdirSync(ct.folder)
    .filter(name => name === '.env' || name === '.gitignore');
}

test('one Ctrl+Z in any of its cells takes all of it back, and one redo does all of it again @point @p5', async ({
  ct
}) => {
  const token = githubToken();
  const second = code(`token = "${token}"`, printed(`${token}\n`));
  second.metadata = { note: token };
  execFileSync('git', ['init', '--quiet', ct.folder]);
  await ct.open(
    notebook(
      code('import sys'),
      code(`password = "${password()}"`),
      second,
      code(`%env API_TOKEN=${githubToken(1)}`)
    )
  );
  const before = await content(ct);
  await replaced(ct);
  expect(hidden(ct)).toEqual(['.env', '.gitignore']);
  expect(await ct.source(0)).toContain('import os');
  expect(await content(ct)).not.toContain(token);

  await ct.editor(2).click();
  await ct.page.keyboard.press('Control+z');

  await expect.poll(() => content(ct)).toBe(before);
  await expect.poll(() => hidden(ct)).toEqual([]);
  await expect(ct.toast(/Undone: 3 secrets/)).toBeVisible();
  await expect(ct.panel.findings).not.toHaveCount(0);

  // Redo does all of it again, not a cell alone: what was stored is stored, what was printed is out.
  await ct.editor(2).click();
  await ct.page.keyboard.press('Control+Shift+z');
  await expect.poll(() => hidden(ct)).toEqual(['.env', '.gitignore']);
  await expect.poll(() => content(ct)).not.toContain(token);
  expect(await ct.source(0)).toContain('import os');
});

test('what was edited since stays, from the panel and long after the notice', async ({
  ct
}) => {
  const token = githubToken();
  await ct.open(
    notebook(
      code(`password = "${password()}"`, printed('x\n')),
      code(`token = "${token}"`, printed(`${token}\n`)),
      code('y = 1')
    )
  );
  const [first, second] = await ct.sources();
  await replaced(ct);
  await ct.dismissToasts();
  // Beside what was replaced, and in it.
  await ct.type(1, '\nmine = 1');
  await ct.edit(0);
  await ct.page.keyboard.press('Backspace');
  await ct.page.keyboard.press('Backspace');
  await ct.page.keyboard.type('_DB"]');
  const edited = await ct.source(0);

  await ct.panel.root
    .getByRole('button', { name: 'Undo the replacement of 2 secrets' })
    .click();

  await expect(
    ct.toast(/Undone in part. Cell 1 was edited since/)
  ).toBeVisible();
  expect(await ct.source(0)).toBe(edited);
  expect(edited).not.toBe(first);
  expect(await ct.source(1)).toBe(`${second}\nmine = 1`);
  // The value that no cell has any more is not lost.
  expect(ct.read('.env')).toContain('PASSWORD=');
  expect(ct.read('.env')).not.toContain(token);
  await expect(ct.cell(1).locator('.jp-OutputArea-output')).toHaveText(token);
  await expect(
    ct.panel.root.getByRole('button', { name: /^Undo the replacement/ })
  ).toHaveCount(0);
});
