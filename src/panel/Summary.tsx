import React from 'react';

import type { Severity } from '../severity';
import { SEVERITIES, severityLabel } from '../severity';
import { usePanel } from './context';

/** Properties of `Summary`. */
export interface ISummaryProps {
  readonly counts: Readonly<Record<Severity, number>>;
  /** Severities that are switched off. */
  readonly hidden: ReadonlySet<Severity>;
  readonly onToggle: (severity: Severity) => void;
}

/**
 * How bad it is at a glance: a bar of the severities, and switches that filter the list.
 */
export function Summary({
  counts,
  hidden,
  onToggle
}: ISummaryProps): JSX.Element {
  const { trans } = usePanel();
  const present = SEVERITIES.filter(severity => counts[severity] > 0);
  return (
    <div
      className="ct-Summary"
      role="group"
      aria-label={trans.__('Show by severity')}
    >
      <div className="ct-Summary-bar" aria-hidden="true">
        {present.map(severity => (
          <span
            key={severity}
            className="ct-Summary-segment"
            data-level={severity}
            data-off={hidden.has(severity) || undefined}
            style={{ flexGrow: counts[severity] }}
          />
        ))}
      </div>
      <div className="ct-Summary-counts">
        {SEVERITIES.map(severity => {
          const label = severityLabel(severity, trans);
          return (
            <button
              key={severity}
              type="button"
              className="ct-Summary-count"
              data-severity={severity}
              aria-pressed={!hidden.has(severity)}
              aria-label={trans.__('%1: %2', label, counts[severity])}
              title={
                hidden.has(severity)
                  ? trans.__('Show findings of this severity')
                  : trans.__('Hide findings of this severity')
              }
              disabled={counts[severity] === 0}
              onClick={() => onToggle(severity)}
            >
              <span className="ct-Summary-number">{counts[severity]}</span>
              <span className="ct-Summary-label">{label}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
