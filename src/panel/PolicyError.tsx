import React from 'react';

import type { IPolicyInfo } from '../protocol/protocol';
import { usePanel } from './context';

/**
 * Why the policy cannot be read: the pipeline will fail, and nothing is ignored by it here.
 */
export function PolicyError({ policy }: { policy: IPolicyInfo }): JSX.Element {
  const { trans } = usePanel();
  return (
    <div className="ct-PolicyError" role="alert">
      <strong>{trans.__('The policy cannot be read')}</strong>
      <p className="ct-PolicyError-text">{policy.error}</p>
      <p className="ct-PolicyError-text">
        {trans.__(
          'Until it is fixed, it ignores nothing here, and the pipeline fails.'
        )}
      </p>
    </div>
  );
}
