import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { ChangeList } from './ChangeList';
import { ChoiceFields } from './ChoiceFields';
import { CopyCounts } from './CopyCounts';
import type { Preview } from './preview';
import { VariableTable } from './VariableTable';

/** Properties of `PreviewForm`. */
export interface IPreviewFormProps {
  readonly preview: Preview;
  readonly trans: TranslationBundle;
}

/**
 * What would be replaced, and what can be chosen.
 */
export function PreviewForm(props: IPreviewFormProps): JSX.Element {
  const { preview, trans } = props;
  const { plan, error, isApplying, isPending, variables } = preview;
  const shown = plan ? preview.generalError : error;
  return (
    <div className="ct-Preview-form" aria-busy={isPending || isApplying}>
      {shown && (
        <p className="ct-Preview-error" role="alert">
          {shown}
        </p>
      )}
      {!plan && !error && (
        <p role="status">{trans.__('Looking for all copies…')}</p>
      )}
      {plan && variables.length === 0 && (
        <p role="status">{trans.__('There is nothing to replace.')}</p>
      )}
      {plan && variables.length > 0 && (
        <>
          <VariableTable preview={preview} trans={trans} />
          {preview.chosen.length === 0 ? (
            <p role="status">{trans.__('Choose what is to be replaced.')}</p>
          ) : (
            <>
              <ChoiceFields preview={preview} trans={trans} />
              <ChangeList diffs={preview.diffs} trans={trans} />
              <CopyCounts plan={plan} trans={trans} />
              <LeftToDo plan={plan} trans={trans} />
            </>
          )}
        </>
      )}
      {!plan && error && <ChoiceFields preview={preview} trans={trans} />}
    </div>
  );
}

/** What cannot be done from here, with what to do about it. */
function LeftToDo({
  plan,
  trans
}: {
  plan: NonNullable<Preview['plan']>;
  trans: TranslationBundle;
}): JSX.Element | null {
  const lines = [...plan.notes, ...plan.out_of_reach];
  return lines.length === 0 ? null : (
    <section className="ct-Preview-left">
      <h3>{trans.__('What you still have to do')}</h3>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
