import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { kindLabel } from '../model/personalKinds';
import type {
  IShareLook,
  IShareResponse,
  ShareOutputs
} from '../protocol/protocol';

/** What a user wants of a clean copy. */
export interface IShareChoice {
  readonly outputs: ShareOutputs;
  /** Kinds of personal data that go. */
  readonly personal: readonly string[];
}

/**
 * Ask what becomes of the outputs and of personal data in a clean copy.
 *
 * @param name Name of the notebook
 * @param look What it holds
 * @returns The choice, or null where the user thought better of it
 */
export async function askShare(
  name: string,
  look: IShareLook,
  trans: TranslationBundle
): Promise<IShareChoice | null> {
  const result = await showDialog<IShareChoice>({
    title: trans.__('Share a clean copy of %1?', name),
    body: new ShareForm(look, trans),
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
  const taken = Object.entries(report.personal_taken);
  const unread = report.images.filter(cell => !pictures.includes(cell));
  const titles = new Map(
    report.variables.map(({ name, title }) => [name, title])
  );
  const told = new Map(
    report.personal_left.map(({ count, kind }) => [kind, count])
  );
  const others = report.left.filter(
    ({ count, kind }) => count > (told.get(kind) ?? 0)
  );
  const left = [
    ...report.personal_left.map(({ kind, count, cells }) =>
      cells.length > 0
        ? trans.__(
            'Personal data that stays: %1 (%2), in cell %3.',
            kindLabel(kind, trans),
            count,
            cells.join(', ')
          )
        : trans.__(
            'Personal data that stays: %1 (%2), in the metadata.',
            kindLabel(kind, trans),
            count
          )
    ),
    ...others.map(({ cells, count, title }) =>
      trans.__(
        'Found, perhaps by mistake: %1 (%2)%3.',
        title,
        count,
        cells.length > 0 ? trans.__(', in cell %1', cells.join(', ')) : ''
      )
    ),
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
    ...(unread.length > 0 ? [tellImages(unread, trans)] : []),
    ...(report.looked_for_names ? [] : [tellNames(trans)]),
    ...notes
  ];
  return (
    <>
      {report.clean && (
        <p className="ct-Report-clean">
          <span aria-hidden="true">✓ </span>
          {report.looked_for_names
            ? trans.__(
                'A scan of the saved copy found no secrets and no personal data.'
              )
            : trans.__(
                'A scan of the saved copy found no secrets and no personal data; names of people were not looked for.'
              )}
        </p>
      )}
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
      {taken.length > 0 && (
        <>
          <h3>{trans.__('Personal data that was replaced')}</h3>
          <ul>
            {taken.map(([kind, count]) => (
              <li key={kind}>
                {kindLabel(kind, trans)}: {count}
              </li>
            ))}
          </ul>
        </>
      )}
      {report.needed.length > 0 && (
        <>
          <h3>{trans.__('Anyone who runs the copy must set')}</h3>
          <ul>
            {report.needed.map(name => (
              <li key={name}>
                <code>{name}</code> {titles.get(name)}
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

/** What of a notebook with images nobody can see. */
function tellImages(
  cells: readonly number[],
  trans: TranslationBundle
): string {
  return trans.__(
    'Images and attachments are not read: look at cell %1.',
    cells.join(', ')
  );
}

/** What of names nobody can see. */
function tellNames(trans: TranslationBundle): string {
  return trans.__(
    'Names of people were not looked for, only those that words announce are found; with ct_jupyter[names] on the server a model looks for all.'
  );
}

/** The form: what becomes of the outputs, and which personal data goes. */
class ShareForm extends ReactWidget {
  constructor(
    private readonly _look: IShareLook,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-Share');
    this._kinds = new Set(_look.personal.map(({ kind }) => kind));
  }

  /** The value of the dialog. */
  getValue(): IShareChoice {
    return { outputs: this._outputs, personal: [...this._kinds] };
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
        trans.__('Keep the outputs that are clean'),
        trans.__(
          'Outputs that contain a secret or personal data, or may show one, are dropped.'
        )
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
        {this._renderKinds()}
      </>
    );
  }

  /** A box for each kind that was found, and what cannot be seen. */
  private _renderKinds(): JSX.Element {
    const trans = this._trans;
    const { images, looked_for_names, personal } = this._look;
    return (
      <fieldset className="ct-Choices">
        <legend>{trans.__('Personal data')}</legend>
        {personal.length === 0 && (
          <p>
            {looked_for_names
              ? trans.__('None was found.')
              : trans.__(
                  'Nothing but perhaps names, which were not looked for.'
                )}
          </p>
        )}
        {personal.map(({ kind, count }) => (
          <label key={kind} className="ct-Choices-one">
            <input
              type="checkbox"
              name="ct-personal"
              value={kind}
              checked={this._kinds.has(kind)}
              onChange={() => {
                if (!this._kinds.delete(kind)) {
                  this._kinds.add(kind);
                }
                this.update();
              }}
            />
            <span>
              {kindLabel(kind, trans)} ({count})
            </span>
          </label>
        ))}
        {images.length > 0 && <small>{tellImages(images, trans)} </small>}
        {!looked_for_names && <small>{tellNames(trans)}</small>}
      </fieldset>
    );
  }

  private readonly _kinds: Set<string>;
  private _outputs: ShareOutputs = 'keep';
}
