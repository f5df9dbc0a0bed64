import React from 'react';

import { usePanel } from './context';
import { cellName } from './location';
import type { ICellRow } from './rows';

/**
 * The cell that the findings below it are in.
 */
export function CellHeader({ row }: { row: ICellRow }): JSX.Element {
  const { trans } = usePanel();
  return (
    <div
      className="ct-CellHeader"
      role="heading"
      aria-level={3}
      data-severity={row.severity}
    >
      <span className="ct-CellHeader-name">
        {cellName(row.position, trans)}
      </span>
      <span
        className="ct-CellHeader-count"
        aria-label={trans._n('%1 finding', '%1 findings', row.count)}
      >
        {row.count}
      </span>
    </div>
  );
}
