/** Galata's page, on any of our servers, with our page object and a folder of its own. */
import * as fs from 'fs';
import * as path from 'path';

import { galata, test as base } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { CtPage } from './ctPage';
import { rootOf, servers } from './servers';
import type { ServerName } from './servers';

/** Options that a project sets. */
export interface ICtOptions {
  server: ServerName;
}

interface ICtFixtures {
  /** The application with our extension. */
  ct: CtPage;
  /** Folder of this test on disk, inside the root of the server. */
  folder: string;
}

/** The settings of a test: Galata's, and ours where a test gives some. */
export function withSettings(
  ours: Record<string, unknown>
): Record<string, unknown> {
  return { ...galata.DEFAULT_SETTINGS, 'ct_jupyter:plugin': ours };
}

export const test = base.extend<ICtOptions & ICtFixtures>({
  server: ['lab', { option: true }],
  autoGoto: false,
  // Galata stops what a test started through requests that know neither base path nor token.
  kernels: null,
  sessions: null,
  terminals: null,
  tmpPath: async ({ server }, use, testInfo) => {
    const name = path.basename(testInfo.outputDir);
    fs.mkdirSync(path.join(rootOf(server), name), { recursive: true });
    await use(name);
    fs.rmSync(path.join(rootOf(server), name), {
      recursive: true,
      force: true
    });
  },
  folder: async ({ server, tmpPath }, use) => {
    await use(path.join(rootOf(server), tmpPath));
  },
  waitForApplication: async ({ baseURL: _ }, use) => {
    await use(async (page: Page) => {
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    });
  },
  ct: async ({ page, server, tmpPath, folder }, use) => {
    const ct = new CtPage(
      page as unknown as Page,
      servers[server],
      tmpPath,
      folder
    );
    await use(ct);
    await ct.shutdown();
  }
});

export { expect } from '@playwright/test';
