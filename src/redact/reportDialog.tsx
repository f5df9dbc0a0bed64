import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { hasProvider } from '../server/providerPage';
import { kindOf } from './choices';
import type { IRedacted } from './redact';
import type { IReportContext } from './reportContext';

/** Show what was done, and what is left to do. */
export async function showReport(
  done: IRedacted,
  context: IReportContext
): Promise<void> {
  const { trans } = context;
  const body = ReactWidget.create(<Report done={done} context={context} />);
  body.addClass('ct-Report');
  await showDialog({
    title: trans.__('Secrets replaced'),
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

/** What was done, and what is left to do. */
export function Report({
  done,
  context
}: {
  done: IRedacted;
  context: IReportContext;
}): JSX.Element {
  const { trans } = context;
  const { answer } = done;
  const left = [
    ...stillToSet(done, context),
    ...storeDoubts(done, trans),
    ...answer.files.flatMap(({ path, error }) =>
      error ? [`${path}: ${error}`] : []
    ),
    ...answer.notes,
    ...answer.out_of_reach
  ];
  const cleaned = answer.files.filter(({ error }) => !error);
  return (
    <>
      <h3>
        {trans.__(
          'Rotate the keys: anyone who has seen them can still use them'
        )}
      </h3>
      <ul>
        {answer.variables.map(variable => (
          <li key={variable.fingerprint}>
            <code>{variable.name}</code> {variable.remedy}{' '}
            {hasProvider({
              provider: variable.provider,
              source: variable.page
            }) && (
              <a href={variable.page} target="_blank" rel="noopener noreferrer">
                {trans.__('Rotate this key: %1', variable.provider)}
              </a>
            )}
          </li>
        ))}
      </ul>
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
      {cleaned.length > 0 && (
        <>
          <h3>{trans.__('Files that were cleaned')}</h3>
          <ul>
            {cleaned.map(({ path, copies }) => (
              <li key={path}>
                <code>{path}</code> {trans._n('%1 copy', '%1 copies', copies)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Variables that nothing sets the next time that the kernel starts. */
function stillToSet(
  { answer, inKernel }: IRedacted,
  { choices, trans }: IReportContext
): string[] {
  const names = answer.variables
    .filter(({ needed }) => needed)
    .map(({ name }) => name)
    .join(', ');
  const kind = kindOf(choices.store);
  if (names && kind === 'platform' && answer.platform) {
    const { keys, steps, store } = answer.platform;
    const entered = Object.values(keys).join(', ');
    return [trans.__('Enter in %1: %2', store, entered), ...steps];
  }
  if (!names || (choices.load && kind !== 'none')) {
    return [];
  }
  return [
    inKernel
      ? trans.__('Set these before the kernel starts again: %1', names)
      : trans.__('Set these before you run the notebook again: %1', names)
  ];
}

/** What the user should know of `.env`. */
export function storeDoubts(
  { answer: { store } }: Pick<IRedacted, 'answer'>,
  trans: TranslationBundle
): string[] {
  if (!store || !('gitignore' in store)) {
    return [];
  }
  const doubts: string[] = [];
  if (store.tightened) {
    doubts.push(trans.__('Others could read .env before; now only you can.'));
  }
  if (store.gitignore === 'unknown') {
    doubts.push(trans.__('Git could not be run: check that it ignores .env.'));
  }
  return doubts;
}
