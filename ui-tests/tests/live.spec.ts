/** Point 1: findings while one types, before anything is run or saved. */
import { isOurs } from '../src/ctPage';
import { expect, test, withSettings } from '../src/fixtures';
import { code, databaseCell, markdown, notebook } from '../src/notebooks';
import { githubToken, password, sample } from '../src/samples';

test('a secret is underlined while it is typed, unsaved and never run @point', async ({
  ct
}) => {
  const value = password();
  await ct.open(notebook(code('# Connect to database')));
  const before = ct.read('model.ipynb');

  await ct.type(0, `\nusername = "DataPro"\npassword = "${value}"`);

  await expect(ct.marks(0)).toHaveText([value]);
  await expect(ct.cell(0)).toHaveClass(/ct-hasFindings/);
  await expect(ct.cell(0)).toHaveAttribute('data-ct-severity', 'high');
  await expect(ct.cell(0).locator('.jp-InputPrompt')).toHaveText('[ ]:');
  if (!ct.server.collaborative) {
    expect(ct.read('model.ipynb')).toBe(before);
  }
});

test('the underline goes with the secret', async ({ ct }) => {
  const value = password();
  await ct.open(notebook(databaseCell(value)));
  await expect(ct.marks(0)).toHaveText([value]);

  await ct.edit(0);
  for (let i = 0; i < value.length + 2; i++) {
    await ct.page.keyboard.press('Backspace');
  }

  await expect(ct.marks(0)).toHaveCount(0);
  await expect(ct.cell(0)).not.toHaveClass(/ct-hasFindings/);
});

test('the message says what it is, why it matters and what to do, on hover', async ({
  ct
}) => {
  await ct.open(notebook(code(`token = "${githubToken()}"`)));

  await ct.marks(0).hover();

  const message = ct.page.locator('.cm-tooltip-hover .ct-Message');
  await expect(message).toBeVisible();
  await expect(message).toContainText('GitHub token');
  await expect(message.locator('.ct-Badge')).toHaveText('Critical');
  // Title, why, and what to do.
  await expect(message.locator('.ct-Message-text')).toHaveCount(2);
  const actions = ct.page.locator(
    '.cm-tooltip-hover .ct-MessageTooltip .ct-Button'
  );
  await expect(actions).toHaveText([/Replace with os\.environ\[/, 'Ignore…']);
});

test('the message and the quick fix are reached by keyboard @point', async ({
  ct
}) => {
  await ct.open(notebook(databaseCell(password())));
  await expect(ct.marks(0)).toHaveCount(1);
  await ct.edit(0);

  await ct.page.keyboard.press('Alt+Shift+KeyM');

  const message = ct.page.getByRole('dialog', { name: /Secret: / });
  await expect(message).toBeFocused();
  await expect(message.locator('.ct-Message-text')).toHaveCount(2);
  await ct.page.keyboard.press('Tab');
  await expect(
    message.getByRole('button', { name: /Replace with/ })
  ).toBeFocused();
  await ct.page.keyboard.press('Escape');
  await expect(message).toBeHidden();
  await expect(ct.editor(0)).toBeFocused();

  await ct.page.keyboard.press('Alt+Shift+KeyM');
  await expect(message).toBeFocused();
  await ct.page.keyboard.press('Tab');
  await ct.page.keyboard.press('Enter');
  await expect
    .poll(() => ct.source(0))
    .toContain('password = os.environ["PASSWORD"]');
});

test('code that is half typed or does not parse is scanned', async ({ ct }) => {
  const value = password(1);
  await ct.open(
    notebook(
      code(`password = "${value}`),
      code(`connect(user="ann", password="${value}"`),
      code(`config = {"password": "${value}",`),
      code(`def load(:\npassword = "${value}"`),
      code(`if True:\npassword = "${value}"\n   x =`)
    )
  );

  for (let cell = 0; cell < 5; cell++) {
    await expect(ct.marks(cell)).toHaveText([value]);
  }
});

test('exactly the secret is underlined behind emoji and accents', async ({
  ct
}) => {
  const token = githubToken();
  const value = password();
  await ct.open(
    notebook(
      code(`état = "🚀 modèle 👩‍👩‍👧 prêt"; api_token = "${token}"`),
      code(`# 🔑🔑🔑\nmot = "é"; password = "${value}"  # 🎉`)
    )
  );

  await expect(ct.marks(0)).toHaveText([token]);
  await expect(ct.marks(1)).toHaveText([value]);

  await ct.editor(0).click();
  await ct.page.keyboard.press('Control+Home');
  await ct.page.keyboard.type('"😀"; ');
  await expect(ct.marks(0)).toHaveText([token]);
});

test('magics, commented-out code, URLs, markdown: everything in the source is scanned @point', async ({
  ct
}) => {
  const openai = sample('secret.openai.api-key');
  const keyId = sample('secret.aws.access-key-id');
  const secret = sample('secret.aws.secret-access-key');
  const github = githubToken();
  const url = `postgresql://ann:${password()}@db.internal/churn`;
  const slack = sample('secret.slack.token');
  await ct.open(
    notebook(
      code(
        `# s3 = boto3.client("s3",\n#     aws_access_key_id="${keyId}",\n#     aws_secret_access_key="${secret}")`
      ),
      code(`%env OPENAI_API_KEY=${openai}`),
      code(
        `!curl -s -H "Authorization: Bearer ${github}" https://api.github.com/user`
      ),
      code(`engine = create_engine("${url}")`),
      markdown(`The bot's token is ${slack}`)
    )
  );

  await expect(ct.marks(0)).toHaveText([keyId, secret]);
  await expect(ct.marks(1)).toHaveText([openai]);
  await expect(ct.marks(2)).toHaveText([github]);
  await expect(ct.marks(3)).toHaveText([url]);
  // Rendered markdown has no editor to underline in: the cell is marked.
  await expect(ct.cell(4)).toHaveClass(/ct-hasFindings/);
  await ct.cell(4).dblclick();
  await expect(ct.marks(4)).toHaveText([slack]);
});

test('two notebooks keep their findings apart', async ({ ct }) => {
  const first = password(0);
  const second = password(1);
  ct.write(notebook(databaseCell(second), code('')), 'other.ipynb');
  await ct.open(notebook(databaseCell(first)));
  await expect(ct.marks(0)).toHaveText([first]);

  await ct.openAlso('other.ipynb');

  await expect(ct.marks(0)).toHaveText([second]);
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(1);
  await ct.type(1, `password = "${password(2)}"`);
  await expect(ct.panel.findings).toHaveCount(2);
  await ct.page.getByRole('tab', { name: /model\.ipynb/ }).click();
  await expect(ct.panel.findings).toHaveCount(1);
  await expect(ct.marks(0)).toHaveText([first]);
});

test.describe('with live scanning switched off', () => {
  test.use({ mockSettings: withSettings({ live: false }) });

  test('what is typed is scanned on the command, not before', async ({
    ct
  }) => {
    await ct.open(notebook(databaseCell(password(0)), code('')));
    await expect(ct.marks(0)).toHaveCount(1);

    let scans = 0;
    ct.page.on('request', request => {
      scans += isOurs(request.url(), 'scan') ? 1 : 0;
    });

    await ct.type(1, `password = "${password(1)}"`);
    // To see that nothing is sent there is nothing to wait for but some times the debounce.
    await ct.page.waitForTimeout(500);
    expect(scans).toBe(0);
    await ct.execute('ct_jupyter:scan');
    await expect.poll(() => scans).toBeGreaterThan(0);

    await expect(ct.marks(1)).toHaveCount(1);
  });
});
