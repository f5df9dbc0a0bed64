/** Personal data goes from a clean copy as well, and the copy is called clean only where it is. */
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, markdown, notebook, printed } from '../src/notebooks';
import { githubToken, sample } from '../src/samples';

const MAILS = ['ann.lee@mail-1.net', 'bo.ek@mail-2.net', 'cy.ray@mail-3.net'];

/** A table as pandas writes it, as HTML and as text. */
function frame(): unknown {
  const rows = MAILS.map(
    (mail, n) => `<tr><th>${n}</th><td>${mail}</td><td>7</td></tr>`
  );
  const lines = MAILS.map((mail, n) => `${n} ${mail.padStart(20)}  7`);
  return {
    output_type: 'display_data',
    metadata: {},
    data: {
      'text/html': `<table><thead><tr><th></th><th>email</th><th>n</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
      'text/plain': [`  ${'email'.padStart(20)}  n`, ...lines].join('\n')
    }
  };
}

/** Ask for a copy, and wait for the dialog. */
async function ask(ct: CtPage): Promise<void> {
  void ct.execute('ct_jupyter:share');
  await expect(
    ct.dialog.getByRole('group', { name: 'Personal data' })
  ).toBeVisible();
}

/** Save the copy, and see its report. */
async function save(ct: CtPage, name: string): Promise<void> {
  await ct.dialog.getByRole('button', { name: 'Save the copy' }).click();
  const toast = ct.toast(`Saved ${name}.`);
  await expect(toast).toBeVisible();
  await toast.getByRole('button', { name: 'Report' }).click();
  await expect(ct.dialog).toBeVisible();
}

test('kinds are chosen, and only a copy without any is called clean', async ({
  ct
}) => {
  const token = githubToken();
  const phone = sample('pii.phone', 2);
  await ct.open(
    notebook(
      code(`token = "${token}"`, printed(`${token} of ${MAILS[0]}\n`)),
      markdown(`Ask **${MAILS[1]}** or call ${phone}.`),
      code('df', frame(), {
        output_type: 'display_data',
        metadata: {},
        data: { 'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg"/>' }
      })
    )
  );

  await ask(ct);
  const mails = ct.dialog.getByRole('checkbox', { name: /^E-mail addresses/ });
  const phones = ct.dialog.getByRole('checkbox', {
    name: /^Telephone numbers \(1\)/
  });
  await expect(mails).toBeChecked();
  await expect(phones).toBeChecked();
  await expect(ct.dialog).toContainText('Images and attachments are not read');
  await phones.uncheck();
  await save(ct, 'model-clean.ipynb');
  await expect(ct.dialog.locator('.ct-Report-clean')).toHaveCount(0);
  await expect(ct.dialog).toContainText(
    'Personal data that stays: Telephone numbers (1), in cell 2.'
  );
  await ct.dialog.getByRole('button', { name: 'Close' }).click();
  const first = ct.read('model-clean.ipynb');
  for (const value of [token, ...MAILS]) {
    expect(first).not.toContain(value);
  }
  expect(first).toContain(phone);
  expect(first).toContain('Ask **<REDACTED:EMAIL>** or call');
  // The table is still one, in both of its forms.
  expect(first.match(/<td>7<\/td>/g)).toHaveLength(3);
  await ct.dismissToasts();

  await ask(ct);
  await save(ct, 'model-clean-2.ipynb');
  await expect(ct.dialog.locator('.ct-Report-clean')).toContainText(
    'A scan of the saved copy found no secrets and no personal data.'
  );
  await ct.dialog.getByRole('button', { name: 'Close' }).click();
  const second = ct.read('model-clean-2.ipynb');
  for (const value of [token, ...MAILS, phone]) {
    expect(second).not.toContain(value);
  }
});
