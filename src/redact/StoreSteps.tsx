import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';

import type { IVariable } from '../protocol/protocol';
import type { Preview } from './preview';
import { keyOf } from './preview';

/** Properties of `StoreSteps`. */
export interface IStoreStepsProps {
  readonly preview: Preview;
  readonly trans: TranslationBundle;
}

/**
 * What the user enters in the secret store of a platform before the values leave the notebook.
 */
export function StoreSteps(props: IStoreStepsProps): JSX.Element | null {
  const { preview, trans } = props;
  const { platform, toEnter } = preview;
  if (!platform || toEnter.length === 0) {
    return null;
  }
  return (
    <fieldset className="ct-Store">
      <legend>{trans.__('What to enter in %1', platform.store)}</legend>
      {platform.vault_title && <VaultField {...props} />}
      <ol>
        {platform.steps.map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <ul className="ct-Store-values">
        {toEnter.map(variable => (
          <ValueRow key={keyOf(variable)} variable={variable} {...props} />
        ))}
      </ul>
      {preview.isElsewhere && (
        <p className="ct-Store-elsewhere">
          {trans.__(
            'The kernel here does not have %1: after this, the notebook only runs on %2. To run it here, choose .env.',
            platform.module,
            platform.title
          )}
        </p>
      )}
      {preview.canCopy && (
        <label className="ct-Choices-one">
          <input
            type="checkbox"
            className="ct-Store-confirm"
            checked={preview.isConfirmed}
            aria-invalid={!preview.isConfirmed}
            onChange={event => preview.confirm(event.target.checked)}
          />
          <span>
            {trans.__('I have entered these values, or have them elsewhere')}
            <small>
              {trans.__(
                'They are not stored anywhere else: only Undo would bring them back.'
              )}
            </small>
          </span>
        </label>
      )}
    </fieldset>
  );
}

/** The part of the store that the notebook reads. */
function VaultField({ preview, trans }: IStoreStepsProps): JSX.Element {
  const { platform, vaultProblem } = preview;
  const title = {
    'secret scope': trans.__('Secret scope'),
    'key vault': trans.__('Key vault'),
    'Google Cloud project': trans.__('Google Cloud project')
  }[platform?.vault_title ?? ''];
  return (
    <label className="ct-Store-vault">
      {title ?? platform?.vault_title}
      <input
        className="jp-mod-styled"
        value={preview.vault}
        placeholder={
          platform?.id === 'azureml'
            ? trans.__("The workspace's own")
            : platform?.id === 'vertex'
              ? trans.__("The notebook's own")
              : ''
        }
        maxLength={128}
        size={24}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={vaultProblem !== ''}
        {...(vaultProblem ? { 'aria-describedby': 'ct-vault-problem' } : {})}
        onChange={event => preview.nameVault(event.target.value)}
      />
      {vaultProblem && (
        <span
          id="ct-vault-problem"
          className="ct-Variables-problem"
          role="alert"
        >
          {vaultProblem}
        </span>
      )}
    </label>
  );
}

/** A name to enter, with a button that copies its value. */
function ValueRow({
  preview,
  trans,
  variable
}: IStoreStepsProps & { readonly variable: IVariable }): JSX.Element {
  const [failed, setFailed] = useState(false);
  const name = preview.nameOf(variable);
  const key = preview.platform?.keys[name] ?? name;
  const copy = () =>
    void preview.copyValue(variable, writeToClipboard).then(
      () => setFailed(false),
      () => setFailed(true)
    );
  return (
    <li>
      <code>{key}</code>
      {preview.canCopy && (
        <button
          type="button"
          className="jp-mod-styled jp-mod-minimal"
          aria-label={trans.__('Copy the value of %1', name)}
          disabled={preview.isPending}
          onClick={copy}
        >
          {trans.__('Copy value')}
        </button>
      )}
      <span role="status">
        {failed
          ? trans.__('It could not be copied. Copy it from the cell.')
          : preview.copied === keyOf(variable) && trans.__('Copied')}
      </span>
    </li>
  );
}

async function writeToClipboard(value: string): Promise<void> {
  // Over plain HTTP a browser has no clipboard for pages, but does as the user's copy does.
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(value);
  } else {
    Clipboard.copyToSystem(value);
  }
}
