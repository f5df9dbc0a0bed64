/** After a replacement the notebook goes on running, and the file keeps no secret without a sign. */
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';
import {
  autosave,
  delaySaves,
  isDirty,
  replaceAll,
  startSave
} from '../src/steps';

/** Text of the first output of a cell. */
function output(ct: CtPage, index: number) {
  return ct.cell(index).locator('.jp-OutputArea-output').first();
}

test('a replacement while a save is on its way stays unsaved until it is in the file @point @slow-save @p4', async ({
  ct
}) => {
  const token = githubToken();
  const file = 'model.ipynb';
  await ct.open(
    notebook(code(`token = "${token}"`), code('1', printed(`${token}\n`)))
  );
  // Only the first write is slow: what comes behind it must not be taken for it.
  const held = await delaySaves(ct, 3000, 1);
  const saved = startSave(ct);
  await replaceAll(ct);
  await expect.poll(() => ct.source(0)).toContain('os.environ["GITHUB_TOKEN"]');
  await saved;

  if (!ct.server.collaborative) {
    expect(held()).toBe(1);
    expect(ct.read(file)).toContain(token);
    expect(await isDirty(ct)).toBe(true);
  }
  await ct.save();
  await expect.poll(() => ct.read(file)).not.toContain(token);
  await expect.poll(() => isDirty(ct)).toBe(false);
});

test('with an automatic save every 2 s while one types, all of it reaches the file @autosave @p4', async ({
  ct
}) => {
  const token = githubToken();
  await ct.open(notebook(code(`token = "${token}"`), code('x = 1')));
  await autosave(ct, 2);
  // Each of them is under way while the next key is pressed.
  await delaySaves(ct, 200);
  await ct.edit(1);
  await ct.page.keyboard.type('\ny = 123456789012345', { delay: 150 });
  await replaceAll(ct);
  await ct.type(1, '\nz = 2');
  // JupyterLab waits ten times as long as the last save took.
  const patience = { timeout: 40_000 };
  await expect.poll(() => ct.read('model.ipynb'), patience).toContain('z = 2');
  await expect.poll(() => isDirty(ct), patience).toBe(false);
  expect(ct.read('model.ipynb')).toContain('os.environ');
  expect(ct.read('model.ipynb')).not.toContain(token);
});

test('the cell runs again although the one with the imports does not @point @p2', async ({
  ct
}) => {
  const value = password(3);
  await ct.open(
    notebook(
      code('import sys'),
      code(`password = "${value}"\nprint(len(password))`),
      code(
        `url = "postgresql://ann:${password(4)}@db/x"\nprint(url.count("@"))`
      ),
      code('print(sorted(set(dir()) & {"os", "quote"}), len(In))')
    )
  );
  await ct.run(0);
  await ct.run(1);
  await ct.run(2);

  await replaceAll(ct);
  await expect(ct.toast('The running kernel knows them.')).toBeVisible();
  expect(await ct.source(0)).toContain('import os');
  expect(await ct.source(2)).toContain('quote(os.environ[');

  await ct.run(2);
  await expect(output(ct, 2)).toHaveText('1');
  await ct.run(1);
  await expect(output(ct, 1)).toHaveText(String(value.length));
  await ct.run(3);
  // Three runs, two more, this one, and the empty input that a kernel begins with.
  await expect(output(ct, 3)).toHaveText("['os', 'quote'] 7");
});

test('an R kernel knows the variable as well @r @p2', async ({ ct }) => {
  const value = password(5);
  const r = notebook(code(`password <- "${value}"`), code('nchar(password)'));
  r.metadata = {
    kernelspec: { display_name: 'R', language: 'R', name: 'ir' },
    language_info: { name: 'R' }
  };
  await ct.open(r);

  await replaceAll(ct);
  await expect(ct.toast('The running kernel knows them.')).toBeVisible();
  await expect.poll(() => ct.source(0)).toContain('Sys.getenv("PASSWORD")');
  await ct.run(0);
  await ct.run(1);
  await expect(output(ct, 1)).toHaveText(String(value.length));
});
