import React from 'react';

import { recordOf } from '../model/decision';
import { severityLabel } from '../protocol/severity';
import { usePanel } from './context';
import { FindingActions } from './FindingActions';
import { LearnMore } from './LearnMore';
import { placeInCell, placeInNotebook } from './location';
import type { IFindingRow } from './rows';

/** Its title says already what is printed. */
const KNOWN_VALUE = 'leak.known-value';

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
  const { actions, findings, trans } = usePanel();
  const { located, position } = props.row;
  const { finding } = located;
  const { suppressed } = finding;
  const moreId = `ct-more-${props.row.key}`;
  const severity = severityLabel(finding.severity, trans);
  // An ignored finding may come from any cell; the others stand below the head of theirs.
  const place = suppressed
    ? placeInNotebook(finding, position, trans, findings.current)
    : placeInCell(finding, trans);
  // For the mouse only: the keyboard has Enter on the row, and a button of its own.
  const goTo = () => void actions.goTo(located);
  return (
    <div
      className="ct-Finding"
      data-weakness-id={finding.weakness_id}
      data-cell={position ?? ''}
      data-severity={finding.severity}
      data-suppressed={suppressed ? true : undefined}
    >
      <div className="ct-Finding-head" onClick={goTo}>
        <span
          className="ct-Badge"
          data-severity={finding.severity}
          title={severity}
        >
          <span className="ct-mod-unseen">{severity}</span>
        </span>
        <span className="ct-Finding-title">{finding.title}</span>
        {props.row.count > 1 && (
          <span
            className="ct-Finding-count"
            aria-label={trans.__('%1 times', props.row.count)}
          >
            × {props.row.count}
          </span>
        )}
      </div>
      <div className="ct-Finding-meta" onClick={goTo}>
        <span className="ct-Finding-place" title={place}>
          {place}
        </span>
        {finding.variable && finding.weakness_id !== KNOWN_VALUE && (
          <span className="ct-Finding-variable">
            {trans.__('prints %1', finding.variable)}
          </span>
        )}
        {finding.preview.length > 1 && (
          <code className="ct-Finding-preview">{finding.preview}</code>
        )}
      </div>
      <FindingActions
        located={located}
        isActive={props.isActive}
        isExpanded={props.isExpanded}
        moreId={moreId}
        onExpand={props.onExpand}
      />
      {suppressed && (
        <div className="ct-Finding-reason">
          {suppressed.reason
            ? trans.__('Ignored: %1', suppressed.reason)
            : trans.__('Ignored without a reason')}
          <small className="ct-Finding-record">
            {recordOf(suppressed, trans)}
          </small>
        </div>
      )}
      {props.isExpanded && <LearnMore located={located} id={moreId} />}
    </div>
  );
}
