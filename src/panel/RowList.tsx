import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React from 'react';

/** A line of a list. */
export interface IListRow {
  readonly key: string;
}

/** What can be done from a key. */
export interface IMoves {
  /** Give a row the focus, once it is there. */
  readonly focus: (key: string) => void;
}

/** Properties of `RowList`. */
export interface IRowListProps<Row extends IListRow> {
  readonly rows: readonly Row[];
  /** What the list is called. */
  readonly label: string;
  /** What stands above the list and scrolls with it. */
  readonly children?: React.ReactNode;
  /** Key of the row that the user is at elsewhere: it is marked, and brought into view. */
  readonly current?: string | null;
  /** Height of a row before it was measured, in pixels. */
  readonly estimate: (row: Row) => number;
  /** Whether the arrow keys stop at a row. */
  readonly isStop?: (row: Row) => boolean;
  /** Whether a row may take over from one that went. */
  readonly isHeir?: (row: Row) => boolean;
  readonly nameOf: (row: Row) => string | undefined;
  /** What commands know a row by; undefined where they do not. */
  readonly keyOf?: (row: Row) => string | undefined;
  /** What other keys than those that move do, by their name. */
  readonly keysOf: (
    row: Row,
    moves: IMoves,
    isOnRow: boolean
  ) => Readonly<Record<string, () => void>>;
  readonly render: (row: Row, isActive: boolean, moves: IMoves) => JSX.Element;
}

/**
 * A list of which only what is in view is rendered. It is one stop for Tab; the arrow keys move
 * through all of it.
 */
export function RowList<Row extends IListRow>(
  props: IRowListProps<Row>
): JSX.Element {
  const { children, current = null, rows } = props;
  const { isHeir = () => true, isStop = () => true } = props;
  const scroller = React.useRef<HTMLDivElement>(null);
  const above = React.useRef<HTMLDivElement>(null);
  const scrollMargin = useHeight(above);
  const [activeKey, setActiveKey] = React.useState<string | null>(null);
  const focusWanted = React.useRef(false);
  /** Which of the stops is the active one, for when its row goes. */
  const ordinal = React.useRef(0);

  const stops = rows.flatMap((row, index) => (isStop(row) ? [index] : []));
  const found = rows.findIndex(row => row.key === activeKey && isStop(row));
  // Where the row with the focus is gone, the next one takes its place, else the last one.
  const heirs = stops.filter(index => isHeir(rows[index]));
  const active =
    found >= 0
      ? found
      : (heirs[Math.min(ordinal.current, heirs.length - 1)] ?? stops[0] ?? -1);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => props.estimate(rows[index]),
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

  // The list follows when somebody goes from one row to the next elsewhere.
  const currentAt = rows.findIndex(({ key }) => key === current);
  React.useEffect(() => {
    // Opened later, the panel begins with the worst as ever.
    if (currentAt >= 0 && scroller.current?.offsetHeight) {
      setActiveKey(rows[currentAt].key);
      virtualizer.scrollToIndex(currentAt);
    }
    // Only when it is another one: what is scanned anew does not move the list.
  }, [current, currentAt >= 0]);

  const moves: IMoves = {
    focus: key => {
      focusWanted.current = true;
      setActiveKey(key);
    }
  };
  const moveTo = (index: number | undefined) => {
    if (index !== undefined) {
      moves.focus(rows[index].key);
      // On the way up the head of a group comes into view as well.
      const head = index < active && index > 0 && !isStop(rows[index - 1]);
      virtualizer.scrollToIndex(head ? index - 1 : index);
    }
  };

  const onKeyDown = (event: React.KeyboardEvent, row: Row) => {
    const at = stops.indexOf(active);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveTo(stops[at + 1]),
      ArrowUp: () => moveTo(stops[at - 1]),
      Home: () => moveTo(stops[0]),
      End: () => moveTo(stops[stops.length - 1]),
      // A button or a box within the row has its own meaning for some of them.
      ...props.keysOf(row, moves, event.target === event.currentTarget)
    };
    if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    }
  };

  return (
    <div className="ct-List-scroller" ref={scroller}>
      {children && <div ref={above}>{children}</div>}
      <ul
        className="ct-List"
        role="list"
        aria-label={props.label}
        style={{ height: virtualizer.getTotalSize() }}
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
              data-key={props.keyOf?.(row)}
              aria-current={item.index === currentAt ? true : undefined}
              role="listitem"
              aria-label={props.nameOf(row)}
              aria-posinset={item.index + 1}
              aria-setsize={rows.length}
              tabIndex={isStop(row) ? (isActive ? 0 : -1) : undefined}
              style={{
                transform: `translateY(${item.start - scrollMargin}px)`
              }}
              onFocus={() => isStop(row) && setActiveKey(row.key)}
              onKeyDown={event => onKeyDown(event, row)}
            >
              {props.render(row, isActive, moves)}
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
