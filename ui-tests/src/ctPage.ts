import * as fs from 'fs';
import * as path from 'path';

import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { INotebook } from './notebooks';
import { Panel } from './panel';
import type { IServer } from './servers';

/** What the tests use of the notebook that is shown. */
export interface IShownNotebook {
  content: {
    model: {
      sharedModel: {
        cells: { getSource(): string; getOutputs?(): unknown[] }[];
      };
    };
    activeCellIndex: number;
  };
  context: { model: { dirty: boolean } };
  sessionContext?: { session: { kernel: { status: string } | null } | null };
}

/** The themes that JupyterLab brings along. */
export type ThemeName = 'Light' | 'Dark' | 'Dark High Contrast';

/** Whether an address is that of one of our handlers; JupyterLab adds a query against caches. */
export function isOurs(address: string | URL, handler: string): boolean {
  return new URL(address).pathname.endsWith(`/ct_jupyter/${handler}`);
}

/**
 * JupyterLab or Notebook 7 with our extension, as a user sees it.
 */
export class CtPage {
  /**
   * @param page Browser page
   * @param server Server that it is on
   * @param tmpPath Folder of the test, relative to the root of the server
   * @param folder The same folder on disk
   */
  constructor(
    readonly page: Page,
    readonly server: IServer,
    readonly tmpPath: string,
    readonly folder: string
  ) {
    this.panel = new Panel(page);
  }

  /** The sidebar. */
  readonly panel: Panel;

  /** Whether this is Notebook 7. */
  get isNotebook7(): boolean {
    return this.server.app === 'notebook';
  }

  /** Write a notebook into the folder of the test. */
  write(notebook: INotebook | string, name = 'model.ipynb'): string {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(
      file,
      typeof notebook === 'string'
        ? notebook
        : JSON.stringify(notebook, null, 1) + '\n'
    );
    return file;
  }

