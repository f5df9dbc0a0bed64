import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { usePanel } from './context';
import type { IIgnoredRow } from './rows';

/**
 * Opens and closes the list of what was ignored.
 */
export function IgnoredHeader(props: {
  row: IIgnoredRow;
  onToggle: () => void;
}): JSX.Element {
  const { trans } = usePanel();
  const { count, open } = props.row;
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <button
      type="button"
      className="ct-IgnoredHeader"
      tabIndex={-1}
      aria-expanded={open}
      onClick={props.onToggle}
    >
      <Caret.react tag="span" className="ct-IgnoredHeader-caret" />
      {trans.__('Ignored (%1)', count)}
    </button>
  );
}
