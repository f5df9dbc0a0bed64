import type { ISharedCell, ISharedCodeCell } from '@jupyter/ydoc';
import React from 'react';

import { usePanel } from './context';
import { partName } from './location';
import type { ICellRow } from './rows';

/**
 * The cell that the findings below it are in: by its place, and by the number of its last run,
 * which is what stands beside it in the notebook.
 */
export function CellHeader({ row }: { row: ICellRow }): JSX.Element {
  const { findings, trans } = usePanel();
  const first = findings.current?.active(row.cell)[0]?.finding ?? null;
  const run = useExecutionCount(row.cell);
  return (
    <div
      className="ct-CellHeader"
      role="heading"
      aria-level={3}
      data-severity={row.severity}
    >
      <span className="ct-CellHeader-name">
        {partName(findings.current, row.position, first, trans)}
        {run !== null && (
          <span
            className="ct-CellHeader-run"
            title={trans.__('Its number in the notebook, from its last run')}
          >
            {` [${run}]`}
          </span>
        )}
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

/** The execution count of a cell, as it changes; null where it has none. */
function useExecutionCount(cell: ISharedCell | null): number | null {
  const read = () => (cell as ISharedCodeCell | null)?.execution_count ?? null;
  const [count, setCount] = React.useState(read);
  React.useEffect(() => {
    const update = () => setCount(read());
    update();
    cell?.changed.connect(update);
    return () => {
      cell?.changed.disconnect(update);
    };
  }, [cell]);
  return count;
}
