/** Personal data: a group of its own in the panel, data files by column, names in the background. */
import * as fs from 'fs';
import * as path from 'path';

import { violations } from '../src/axe';
import type { CtPage } from '../src/ctPage';
import { isOurs } from '../src/ctPage';
import { expect, test, withSettings } from '../src/fixtures';
import { code, markdown, notebook, printed } from '../src/notebooks';
import { password, sample } from '../src/samples';

const READ = 'import pandas as pd\ndf = pd.read_csv("people.csv")';

/** Write a table of persons, row by row: a million of them is no string to be made at once. */
function people(ct: CtPage, rows: number, name = 'people.csv'): void {
  const ibans = [0, 1, 2, 3, 4].map(seed => sample('pii.iban', seed));
  const file = fs.openSync(path.join(ct.folder, name), 'w');
  fs.writeSync(file, 'id,email,iban,amount,note\n');
  for (let start = 0; start < rows; start += 10_000) {
    const lines: string[] = [];
    for (let n = start; n < Math.min(rows, start + 10_000); n++) {
      // Text with a number in it takes longest to judge: long enough for all this to be seen.
      const note = n % 10 ? '' : `order ${123456789 + n * 7919} was late`;
      lines.push(
        `${n},user${n}@mail-${n % 7}.net,${ibans[n % 5]},${(n * 7919) % 1000}.5,${note}`
      );
    }
    fs.writeSync(file, lines.join('\n') + '\n');
  }
  fs.closeSync(file);
}

/** Go to the group of personal data. */
async function openGroup(ct: CtPage): Promise<void> {
  await ct.panel.open();
  await ct.panel.root.getByRole('tab', { name: /^Personal data/ }).click();
}

/** The rows of the table of columns, as text. */
function columns(ct: CtPage) {
  return ct.panel.root.locator('.ct-Columns tbody tr');
}

test('it is apart from the secrets, counted by kind, and marked mildly', async ({
  ct
}) => {
  const iban = sample('pii.iban');
  await ct.open(
    notebook(
      code(`iban = "${iban}"\npassword = "${password()}"`),
      code('contact = "jane@mail-3.net"', printed(`${iban}\n${iban}\n`))
    )
  );
  await ct.panel.open();

  await expect(ct.panel.state).toHaveText('1 secret in 1 cell');
  await expect(ct.status.getByRole('button')).toHaveText('1');
  await openGroup(ct);
  await expect(ct.panel.state).toHaveText('Personal data: 4 places');
  const kinds = ct.panel.root.getByRole('group', { name: 'Show by kind' });
  await expect(kinds.getByRole('button')).toHaveText([
    /IBANs\s*3/,
    /E-mail addresses\s*1/
  ]);
  // Two in one output are one line.
  await expect(ct.panel.finding('pii.iban')).toHaveCount(2);
  await expect(ct.panel.ofCell(2).filter({ hasText: '× 2' })).toHaveCount(1);
  await expect(
    ct.panel.root.getByRole('button', { name: /^Replace/ })
  ).toHaveCount(0);

  // A dotted line for what may be meant to be there, none beside the cell for an e-mail address.
  await expect(ct.marks(0).first()).toHaveCSS(
    'text-decoration-style',
    'dotted'
  );
  await expect(ct.marks(0).last()).toHaveCSS('text-decoration-style', 'wavy');
  await expect(ct.marks(1)).toHaveClass(/ct-mark-low/);

  await kinds.getByRole('button', { name: /^IBANs/ }).click();
  await expect(ct.panel.finding('pii.iban')).toHaveCount(0);
  await expect(ct.panel.finding('pii.email')).toHaveCount(1);
});

test('a kind can be switched off in the settings, and all of it', async ({
  ct
}) => {
  await ct.open(notebook(code('contact = "jane@mail-3.net"')));
  await expect(ct.marks(0)).toHaveCount(1);
  await openGroup(ct);

  await ct.setObject('personalKinds', { email: false });
  await expect(ct.marks(0)).toHaveCount(0);
  await expect(ct.panel.root).toContainText('Off: E-mail addresses.');
  await ct.set('personalData', false);
  // What stays are the views, and the groups that are no personal data.
  await expect(ct.panel.root.getByRole('tab')).toHaveText([
    'This notebook',
    'Project',
    /^Secrets/,
    /^Code/
  ]);
});

