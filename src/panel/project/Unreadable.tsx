import React from 'react';

import type { IScanError } from '../../protocol/protocol';
import { below } from '../../project/rows';
import { usePanel } from '../context';

/** Lines that are shown; a folder may hold thousands that cannot be read. */
const MAX = 200;

/**
 * What could not be read and why, so that nobody takes it for clean.
 */
export function Unreadable({
  errors,
  folder
}: {
  errors: readonly IScanError[];
  /** What is scanned. */
  folder: string;
}): JSX.Element {
  const { trans } = usePanel();
  return (
    <details className="ct-Errors">
      <summary>
        {trans._n(
          '%1 file or part could not be read',
          '%1 files or parts could not be read',
          errors.length
        )}
      </summary>
      <ul>
        {errors.slice(0, MAX).map(({ cell, message, path }, index) => (
          <li key={index}>
            <strong>{below(path, folder)}</strong>
            {cell ? ` (${trans.__('Cell %1', cell)})` : ''}: {message}
          </li>
        ))}
        {errors.length > MAX && (
          <li>{trans.__('… and %1 more', errors.length - MAX)}</li>
        )}
      </ul>
    </details>
  );
}
