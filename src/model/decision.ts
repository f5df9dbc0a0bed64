import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISuppression, Verdict } from '../protocol/protocol';

/** What somebody may say of a finding, in the order of `ct-jupyter audit`. */
export const VERDICTS: readonly Verdict[] = [
  'false positive',
  'used in tests',
  'revoked',
  'will not fix'
];

/** Why a finding is to be ignored, and where that is written. */
export interface IDecision {
  readonly place: 'notebook' | 'baseline';
  readonly verdict: Verdict | null;
  /** On one line; may be empty where there is a verdict. */
  readonly note: string;
  /** A day as `2027-01-31`; null for good. */
  readonly until: string | null;
}

/** The words that are written into the notebook: in English, as the pipeline shows them. */
export function reasonOf({ verdict, note }: IDecision): string {
  return [verdict, note].filter(Boolean).join(': ');
}

/** The word that a person reads. */
export function verdictLabel(
  verdict: Verdict,
  trans: TranslationBundle
): string {
  switch (verdict) {
    case 'false positive':
      return trans.__('False positive');
    case 'used in tests':
      return trans.__('Used in tests');
    case 'revoked':
      return trans.__('Revoked');
    case 'will not fix':
      return trans.__('Will not fix');
  }
}

/**
 * Whether a day may be the last one that a finding is ignored: today or later, as the server
 * counts days, in UTC.
 *
 * @param day As `2027-01-31`; null for good
 */
export function isDayLeft(day: string | null): boolean {
  return day === null || day >= today();
}

/** The day as the server counts it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Who ignored a finding, when, until when, and where that stands. */
export function recordOf(
  { at, by, kind, on, until }: ISuppression,
  trans: TranslationBundle
): string {
  const who =
    by && on
      ? trans.__('%1 on %2', by, on)
      : by || (on ? trans.__('on %1', on) : '');
  const last = until ? trans.__('until %1', until) : '';
  return [who, last, placeOf(kind, at, trans)].filter(Boolean).join(', ');
}

function placeOf(
  kind: ISuppression['kind'],
  at: string | undefined,
  trans: TranslationBundle
): string {
  const [file, line] = at?.split(':') ?? [];
  if (file && line) {
    return trans.__('set in %1, line %2: change it there', file, line);
  }
  switch (kind) {
    case 'baseline':
      return trans.__('in the baseline');
    case 'path':
      return trans.__('by a rule of the policy');
    case 'value':
      return trans.__('by a value listed in the policy');
    case 'pragma':
      return trans.__('by another scanner’s comment on the line');
    case 'comment':
      return trans.__('in a comment');
    case 'tag':
      return trans.__('in a tag of the cell');
    case 'metadata':
      return trans.__('in the metadata');
  }
}
