/** Opening large notebooks: what is counted when, and what waits for what. */
import { isOurs } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, notebook, printed } from '../src/notebooks';
import { githubToken, password } from '../src/samples';

/** Text of a log, as long as that of a training run that nobody stopped. */
function log(megabytes: number): string {
  const line = 'step 17: loss 0.2481, accuracy 0.9312, 1.2 s\n';
  return line.repeat(Math.ceil((megabytes * 1024 * 1024) / line.length));
}

test('an output of 32 MB holds nothing up, and what it holds is found', async ({
  ct
}) => {
  test.setTimeout(240_000);
  const token = githubToken();
  const cells = Array.from({ length: 60 }, (_, number) =>
    code(`password_${number} = "${password()}"`)
  );
  // Far down, where JupyterLab does not draw it: that alone would take it ten seconds.
  cells.push(code('train()', printed(`${log(32)}token=${token}\n`)));
  // The long output's pieces are held back: whatever is counted then did not wait for them.
  const waiting: (() => void)[] = [];
  let hold = true;
  const sizes: number[] = [];
  await ct.page.route(
    url => isOurs(url, 'scan'),
    async route => {
      const body = route.request().postData() ?? '';
      sizes.push(body.length);
      if (hold && body.includes('step 17')) {
        await new Promise<void>(resolve => waiting.push(resolve));
      }
      await route.continue();
    }
  );
  await ct.open(notebook(...cells));
  await ct.panel.open();

  const status = ct.page.locator('.ct-Status-text');
  await expect(status).toHaveText('60', { timeout: 60_000 });
  await expect(ct.panel.state).toHaveAttribute('data-state', 'scanning');
  await expect(ct.panel.state).toContainText('Still scanning a long output…');
  await expect(ct.panel.state).toContainText(
    'Cell 61: 0 of 32 MB. Everything else was scanned.'
  );
  await expect(ct.panel.findings.first()).toBeVisible();
  // An edit is scanned meanwhile.
  await ct.type(0, `\nother_password = "${password()}"`);
  await expect(ct.marks(0)).toHaveCount(2);

  hold = false;
  waiting.forEach(go => go());
  await expect(ct.panel.state).toHaveAttribute('data-state', 'findings', {
    timeout: 120_000
  });
  await expect(status).toHaveText('62');
  await expect(ct.panel.finding('secret.github.token')).toHaveCount(1);
  // No request was much longer than a piece of it.
  expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
});

test('500 cells are counted in a handful of requests, and few of 1,000 rows are drawn', async ({
  ct
}) => {
  test.setTimeout(120_000);
  let requests = 0;
  ct.page.on('request', request => {
    requests += Number(isOurs(request.url(), 'scan'));
  });
  const cells = Array.from({ length: 500 }, () =>
    code(`first_password = "${password()}"\nsecond_password = "${password()}"`)
  );
  await ct.open(notebook(...cells));
  await ct.panel.open();
  await expect(ct.page.locator('.ct-Status-text')).toHaveText('1000', {
    timeout: 60_000
  });
  await expect(ct.panel.state).toHaveAttribute('data-state', 'findings');
  // Sources, and the notebook's metadata: cells have none but what JupyterLab notes itself.
  expect(requests).toBeLessThanOrEqual(4);
  expect(await ct.panel.findings.count()).toBeLessThan(60);
});
