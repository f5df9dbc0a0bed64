import React from 'react';

import type { IScanError } from '../protocol/protocol';
import { usePanel } from './context';
import { cellName } from './location';

/**
 * What could not be read, so that nobody takes it for clean.
 */
export function ErrorList({
  errors
}: {
  errors: readonly IScanError[];
}): JSX.Element {
  const { trans } = usePanel();
  return (
    <details className="ct-Errors" open={errors.length <= 3}>
      <summary>
        {trans._n(
          '%1 part could not be read',
          '%1 parts could not be read',
          errors.length
        )}
      </summary>
      <ul>
        {errors.map((error, index) => (
          <li key={index}>
            <strong>{cellName(error.cell ?? null, trans)}</strong>{' '}
            {error.message}
          </li>
        ))}
      </ul>
    </details>
  );
}
