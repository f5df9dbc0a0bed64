/** Text files and code consoles are scanned like cells, and the keyboard works everywhere. */
import { expect, test } from '../src/fixtures';
import { code, databaseCell, markdown, notebook } from '../src/notebooks';
import { PreviewDialog } from '../src/preview';
import { githubToken, password, sample } from '../src/samples';

test('a Python file is scanned while one types, and one click moves the value', async ({
  ct
}) => {
  const value = password();
  const before = `import sys\n\npassword = "${value}"\n`;
  await ct.openText(before, 'app.py');

  await expect(ct.textMarks).toHaveText([value]);
  await expect(ct.status).toHaveText('1');
  await ct.panel.open();
  await expect(ct.panel.state).toContainText('1 secret in this file');
  await expect(ct.panel.cellHeaders).toContainText(['app.py']);

  // Live.
  await ct.textEditor.click();
  await ct.page.keyboard.press('Control+End');
  await ct.page.keyboard.type(`token = "${githubToken()}"`);
  await expect(ct.textMarks).toHaveCount(2);
  const typed = await ct.text();

  await ct.textMarks.first().hover();
  const message = ct.page.locator('.cm-tooltip-hover .ct-MessageTooltip');
  await expect(message.locator('.ct-Button')).toHaveText([
    'Replace with os.environ["PASSWORD"]',
    'Ignore…'
  ]);

  await ct.panel
    .finding('secret.generic.password')
    .getByRole('button', { name: 'Replace with os.environ' })
    .click();
  await expect.poll(() => ct.text()).toContain('= os.environ["PASSWORD"]');
  expect(await ct.text()).toMatch(/^import os\nimport sys\n/);
  expect(ct.read('.env')).toContain('PASSWORD=');
  await expect(ct.textMarks).toHaveCount(1);
  await ct.save();
  expect(ct.read('app.py')).not.toContain(value);

  // One Ctrl+Z takes all of it back.
  await ct.textEditor.click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.text()).toBe(typed);
  await expect(ct.textMarks).toHaveCount(2);
});

test('every kind of text file is scanned, and stays what it is', async ({
  ct
}) => {
  const value = password();
  const files: Record<string, string> = {
    'notes.md': `**Password:** \`${value}\`\n`,
    'settings.json': `{"password": "${value}"}\n`,
    'deploy.yml': `password: "${value}"\n`,
    'pyproject.toml': `password = "${value}"\n`,
    'run.sh': `export DB_PASSWORD="${value}"\n`,
    'load.R': `password <- "${value}"\n`,
    'users.sql': `ALTER USER etl WITH PASSWORD '${value}';\n`
  };
  await ct.openText(files['notes.md'], 'notes.md');
  await ct.panel.open();
  for (const [name, text] of Object.entries(files)) {
    await ct.openTextAlso(text, name);
    await expect(ct.textMarks).toHaveText([value]);
    await expect(ct.panel.cellHeaders).toContainText([name]);
  }

  await ct.openTextAlso(files['settings.json'], 'settings.json');
  await ct.panel.findings
    .getByRole('button', { name: 'Replace with a placeholder' })
    .click();
  await expect
    .poll(() => ct.text())
    .toBe('{"password": "<REDACTED:PASSWORD>"}\n');

  // All at once, with the preview.
  await ct.openTextAlso(files['notes.md'], 'notes.md');
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  await new PreviewDialog(ct.page).agree();
  await expect
    .poll(() => ct.text())
    .toBe('**Password:** `<REDACTED:PASSWORD>`\n');
  await ct.dismissToasts();

  // Ignoring is a comment where the file knows one, and says so where it does not.
  await ct.openTextAlso(files['deploy.yml'], 'deploy.yml');
  await ct.panel.ignore('a course');
  await expect
    .poll(() => ct.text())
    .toBe(
      `# ct: ignore[secret.generic.password] a course\npassword: "${value}"\n`
    );
  await expect(ct.panel.findings).toHaveCount(0);
  await expect(ct.textMarks).toHaveCount(0);
});

test('a file for values says what to do, and is left as it is', async ({
  ct
}) => {
  const value = password();
  await ct.openText(`DB_PASSWORD=${value}\n`, 'prod.env');
  await expect(ct.textMarks).toHaveText([value]);
  await ct.panel.open();

  await expect(
    ct.panel.root.getByRole('button', { name: /^Replace/ })
  ).toHaveCount(0);
  await ct.textMarks.hover();
  await expect(
    ct.page.locator('.cm-tooltip-hover .ct-MessageTooltip')
  ).toContainText('list it in .gitignore');
});

