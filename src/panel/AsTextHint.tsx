import React from 'react';

import { usePanel } from './context';

/** What a notebook's name ends with. */
const NOTEBOOK = /\.ipynb$/i;

/**
 * Says of a notebook that is open in the text editor what is different there.
 */
export function AsTextHint(): JSX.Element | null {
  const { findings, openNotebook, trans } = usePanel();
  const path = findings.currentView?.path() ?? '';
  if (!NOTEBOOK.test(path)) {
    return null;
  }
  return (
    <div className="ct-Panel-note ct-AsText" role="note">
      {trans.__(
        'This notebook is open as text: secrets become placeholders. Opened as a notebook they become lookups that run.'
      )}{' '}
      <button
        type="button"
        className="ct-Button"
        onClick={() => openNotebook(path)}
      >
        {trans.__('Open as a notebook')}
      </button>
    </div>
  );
}
