import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

/** A document that was not saved, and why. */
export interface IRefused {
  readonly name: string;
  /** The server's words. */
  readonly message: string;
  /** Put the cursor on the first finding; absent where there is none to go to. */
  readonly goTo?: () => void;
  /** Replace what was found; absent where it cannot be. */
  readonly replace?: () => void;
  /** Save it all the same; absent where somebody else decided that it is not saved. */
  readonly saveAnyway?: () => Promise<void>;
}

/**
 * The dialog after a save that a person asked for was refused. "Save All" may bring several
 * documents: they are told of in one dialog.
 */
export class RefusalDialog {
  /** @param _trans Translations */
  constructor(private readonly _trans: TranslationBundle) {}

  /** Tell of a document, in the dialog that is open or in a new one. */
  tell(refused: IRefused): void {
    if (this._body) {
      this._body.add(refused);
    } else {
      void this._open(refused);
    }
  }

  private async _open(first: IRefused): Promise<void> {
    const trans = this._trans;
    this._body = new Body(first);
    const { goTo, replace, saveAnyway } = first;
    const buttons = [
      ...(saveAnyway
        ? [Dialog.warnButton({ label: trans.__('Save Anyway') })]
        : []),
      ...(goTo
        ? [Dialog.cancelButton({ label: trans.__('Go to First') })]
        : []),
      ...(replace
        ? [Dialog.cancelButton({ label: trans.__('Replace All…') })]
        : []),
      Dialog.okButton({ label: trans.__('Close') })
    ];
    try {
      const { button } = await new Dialog({
        title: trans.__('Not saved'),
        body: this._body,
        buttons,
        defaultButton: buttons.length - 1
      }).launch();
      if (button.label === trans.__('Go to First')) {
        goTo?.();
      } else if (button.label === trans.__('Replace All…')) {
        replace?.();
      } else if (button.label === trans.__('Save Anyway')) {
        for (const { saveAnyway: save } of this._body.all) {
          await save?.();
        }
      }
    } finally {
      this._body = null;
    }
  }

  private _body: Body | null = null;
}

/** What was not saved, one paragraph a document. */
class Body extends ReactWidget {
  constructor(first: IRefused) {
    super();
    this.addClass('ct-Refusal');
    this._all = [first];
  }

  /** Tell of one more; of the same one once. */
  add(refused: IRefused): void {
    this._all = [
      ...this._all.filter(({ name }) => name !== refused.name),
      refused
    ];
    this.update();
  }

  /** What was not saved. */
  get all(): readonly IRefused[] {
    return this._all;
  }

  protected render(): JSX.Element {
    return (
      <>
        {this._all.map(({ message, name }) => (
          <p key={name}>
            <strong>{name}</strong>
            <br />
            {message}
          </p>
        ))}
      </>
    );
  }

  private _all: readonly IRefused[];
}
