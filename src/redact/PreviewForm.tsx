import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { ChoiceFields } from './ChoiceFields';
import type { Preview } from './preview';
import { VariableTable } from './VariableTable';

/** Properties of `PreviewForm`. */
export interface IPreviewFormProps {
  readonly preview: Preview;
  /** What becomes of the cells or files. */
  readonly details: () => JSX.Element;
  readonly trans: TranslationBundle;
}

/**
 * What would be replaced, and what can be chosen: in one notebook, or in many files.
 */
export function PreviewForm(props: IPreviewFormProps): JSX.Element {
  const { details, preview, trans } = props;
  const { plan, error, isApplying, isPending, variables } = preview;
  const shown = plan ? preview.generalError : error;
  const left = plan ? [...plan.notes, ...plan.out_of_reach] : [];
  return (
    <div className="ct-Preview-form" aria-busy={isPending || isApplying}>
      {shown && (
        <p className="ct-Preview-error" role="alert">
          {shown}
        </p>
      )}
      {!plan && !error && (
        <p role="status">
          {preview.isWaiting
            ? trans.__('Waiting for the kernel, which is busy…')
            : trans.__('Looking for all copies…')}
        </p>
      )}
      {plan && variables.length === 0 && (
        <p role="status">{trans.__('There is nothing to replace.')}</p>
      )}
      {variables.length > 0 && (
        <VariableTable preview={preview} trans={trans} />
      )}
      {variables.length > 0 && preview.chosen.length === 0 ? (
        <p role="status">{trans.__('Choose what is to be replaced.')}</p>
      ) : (
        <>
          {(variables.length > 0 || error) && (
            <ChoiceFields preview={preview} trans={trans} />
          )}
          {plan && details()}
          {left.length > 0 && (
            <section className="ct-Preview-left">
              <h3>{trans.__('What you still have to do')}</h3>
              <ul>
                {left.map(line => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </div>
  );
}
