import React from 'react';

import type { Severity } from '../protocol/severity';
import { SEVERITIES, severityLabel } from '../protocol/severity';
import { usePanel } from './context';
import { FilterButton } from './FilterButton';

/** Properties of `Summary`. */
export interface ISummaryProps {
  readonly counts: Readonly<Record<Severity, number>>;
  /** Severities that are switched off. */
  readonly hidden: ReadonlySet<Severity>;
  readonly onToggle: (severity: Severity) => void;
}

/**
 * How bad it is at a glance, by switches that filter the list and show what its signs mean.
 */
export function Summary({
  counts,
  hidden,
  onToggle
}: ISummaryProps): JSX.Element {
  const { trans } = usePanel();
  return (
    <div
      className="ct-Summary"
      role="group"
      aria-label={trans.__('Show by severity')}
    >
      <div className="ct-Summary-counts">
        {SEVERITIES.map(severity => {
          const label = severityLabel(severity, trans);
          return (
            <FilterButton
              key={severity}
              className="ct-Summary-count"
              label={label}
              count={counts[severity]}
              isHidden={hidden.has(severity)}
              data={{ 'data-severity': severity }}
              onToggle={() => onToggle(severity)}
            >
              <span
                className="ct-Badge ct-Summary-number"
                data-level={severity}
              >
                {counts[severity]}
              </span>
              <span className="ct-Summary-label">{label}</span>
            </FilterButton>
          );
        })}
      </div>
    </div>
  );
}
