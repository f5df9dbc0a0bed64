import React from 'react';

import { severityLabel } from '../protocol/severity';
import { CellHeader } from './CellHeader';
import { usePanel } from './context';
import { FindingRow } from './FindingRow';
import { IgnoredHeader } from './IgnoredHeader';
import { placeInNotebook } from './location';
import { RowList } from './RowList';
import type { Row } from './rows';

/** Properties of `FindingList`. */
export interface IFindingListProps {
  readonly rows: readonly Row[];
  /** What the list is called. */
  readonly label: string;
  /** What stands above the list and scrolls with it. */
  readonly children?: React.ReactNode;
  readonly onToggleIgnored: () => void;
}

/** Heights before a row was measured, in pixels. */
const ESTIMATE = { cell: 28, ignored: 34, finding: 60 };

/**
 * The findings of the notebook, below the heads of their cells.
 */
export function FindingList({
  children,
  label,
  rows,
  onToggleIgnored
}: IFindingListProps): JSX.Element {
  const { actions, findings, leave, trans } = usePanel();
  const [expanded, setExpanded] = React.useState<ReadonlySet<string>>(
    new Set()
  );
  const toggle = (key: string) => {
    const next = new Set(expanded);
    if (!next.delete(key)) {
      next.add(key);
    }
    setExpanded(next);
  };
  const visited = findings.current?.visited ?? null;
  const current = rows.find(
    row => row.kind === 'finding' && row.located.key === visited
  );
  return (
    <RowList<Row>
      rows={rows}
      label={label}
      current={current?.key ?? null}
      estimate={({ kind }) => ESTIMATE[kind]}
      isStop={({ kind }) => kind !== 'cell'}
      isHeir={row => row.kind === 'finding' && !row.located.finding.suppressed}
      nameOf={row =>
        row.kind === 'finding'
          ? `${row.located.finding.title}, ${severityLabel(row.located.finding.severity, trans)}, ${placeInNotebook(row.located.finding, row.position, trans, findings.current)}`
          : undefined
      }
      keyOf={row => (row.kind === 'finding' ? row.located.key : undefined)}
      keysOf={(row, _, isOnRow) => ({
        Escape: leave,
        ...(isOnRow
          ? {
              Enter: () =>
                row.kind === 'finding'
                  ? void actions.goTo(row.located)
                  : onToggleIgnored()
            }
          : {})
      })}
      render={(row, isActive) => {
        switch (row.kind) {
          case 'cell':
            return <CellHeader row={row} />;
          case 'ignored':
            return <IgnoredHeader row={row} onToggle={onToggleIgnored} />;
          case 'finding':
            return (
              <FindingRow
                row={row}
                isActive={isActive}
                isExpanded={expanded.has(row.key)}
                onExpand={() => toggle(row.key)}
              />
            );
        }
      }}
    >
      {children}
    </RowList>
  );
}
