/** The policy of the repository in the editor: what the pipeline will say, the panel says now. */
import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';
import { python } from '../src/servers';

/** Make the folder of the test the top of a repository. */
function repository(ct: CtPage): void {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: ct.folder });
  git('init', '-q');
  git('config', 'user.name', 'Ann Example');
}

/** Write the settings of the pipeline. */
function settings(ct: CtPage, text: string): void {
  fs.writeFileSync(path.join(ct.folder, '.ct-jupyter.toml'), text);
}

/** Exit code of the pipeline's own command on the folder. */
function pipeline(ct: CtPage): number | null {
  const script =
    'import sys; from ct_jupyter.cli.main import main; sys.exit(main(sys.argv[1:]))';
  return spawnSync(python(), ['-c', script, 'scan', '.'], { cwd: ct.folder })
    .status;
}

test('Ignore in the baseline: shown with who, when and until when, and the pipeline agrees', async ({
  ct
}) => {
  const value = password();
  const before = notebook(
    databaseCell(value),
    code('2', printed(`password = "${value}"`))
  );
  ct.write(before);
  repository(ct);
  expect(pipeline(ct)).toBe(1);
  await ct.goto();
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(2);
  const source = await ct.source(0);

  await ct.panel
    .ofCell(1)
    .first()
    .getByRole('button', { name: 'Ignore…' })
    .click();
  const accept = ct.dialog.getByRole('button', { name: /^Ignore/ });
  await ct.dialog.getByRole('radio', { name: /In the baseline/ }).check();
  await ct.dialog.getByLabel(/^Comment/).fill('public in the course');
  await expect(accept).toBeDisabled();
  await ct.dialog.getByRole('radio', { name: 'Used in tests' }).check();
  await ct.dialog.getByLabel(/^Until/).fill('2999-01-31');
  const file = `${ct.tmpPath}/.ct-jupyter/baseline.json`;
  await expect(ct.dialog).toContainText(
    `${file} will be created, with your name and the date. Commit it.`
  );
  await accept.click();

  await expect(
    ct.toast(`Ignored in the new file ${file}: commit it.`)
  ).toBeVisible();
  // Both places of the value, and the cells stay as they are.
  await expect(ct.panel.state).toHaveAttribute('data-state', 'clean');
  await expect(ct.marks(0)).toHaveCount(0);
  expect(await ct.source(0)).toBe(source);
  await ct.panel.root.getByRole('button', { name: 'Ignored (2)' }).click();
  await expect(ct.panel.findings.first()).toContainText(
    'Ignored: used in tests: public in the course'
  );
  await expect(ct.panel.findings.first()).toContainText(
    /Ann Example on \d{4}-\d\d-\d\d, until 2999-01-31, in the baseline/
  );
  const baseline = ct.read('.ct-jupyter/baseline.json');
  expect(baseline).not.toContain(value);
  expect(pipeline(ct)).toBe(0);

  await ct.setOnSave('block');
  await ct.type(0, ' ');
  await ct.save();
  await expect(ct.dialog).toBeHidden();
});

test('typing a value that the baseline knows is ignored once one stops, and a new one is not', async ({
  ct
}) => {
  const value = password();
  repository(ct);
  ct.write(notebook(databaseCell(value)));
  await ct.goto();
  await ct.panel.open();
  await ct.panel.findings.getByRole('button', { name: 'Ignore…' }).click();
  await ct.dialog.getByRole('radio', { name: 'Revoked' }).check();
  await ct.dialog.getByRole('radio', { name: /In the baseline/ }).check();
  await ct.dialog.getByRole('button', { name: /^Ignore/ }).click();
  await expect(ct.panel.state).toHaveAttribute('data-state', 'clean');

  await ct.type(0, `\nold_password = "${value}"`);
  await expect(
    ct.panel.root.getByRole('button', { name: 'Ignored (2)' })
  ).toBeVisible();
  await expect(ct.marks(0)).toHaveCount(0);
  await ct.type(0, `\nnew_password = "${password(1)}"`);
  await expect(ct.marks(0)).toHaveCount(1);
  // The baseline is asked about it meanwhile.
  await ct.page.waitForTimeout(2500);
  await expect(ct.marks(0)).toHaveCount(1);
});

test('an expiry date travels in the comment', async ({ ct }) => {
  await ct.open(notebook(code(`token = "${githubToken()}"`)));
  await ct.panel.open();
  await ct.panel.findings.getByRole('button', { name: 'Ignore…' }).click();
  await ct.dialog.getByRole('radio', { name: 'False positive' }).check();
  await ct.dialog.getByLabel(/^Until/).fill('2999-01-31');
  await ct.dialog.getByRole('button', { name: /^Ignore/ }).click();

  await expect
    .poll(() => ct.source(0))
    .toContain(
      '# ct: ignore[secret.github.token] until 2999-01-31 false positive'
    );
  await ct.panel.root.getByRole('button', { name: 'Ignored (1)' }).click();
  await expect(ct.panel.findings).toContainText(
    'until 2999-01-31, in a comment'
  );
});

test('a broken policy is named with its file and key, ignores nothing, and is gone once it is mended', async ({
  ct
}) => {
  settings(ct, '[[ignore]]\npaths = ["*"]\nreason = "a"\n\n[oops]\n');
  await ct.open(notebook(databaseCell(password())));
  await ct.panel.open();

  const alert = ct.panel.root.getByRole('alert');
  await expect(alert).toContainText('.ct-jupyter.toml');
  await expect(alert).toContainText("'oops'");
  await expect(ct.panel.findings).toHaveCount(1);
  expect(pipeline(ct)).toBe(2);

  settings(ct, '[[ignore]]\npaths = ["*"]\nreason = "a lesson"\n');
  await ct.panel.root
    .getByRole('button', { name: 'Scan the notebook again' })
    .click();
  await expect(alert).toHaveCount(0);
  await expect(ct.panel.state).toHaveAttribute('data-state', 'clean');
  await ct.panel.root.getByRole('button', { name: 'Ignored (1)' }).click();
  await expect(ct.panel.findings).toContainText(
    'set in .ct-jupyter.toml, line 1: change it there'
  );
  expect(pipeline(ct)).toBe(0);
});

test('what the policy leaves out is said to be left out, not clean', async ({
  ct
}) => {
  settings(ct, 'exclude = ["model.ipynb"]\n');
  await ct.open(notebook(databaseCell(password())));
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'excluded');
  await expect(ct.panel.state).toContainText('.ct-jupyter.toml excludes');
  await expect(ct.status.getByRole('button')).toHaveAccessibleName(
    'Secrets: the policy leaves this notebook out'
  );
  await expect(ct.marks(0)).toHaveCount(0);
});
