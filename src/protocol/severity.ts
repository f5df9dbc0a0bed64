import type { TranslationBundle } from '@jupyterlab/translation';

/** How much a leaked value opens. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** All severities, worst first. */
export const SEVERITIES: readonly Severity[] = [
  'critical',
  'high',
  'medium',
  'low'
];

/**
 * Position in worst-first order: 0 for critical.
 */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/**
 * The worst of some severities, or null where there is none.
 */
export function worst(severities: Iterable<Severity>): Severity | null {
  let best = SEVERITIES.length;
  for (const severity of severities) {
    best = Math.min(best, rank(severity));
  }
  return SEVERITIES[best] ?? null;
}

/**
 * Number of items by severity.
 */
export function countBySeverity(
  severities: Iterable<Severity>
): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const severity of severities) {
    counts[severity] += 1;
  }
  return counts;
}

/**
 * The word that a person reads.
 */
export function severityLabel(
  severity: Severity,
  trans: TranslationBundle
): string {
  switch (severity) {
    case 'critical':
      return trans.__('Critical');
    case 'high':
      return trans.__('High');
    case 'medium':
      return trans.__('Medium');
    case 'low':
      return trans.__('Low');
  }
}
