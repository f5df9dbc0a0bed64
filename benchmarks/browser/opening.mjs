/**
 * Opens notebooks in Chromium and prints when all of their findings are counted, as JSON.
 *
 * `node opening.mjs URL PATH=COUNT…`: address of the server; path of each notebook, and how many
 * secrets the status bar is to tell of.
 *
 * Times are taken inside the page, in milliseconds from the command that opens the notebook. JupyterLab
 * itself is loaded by then, and so is the code of the notebook: one small notebook was opened before.
 * A notebook whose name begins with `cold` comes with the page itself, and is the first of its server:
 * its times count from when its first cell is there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Playwright is installed for the browser tests.
const require = createRequire(
  new URL('../../ui-tests/package.json', import.meta.url)
);
const { chromium } = require('@playwright/test');

const TIMEOUT = 120_000;
/** Process id of the server, to tell what it spends; nothing where it is not known. */
const SERVER = process.env.CT_BENCH_SERVER;
const [url, warm, ...wanted] = process.argv.slice(2);

/** Watch the count and the long tasks from before the page has any script of its own. */
function watch() {
  const state = { tasks: [], counts: [], cell: null };
  window.ctBench = state;
  new PerformanceObserver(list =>
    state.tasks.push(
      ...list
        .getEntries()
        .map(({ startTime, duration }) => [startTime, duration])
    )
  ).observe({ type: 'longtask' });
  const look = () => {
    const text = document.querySelector('.ct-Status-text')?.textContent;
    const last = state.counts[state.counts.length - 1];
    if (text && text !== last?.[1]) {
      state.counts.push([performance.now(), text]);
    }
    if (document.querySelector('.jp-Notebook .jp-Cell')) {
      state.cell ??= performance.now();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Times of the page from `started` on, in milliseconds, once as many secrets are counted. */
async function counted(page, started, count, ready) {
  await page.waitForFunction(
    ([count]) =>
      window.ctBench.counts.some(([, text]) => Number(text) >= count) &&
      document.querySelector('.ct-State')?.dataset.state !== 'scanning',
    [count],
    { timeout: TIMEOUT }
  );
  // Whatever the count set off: marks, the list in the panel.
  await page.waitForTimeout(1500);
  const { tasks, counts } = await page.evaluate(() => window.ctBench);
  const since = counts.filter(([at]) => at >= started);
  const reached = wanted => {
    const found = since.find(([, text]) => Number(text) >= wanted);
    return found ? found[0] - started : null;
  };
  return {
    ready,
    first: reached(1),
    most: reached(count - 1),
    counted: reached(count),
    longTasks: tasks
      .filter(([at]) => at >= started)
      .map(([, duration]) => duration)
  };
}

/** Open a notebook in a page that has one already. */
async function open(page, path, count) {
  const [started, ready] = await page.evaluate(async path => {
    const started = performance.now();
    window.ctBench.counts.length = 0;
    const widget = await window.jupyterapp.commands.execute('docmanager:open', {
      path
    });
    await widget.context.ready;
    return [started, performance.now() - started];
  }, path);
  return counted(page, started, count, ready);
}

/** Open a notebook with JupyterLab itself, from when its first cell is there. */
async function openCold(page, path, count) {
  await page.goto(`${url}lab/tree/${path}?reset`);
  await page.waitForFunction(() => window.ctBench.cell);
  const started = await page.evaluate(() => window.ctBench.cell);
  return counted(page, started, count, 0);
}

/** Open the small notebook, so that all code is there. */
async function openWarm(page) {
  await page.goto(`${url}lab/tree/${warm}?reset`);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  await page.waitForFunction(
    () =>
      window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel
        ?.status === 'idle',
    undefined,
    { timeout: 60_000 }
  );
}

/** CPU time so far, in milliseconds: of the page's main thread, of its scripts, and of the server. */
async function spent(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = wanted => 1000 * metrics.find(({ name }) => name === wanted).value;
  return {
    script: of('ScriptDuration'),
    tasks: of('TaskDuration'),
    server: SERVER ? serverTime(SERVER) : 0
  };
}

/** User and system time of a process, in milliseconds, from `/proc`: a tick is 10 ms. */
function serverTime(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf-8');
  // The name of the program, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Write a CPU profile of the page into the folder that is named, for the developer tools to open. */
async function profiled(cdp, path) {
  const folder = process.env.CT_BENCH_PROFILES;
  if (!folder) {
    return async () => undefined;
  }
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 500 });
  await cdp.send('Profiler.start');
  return async () => {
    const { profile } = await cdp.send('Profiler.stop');
    writeFileSync(`${folder}/${path}.cpuprofile`, JSON.stringify(profile));
  };
}

const browser = await chromium.launch({
  executablePath: process.env.CT_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync'
  ]
});
const results = {};
for (const each of wanted) {
  const at = each.lastIndexOf('=');
  const [path, count] = [each.slice(0, at), Number(each.slice(at + 1))];
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.addEventListener('beforeunload', event => event.stopPropagation());
  });
  await page.addInitScript(watch);
  const isCold = path.startsWith('cold');
  if (!isCold) {
    await openWarm(page);
  }
  const requests = [];
  page.on('request', request => {
    if (/\/ct_jupyter\/scan\b/.test(request.url())) {
      requests.push(request.postDataBuffer()?.length ?? 0);
    }
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const before = await spent(cdp);
  const finish = await profiled(cdp, path);
  const figures = await (isCold ? openCold : open)(page, path, count);
  await finish();
  const after = await spent(cdp);
  results[path] = {
    ...figures,
    requests: requests.length,
    script: after.script - before.script,
    tasks: after.tasks - before.tasks,
    server: after.server - before.server
  };
  await page.evaluate(() =>
    window.jupyterapp.serviceManager.sessions.shutdownAll()
  );
  await context.close();
}
await browser.close();
console.log(JSON.stringify(results));
