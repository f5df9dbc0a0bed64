/** What was stored is there again after a restart, also after the replacement of a single secret. */
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook } from '../src/notebooks';
import { githubToken, password } from '../src/samples';
import { restart } from '../src/steps';

/** Replace the only secret by the button of its finding. */
async function replace(ct: CtPage): Promise<void> {
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: /^Replace with/ }).click();
  await expect(ct.toast(/Moved to \.env/)).toBeVisible();
}

test('a single Replace has the notebook load .env, so that it runs after a restart @point @p3', async ({
  ct
}) => {
  const value = password(6);
  await ct.open(
    notebook(
      code('import sys\nimport math'),
      code(`password = "${value}"\nprint(len(password))`)
    )
  );
  await replace(ct);
  expect(await ct.source(0)).toContain('load_dotenv');
  await restart(ct);
  await ct.run(0);
  await expect(ct.cell(0).locator('.jp-OutputArea-output')).toHaveCount(0);
  await ct.run(1);
  await expect(ct.cell(1).locator('.jp-OutputArea-output')).toHaveText(
    String(value.length)
  );
});

test('where the kernel lacks python-dotenv, one click installs it and adds the loading', async ({
  ct
}) => {
  // A kernel that lacks it, and an installer that fails first.
  const stage = [
    'import sys',
    'sys.modules["dotenv"] = None',
    'tries = []',
    'def pip(line):',
    '    print("Collecting", line)',
    '    tries.append(line)',
    '    if len(tries) == 1:',
    '        print("ERROR: No matching distribution found")',
    '    else:',
    '        del sys.modules["dotenv"]',
    'get_ipython().register_magic_function(pip, "line", "pip")'
  ].join('\n');
  await ct.open(notebook(code(stage), code(`token = "${githubToken()}"`)));
  const before = await ct.sources();
  await ct.run(0);

  await replace(ct);
  const offer = ct.toast(/nothing loads \.env: the kernel lacks python-dotenv/);
  await expect(offer).toBeVisible();
  expect((await ct.sources()).join()).not.toContain('load_dotenv');
  await offer.getByRole('button', { name: 'Install python-dotenv' }).click();
  await expect(ct.toast(/python-dotenv was not installed/)).toContainText(
    'No matching distribution'
  );
  await ct.dismissToasts();

  await ct.panel.root
    .getByRole('button', { name: /^Undo the replacement/ })
    .click();
  await expect.poll(() => ct.sources()).toEqual(before);
  await ct.dismissToasts();
  await replace(ct);
  await ct
    .toast(/lacks python-dotenv/)
    .getByRole('button', { name: 'Install python-dotenv' })
    .click();
  await expect(
    ct.toast('python-dotenv is installed, and the notebook loads .env.')
  ).toBeVisible();
  expect(await ct.source(0)).toContain('load_dotenv');

  // The loading is part of the replacement: one undo takes back both.
  await ct.editor(1).click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.sources()).toEqual(before);
  expect(ct.exists('.env')).toBe(false);
});
