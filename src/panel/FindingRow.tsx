import React from 'react';

import { severityLabel } from '../severity';
import { usePanel } from './context';
import { LearnMore } from './LearnMore';
import { placeInCell, placeInNotebook } from './location';
import type { IFindingRow } from './rows';

/** Properties of `FindingRow`. */
export interface IFindingRowProps {
  readonly row: IFindingRow;
  /** Whether its buttons are reached by Tab: one row at a time is. */
  readonly isActive: boolean;
  readonly isExpanded: boolean;
  readonly onExpand: () => void;
}

/**
 * One finding with what can be done about it.
 */
export function FindingRow(props: IFindingRowProps): JSX.Element {
  const { actions, trans } = usePanel();
  const { located, position } = props.row;
  const { finding } = located;
  const { fix, suppressed } = finding;
  const moreId = `ct-more-${props.row.key}`;
  const tabIndex = props.isActive ? 0 : -1;
  const button = { type: 'button' as const, className: 'ct-Button', tabIndex };
  // An ignored finding may come from any cell; the others stand below the head of theirs.
  const place = suppressed
    ? placeInNotebook(finding, position, trans)
    : placeInCell(finding, trans);
  return (
    <div
      className="ct-Finding"
      data-weakness-id={finding.weakness_id}
      data-cell={position ?? ''}
      data-severity={finding.severity}
      data-suppressed={suppressed ? true : undefined}
    >
      <div className="ct-Finding-title">{finding.title}</div>
      <div className="ct-Finding-meta">
        <span className="ct-Badge" data-severity={finding.severity}>
          {severityLabel(finding.severity, trans)}
        </span>
        <span>{place}</span>
        {finding.preview.length > 1 && (
          <code className="ct-Finding-preview">{finding.preview}</code>
        )}
      </div>
      {suppressed && (
        <div className="ct-Finding-reason">
          {suppressed.reason
            ? trans.__('Ignored: %1', suppressed.reason)
            : trans.__('Ignored without a reason')}
        </div>
      )}
      {fix && !suppressed && (
        <button
          {...button}
          className="ct-Button ct-Finding-fix"
          onClick={() => void actions.fix(located)}
        >
          {trans.__('Replace with %1', fix.replacement)}
        </button>
      )}
      <div className="ct-Finding-actions">
        <button {...button} onClick={() => void actions.goTo(located)}>
          {trans.__('Go to')}
        </button>
        {!suppressed && (
          <button {...button} onClick={() => void actions.ignore(located)}>
            {trans.__('Ignore…')}
          </button>
        )}
        <button
          {...button}
          aria-expanded={props.isExpanded}
          {...(props.isExpanded ? { 'aria-controls': moreId } : {})}
          onClick={props.onExpand}
        >
          {trans.__('Learn more')}
        </button>
      </div>
      {props.isExpanded && <LearnMore located={located} id={moreId} />}
    </div>
  );
}
