import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IShareResponse, ShareOutputs } from './protocol';

/**
 * Ask what becomes of the outputs in a clean copy.
 *
 * @param name Name of the notebook
 * @returns The choice, or null where the user thought better of it
 */
export async function askOutputs(
  name: string,
  trans: TranslationBundle
): Promise<ShareOutputs | null> {
  const result = await showDialog<ShareOutputs>({
    title: trans.__('Share a clean copy of %1?', name),
    body: new OutputsForm(trans),
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: trans.__('Save the copy') })
    ],
    focusNodeSelector: 'input:checked'
  });
  return result.button.accept ? result.value : null;
}

/** Show what was taken out of a copy, and what stayed in it. */
export async function showShared(
  name: string,
  report: IShareResponse['report'],
  trans: TranslationBundle
): Promise<void> {
  const body = ReactWidget.create(
    <ShareReport report={report} trans={trans} />
  );
  body.addClass('ct-Report');
  await showDialog({
    title: name,
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

/** What was taken out of a copy, and what stayed in it. */
export function ShareReport({
  report,
  trans
}: {
  report: IShareResponse['report'];
  trans: TranslationBundle;
}): JSX.Element {
  const { copies, notes, outputs_dropped, pictures, places, suppressed } =
    report;
  const left = [
    ...(suppressed > 0
      ? [
          trans._n(
            '%1 finding stays, because someone chose to ignore it. Check that it may be shared.',
            '%1 findings stay, because someone chose to ignore them. Check that they may be shared.',
            suppressed
          )
        ]
      : []),
    ...(pictures.length > 0
      ? [
          trans.__(
            'A picture may show a value: look at cell %1.',
            pictures.join(', ')
          )
        ]
      : []),
    ...notes
  ];
  return (
    <>
      <p>
        {trans._n(
          '%1 place in the cells was replaced,',
          '%1 places in the cells were replaced,',
          places
        )}{' '}
        {trans._n('%1 other copy,', '%1 other copies,', copies)}{' '}
        {trans._n(
          'and %1 output was dropped.',
          'and %1 outputs were dropped.',
          outputs_dropped
        )}
      </p>
      {report.variables.length > 0 && (
        <>
          <h3>{trans.__('Anyone who runs the copy must set')}</h3>
          <ul>
            {report.variables.map(({ fingerprint, name, title }) => (
              <li key={fingerprint}>
                <code>{name}</code> {title}
              </li>
            ))}
          </ul>
        </>
      )}
      {left.length > 0 && (
        <>
          <h3>{trans.__('What you still have to do')}</h3>
          <ul>
            {left.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The form: one of three. */
class OutputsForm extends ReactWidget {
  constructor(private readonly _trans: TranslationBundle) {
    super();
    this.addClass('ct-Share');
  }

  /** The value of the dialog. */
  getValue(): ShareOutputs {
    return this._outputs;
  }

  protected render(): JSX.Element {
    const trans = this._trans;
    const choices: [ShareOutputs, string, string][] = [
      [
        'keep',
        trans.__('Keep the outputs'),
        trans.__('Values in them are replaced by placeholders.')
      ],
      [
        'scrub',
        trans.__('Keep the outputs that contain no secret'),
        trans.__('Outputs that contain one, or may show one, are dropped.')
      ],
      [
        'drop',
        trans.__('Drop all outputs'),
        trans.__('As if the notebook had never been run.')
      ]
    ];
    return (
      <>
        <p>
          {trans.__(
            'A copy without the secrets is saved next to the notebook, which stays as it is.'
          )}
        </p>
        <fieldset className="ct-Choices">
          <legend>{trans.__('Outputs')}</legend>
          {choices.map(([value, label, detail]) => (
            <label key={value} className="ct-Choices-one">
              <input
                type="radio"
                name="ct-outputs"
                value={value}
                checked={this._outputs === value}
                onChange={() => {
                  this._outputs = value;
                  this.update();
                }}
              />
              <span>
                {label}
                <small>{detail}</small>
              </span>
            </label>
          ))}
        </fieldset>
      </>
    );
  }

  private _outputs: ShareOutputs = 'keep';
}
