import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { Preview } from './preview';
import type { IPreviewFormProps } from './PreviewForm';
import { PreviewForm } from './PreviewForm';

/** What is asked. */
export interface IQuestion extends IPreviewFormProps {
  readonly title: string;
  /** Does what was agreed on; where it throws, the dialog stays and says why. */
  readonly apply: () => Promise<void>;
}

/**
 * Show what would be replaced, with what can be chosen, until it is done or thought better of.
 *
 * @returns Whether it was done
 */
export async function confirmPreview(question: IQuestion): Promise<boolean> {
  const { apply, preview, title, trans } = question;
  void preview.refresh();
  try {
    // It disposes of itself.
    const { button } = await new PreviewDialog(preview, apply, trans, {
      title,
      body: new PreviewBody(question),
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
    private readonly _apply: () => Promise<void>,
    private readonly _trans: TranslationBundle,
    options: Partial<Dialog.IOptions<void>>
  ) {
    super(options);
    this.addClass('ct-PreviewDialog');
    _preview.changed.connect(this._enable, this);
    _preview.refused.connect(this._show, this);
    this._enable();
  }

  override resolve(index?: number): void {
    const accepts = index === undefined || index > 0;
    if (!accepts) {
      super.resolve(index);
      return;
    }
    if (this._preview.isReady) {
      void this._preview.submit(this._apply).then(isDone => {
        if (isDone && !this.isDisposed) {
          super.resolve(index);
        }
      });
      return;
    }
    // Somebody wants it: show what is in the way.
    const wrong = this.node.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) {
      this._lookAt(wrong);
    }
  }

  private _enable(): void {
    const button = this.node.querySelector<HTMLButtonElement>(
      'button.jp-mod-accept'
    );
    if (button) {
      // Disabled for good, it would lose the focus each time that the server is asked.
      button.setAttribute('aria-disabled', String(!this._preview.isReady));
      button.toggleAttribute('data-busy', this._preview.isApplying);
      const label = button.querySelector('.jp-Dialog-buttonLabel');
      if (label) {
        label.textContent = this._label;
      }
      // JupyterLab gives it a name of its own, which voice control would not find on the page.
      button.setAttribute('aria-label', this._label);
    }
  }

  private get _label(): string {
    const { chosen, isApplying, variables } = this._preview;
    if (isApplying) {
      return this._trans.__('Replacing…');
    }
    return chosen.length === variables.length
      ? this._trans.__('Replace all')
      : this._trans.__('Replace %1 of %2', chosen.length, variables.length);
  }

  private _show(_: Preview, key: string): void {
    // The form is rendered in the next frame.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const fields =
          this.node.querySelectorAll<HTMLElement>('.ct-Variables-name');
        const field = [...fields].find(({ dataset }) => dataset.key === key);
        if (field) {
          this._lookAt(field);
        }
      })
    );
  }

  private _lookAt(field: HTMLElement): void {
    field.scrollIntoView({ block: 'center' });
    field.focus();
  }
}

class PreviewBody extends ReactWidget {
  constructor(private readonly _form: IPreviewFormProps) {
    super();
    this.addClass('ct-Preview');
    _form.preview.changed.connect(() => this.update());
  }

  protected render(): JSX.Element {
    return <PreviewForm {...this._form} />;
  }
}
