/**
 * Types secrets into notebooks in Chromium and prints what a person feels, as JSON.
 *
 * `node typing.mjs URL SAMPLES WITH_MARKS PATH…`: address of the server, secrets to type into each
 * notebook, whether underlines are to be waited for, and paths of the notebooks on the server.
 *
 * Times are taken inside the page, in milliseconds: from the last `keydown` to the underline being in
 * the document, and from each `keydown` to the end of the next frame. Nobody types in zero time, so
 * there are 30 ms between keys: about the fastest a person can.
 */
import { createRequire } from 'node:module';

// Playwright is installed for the browser tests.
const require = createRequire(
  new URL('../../ui-tests/package.json', import.meta.url)
);
const { chromium } = require('@playwright/test');

const KEY_DELAY = 30;
const [url, samples, withMarks, ...paths] = process.argv.slice(2);
const marked = withMarks === 'true';

/** Watch keys, frames, long tasks and underlines from inside the page. */
function watch() {
  const state = { keys: [], longTasks: [], last: 0, wanted: '', marked: null };
  window.ctBench = state;
  document.addEventListener(
    'keydown',
    event => {
      const pressed = event.timeStamp;
      state.last = pressed;
      // A task that is queued in a frame runs when the frame was handed over to be shown.
      requestAnimationFrame(() =>
        setTimeout(() => state.keys.push(performance.now() - pressed))
      );
    },
    true
  );
  new PerformanceObserver(list => {
    state.longTasks.push(...list.getEntries().map(entry => entry.duration));
  }).observe({ type: 'longtask' });
  // Only the editor that is typed into: looking at all of a large notebook would itself be felt.
  const editor = document.activeElement.closest('.cm-editor');
  new MutationObserver(() => {
    if (state.wanted && state.marked === null) {
      for (const mark of editor.querySelectorAll('.ct-mark')) {
        if (mark.textContent === state.wanted) {
          state.marked = performance.now() - state.last;
        }
      }
    }
  }).observe(editor, { childList: true, subtree: true, characterData: true });
}

/** A made-up password that is in no list of examples. */
function password(seed) {
  let state = seed * 2654435761 + 40503;
  let value = '';
  while (value.length < 10) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    value += 'bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ23456789'[
      (state >> 8) % 47
    ];
  }
  return `${value}7`;
}

/** Wait until the notebook is there, its kernel has started, and it was scanned. */
async function open(page, path) {
  await page.goto(`${url}lab/tree/${path}?reset`);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  await page.waitForFunction(
    () =>
      window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel
        ?.status === 'idle',
    undefined,
    { timeout: 60_000 }
  );
  if (marked) {
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('ct_jupyter:open-panel')
    );
    await page.waitForFunction(
      () =>
        ['clean', 'findings', 'incomplete'].includes(
          document.querySelector('.ct-State')?.dataset.state
        ),
      undefined,
      { timeout: 60_000 }
    );
  }
}

/** Type secrets one after the other behind the first code cell's last line. */
async function type(page) {
  await page
    .locator('.jp-CodeCell .cm-content')
    .first()
    .click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Home');
  await page.evaluate(watch);
  const underlined = [];
  let missed = 0;
  for (let sample = 0; sample < Number(samples); sample++) {
    const value = password(sample + 1);
    await page.evaluate(wanted => {
      window.ctBench.wanted = wanted;
      window.ctBench.marked = null;
    }, value);
    await page.keyboard.type(`password = "${value}"`, { delay: KEY_DELAY });
    if (marked) {
      const seen = await page
        .waitForFunction(() => window.ctBench.marked, undefined, {
          timeout: 5_000
        })
        .then(
          handle => handle.jsonValue(),
          () => null
        );
      if (seen === null) {
        missed++;
      } else {
        underlined.push(seen);
      }
    } else {
      await page.waitForTimeout(200);
    }
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Backspace');
  }
  const { keys, longTasks } = await page.evaluate(() => ({
    keys: window.ctBench.keys,
    longTasks: window.ctBench.longTasks
  }));
  return { underlined, missed, keys, longTasks };
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
for (const path of paths) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.addEventListener('beforeunload', event => event.stopPropagation());
  });
  await open(page, path);
  results[path] = await type(page);
  await page.evaluate(() =>
    window.jupyterapp.serviceManager.sessions.shutdownAll()
  );
  await context.close();
}
await browser.close();
console.log(JSON.stringify(results));
