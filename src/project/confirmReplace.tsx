/**
 * The preview of a replacement in many files: what one notebook's has, with a diff for each file.
 */
import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { ChoiceFields } from '../redact/ChoiceFields';
import type { Preview } from '../redact/preview';
import { VariableTable } from '../redact/VariableTable';
import type { ISorted } from './openFiles';
import { ReplaceDetails } from './ReplaceDetails';
import type { IReplacePlan } from './replaceMessages';

/** What the preview is of. */
export interface IConfirmation {
  /** Does what was agreed on; where it throws, the dialog stays and says why. */
  readonly apply: () => Promise<void>;
  readonly preview: Preview;
  /** The plan on show; null until there is one. */
  readonly plan: () => IReplacePlan | null;
  readonly sorted: ISorted;
  /** What was scanned. */
  readonly folder: string;
  /** Number of files that were chosen. */
  readonly count: number;
  readonly trans: TranslationBundle;
}

/**
 * Show what would be replaced, with what can be chosen, until it is done or thought better of.
 *
 * @returns Whether it was done
 */
export async function confirmReplace(
  confirmation: IConfirmation
): Promise<boolean> {
  const { apply, count, preview, trans } = confirmation;
  void preview.refresh();
  try {
    // It disposes of itself.
    const { button } = await new ReplaceDialog(preview, apply, {
      title: trans._n(
        'Replace the secrets in %1 file?',
        'Replace the secrets in %1 files?',
        count
      ),
      body: new ReplaceBody(confirmation),
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
class ReplaceDialog extends Dialog<void> {
  constructor(
    private readonly _preview: Preview,
    private readonly _apply: () => Promise<void>,
    options: Partial<Dialog.IOptions<void>>
  ) {
    super(options);
    this.addClass('ct-PreviewDialog');
    _preview.changed.connect(this._enable, this);
    this._enable();
  }

  override resolve(index?: number): void {
    const accepts = index === undefined || index > 0;
    if (!accepts) {
      super.resolve(index);
    } else if (this._preview.isReady) {
      void this._preview.submit(this._apply).then(isDone => {
        if (isDone && !this.isDisposed) {
          super.resolve(index);
        }
      });
    } else {
      // Somebody wants it: show what is in the way.
      const wrong = this.node.querySelector<HTMLElement>(
        '[aria-invalid="true"]'
      );
      wrong?.scrollIntoView({ block: 'center' });
      wrong?.focus();
    }
  }

  private _enable(): void {
    // Disabled for good, it would lose the focus each time that the server is asked.
    this.node
      .querySelector('button.jp-mod-accept')
      ?.setAttribute('aria-disabled', String(!this._preview.isReady));
  }
}

class ReplaceBody extends ReactWidget {
  constructor(private readonly _confirmation: IConfirmation) {
    super();
    this.addClass('ct-Preview');
    _confirmation.preview.changed.connect(() => this.update());
  }

  protected render(): JSX.Element {
    const { folder, plan: planOf, preview, sorted, trans } = this._confirmation;
    const { error, isApplying, isPending, variables } = preview;
    const plan = planOf();
    const left = plan ? [...plan.notes, ...plan.out_of_reach] : [];
    return (
      <div className="ct-Preview-form" aria-busy={isPending || isApplying}>
        {error && (
          <p className="ct-Preview-error" role="alert">
            {error}
          </p>
        )}
        {!plan && !error && (
          <p role="status">{trans.__('Looking for all copies…')}</p>
        )}
        {plan && variables.length === 0 && (
          <p role="status">{trans.__('There is nothing to replace.')}</p>
        )}
        {variables.length > 0 && (
          <VariableTable preview={preview} trans={trans} />
        )}
        {(variables.length > 0 || error) && (
          <ChoiceFields preview={preview} trans={trans} />
        )}
        {plan && (
          <ReplaceDetails
            folder={folder}
            plan={plan}
            sorted={sorted}
            trans={trans}
          />
        )}
        {left.length > 0 && (
          <section className="ct-Preview-left">
            <h3>{trans.__('Left for you to do')}</h3>
            <ul>
              {left.map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
    );
  }
}
