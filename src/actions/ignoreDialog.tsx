import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IDecision } from '../model/decision';
import { isDayLeft, today, VERDICTS, verdictLabel } from '../model/decision';
import type { ILocated } from '../model/notebookFindings';
import type { IPolicyInfo } from '../protocol/protocol';

/**
 * Ask why a finding is to be ignored, how long, and where to write it.
 *
 * @param policy Policy of the notebook, which knows whether there is a baseline
 * @returns The decision, or null where the user thought better of it
 */
export async function askDecision(
  located: ILocated,
  policy: IPolicyInfo | null,
  trans: TranslationBundle
): Promise<IDecision | null> {
  const body = new DecisionForm(located, policy?.baseline ?? null, trans);
  const dialog = new Dialog<IDecision>({
    title: trans.__('Ignore this finding?'),
    body,
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({
        label: trans.__('Ignore'),
        ariaLabel: trans.__('Ignore this finding')
      })
    ],
    focusNodeSelector: '.ct-Decision input'
  });
  dialog.addClass('ct-DecisionDialog');
  body.attach(dialog);
  const result = await dialog.launch();
  const decision = result.value;
  return result.button.accept && decision && isComplete(decision)
    ? { ...decision, note: decision.note.trim() }
    : null;
}

/**
 * Whether enough was said: the notebook takes any reason, the baseline one of the four. A day that
 * has passed would ignore nothing.
 */
export function isComplete({
  note,
  place,
  until,
  verdict
}: IDecision): boolean {
  const isGiven =
    verdict !== null || (place === 'notebook' && note.trim() !== '');
  return isGiven && isDayLeft(until);
}

/**
 * The form: one of four reasons, a comment, a last day, and the place.
 */
export class DecisionForm extends ReactWidget {
  /**
   * @param _located Finding
   * @param _baseline Where the baseline is or would be; null where it cannot be written
   * @param _trans Translations
   */
  constructor(
    private readonly _located: ILocated,
    private readonly _baseline: IPolicyInfo['baseline'],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-Decision');
    // The notebook's own metadata has no place for a note.
    const place = _located.cell || !_baseline ? 'notebook' : 'baseline';
    this._decision = { place, verdict: null, note: '', until: null };
  }

  /** The value of the dialog. */
  getValue(): IDecision {
    return this._decision;
  }

  /** Let the form decide when the dialog may be accepted. */
  attach(dialog: Dialog<IDecision>): void {
    this._dialog = dialog;
    this._enable();
  }

  protected render(): JSX.Element {
    const trans = this._trans;
    const { note, until, verdict } = this._decision;
    const isPast = !isDayLeft(until);
    return (
      <>
        <p className="ct-Decision-what">{this._located.finding.title}</p>
        <fieldset className="ct-Choices ct-Decision-verdicts">
          <legend>{trans.__('Reason')}</legend>
          {VERDICTS.map(each => (
            <label key={each} className="ct-Choices-one">
              <input
                type="radio"
                name="ct-verdict"
                checked={verdict === each}
                onChange={() => this._set({ verdict: each })}
              />
              <span>{verdictLabel(each, trans)}</span>
            </label>
          ))}
        </fieldset>
        <label className="ct-Decision-field">
          {this._decision.place === 'notebook' && !verdict
            ? trans.__('Comment (needed without a reason above)')
            : trans.__('Comment (optional)')}
          <input
            type="text"
            className="jp-mod-styled"
            value={note}
            maxLength={200}
            autoComplete="off"
            onChange={event => this._setNote(event.target.value)}
          />
        </label>
        <label className="ct-Decision-field ct-Decision-until">
          {trans.__('Until (optional): it is listed again after that day')}
          <input
            type="date"
            className="jp-mod-styled"
            value={this._decision.until ?? ''}
            min={today()}
            aria-invalid={isPast}
            {...(isPast ? { 'aria-describedby': 'ct-until-problem' } : {})}
            onChange={event => this._set({ until: event.target.value || null })}
          />
        </label>
        <p id="ct-until-problem" className="ct-Decision-problem" role="alert">
          {isPast &&
            trans.__(
              'This day has passed. Choose today or a later day, or none.'
            )}
        </p>
        {this._places()}
      </>
    );
  }

  private _places(): JSX.Element {
    const trans = this._trans;
    const baseline = this._baseline;
    const { cell, finding } = this._located;
    const inSource = finding.part === 'source';
    return (
      <fieldset className="ct-Choices">
        <legend>{trans.__('Where to record it')}</legend>
        {this._place(
          'notebook',
          trans.__('In this notebook'),
          !cell
            ? trans.__('The notebook’s own metadata has no place for it.')
            : inSource
              ? trans.__('A comment on the line. Ctrl+Z removes it.')
              : trans.__('A cell tag, which stays with the notebook.'),
          cell !== null
        )}
        {this._place(
          'baseline',
          trans.__('In the baseline'),
          !baseline
            ? trans.__('It cannot be written from here.')
            : baseline.exists
              ? trans.__('%1, with your name and the date.', baseline.path)
              : trans.__(
                  '%1 will be created, with your name and the date. Commit it.',
                  baseline.path
                ),
          baseline !== null
        )}
      </fieldset>
    );
  }

  private _place(
    place: IDecision['place'],
    label: string,
    detail: string,
    enabled: boolean
  ): JSX.Element {
    return (
      <label className="ct-Choices-one">
        <input
          type="radio"
          name="ct-place"
          disabled={!enabled}
          checked={this._decision.place === place}
          onChange={() => this._set({ place })}
        />
        <span>
          {label}
          <small>{detail}</small>
        </span>
      </label>
    );
  }

  /** It becomes part of a comment, which is one line. */
  private _setNote(note: string): void {
    this._set({ note: note.replace(/[\r\n]+/g, ' ') });
  }

  private _set(changes: Partial<IDecision>): void {
    this._decision = { ...this._decision, ...changes };
    this._enable();
    this.update();
  }

  private _enable(): void {
    const button = this._dialog?.node.querySelector<HTMLButtonElement>(
      'button.jp-mod-accept'
    );
    if (button) {
      button.disabled = !isComplete(this._decision);
    }
  }

  private _decision: IDecision;
  private _dialog: Dialog<IDecision> | null = null;
}
