import { defineConfig } from '@playwright/test';
import type {
  PlaywrightTestConfig,
  PlaywrightTestOptions,
  Project
} from '@playwright/test';

import type { ICtOptions } from './src/fixtures';
import { python, servers } from './src/servers';
import type { ServerName } from './src/servers';

/** Names given with `--project`; all where there are none. */
function asked(): ServerName[] {
  const given = process.argv.flatMap((word, index, words) =>
    word.startsWith('--project=')
      ? [word.slice('--project='.length)]
      : word === '--project'
        ? [words[index + 1]]
        : []
  );
  const all = Object.keys(servers) as ServerName[];
  return given.length > 0 ? all.filter(name => given.includes(name)) : all;
}

/** A project is a server with the tests that say something new there. */
function project(
  name: ServerName,
  grep?: RegExp
): Project<PlaywrightTestOptions & ICtOptions> {
  return { name, grep, use: { server: name, baseURL: servers[name].url } };
}

const executablePath = process.env.CT_CHROMIUM ?? '/usr/bin/chromium';

const config: PlaywrightTestConfig<ICtOptions> = defineConfig<ICtOptions>({
  testDir: 'tests',
  // Pictures are made on request only: they are no tests.
  testIgnore: process.env.CT_UPDATE_SCREENSHOTS ? [] : '**/screenshots.spec.ts',
  outputDir: 'test-results',
  // One browser at a time: two cores are also needed by the server and the kernel.
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    [process.env.CI ? 'dot' : 'list'],
    ['html', { open: 'never' }],
    ['junit', { outputFile: 'test-results/junit.xml' }]
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    video: 'off',
    trace: process.env.CI ? 'on-first-retry' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    project('lab', /^(?!.*@(hub|collab|notebook7|bare)-only)/),
    project('hub', /^(?!.*@not-hub).*(@point|@hub-only)/),
    project('collab', /^(?!.*@not-collab).*(@point|@collab-only)/),
    project('notebook7', /@point|@notebook7-only/),
    project('bare', /@bare-only/)
  ],
  webServer: asked().map(name => ({
    command: `${python(name)} serve.py ${name}`,
    url: `${servers[name].url}api`,
    reuseExistingServer: !process.env.CI,
    gracefulShutdown: { signal: 'SIGINT' as const, timeout: 5_000 },
    timeout: 60_000
  }))
});

export default config;
