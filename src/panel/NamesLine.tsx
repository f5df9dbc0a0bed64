import React from 'react';

import { partDone } from '../live/looks';
import type { NotebookFindings } from '../model/notebookFindings';
import { usePanel } from './context';

/** What installs the model, in the environment of the server. */
const INSTALL = 'pip install "ct_jupyter[names]"';

/**
 * Names and addresses in running text: a look that takes its time, and so is asked for.
 */
export function NamesLine({
  findings
}: {
  findings: NotebookFindings;
}): JSX.Element {
  const { client, findings: store, trans } = usePanel();
  const { message, result, state, ...rest } = findings.namesLook;
  const { status } = client.connection;
  const part = partDone(findings.namesLook);
  return (
    <section className="ct-Data" aria-labelledby="ct-names-title">
      <h3 className="ct-Data-title" id="ct-names-title">
        {trans.__('Names and addresses')}
      </h3>
      {status && !status.names ? (
        <p className="ct-Data-state">
          {trans.__(
            'Names in prose are not searched for, because the model is not installed. Install it in the server’s environment and restart the server:'
          )}{' '}
          <code>{INSTALL}</code>
        </p>
      ) : (
        <>
          <p className="ct-Data-state" role="status">
            {stateText()}
          </p>
          {state === 'running' ? (
            <div className="ct-State-progress">
              <progress
                aria-label={trans.__('Progress of the search for names')}
                {...(part === null ? {} : { value: part })}
              />
              <button
                type="button"
                className="ct-Button"
                onClick={() => store.stopLook(findings.notebook, 'names')}
              >
                {trans.__('Stop')}
              </button>
            </div>
          ) : (
            <button
              type="button"
              className="ct-Button"
              disabled={client.connection.kind !== 'ready'}
              onClick={() => void store.lookForNames(findings.notebook)}
            >
              {trans.__('Look for names')}
            </button>
          )}
        </>
      )}
    </section>
  );

  function stateText(): string {
    switch (state) {
      case 'idle':
        return trans.__(
          'A model on the server finds them in prose. This takes a while.'
        );
      case 'running':
        return rest.total > 0
          ? trans.__('Searching: %1 of %2 cells…', rest.done, rest.total)
          : trans.__('Searching…');
      case 'cancelled':
        return trans.__('The search was stopped before it finished.');
      case 'failed':
        return message;
      case 'done':
        return trans._n(
          '%1 place found; it is in the list below.',
          '%1 places found; they are in the list below.',
          result?.findings.length ?? 0
        );
    }
  }
}
