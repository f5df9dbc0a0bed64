import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IFinding } from './protocol';

/**
 * Ask why a finding is to be ignored.
 *
 * @returns The reason, or null where the user thought better of it
 */
export async function askReason(
  finding: IFinding,
  trans: TranslationBundle
): Promise<string | null> {
  const body = new ReasonForm(finding, trans);
  const dialog = new Dialog<string>({
    title: trans.__('Ignore this finding?'),
    body,
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({
        label: trans.__('Ignore'),
        ariaLabel: trans.__('Ignore this finding')
      })
    ],
    focusNodeSelector: '.ct-ReasonForm-input'
  });
  dialog.addClass('ct-ReasonDialog');
  body.attach(dialog);
  const result = await dialog.launch();
  const reason = result.value?.trim();
  return result.button.accept && reason ? reason : null;
}

/**
 * The form: a line for the reason, with the usual ones to pick from.
 */
class ReasonForm extends ReactWidget {
  constructor(
    private readonly _finding: IFinding,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-ReasonForm');
  }

  /** The value of the dialog. */
  getValue(): string {
    return this._reason;
  }

  /** Let the form decide when the dialog may be accepted. */
  attach(dialog: Dialog<string>): void {
    this._dialog = dialog;
    this._enable();
  }

  protected render(): JSX.Element {
    const trans = this._trans;
    const suggestions = [
      trans.__('false positive'),
      trans.__('used in tests'),
      trans.__('revoked'),
      trans.__('will not fix')
    ];
    return (
      <>
        <p className="ct-ReasonForm-what">{this._finding.title}</p>
        <label className="ct-ReasonForm-label">
          {trans.__('Reason (required, saved in the notebook)')}
          <input
            className="ct-ReasonForm-input jp-mod-styled"
            value={this._reason}
            required
            maxLength={200}
            autoComplete="off"
            onChange={event => this._set(event.target.value)}
          />
        </label>
        <div
          className="ct-ReasonForm-suggestions"
          role="group"
          aria-label={trans.__('Usual reasons')}
        >
          {suggestions.map(text => (
            <button
              key={text}
              type="button"
              className="ct-Button"
              aria-pressed={this._reason === text}
              onClick={() => this._set(text)}
            >
              {text}
            </button>
          ))}
        </div>
      </>
    );
  }

  private _set(reason: string): void {
    // It becomes part of a comment, which is one line.
    this._reason = reason.replace(/[\r\n]+/g, ' ');
    this._enable();
    this.update();
  }

  private _enable(): void {
    const button = this._dialog?.node.querySelector<HTMLButtonElement>(
      'button.jp-mod-accept'
    );
    if (button) {
      button.disabled = this._reason.trim() === '';
    }
  }

  private _dialog: Dialog<string> | null = null;
  private _reason = '';
}
