import type { TranslationBundle } from '@jupyterlab/translation';

import type { IColumnShare, IFinding } from '../protocol/protocol';

/** Part of the rows that hold it, from 0 to 1. */
export function shareOf({ hits, rows }: IColumnShare): number {
  return rows > 0 ? Math.min(1, hits / rows) : 0;
}

/** The part in words; never 0 % or 100 % where that is not quite so. */
export function percentOf(column: IColumnShare): string {
  const percent = 100 * shareOf(column);
  if (percent > 0 && percent < 1) {
    return '< 1 %';
  }
  if (percent > 99 && percent < 100) {
    return '> 99 %';
  }
  return `${Math.round(percent)} %`;
}

/** Which column of which file, and how much of it. */
export function shareText(
  finding: IFinding,
  column: IColumnShare,
  trans: TranslationBundle
): string {
  const share = trans.__(
    'Column %1 of %2: %3 of %4 rows (%5).',
    finding.column_name ?? '?',
    column.path,
    column.hits.toLocaleString(),
    column.rows.toLocaleString(),
    percentOf(column)
  );
  const special = column.special
    ? trans.__('A special category of personal data (GDPR, Article 9).')
    : '';
  return [share, special, column.guarantee].filter(Boolean).join(' ');
}
