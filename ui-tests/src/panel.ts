import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/**
 * The sidebar of the extension.
 */
export class Panel {
  constructor(private readonly _page: Page) {
    this.root = _page.locator('#ct-jupyter-panel');
  }

  /** Everything in it. */
  readonly root: Locator;

  /** The line that says how things stand. */
  get state(): Locator {
    return this.root.locator('.ct-State');
  }

  /** The counts by severity. */
  get summary(): Locator {
    return this.root.locator('.ct-Summary');
  }

  /** The count of a severity, which is also a switch. */
  count(severity: string): Locator {
    return this.summary.locator(`button[data-severity="${severity}"]`);
  }

  /** The headers of the cells, in the order they are listed. */
  get cellHeaders(): Locator {
    return this.root.locator('.ct-CellHeader');
  }

  /** The findings that are rendered. */
  get findings(): Locator {
    return this.root.locator('.ct-Finding');
  }

  /** The findings of one kind that are rendered. */
  finding(weaknessId: string): Locator {
    return this.root.locator(`.ct-Finding[data-weakness-id="${weaknessId}"]`);
  }

  /** The findings of one cell that are rendered; cells count from 1. */
  ofCell(cell: number): Locator {
    return this.root.locator(`.ct-Finding[data-cell="${cell}"]`);
  }

  /** Show the panel. */
  async open(): Promise<void> {
    await this._page.evaluate(() =>
      window.jupyterapp.commands.execute('ct_jupyter:open-panel')
    );
    await expect(this.root).toBeVisible();
  }

  /** Ignore the only finding, for a reason. */
  async ignore(reason: string): Promise<void> {
    await this.findings.getByRole('button', { name: 'Ignore…' }).click();
    const dialog = this._page.locator('.jp-Dialog');
    await dialog.getByLabel(/^Comment/).fill(reason);
    await dialog.getByRole('button', { name: /^Ignore/ }).click();
    await expect(dialog).toBeHidden();
  }
}
