import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React from 'react';

import type { ProjectRow } from '../../project/rows';
import type { IFinding } from '../../protocol';
import { SEVERITIES, severityLabel } from '../../severity';
import { usePanel } from '../context';
import { placeInNotebook } from '../location';
import { FileRow, FoundRow } from './ProjectRows';

/** Properties of `ProjectList`. */
export interface IProjectListProps {
  readonly rows: readonly ProjectRow[];
  /** What is scanned. */
  readonly folder: string;
  /** Paths of the files that are chosen. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (path: string, takes: boolean) => void;
  readonly onFold: (path: string, opens: boolean) => void;
  readonly onOpen: (path: string, finding: IFinding | null) => void;
}

/** Heights before a row was measured, in pixels. */
const ESTIMATE = { file: 46, finding: 44, more: 28 };

/**
 * The files with what was found in them. Only what is in view is rendered; the arrow keys move
 * through all of it, right and left unfold and fold a file.
 */
export function ProjectList(props: IProjectListProps): JSX.Element {
  const { rows, chosen, folder, onChoose, onFold, onOpen } = props;
  const { leave, trans } = usePanel();
  const scroller = React.useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = React.useState<string | null>(null);
  const focusWanted = React.useRef(false);
  const active = Math.max(
    0,
    rows.findIndex(({ key }) => key === activeKey)
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => ESTIMATE[rows[index].kind],
    getItemKey: index => rows[index].key,
    overscan: 6,
    // The row that has the focus must not vanish when it is scrolled out of view.
    rangeExtractor: range =>
      [...new Set([...defaultRangeExtractor(range), active])].sort(
        (a, b) => a - b
      )
  });

  React.useEffect(() => {
    if (focusWanted.current) {
      focusWanted.current = false;
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${active}"]`)
        ?.focus();
    }
  });

  const moveTo = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    focusWanted.current = true;
    setActiveKey(rows[at].key);
    virtualizer.scrollToIndex(at);
  };
  const fold = (row: ProjectRow, opens: boolean) => {
    setActiveKey(row.file.path);
    focusWanted.current = true;
    onFold(row.file.path, opens);
  };
  const openRow = (row: ProjectRow) =>
    onOpen(
      row.file.path,
      row.kind === 'finding' ? row.finding : (row.file.findings[0] ?? null)
    );

  const onKeyDown = (event: React.KeyboardEvent, row: ProjectRow) => {
    const inRow = event.target === event.currentTarget;
    const keys: Record<string, () => void> = {
      ArrowDown: () => moveTo(active + 1),
      ArrowUp: () => moveTo(active - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      ArrowRight: () => row.kind === 'file' && fold(row, true),
      ArrowLeft: () => fold(row, false),
      Escape: leave,
      // Not from a button or a box within the row, which have their own meaning for these.
      ...(inRow
        ? {
            Enter: () => openRow(row),
            ' ': () =>
              row.file.replaceable &&
              onChoose(row.file.path, !chosen.has(row.file.path))
          }
        : {})
    };
    if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    }
  };

  const nameOf = (row: ProjectRow): string => {
    const { file } = row;
    switch (row.kind) {
      case 'file':
        return [
          file.path,
          ...SEVERITIES.filter(each => file.counts[each] > 0).map(each =>
            trans.__('%1: %2', severityLabel(each, trans), file.counts[each])
          )
        ].join(', ');
      case 'finding':
        return `${row.finding.title}, ${severityLabel(row.finding.severity, trans)}, ${placeInNotebook(row.finding, row.finding.cell, trans)}`;
      case 'more':
        return trans.__('%1 more', file.more);
    }
  };

  return (
    <div className="ct-List-scroller" ref={scroller}>
      <ul
        className="ct-List ct-ProjectList"
        role="list"
        aria-label={trans.__('Files with findings')}
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
              role="listitem"
              aria-label={nameOf(row)}
              aria-posinset={item.index + 1}
              aria-setsize={rows.length}
              tabIndex={isActive ? 0 : -1}
              style={{ transform: `translateY(${item.start}px)` }}
              onFocus={() => setActiveKey(row.key)}
              onKeyDown={event => onKeyDown(event, row)}
            >
              {row.kind === 'file' && (
                <FileRow
                  file={row.file}
                  folder={folder}
                  isActive={isActive}
                  isOpen={row.open}
                  isChosen={chosen.has(row.file.path)}
                  onChoose={takes => onChoose(row.file.path, takes)}
                  onFold={() => fold(row, !row.open)}
                  onOpen={() => openRow(row)}
                />
              )}
              {row.kind === 'finding' && (
                <FoundRow
                  finding={row.finding}
                  isNotebook={row.file.kind === 'notebook'}
                  onOpen={() => openRow(row)}
                />
              )}
              {row.kind === 'more' && (
                <p className="ct-ProjectMore">
                  {trans.__(
                    '… and %1 more: open the file to see them.',
                    row.file.more.toLocaleString()
                  )}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
