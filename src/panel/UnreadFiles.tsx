import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IDataFile, IDataResult } from '../protocol/protocol';
import { usePanel } from './context';

/** What was not looked at, and why: nobody is to take it for clean. */
export function UnreadFiles({
  onLook,
  result
}: {
  result: IDataResult;
  onLook: () => void;
}): JSX.Element | null {
  const { trans } = usePanel();
  // What the code has yet to write is no file that was passed over.
  const unread = result.files.filter(
    ({ state, writes }) => state !== 'found' && !(writes && state === 'missing')
  );
  const lines = [
    ...new Set([
      ...unread.map(
        file =>
          `${file.name || file.reader} (${trans.__('cell %1', file.cell)}): ${whyOf(file, trans)}`
      ),
      ...result.errors.map(({ path, message }) => `${path}: ${message}`)
    ])
  ];
  if (lines.length === 0 && result.large.length === 0) {
    return null;
  }
  return (
    <div className="ct-Unread">
      <h4>{trans.__('Not checked')}</h4>
      <ul>
        {result.large.map(({ path, size_bytes }) => (
          <li key={path}>
            {trans.__(
              '%1: large (%2 MB)',
              path,
              Math.round(size_bytes / 1_000_000).toLocaleString()
            )}{' '}
            <button type="button" className="ct-Link" onClick={onLook}>
              {trans.__('Look at it')}
            </button>
          </li>
        ))}
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function whyOf({ state, why }: IDataFile, trans: TranslationBundle): string {
  switch (state) {
    case 'remote':
      return trans.__('it is not on this machine');
    case 'missing':
      return trans.__('there is no such file');
    case 'outside':
      return trans.__('it is outside the folder that this server serves');
    default:
      return why ?? trans.__('the code does not show which file it is');
  }
}
