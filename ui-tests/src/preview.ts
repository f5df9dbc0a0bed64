import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/**
 * The dialog that shows what would be replaced.
 */
export class PreviewDialog {
  constructor(page: Page) {
    this.root = page.locator('.ct-PreviewDialog');
  }

  /** Everything in it. */
  readonly root: Locator;

  /** The fields with the names of the variables. */
  get names(): Locator {
    return this.root.locator('.ct-Variables-name');
  }

  /** A number of copies that go. */
  count(label: string): Locator {
    return this.root
      .locator('.ct-Copies-counts > div')
      .filter({ has: this.root.page().getByText(label, { exact: true }) })
      .locator('dd');
  }

  /** The changes of the cells. */
  get changes(): Locator {
    return this.root.locator('.ct-Changes');
  }

  /** The button that does it. */
  get accept(): Locator {
    return this.root.locator('button.jp-mod-accept');
  }

  /** Wait until what is shown is what would be done. */
  async ready(): Promise<void> {
    await expect(this.accept).toHaveAttribute('aria-disabled', 'false', {
      timeout: 20_000
    });
  }

  /** Agree with what is shown. */
  async agree(): Promise<void> {
    await this.ready();
    await this.accept.click();
    await expect(this.root).toBeHidden();
  }
}
