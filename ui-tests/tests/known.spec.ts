/** A stored value that an output prints is marked, and one click takes it out again. */
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { password } from '../src/samples';
import { outputs } from '../src/steps';

test('replaced, run again, printed: marked, and gone with one click @point @p7', async ({
  ct
}) => {
  const value = password();
  // In base64 and in quotes as well: no name and no form gives the value away.
  const show = [
    'import base64',
    'print("it is", password)',
    '{"p": base64.b64encode(password.encode()).decode()}'
  ].join('\n');
  await ct.open(notebook(databaseCell(value), code(show)));
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: /^Replace with/ }).click();
  await expect.poll(() => ct.source(0)).toContain('os.environ["PASSWORD"]');
  await expect.poll(() => ct.exists('.env')).toBe(true);

  await ct.run(0);
  await ct.run(1);
  await expect.poll(() => outputs(ct, 1)).toContain(value);
  const note = ct.cell(1).locator('.ct-Prints');
  await expect(note).toContainText('This output prints PASSWORD.');
  await expect(
    ct.panel.finding('leak.known-value').locator('.ct-Finding-title').first()
  ).toHaveText('Prints PASSWORD');
  const before = await outputs(ct, 1);

  await note.getByRole('button', { name: 'Take it out' }).click();
  await expect(note).toHaveCount(0);
  await expect(ct.panel.finding('leak.known-value')).toHaveCount(0);
  const after = await outputs(ct, 1);
  expect(after).not.toContain(value);
  expect(after).toContain('it is <REDACTED:PASSWORD>');
  expect(after).not.toContain(
    Buffer.from(value).toString('base64').slice(0, 8)
  );
  await ct.save();
  await expect.poll(() => ct.read('model.ipynb')).toContain('<REDACTED:');
  expect(ct.read('model.ipynb')).not.toContain(value);

  await ct.panel.root.getByRole('button', { name: /^Restore/ }).click();
  await expect.poll(() => outputs(ct, 1)).toBe(before);
  await expect(note).toBeVisible();

  // The panel has the same button.
  await ct.panel
    .finding('leak.known-value')
    .first()
    .getByRole('button', { name: 'Take it out' })
    .click();
  await expect.poll(() => outputs(ct, 1)).not.toContain(value);
});

test('with the setting no value stays in an output that arrives', async ({
  ct
}) => {
  const value = password();
  ct.write(`PASSWORD='${value}'\n`, '.env');
  const source = [
    'value = open(".env").read().split("\'")[1]',
    'print("before", value, flush=True)',
    'import sys; print("beside", file=sys.stderr)',
    'print("after", value)'
  ].join('\n');
  await ct.open(notebook(code(source), code('1', printed(`old ${value}\n`))));
  await ct.set('keepValuesOut', true);
  await expect(ct.cell(1).locator('.ct-Prints')).toBeVisible();

  await ct.run(0);
  await expect
    .poll(() => outputs(ct, 0))
    .toContain('after <REDACTED:PASSWORD>');
  expect(await outputs(ct, 0)).toContain('before <REDACTED:PASSWORD>');
  expect(await outputs(ct, 0)).not.toContain(value);
  // What was there before is for a person to decide.
  expect(await outputs(ct, 1)).toContain(value);
  await ct.set('keepValuesOut', false);
});