test('Replace all leaves personal data alone', async ({ ct }) => {
  const iban = sample('pii.iban');
  const value = password();
  await ct.open(notebook(code(`iban = "${iban}"\npassword = "${value}"`)));
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  await expect(ct.dialog).toContainText('PASSWORD');
  await expect(ct.dialog).not.toContainText('IBAN');
  await ct.dialog.getByRole('button', { name: /^Replace/ }).click();
  await expect.poll(() => ct.source(0)).toContain('os.environ["PASSWORD"]');
  expect(await ct.source(0)).toContain(iban);
});

test('the columns of a file are shown at the cell that reads it, and treated by a cell below', async ({
  ct
}) => {
  people(ct, 300);
  await ct.open(
    notebook(
      code(`${READ}\nn = len(df)`),
      code(
        'x = pd.read_csv("https://example.org/a.csv")\npd.read_csv("gone.csv")',
        printed('   id             email\n0   1  user1@mail-1.net\n')
      )
    )
  );
  await openGroup(ct);
  const output = ct.cell(1).locator('.jp-OutputArea-output');

  await expect(columns(ct)).toHaveCount(2);
  await expect(columns(ct).first()).toContainText(/email.*E-mail address/);
  await expect(columns(ct).first()).toContainText('300 of 300');
  await expect(ct.marks(0)).toHaveText('"people.csv"');
  const unread = ct.panel.root.locator('.ct-Unread li');
  await expect(unread).toHaveText([
    /example\.org.*not on this machine/,
    /gone\.csv.*no such file/
  ]);

  // One click from a column to its cell.
  await ct.panel.root
    .getByRole('button', { name: 'iban', exact: true })
    .click();
  await expect(ct.cell(0)).toHaveClass(/jp-mod-active/);
  await expect
    .poll(() => ct.page.evaluate(() => window.getSelection()?.toString()))
    .toContain('people.csv');

  const before = await ct.sources();
  await ct.panel.root.getByRole('button', { name: 'Drop' }).click();
  await expect.poll(() => ct.sources()).toHaveLength(4);
  const after = await ct.sources();
  expect(after[0]).toBe(READ);
  expect(after[1]).toContain('email');
  expect(after[2]).toBe('n = len(df)');
  const toast = ct.toast(/Cell 1 was split/);
  await expect(toast).toContainText('1 value was taken out of the outputs.');
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => ct.sources()).toEqual(before);

  // What the outputs showed of the columns went as well, and comes back.
  await expect(output).toContainText('<REDACTED:EMAIL>');
  await ct.panel.root.getByRole('button', { name: 'Restore 1 output' }).click();
  await expect(output).toContainText('user1@mail-1.net');
  await ct.panel.root.getByRole('button', { name: 'Scrub outputs' }).click();
  await expect(output).not.toContainText('user1@mail-1.net');
});

test.describe('with a million rows', () => {
  test.use({ mockSettings: withSettings({ lookAtData: false }) });

  test('progress is shown, it can be stopped, and the editor stays quick', async ({
    ct
  }, testInfo) => {
    test.setTimeout(240_000);
    people(ct, 1_000_000);
    await ct.open(notebook(code(READ), code('')));
    await openGroup(ct);
    const start = ct.panel.root.getByRole('button', {
      name: 'Look at the data files'
    });
    const progress = ct.panel.root.getByRole('progressbar', {
      name: 'Part of the data that was looked at'
    });
    const stop = ct.panel.root
      .locator('.ct-Data')
      .getByRole('button', { name: 'Stop' });
    const dataState = ct.panel.root.locator('.ct-Data-state').first();

    await start.click();
    await expect(progress).toBeVisible();
    await expect(dataState).toContainText('people.csv');
    const stopped = ct.page.waitForResponse(
      response =>
        isOurs(response.url(), 'data') &&
        response.request().method() === 'DELETE'
    );
    await stop.click();
    await stopped;
    await expect(dataState).toHaveText(
      'The search was stopped before it finished.'
    );
    await expect(columns(ct)).toHaveCount(0);

    await start.click();
    await expect(progress).toBeVisible();
    // While it looks: from the last key to the mark, and the work of the page's own thread.
    const waits: number[] = [];
    let seen = 0;
    for (let round = 0; round < 5; round++) {
      await ct.type(1, `\npassword${round} = "${password(round)}`);
      seen += Number(await progress.isVisible());
      const began = Date.now();
      await ct.page.keyboard.type('"');
      await expect(ct.marks(1)).toHaveCount(round + 1);
      waits.push(Date.now() - began);
    }
    testInfo.annotations.push({
      type: 'typing while a million rows are looked at, ms',
      description: `${waits.join(', ')} (${seen} of 5 while it ran)`
    });
    // An observation: it would be seconds if the look kept the server from answering.
    expect(Math.max(...waits)).toBeLessThan(5_000);

    await expect(columns(ct)).toHaveCount(2, { timeout: 180_000 });
    await expect(columns(ct).first()).toContainText('1,000,000 of 1,000,000');
    await expect(columns(ct).first()).toContainText('100 %');
  });
});

