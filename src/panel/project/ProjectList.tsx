import React from 'react';

import type { ProjectRow } from '../../project/rows';
import type { IFinding } from '../../protocol/protocol';
import { SEVERITIES, severityLabel } from '../../protocol/severity';
import { usePanel } from '../context';
import { placeInNotebook } from '../location';
import type { IMoves } from '../RowList';
import { RowList } from '../RowList';
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
 * The files with what was found in them; the right and left keys unfold and fold a file.
 */
export function ProjectList(props: IProjectListProps): JSX.Element {
  const { rows, chosen, folder, onChoose, onFold, onOpen } = props;
  const { leave, trans } = usePanel();
  const fold = (row: ProjectRow, opens: boolean, moves: IMoves) => {
    moves.focus(row.file.path);
    onFold(row.file.path, opens);
  };
  const openRow = (row: ProjectRow) =>
    onOpen(
      row.file.path,
      row.kind === 'finding' ? row.finding : (row.file.findings[0] ?? null)
    );
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
    <RowList<ProjectRow>
      rows={rows}
      label={trans.__('Files with findings')}
      estimate={({ kind }) => ESTIMATE[kind]}
      nameOf={nameOf}
      keysOf={(row, moves, isOnRow) => ({
        ArrowRight: () => row.kind === 'file' && fold(row, true, moves),
        ArrowLeft: () => fold(row, false, moves),
        Escape: leave,
        ...(isOnRow
          ? {
              Enter: () => openRow(row),
              ' ': () =>
                row.file.replaceable &&
                onChoose(row.file.path, !chosen.has(row.file.path))
            }
          : {})
      })}
      render={(row, isActive, moves) => {
        switch (row.kind) {
          case 'file':
            return (
              <FileRow
                file={row.file}
                folder={folder}
                isActive={isActive}
                isOpen={row.open}
                isChosen={chosen.has(row.file.path)}
                onChoose={takes => onChoose(row.file.path, takes)}
                onFold={() => fold(row, !row.open, moves)}
                onOpen={() => openRow(row)}
              />
            );
          case 'finding':
            return (
              <FoundRow
                finding={row.finding}
                isNotebook={row.file.kind === 'notebook'}
                onOpen={() => openRow(row)}
              />
            );
          case 'more':
            return (
              <p className="ct-ProjectMore">
                {trans.__(
                  '… and %1 more: open the file to see them.',
                  row.file.more.toLocaleString()
                )}
              </p>
            );
        }
      }}
    />
  );
}
