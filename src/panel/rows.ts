import type { ISharedCell } from '@jupyter/ydoc';

import { kindOf } from '../model/kinds';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import type { Severity } from '../protocol/severity';
import { rank, worst } from '../protocol/severity';

/** The head of a cell's findings. */
export interface ICellRow {
  readonly kind: 'cell';
  readonly key: string;
  readonly cell: ISharedCell | null;
  /** Number of the cell from 1; null for the notebook's own metadata. */
  readonly position: number | null;
  readonly severity: Severity;
  readonly count: number;
}

/** One finding. */
export interface IFindingRow {
  readonly kind: 'finding';
  readonly key: string;
  readonly located: ILocated;
  readonly position: number | null;
  /** How many of its kind there are in the same place: one row speaks for all. */
  readonly count: number;
}

/** The head of the ignored findings, which opens and closes them. */
export interface IIgnoredRow {
  readonly kind: 'ignored';
  readonly key: string;
  readonly count: number;
  readonly open: boolean;
}

/** A line of the list. */
export type Row = ICellRow | IFindingRow | IIgnoredRow;

/**
 * The lines of the list of secrets: cells by their worst finding, then by position; in a cell the
 * worst first, then in reading order; what is ignored last.
 *
 * @param hidden Severities that the user switched off
 * @param showIgnored Whether the ignored findings are unfolded
 */
export function rowsOf(
  findings: NotebookFindings,
  hidden: ReadonlySet<Severity>,
  showIgnored: boolean
): readonly Row[] {
  const shown = findings
    .secrets()
    .filter(({ finding }) => !hidden.has(finding.severity));
  return rowsFrom(shown, findings, showIgnored);
}

/**
 * The lines of the list of code that opens a door, in the same order.
 */
export function codeRowsOf(
  findings: NotebookFindings,
  showIgnored: boolean
): readonly Row[] {
  return rowsFrom(findings.code(), findings, showIgnored);
}

/**
 * The lines of the list of personal data, in the same order. What is of one kind and stands in one
 * output is one line: a table may show hundreds of addresses. Columns of data files have a table of
 * their own.
 *
 * @param hidden Kinds that the user switched off in the panel
 */
export function personalRowsOf(
  findings: NotebookFindings,
  hidden: ReadonlySet<string>,
  showIgnored: boolean
): readonly Row[] {
  const shown = findings
    .personal()
    .filter(
      ({ finding }) =>
        !hidden.has(kindOf(finding.weakness_id)) &&
        (finding.part !== 'data' || finding.suppressed)
    );
  const counts = new Map<string, number>();
  const first = shown.filter(located => {
    const place = placeKey(located);
    counts.set(place, (counts.get(place) ?? 0) + 1);
    return counts.get(place) === 1;
  });
  return rowsFrom(first, findings, showIgnored).map(row =>
    row.kind === 'finding'
      ? { ...row, count: counts.get(placeKey(row.located)) ?? 1 }
      : row
  );
}

/** What findings of one line have in common. */
function placeKey({ cell, finding, key }: ILocated): string {
  return JSON.stringify([
    cell?.getId() ?? null,
    finding.part,
    finding.output,
    // In the source every place can be gone to by itself.
    finding.part === 'source' ? key : finding.mime,
    finding.weakness_id,
    finding.suppressed?.reason ?? null
  ]);
}

function rowsFrom(
  shown: readonly ILocated[],
  findings: NotebookFindings,
  showIgnored: boolean
): readonly Row[] {
  const ignored = shown.filter(({ finding }) => finding.suppressed);
  const rows = groups(
    shown.filter(({ finding }) => !finding.suppressed),
    findings
  );
  if (ignored.length > 0) {
    rows.push({
      kind: 'ignored',
      key: 'ignored',
      count: ignored.length,
      open: showIgnored
    });
    if (showIgnored) {
      rows.push(...ignored.map(located => findingRow(located, findings)));
    }
  }
  return rows;
}

function groups(shown: readonly ILocated[], findings: NotebookFindings): Row[] {
  const byCell = new Map<ISharedCell | null, ILocated[]>();
  for (const located of shown) {
    const group = byCell.get(located.cell);
    if (group) {
      group.push(located);
    } else {
      byCell.set(located.cell, [located]);
    }
  }
  return [...byCell]
    .map(([cell, group]) => ({
      cell,
      group: group.sort(worstFirst),
      position: findings.position(cell),
      severity: worst(group.map(({ finding }) => finding.severity)) ?? 'low'
    }))
    .sort(
      (a, b) =>
        rank(a.severity) - rank(b.severity) ||
        (a.position ?? 0) - (b.position ?? 0)
    )
    .flatMap(({ cell, group, position, severity }) => [
      {
        kind: 'cell' as const,
        key: `cell/${cell?.getId() ?? 'notebook'}`,
        cell,
        position,
        severity,
        count: group.length
      },
      ...group.map(located => findingRow(located, findings))
    ]);
}

/** The order is stable, so that within a part findings stay in reading order. */
function worstFirst(a: ILocated, b: ILocated): number {
  return rank(a.finding.severity) - rank(b.finding.severity);
}

function findingRow(
  located: ILocated,
  findings: NotebookFindings
): IFindingRow {
  const position = findings.position(located.cell);
  // A finding that is ignored leaves its row: the focus is not to follow it to the end.
  const key = located.finding.suppressed
    ? `ignored/${located.key}`
    : located.key;
  return { kind: 'finding', key, located, position, count: 1 };
}
