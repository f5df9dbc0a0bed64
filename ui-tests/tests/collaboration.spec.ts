/** Two browsers on one document: what one redacts is redacted for the other, and undo stays right. */
import { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook, printed } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password } from '../src/samples';

test('the other browser sees the redaction, and the restored outputs @collab-only', async ({
  ct,
  browser,
  tmpPath,
  folder
}) => {
  const token = githubToken();
  await ct.open(
    notebook(
      databaseCell(password()),
      code(`token = "${token}"`, printed(`${token}\n`))
    )
  );
  const before = await ct.sources();
  const context = await browser.newContext();
  const other = new CtPage(await context.newPage(), ct.server, tmpPath, folder);
  await other.goto();
  await expect.poll(() => other.sources()).toEqual(before);
  await other.type(0, '\n# a note of the other');
  const noted = `${before[0]}\n# a note of the other`;
  await expect.poll(() => ct.source(0)).toBe(noted);

  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  await new PreviewDialog(ct.page).agree();

  await expect.poll(() => other.source(0)).toContain('os.environ["PASSWORD"]');
  await expect
    .poll(() => other.source(1))
    .toContain('os.environ["GITHUB_TOKEN"]');
  const output = (page: CtPage) =>
    page.cell(1).locator('.jp-OutputArea-output');
  await expect(output(other)).toHaveText('<REDACTED:GITHUB_TOKEN>');
  await expect(output(ct)).toHaveText('<REDACTED:GITHUB_TOKEN>');

  // One Ctrl+Z takes back all that this browser did, and not what the other one typed.
  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.source(0)).toBe(noted);
  await expect.poll(() => other.source(0)).toBe(noted);

  await expect.poll(() => ct.sources()).toEqual([noted, before[1]]);
  await expect.poll(() => other.sources()).toEqual([noted, before[1]]);
  await expect(output(other)).toHaveText(token);
  await expect(output(ct)).toHaveText(token);
  await context.close();
});
