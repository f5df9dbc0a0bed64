import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IChoices } from './choices';
import { kindOf, loaderOf } from './choices';
import type { Preview } from './preview';
import { StoreSteps } from './StoreSteps';

/** One place for the values. */
interface IPlace {
  readonly label: string;
  readonly detail: string;
  readonly choices: Pick<IChoices, 'store' | 'envAt'>;
}

/**
 * Where the values go, how the notebook gets them back, and how far the cleaning goes.
 */
export function ChoiceFields({
  preview,
  trans
}: {
  preview: Preview;
  trans: TranslationBundle;
}): JSX.Element {
  const { choices, plan } = preview;
  // A folder that is the top itself needs no second entry.
  const repository = plan?.repository ?? null;
  const envAt = repository === null ? 'notebook' : choices.envAt;
  const platform = plan?.platform ?? null;
  // Of many files each has a store of its own.
  const isOfMany = plan !== null && plan.store_kind === undefined;
  const isPlatform = kindOf(choices.store) === 'platform';
  const all: (IPlace | null)[] = [
    platform && {
      label: platform.store,
      detail: trans.__(
        'For notebooks that run on %1. Nothing is sent there: you enter the values.',
        platform.title
      ),
      choices: { store: platform.id, envAt: choices.envAt }
    },
    isOfMany
      ? {
          label: trans.__('Where each notebook runs'),
          detail: trans.__(
            'Notebooks of a platform read its secret store, and .env keeps the values until you have entered them there. All others have .env.'
          ),
          choices: {
            store: isPlatform ? choices.store : ('auto' as const),
            envAt: choices.envAt
          }
        }
      : null,
    {
      label: trans.__('.env next to the notebook'),
      detail: trans.__('A file that only you can read and that git ignores.'),
      choices: { store: 'env', envAt: 'notebook' }
    },
    repository === null
      ? null
      : {
          label: trans.__('.env at the top of the repository'),
          detail: trans.__('One file for all its notebooks: %1', repository),
          choices: { store: 'env' as const, envAt: 'repository' as const }
        },
    {
      label: trans.__('The system keyring'),
      detail: trans.__('Encrypted. It needs the package keyring.'),
      choices: { store: 'keyring', envAt: choices.envAt }
    },
    {
      label: trans.__('Nowhere'),
      detail: trans.__(
        'Only the running kernel has them. Set the variables yourself before the next kernel starts.'
      ),
      choices: { store: 'none', envAt: choices.envAt }
    }
  ];
  const places = all.flatMap(place => place ?? []);
  const loader = loaderOf(choices.store);
  const canLoad = plan?.loader?.kind !== 'none';
  return (
    <>
      <fieldset className="ct-Choices">
        <legend>{trans.__('Where the values go')}</legend>
        {places.map(place => (
          <label key={place.label} className="ct-Choices-one">
            <input
              type="radio"
              name="ct-store"
              checked={
                choices.store === place.choices.store &&
                (choices.store !== 'env' || envAt === place.choices.envAt)
              }
              onChange={() => preview.choose(place.choices)}
            />
            <span>
              {place.label}
              <small>{place.detail}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <StoreSteps preview={preview} trans={trans} />
      {loader && (
        <label className="ct-Choices-one">
          <input
            type="checkbox"
            checked={choices.load && canLoad && !preview.lacksLoader}
            disabled={!canLoad || preview.lacksLoader}
            onChange={event => preview.choose({ load: event.target.checked })}
          />
          <span>
            {loader === 'dotenv'
              ? trans.__(
                  'Load .env in the notebook: %1',
                  plan?.loader?.code || 'load_dotenv()'
                )
              : trans.__('Read the keyring in the notebook')}
            {!canLoad ? (
              <small>
                {trans.__(
                  'Not possible in this language. Start the next kernel with the variables set.'
                )}
              </small>
            ) : (
              preview.lacksLoader && (
                <small>
                  {loader === 'dotenv'
                    ? trans.__(
                        'The kernel does not have python-dotenv. You can install it with one click afterwards.'
                      )
                    : trans.__(
                        'The kernel does not have keyring. After a restart, set the variables yourself.'
                      )}
                </small>
              )
            )}
          </span>
        </label>
      )}
      <label className="ct-Choices-one">
        <input
          type="checkbox"
          checked={choices.folder}
          onChange={event => preview.choose({ folder: event.target.checked })}
        />
        <span>
          {trans.__(
            'Also clean the other notebooks and text files in the folder'
          )}
          <small>{trans.__('This cannot be undone from here.')}</small>
        </span>
      </label>
    </>
  );
}