test('a large file is named, and looked at on request', async ({ ct }) => {
  test.setTimeout(120_000);
  people(ct, 600_000);
  await ct.open(notebook(code(READ)));
  await openGroup(ct);
  const large = ct.panel.root.locator('.ct-Unread li');
  await expect(large).toContainText(/people\.csv: large \(\d+ MB\)/);
  await expect(columns(ct)).toHaveCount(0);
  await large.getByRole('button', { name: 'Look at it' }).click();
  await expect(columns(ct)).toHaveCount(2, { timeout: 90_000 });
});

test('names are looked for on request, or it is said what is missing', async ({
  ct
}) => {
  test.setTimeout(120_000);
  const name = ['Margaret', 'Thornbury'].join(' ');
  await ct.open(
    notebook(
      markdown(
        `Yesterday ${name} walked to the station and missed her train to Leeds.`
      ),
      code('1')
    )
  );
  await openGroup(ct);
  const section = ct.panel.root.getByRole('region', {
    name: 'Names and addresses'
  });
  const status = (await ct.page.evaluate(async () => {
    const base = window.jupyterapp.serviceManager.serverSettings.baseUrl;
    return (await fetch(`${base}ct_jupyter/status`)).json();
  })) as { names: boolean };
  if (!status.names) {
    await expect(section).toContainText('pip install "ct_jupyter[names]"');
    return;
  }
  await expect(ct.panel.finding('pii.person')).toHaveCount(0);
  await section.getByRole('button', { name: 'Look for names' }).click();
  await expect(ct.panel.finding('pii.person')).toHaveCount(1, {
    timeout: 60_000
  });
  await expect(section).toContainText('1 place found');
});

test('the keyboard reaches the tabs, the table and the list', async ({
  ct
}) => {
  people(ct, 50);
  await ct.open(notebook(code(READ), code(`iban = "${sample('pii.iban')}"`)));
  await ct.page.keyboard.press('Escape');
  await ct.page.keyboard.press('Alt+Shift+KeyK');
  const { keyboard } = ct.page;
  const focused = ct.page.locator(':focus');
  await ct.panel.root
    .getByRole('tab', { name: /^Secrets/, selected: true })
    .focus();
  await keyboard.press('ArrowRight');
  await expect(focused).toHaveAccessibleName(/^Personal data/);
  await expect(columns(ct)).toHaveCount(2);
  const names: string[] = [];
  for (let step = 0; step < 30; step++) {
    await keyboard.press('Tab');
    // Behind the last stop of the panel the focus leaves the page.
    if ((await ct.panel.root.locator(':focus').count()) === 0) {
      break;
    }
    names.push(
      await focused.evaluate(
        node =>
          node.getAttribute('aria-label') ?? node.textContent?.trim() ?? ''
      )
    );
  }
  const order = [/^Treat email$/, /^email$/, /^Drop$/, / git/].map(each =>
    names.findIndex(name => each.test(name))
  );
  expect(order.every(at => at >= 0)).toBe(true);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(names.some(each => each.startsWith('IBAN, High, Cell 2'))).toBe(true);
});

for (const theme of ['Light', 'Dark'] as const) {
  test(`axe finds nothing serious in the group: ${theme}`, async ({ ct }) => {
    people(ct, 50);
    await ct.open(
      notebook(
        code(READ),
        code(`iban = "${sample('pii.iban')}"`),
        code('pd.read_csv("gone.csv")')
      )
    );
    await ct.setTheme(theme);
    await openGroup(ct);
    await expect(columns(ct)).toHaveCount(2);
    await expect(ct.panel.root.locator('.ct-Unread li')).toHaveCount(1);

    expect(await violations(ct, '#ct-jupyter-panel')).toEqual([]);
    if (process.env.CT_SCREENSHOTS) {
      await ct.page.screenshot({
        path: path.join(process.env.CT_SCREENSHOTS, `personal-${theme}.png`)
      });
    }
  });
}
