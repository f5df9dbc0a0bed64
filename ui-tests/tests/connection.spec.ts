/** The server part is missing, of another version, or asks who one is. */
import { request } from '@playwright/test';

import { isOurs } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import { code, databaseCell, notebook } from '../src/notebooks';
import { password } from '../src/samples';

test('without the server part the panel says so, and the notebook works @bare-only', async ({
  ct
}) => {
  const errors: string[] = [];
  ct.page.on('pageerror', error => errors.push(error.message));
  await ct.open(notebook(databaseCell(password()), code('1 + 1'))); // ct: ignore[secret.generic.password] a call
  await ct.panel.open();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'no-server');
  await expect(ct.panel.state).toContainText('The server part is missing');
  await expect(ct.status.getByRole('button')).toHaveText('Secrets: off');
  await ct.run(1);
  await ct.save();
  await expect(ct.toasts).toHaveCount(0);
  expect(errors).toEqual([]);
});

test('a server part of another version is told of, until it fits', async ({
  ct
}) => {
  await ct.page.route(
    url => isOurs(url, 'status'),
    async route => {
      const response = await route.fetch();
      const status = await response.json();
      await route.fulfill({
        response,
        json: { ...status, api: 99, version: '99.0.0' }
      });
    }
  );
  await ct.open(notebook(databaseCell(password())));
  await ct.panel.open();
  await expect(ct.panel.state).toHaveAttribute('data-state', 'wrong-version');
  await expect(ct.panel.state).toContainText('99.0.0');
  await expect(ct.marks(0)).toHaveCount(0);

  await ct.page.unrouteAll({ behavior: 'wait' });
  await ct.panel.root.getByRole('button', { name: 'Try again' }).click();

  await expect(ct.panel.state).toHaveAttribute('data-state', 'findings');
  await expect(ct.marks(0)).toHaveCount(1);
});

test('a server that goes away and comes back is noticed', async ({ ct }) => {
  await ct.open(notebook(databaseCell(password()), code('')));
  await ct.panel.open();
  await expect(ct.panel.findings).toHaveCount(1);

  await ct.page.route(
    url => url.pathname.includes('/ct_jupyter/'),
    route => route.abort('connectionrefused')
  );
  await ct.type(1, `password = "${password(1)}"`);
  await expect(ct.panel.state).toHaveAttribute('data-state', 'no-server');

  await ct.page.unrouteAll({ behavior: 'wait' });
  await ct.panel.root.getByRole('button', { name: 'Try again' }).click();
  await expect(ct.marks(1)).toHaveCount(1);
});

test('under a prefix every request goes below it, and is answered @hub-only', async ({
  ct
}) => {
  const asked: [string, number][] = [];
  ct.page.on('response', response => {
    const { pathname } = new URL(response.url());
    if (pathname.includes('ct_jupyter')) {
      asked.push([pathname, response.status()]);
    }
  });
  await ct.open(notebook(databaseCell(password())));
  await expect(ct.marks(0)).toHaveCount(1);

  expect(asked.length).toBeGreaterThan(3);
  for (const [pathname, status] of asked) {
    expect(pathname).toMatch(/^\/user\/ann\//);
    expect(status).toBe(200);
  }
});

test('nobody is answered without the token, nor without the XSRF cookie @hub-only', async ({
  ct
}) => {
  const calls: [string, string][] = [
    ['GET', 'status'],
    ['GET', 'rules'],
    ['POST', 'scan'],
    ['POST', 'fix'],
    ['POST', 'ignore'],
    ['PUT', 'save-mode']
  ];
  const anonymous = await request.newContext();
  for (const [method, name] of calls) {
    const answer = await anonymous.fetch(`${ct.server.url}ct_jupyter/${name}`, {
      method,
      data: method === 'GET' ? undefined : {}
    });
    expect([name, answer.status()]).toEqual([name, 403]);
  }
  await anonymous.dispose();

  // The browser's cookies say who it is, but another site can send those as well.
  await ct.open(notebook(code('1')));
  for (const [method, name] of calls.filter(([method]) => method !== 'GET')) {
    const answer = await ct.page.request.fetch(
      `${ct.server.url}ct_jupyter/${name}`,
      { method, data: {} }
    );
    expect([name, answer.status()]).toEqual([name, 403]);
  }
});
