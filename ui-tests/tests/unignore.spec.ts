/** Taking a decision to ignore back, wherever it was written, and what a policy switches off. */
import { expect, test } from '../src/fixtures';
import { code, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';

const TOKEN = 'secret.github.token';

test('each decision is taken back where it stands, and nothing else with it', async ({
  ct
}) => {
  const token = githubToken();
  const kept = `token = "${token}"  # mine`;
  const cells = [
    code(`${kept}  # ct: ignore[${TOKEN}] a course  # noqa: S105`),
    code('2', printed(`${githubToken(1)}\n`)),
    code(`other = "${githubToken(2)}"`)
  ];
  cells[1].metadata = { tags: ['slow', `ct: ignore[${TOKEN}] shown`] };
  cells[2].metadata = { 'ct-jupyter': { ignore: [`ct: ignore[${TOKEN}] x`] } };
  await ct.open(notebook(...cells));
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Ignored (3)' }).click();

  const metadata = (at: number) =>
    ct.page.evaluate(
      index =>
        (
          window.jupyterapp.shell.currentWidget as unknown as {
            content: {
              model: {
                sharedModel: { cells: { getMetadata(): unknown }[] };
              };
            };
          }
        ).content.model.sharedModel.cells[index].getMetadata(),
      at
    );
  const stop = (cell: number) =>
    ct.panel
      .ofCell(cell)
      .getByRole('button', { name: 'Stop ignoring' })
      .click();
  await stop(1);
  await expect.poll(() => ct.source(0)).toBe(`${kept}  # noqa: S105`);
  await expect(ct.marks(0)).toHaveCount(1);
  await stop(2);
  await expect.poll(() => metadata(1)).toHaveProperty('tags', ['slow']);
  await stop(3);
  await expect.poll(() => metadata(2)).not.toHaveProperty('ct-jupyter');
  // JupyterLab undoes no metadata: the notice does.
  await ct
    .toast(/^No longer ignored. It was written in the metadata/)
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect
    .poll(() => metadata(2))
    .toHaveProperty('ct-jupyter', cells[2].metadata['ct-jupyter']);
  await stop(3);
  await expect.poll(() => metadata(2)).not.toHaveProperty('ct-jupyter');
  await expect(ct.panel.state).toHaveText('3 secrets in 3 cells');
  await expect(ct.panel.root).not.toContainText('Ignored (');

  // One Ctrl+Z brings the comment back.
  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.source(0)).toContain('ct: ignore');
});

test('the baseline is undone by a button, the policy by its file; a past day is refused', async ({
  ct
}) => {
  ct.write(
    'disable = ["pii.email", "pii.iban"]\n\n[[ignore]]\npaths = ["*.ipynb"]\n' +
      'weakness = "secret.generic.password"\nreason = "a course"\n',
    '.ct-jupyter.toml'
  );
  await ct.open(
    notebook(code(`token = "${githubToken()}"\npassword = "${password()}"`))
  );
  await ct.panel.open();
  await expect(ct.panel.root.locator('.ct-PolicyHint summary')).toHaveText(
    '2 kinds are switched off by .ct-jupyter.toml'
  );

  await ct.panel
    .finding(TOKEN)
    .getByRole('button', { name: 'Ignore…' })
    .click();
  await ct.dialog.getByLabel('Revoked').check();
  await ct.dialog.getByLabel(/^Until/).fill('2001-01-01');
  const accept = ct.dialog.getByRole('button', { name: /^Ignore/ });
  await expect(accept).toBeDisabled();
  await expect(ct.dialog.getByRole('alert')).toContainText('has passed');
  await ct.dialog.getByLabel(/^Until/).fill('2999-01-01');
  await expect(accept).toBeEnabled();
  await ct.dialog.getByLabel('In the baseline').check();
  await accept.click();
  await expect(ct.toast('commit it')).toBeVisible();
  await expect(ct.panel.finding(TOKEN)).toHaveCount(0);

  await ct.panel.root.getByRole('button', { name: 'Ignored (2)' }).click();
  const byPolicy = ct.panel.finding('secret.generic.password');
  await expect(byPolicy).toContainText(
    'set in .ct-jupyter.toml, line 3: change it there'
  );
  await expect(
    byPolicy.getByRole('button', { name: 'Stop ignoring' })
  ).toHaveCount(0);
  await ct.panel
    .finding(TOKEN)
    .getByRole('button', { name: 'Stop ignoring' })
    .click();
  await expect(ct.marks(0)).toHaveCount(1);
  expect(ct.read('.ct-jupyter/baseline.json')).not.toContain(TOKEN);
});