test('personal data in a text is masked or replaced, and Ctrl+Z takes it back', async ({
  ct
}) => {
  const address = sample('pii.email');
  const before = `Ask ${address} for access.\n`;
  await ct.openText(before, 'notes.md');
  await expect(ct.textMarks).toHaveText([address]);
  await ct.panel.open();
  await ct.panel.root.getByRole('tab', { name: /Personal/ }).click();

  await ct.panel.findings.getByRole('button', { name: 'Mask' }).click();
  await expect
    .poll(() => ct.text())
    .toBe(`Ask ${address[0]}***@*** for access.\n`);
  await expect(ct.textMarks).toHaveCount(0);
  await ct.textEditor.click();
  await ct.page.keyboard.press('Control+z');
  await expect.poll(() => ct.text()).toBe(before);

  await ct.panel.findings.getByRole('button', { name: 'Replace' }).click();
  await expect.poll(() => ct.text()).toBe('Ask user@example.com for access.\n');

  // The same in the cells of a notebook.
  ct.write(notebook(markdown(before)));
  await ct.openAlso('model.ipynb');
  await ct.panel.findings.getByRole('button', { name: 'Mask' }).click();
  await expect
    .poll(() => ct.source(0))
    .toBe(before.replace(address, `${address[0]}***@***`));
});

test('a code console is scanned, its prompt and what was executed', async ({
  ct
}) => {
  const value = password();
  await ct.open(notebook(code('1')));
  await ct.panel.open();
  await ct.execute('notebook:create-console');
  const prompt = ct.page.locator(
    '.jp-CodeConsole-promptCell:visible .cm-content'
  );
  await expect(prompt).toBeVisible({ timeout: 30_000 });
  await prompt.click();
  await ct.page.keyboard.type(`password = "${value}"`);
  await expect(prompt.locator('.ct-mark')).toHaveText([value]);
  await expect(ct.panel.findings).toHaveCount(1);

  await ct.page.keyboard.press('Shift+Enter');
  const executed = ct.page.locator('.jp-CodeConsole-content .cm-content');
  await expect(executed.locator('.ct-mark')).toHaveText([value]);

  await ct.panel.findings
    .getByRole('button', { name: 'Replace with os.environ' })
    .click();
  await expect(executed.last()).toContainText('os.environ["PASSWORD"]');
  expect(ct.read('.env')).toContain('PASSWORD=');
});

test('the keys work from the panel and the status bar, and the panel follows', async ({
  ct
}) => {
  await ct.open(
    notebook(
      databaseCell(password(0)),
      ...Array.from({ length: 20 }, (_, i) => code(`x${i} = ${i}`)),
      code(`token = "${githubToken()}"`)
    )
  );
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(2);
  const current = ct.panel.root.locator('[aria-current="true"] .ct-Finding');

  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+Home');
  await ct.page.keyboard.press('F8');
  await expect(current).toHaveAttribute('data-cell', '1');
  await ct.page.keyboard.press('F8');
  await expect(current).toHaveAttribute('data-cell', '22');

  // From a row of the panel.
  await ct.panel.root.getByRole('listitem').first().focus();
  await ct.panel.root.locator('.ct-List-item:has(.ct-Finding)').first().focus();
  await ct.page.keyboard.press('F8');
  await expect(current).toHaveAttribute('data-cell', '1');

  // From the status bar.
  await ct.status.getByRole('button').focus();
  await ct.page.keyboard.press('F8');
  await expect(current).toHaveAttribute('data-cell', '22');

  // What the row with the focus says is what is replaced.
  await ct.panel.root
    .locator('.ct-List-item:has(.ct-Finding[data-cell="1"])')
    .focus();
  await ct.page.keyboard.press('Alt+Shift+R');
  await expect.poll(() => ct.source(0)).toContain('os.environ["PASSWORD"]');
});

test('the toolbar shows the count where there is no status bar @notebook7-only', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password())));
  await expect(ct.status).toHaveText('1');
  await expect(ct.page.locator('.jp-NotebookPanel-toolbar')).toContainText('1');
  await ct.status.getByRole('button').click();
  await expect(ct.panel.findings).toHaveCount(1);

  const value = password(1);
  await ct.openText(`password = "${value}"\n`, 'app.py');
  await expect(ct.textMarks).toHaveText([value]);
  await expect(ct.status).toHaveText('1');
});

test('a notebook that is open as text is scanned, and leads to the notebook', async ({
  ct
}) => {
  ct.write(notebook(code(`token = "${githubToken()}"`)), 'raw.ipynb');
  await ct.openText('x = 1\n', 'settings.py');
  await ct.execute('docmanager:open', {
    path: `${ct.tmpPath}/raw.ipynb`,
    factory: 'Editor'
  });
  await expect(ct.textEditor).toContainText('nbformat');
  await expect(ct.textMarks).toHaveCount(1);
  await ct.panel.open();
  await expect(ct.panel.root).toContainText('This notebook is open as text');
  await ct.panel.root
    .getByRole('button', { name: 'Open as a notebook' })
    .click();
  await ct.ready();
  await expect(ct.marks(0)).toHaveCount(1);
  await expect(ct.panel.root).not.toContainText('open as text');
});
