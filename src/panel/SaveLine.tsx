import React from 'react';

import type { NotebookFindings } from '../model/notebookFindings';
import { saveSign } from '../save/saveSign';
import { usePanel } from './context';

/**
 * What keeps the notebook from being saved. The sign in its toolbar is the one that is announced.
 */
export function SaveLine({
  findings
}: {
  findings: NotebookFindings | null;
}): JSX.Element | null {
  const { trans } = usePanel();
  const sign = saveSign(findings, trans);
  if (!sign) {
    return null;
  }
  return (
    <p className="ct-Panel-note ct-mod-refused" role="note">
      {sign.isFree
        ? trans.__('The last save was refused. Nothing prevents it any more.')
        : trans.__(
            'Saving is refused until these are replaced or ignored. Your changes are kept in this page.'
          )}
    </p>
  );
}
