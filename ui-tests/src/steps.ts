/** What several tests do with a notebook. */
import type { Locator } from '@playwright/test';
import { expect } from '@playwright/test';

import type { CtPage, IShownNotebook } from './ctPage';
import { PreviewDialog } from './preview';

/** Replace all secrets of the notebook that is shown. */
export async function replaceAll(ct: CtPage): Promise<void> {
  await ct.panel.open();
  await ct.panel.root.getByRole('button', { name: 'Replace all…' }).click();
  await new PreviewDialog(ct.page).agree();
}

/** Restart the kernel, without running anything. */
export async function restart(ct: CtPage): Promise<void> {
  await ct.page.evaluate(() =>
    (
      window.jupyterapp.shell.currentWidget as unknown as {
        sessionContext: { restartKernel(): Promise<void> };
      }
    ).sessionContext.restartKernel()
  );
  await ct.ready();
}

/** Whether the notebook that is shown is marked as unsaved. */
export async function isDirty(ct: CtPage): Promise<boolean> {
  return ct.page.evaluate(
    () =>
      (window.jupyterapp.shell.currentWidget as unknown as IShownNotebook)
        .context.model.dirty
  );
}

/** Outputs of a cell as the model has them, as JSON. */
export async function outputs(ct: CtPage, index: number): Promise<string> {
  return ct.page.evaluate(at => {
    const { content } = window.jupyterapp.shell
      .currentWidget as unknown as IShownNotebook;
    const { cells } = content.model.sharedModel;
    return JSON.stringify(cells[at].getOutputs?.());
  }, index);
}

/** Save without waiting for it, as JupyterLab does by itself. */
export function startSave(ct: CtPage): Promise<void> {
  return ct.page.evaluate(() =>
    (
      window.jupyterapp.shell.currentWidget as unknown as {
        context: { save(): Promise<void> };
      }
    ).context.save()
  );
}

/**
 * Have saves of the notebook reach the server later.
 *
 * @param first How many of them; what comes behind these is not held up
 * @returns How many were held up so far
 */
export async function delaySaves(
  ct: CtPage,
  milliseconds: number,
  first = Infinity
): Promise<() => number> {
  let held = 0;
  await ct.page.route(/\/api\/contents\/.*\.ipynb/, async route => {
    if (route.request().method() === 'PUT' && held < first) {
      held += 1;
      await new Promise(resolve => setTimeout(resolve, milliseconds));
    }
    await route.continue();
  });
  return () => held;
}

/** Let JupyterLab save by itself, every so many seconds. */
export async function autosave(ct: CtPage, seconds: number): Promise<void> {
  await ct.page.evaluate(async interval => {
    const registry = await window.galata.getPlugin(
      '@jupyterlab/apputils-extension:settings'
    );
    const id = '@jupyterlab/docmanager-extension:plugin';
    await registry!.set(id, 'autosaveInterval', interval);
    await registry!.set(id, 'autosave', true);
  }, seconds);
}

/** The sign in the toolbar of the notebook that is shown, whose save was refused. */
export function sign(ct: CtPage): Locator {
  return ct.page.locator('.jp-NotebookPanel:visible .ct-SaveSign-button');
}

/** Have the server of a test warn again: it keeps the mode for all its pages. */
export async function warnAgain(ct: CtPage): Promise<void> {
  if (ct.page.url() === 'about:blank') {
    return; // skipped
  }
  await ct.page.evaluate(async () => {
    const { serverSettings } = window.jupyterapp.serviceManager;
    const cookie = /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    await fetch(`${serverSettings.baseUrl}ct_jupyter/save-mode`, {
      method: 'PUT',
      headers: {
        'Content-Type': 'application/json',
        'X-XSRFToken': cookie
      },
      body: '{"mode": "warn"}'
    });
  });
}

/** Run all cells from the top, and wait until the last has run. */
export async function runAll(ct: CtPage): Promise<void> {
  const count = (await ct.sources()).length;
  await ct.execute('notebook:run-all-cells');
  await expect(ct.cell(count - 1).locator('.jp-InputPrompt')).toHaveText(
    /\[\d+\]/
  );
}