  /** The text of a file in the folder of the test. */
  read(name: string): string {
    return fs.readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** Whether a file is in the folder of the test. */
  exists(name: string): boolean {
    return fs.existsSync(path.join(this.folder, name));
  }

  /**
   * Write a notebook, go to it, and wait until its first cells are there.
   *
   * @returns Path of the notebook on disk
   */
  async open(
    notebook: INotebook | string,
    name = 'model.ipynb'
  ): Promise<string> {
    const file = this.write(notebook, name);
    await this.goto(name);
    return file;
  }

  /** Go to a notebook in the folder of the test. */
  async goto(name = 'model.ipynb'): Promise<void> {
    const { app, token, url } = this.server;
    const view = app === 'lab' ? 'lab/tree' : 'notebooks';
    const query = new URLSearchParams({ ...(token && { token }), reset: '' });
    await this.page.goto(`${url}${view}/${this.tmpPath}/${name}?${query}`);
    await this.ready();
  }

  /** Write a text file, go to it, and wait until its editor is there. */
  async openText(text: string, name: string): Promise<string> {
    const file = this.write(text, name);
    const { token, url } = this.server;
    const view = this.isNotebook7 ? 'edit' : 'lab/tree';
    const query = new URLSearchParams({ ...(token && { token }), reset: '' });
    await this.page.goto(`${url}${view}/${this.tmpPath}/${name}?${query}`);
    await expect(this.textEditor).toBeVisible({ timeout: 30_000 });
    return file;
  }

  /** Open another text file of the folder in the same window. */
  async openTextAlso(text: string, name: string): Promise<void> {
    this.write(text, name);
    await this.execute('docmanager:open', {
      path: `${this.tmpPath}/${name}`,
      factory: 'Editor'
    });
    await expect(this.textEditor).toContainText(text.split('\n')[0]);
  }

  /** The lines of the text file that is shown. */
  get textEditor(): Locator {
    return this.page.locator('.jp-FileEditor:visible .cm-content');
  }

  /** Underlined text in the text file that is shown. */
  get textMarks(): Locator {
    return this.textEditor.locator('.ct-mark');
  }

  /** The text of the file that is shown, as the model has it. */
  async text(): Promise<string> {
    return this.page.evaluate(() =>
      (
        window.jupyterapp.shell.currentWidget as unknown as {
          content: { model: { sharedModel: { getSource(): string } } };
        }
      ).content.model.sharedModel.getSource()
    );
  }

  /** Open another notebook of the folder in the same window. */
  async openAlso(name: string): Promise<void> {
    await this.execute('docmanager:open', { path: `${this.tmpPath}/${name}` });
    await this.ready();
  }

  /** Wait until the notebook is shown, and its kernel has started. */
  async ready(): Promise<void> {
    await expect(
      this.page.locator('.jp-Notebook:visible .jp-Cell').first()
    ).toBeVisible({
      timeout: 30_000
    });
    await this.page.waitForFunction(
      () =>
        (window.jupyterapp.shell.currentWidget as unknown as IShownNotebook)
          ?.sessionContext?.session?.kernel?.status === 'idle',
      undefined,
      { timeout: 30_000 }
    );
  }

  /** Stop all kernels; a page that never loaded has none. */
  async shutdown(): Promise<void> {
    if (!this.page.isClosed()) {
      await this.page.evaluate(() =>
        window.jupyterapp?.serviceManager.sessions.shutdownAll()
      );
    }
  }

  /** Run a command of the application. */
  async execute(
    command: string,
    args: Record<string, string | number | boolean> = {}
  ): Promise<void> {
    await this.page.evaluate(
      async ({ id, given }) => {
        await window.jupyterapp.commands.execute(id, given);
      },
      { id: command, given: args }
    );
  }

  /** Change a setting of ours, as the settings editor does. */
  async set(setting: string, value: string | number | boolean): Promise<void> {
    await this.page.evaluate(
      async ({ key, given }) => {
        const registry = await window.galata.getPlugin(
          '@jupyterlab/apputils-extension:settings'
        );
        await registry!.set('ct_jupyter:plugin', key, given);
      },
      { key: setting, given: value }
    );
  }

  /** Change a setting of ours that holds several. */
  async setObject(
    setting: string,
    value: Record<string, boolean>
  ): Promise<void> {
    await this.page.evaluate(
      async ({ key, given }) => {
        const registry = await window.galata.getPlugin(
          '@jupyterlab/apputils-extension:settings'
        );
        await registry!.set('ct_jupyter:plugin', key, given);
      },
      { key: setting, given: value }
    );
  }

  /** Choose what happens on save, and wait until the server knows. */
  async setOnSave(mode: 'off' | 'warn' | 'block'): Promise<void> {
    const told = this.page.waitForResponse(response =>
      isOurs(response.url(), 'save-mode')
    );
    await this.set('onSave', mode);
    await told;
  }

  /** Choose the light theme, the dark one, or the dark one of high contrast. */
  async setTheme(theme: ThemeName): Promise<void> {
    await this.execute('apputils:change-theme', {
      theme: `JupyterLab ${theme}`
    });
    await expect(this.page.locator('body')).toHaveAttribute(
      'data-jp-theme-light',
      String(theme === 'Light')
    );
  }

  /** The cell at an index from 0, of the notebook that is shown. */
  cell(index: number): Locator {
    return this.page.locator(
      `.jp-Notebook:visible .jp-Cell[data-windowed-list-index="${index}"]`
    );
  }

  /** The lines of a cell's editor. */
  editor(index: number): Locator {
    return this.cell(index).locator('.cm-content');
  }

  /** Underlined text in a cell. */
  marks(index: number): Locator {
    return this.cell(index).locator('.ct-mark');
  }

  /** Source of a cell as the model has it. */
  async source(index: number): Promise<string> {
    return this.page.evaluate(
      at =>
        (
          window.jupyterapp.shell.currentWidget as unknown as IShownNotebook
        ).content.model.sharedModel.cells[at].getSource(),
      index
    );
  }

  /** Select cells, in command mode. */
  async select(first: number, last = first): Promise<void> {
    await this.cell(first).locator('.jp-InputPrompt').click();
    if (last !== first) {
      await this.cell(last)
        .locator('.jp-InputPrompt')
        .click({ modifiers: ['Shift'] });
    }
  }

  /** Put the cursor at the end of a cell. */
  async edit(index: number): Promise<void> {
    await this.editor(index).click();
    await this.page.keyboard.press('Control+End');
  }

  /** Put the cursor at the end of a cell and type. */
  async type(index: number, text: string): Promise<void> {
    await this.edit(index);
    await this.page.keyboard.type(text);
  }

  /** Save as a user does, and wait until the file is written. */
  async save(name = 'model.ipynb'): Promise<void> {
    if (this.server.collaborative) {
      // The server saves by itself; asking for it as well brings up "File Changed" dialogs.
      await this._written(name);
      return;
    }
    const answered = this.page.waitForResponse(
      response =>
        response.request().method() === 'PUT' &&
        response.url().includes('/api/contents/')
    );
    await this.execute('docmanager:save');
    await answered;
  }

  /** Wait until the sources on disk are those of the model. */
  private async _written(name: string): Promise<void> {
    await expect
      .poll(async () => {
        const { cells } = JSON.parse(this.read(name)) as {
          cells: { source: string | string[] }[];
        };
        return cells.map(({ source }) => [source].flat().join(''));
      })
      .toEqual(await this.sources());
  }

  /** Sources of all cells as the model has them. */
  async sources(): Promise<string[]> {
    return this.page.evaluate(() =>
      (
        window.jupyterapp.shell.currentWidget as unknown as IShownNotebook
      ).content.model.sharedModel.cells.map(cell => cell.getSource())
    );
  }

  /** Run the cell that has the cursor and wait until the kernel is done. */
  async run(index: number): Promise<void> {
    await this.editor(index).click();
    await this.page.keyboard.press('Control+Enter');
    await expect(this.cell(index).locator('.jp-InputPrompt')).toHaveText(
      /\[\d+\]/
    );
  }

  /** Notifications that are shown as toasts. */
  get toasts(): Locator {
    return this.page.locator('.Toastify__toast');
  }

  /** The notification that says something. */
  toast(text: string | RegExp): Locator {
    return this.toasts.filter({ hasText: text });
  }

  /** Put away all notifications. */
  async dismissToasts(): Promise<void> {
    await this.page.evaluate(async () => {
      for (const { id } of await window.galata.getNotifications()) {
        await window.jupyterapp.commands.execute(
          'apputils:dismiss-notification',
          { id }
        );
      }
    });
    await expect(this.toasts).toHaveCount(0);
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.locator('.jp-Dialog');
  }

  /** The count in the status bar. */
  get status(): Locator {
    return this.page.locator('.ct-Status');
  }
}
