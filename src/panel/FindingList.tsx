import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React from 'react';

import { severityLabel } from '../severity';
import { CellHeader } from './CellHeader';
import { usePanel } from './context';
import { FindingRow } from './FindingRow';
import { IgnoredHeader } from './IgnoredHeader';
import { placeInNotebook } from './location';
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
 * The list: only what is in view is rendered, and the arrow keys move through all of it.
 */
export function FindingList({
  children,
  label,
  rows,
  onToggleIgnored
}: IFindingListProps): JSX.Element {
  const { actions, findings, leave, trans } = usePanel();
  const scroller = React.useRef<HTMLDivElement>(null);
  const above = React.useRef<HTMLDivElement>(null);
  const scrollMargin = useHeight(above);
  const [activeKey, setActiveKey] = React.useState<string | null>(null);
  const [expanded, setExpanded] = React.useState<ReadonlySet<string>>(
    new Set()
  );
  const focusWanted = React.useRef(false);
  /** Which of the stops is the active one, for when its row goes. */
  const ordinal = React.useRef(0);

  const stops = rows.flatMap((row, index) =>
    row.kind === 'cell' ? [] : [index]
  );
  const found = rows.findIndex(
    row => row.key === activeKey && row.kind !== 'cell'
  );
  // Where the row with the focus is gone, the next one takes its place, else the last one.
  const open = stops.filter(index => isOpen(rows[index]));
  const active =
    found >= 0
      ? found
      : (open[Math.min(ordinal.current, open.length - 1)] ?? stops[0] ?? -1);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => ESTIMATE[rows[index].kind],
    getItemKey: index => rows[index].key,
    overscan: 6,
    scrollMargin,
    // The row that has the focus must not vanish when it is scrolled out of view.
    rangeExtractor: range => {
      const indexes = new Set(defaultRangeExtractor(range));
      if (active >= 0) {
        indexes.add(active);
      }
      return [...indexes].sort((a, b) => a - b);
    }
  });

  React.useEffect(() => {
    ordinal.current = Math.max(0, stops.indexOf(active));
    if (focusWanted.current) {
      focusWanted.current = false;
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${active}"]`)
        ?.focus();
    }
  });

  // The list follows when somebody goes from one finding to the next in the editor.
  const visited = findings.current?.visited ?? null;
  const visitedAt = rows.findIndex(
    row => row.kind === 'finding' && row.located.key === visited
  );
  React.useEffect(() => {
    // Opened later, the panel begins with the worst as ever.
    if (visitedAt >= 0 && scroller.current?.offsetHeight) {
      setActiveKey(rows[visitedAt].key);
      virtualizer.scrollToIndex(visitedAt);
    }
    // Only when it is another one: what is scanned anew does not move the list.
  }, [visited, visitedAt >= 0]);

  const moveTo = (index: number | undefined) => {
    if (index !== undefined) {
      focusWanted.current = true;
      setActiveKey(rows[index].key);
      // On the way up the head of the cell comes into view as well.
      const withHead = index < active && rows[index - 1]?.kind === 'cell';
      virtualizer.scrollToIndex(withHead ? index - 1 : index);
    }
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = stops.indexOf(active);
    const targets: Record<string, number | undefined> = {
      ArrowDown: stops[at + 1],
      ArrowUp: stops[at - 1],
      Home: stops[0],
      End: stops[stops.length - 1]
    };
    if (event.key in targets) {
      event.preventDefault();
      moveTo(targets[event.key]);
    } else if (event.key === 'Escape') {
      leave();
    }
  };

  const onRowKeyDown = (event: React.KeyboardEvent, row: Row) => {
    // Not when it comes from a button within the row, which has its own meaning for it.
    if (event.key === 'Enter' && event.target === event.currentTarget) {
      event.preventDefault();
      if (row.kind === 'finding') {
        void actions.goTo(row.located);
      } else {
        onToggleIgnored();
      }
    }
  };

  const toggle = (key: string) => {
    const next = new Set(expanded);
    if (!next.delete(key)) {
      next.add(key);
    }
    setExpanded(next);
  };

  const nameOf = (row: Row) =>
    row.kind === 'finding'
      ? `${row.located.finding.title}, ${severityLabel(row.located.finding.severity, trans)}, ${placeInNotebook(row.located.finding, row.position, trans, findings.current)}`
      : undefined;

  return (
    <div className="ct-List-scroller" ref={scroller}>
      {children && <div ref={above}>{children}</div>}
      <ul
        className="ct-List"
        role="list"
        aria-label={label}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map(item => {
          const row = rows[item.index];
          const isActive = item.index === active;
          return (
            <li
              key={row.key}
              ref={virtualizer.measureElement}
              className="ct-List-item"
              data-index={item.index}
              data-key={row.kind === 'finding' ? row.located.key : undefined}
              aria-current={
                row.kind === 'finding' && row.located.key === visited
                  ? true
                  : undefined
              }
              role="listitem"
              aria-label={nameOf(row)}
              aria-posinset={item.index + 1}
              aria-setsize={rows.length}
              tabIndex={row.kind === 'cell' ? undefined : isActive ? 0 : -1}
              style={{
                transform: `translateY(${item.start - scrollMargin}px)`
              }}
              onFocus={() => row.kind !== 'cell' && setActiveKey(row.key)}
              onKeyDown={event => onRowKeyDown(event, row)}
            >
              {row.kind === 'cell' && <CellHeader row={row} />}
              {row.kind === 'ignored' && (
                <IgnoredHeader row={row} onToggle={onToggleIgnored} />
              )}
              {row.kind === 'finding' && (
                <FindingRow
                  row={row}
                  isActive={isActive}
                  isExpanded={expanded.has(row.key)}
                  onExpand={() => toggle(row.key)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Height of an element, as it changes. */
function useHeight(element: React.RefObject<HTMLElement>): number {
  const [height, setHeight] = React.useState(0);
  React.useLayoutEffect(() => {
    const node = element.current;
    if (!node) {
      setHeight(0);
      return;
    }
    const measure = () => setHeight(node.offsetHeight);
    measure();
    if (typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  });
  return height;
}

function isOpen(row: Row): boolean {
  return row.kind === 'finding' && !row.located.finding.suppressed;
}
