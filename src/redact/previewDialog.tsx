import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ISnapshot } from './snapshot';
import type { Preview } from './preview';
import { PreviewForm } from './PreviewForm';

/**
 * Show what would be replaced, with what can be chosen.
 *
 * @param snapshotOf The notebook that the plan on show was made for
 * @returns Whether the user agreed
 */
export async function confirmPreview(
  preview: Preview,
  snapshotOf: () => ISnapshot,
  trans: TranslationBundle
): Promise<boolean> {
  void preview.refresh();
  try {
    // It disposes of itself.
    const { button } = await new PreviewDialog(preview, {
      title: trans.__('Replace all secrets in this notebook?'),
      body: new PreviewBody(preview, snapshotOf, trans),
      buttons: [
        Dialog.cancelButton(),
        Dialog.okButton({ label: trans.__('Replace all') })
      ]
    }).launch();
    return button.accept;
  } finally {
    preview.dispose();
  }
}

/** A dialog that is accepted, by whatever key, only when its preview is what would be done. */
class PreviewDialog extends Dialog<void> {
  constructor(
    private readonly _preview: Preview,
    options: Partial<Dialog.IOptions<void>>
  ) {
    super(options);
    this.addClass('ct-PreviewDialog');
    _preview.changed.connect(this._enable, this);
    this._enable();
  }

  override resolve(index?: number): void {
    const accepts = index === undefined || index > 0;
    if (!accepts || this._preview.isReady) {
      super.resolve(index);
    }
  }

  private _enable(): void {
    const button = this.node.querySelector<HTMLButtonElement>(
      'button.jp-mod-accept'
    );
    if (button) {
      // Disabled for good, it would lose the focus each time that the server is asked.
      button.setAttribute('aria-disabled', String(!this._preview.isReady));
    }
  }
}

class PreviewBody extends ReactWidget {
  constructor(
    private readonly _preview: Preview,
    private readonly _snapshotOf: () => ISnapshot,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-Preview');
    _preview.changed.connect(() => this.update());
  }

  protected render(): JSX.Element {
    return (
      <PreviewForm
        preview={this._preview}
        sources={this._snapshotOf().content.cells.map(({ source }) =>
          String(source)
        )}
        trans={this._trans}
      />
    );
  }
}
