import React from 'react';

import { partDone } from '../live/looks';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { usePanel } from './context';
import { DataFileTable } from './DataFileTable';
import { UnreadFiles } from './UnreadFiles';

/**
 * The data files that the notebook reads: what their columns hold, how far the look at them is,
 * and what was not looked at.
 */
export function DataFiles({
  findings
}: {
  findings: NotebookFindings;
}): JSX.Element {
  const { client, findings: store, trans } = usePanel();
  const look = findings.dataLook;
  const { result, state } = look;
  const columns = findings
    .personal()
    .filter(({ finding }) => finding.part === 'data' && !finding.suppressed);
  const byFile = new Map<string, ILocated[]>();
  for (const located of columns) {
    const path = located.finding.column?.path ?? '';
    byFile.set(path, [...(byFile.get(path) ?? []), located]);
  }
  const part = partDone(look);
  const isRunning = state === 'running';
  const start = () => void store.lookAtData(findings.notebook);
  return (
    <section className="ct-Data" aria-labelledby="ct-data-title">
      <h3 className="ct-Data-title" id="ct-data-title">
        {trans.__('Data files')}
      </h3>
      <p className="ct-Data-state" role="status">
        {stateText()}
      </p>
      {isRunning ? (
        <div className="ct-State-progress">
          <progress
            aria-label={trans.__('Part of the data that was looked at')}
            {...(part === null ? {} : { value: part })}
          />
          <button
            type="button"
            className="ct-Button"
            onClick={() => store.stopLook(findings.notebook, 'data')}
          >
            {trans.__('Stop')}
          </button>
        </div>
      ) : (
        <button
          type="button"
          className="ct-Button"
          disabled={client.connection.kind !== 'ready'}
          onClick={start}
        >
          {result
            ? trans.__('Look at the data again')
            : trans.__('Look at the data files')}
        </button>
      )}
      {[...byFile].map(([path, located]) => (
        <DataFileTable
          key={path}
          path={path}
          located={located}
          read={
            result?.files.find(
              file =>
                file.files.includes(path) &&
                file.cell_id === located[0].cell?.getId()
            ) ?? null
          }
        />
      ))}
      {result && <UnreadFiles result={result} onLook={start} />}
    </section>
  );

  function stateText(): string {
    switch (state) {
      case 'idle':
        return trans.__(
          'The files that this notebook reads can be checked column by column. The data stays on this server.'
        );
      case 'running':
        return look.what
          ? trans.__('Looking at %1…', look.what)
          : trans.__('Looking at the data…');
      case 'cancelled':
        return trans.__('The search was stopped before it finished.');
      case 'failed':
        return look.message;
      case 'done': {
        const files = new Set(result?.files.flatMap(each => each.files)).size;
        return files === 0
          ? trans.__('The notebook reads no data file that is on this server.')
          : trans.__(
              '%1, %2.',
              trans._n(
                '%1 file checked',
                '%1 files checked',
                files - (result?.large.length ?? 0)
              ),
              trans._n(
                '%1 column contains personal data',
                '%1 columns contain personal data',
                columns.length
              )
            );
      }
    }
  }
}
