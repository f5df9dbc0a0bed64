import React from 'react';

import { goToIcon, ignoreIcon, moreIcon, unignoreIcon } from '../icons';
import type { ILocated } from '../notebookFindings';
import { canTakeBack } from '../unignore';
import { usePanel } from './context';

/** Properties of `FindingActions`. */
export interface IFindingActionsProps {
  readonly located: ILocated;
  /** Whether the buttons are reached by Tab. */
  readonly isActive: boolean;
  readonly isExpanded: boolean;
  /** Id of the explanation that the last button opens. */
  readonly moreId: string;
  readonly onExpand: () => void;
}

/**
 * The buttons of a finding, on one line. In a narrow panel they show their icons alone; their
 * names are there all the same.
 */
export function FindingActions(props: IFindingActionsProps): JSX.Element {
  const { actions, trans } = usePanel();
  const { isExpanded, located } = props;
  const { fix, suppressed, variable } = located.finding;
  const tabIndex = props.isActive ? 0 : -1;
  const replaceable = fix && !suppressed ? fix : null;
  const printed = located.finding.part === 'output' && variable && !suppressed;
  const icon = {
    type: 'button' as const,
    className: 'ct-Button ct-mod-icon ct-mod-labelled',
    tabIndex
  };
  return (
    <div
      className="ct-Finding-actions"
      data-replaceable={replaceable ? true : undefined}
    >
      {replaceable && (
        <button
          type="button"
          className="ct-Button ct-Finding-fix"
          tabIndex={tabIndex}
          title={trans.__(
            'Replace with %1, and move the value to .env',
            replaceable.replacement
          )}
          aria-label={trans.__('Replace with %1', replaceable.replacement)}
          data-short={trans.__('Replace')}
          onClick={() => void actions.fix(located)}
        >
          <span className="ct-Finding-fixLabel">
            {trans.__('Replace with %1', replaceable.replacement)}
          </span>
        </button>
      )}
      {printed && (
        <button
          type="button"
          className="ct-Button ct-Finding-takeOut"
          tabIndex={tabIndex}
          title={trans.__(
            'Replace the value of %1 in this output by a placeholder',
            variable
          )}
          onClick={() => void actions.takeOut([located])}
        >
          {trans.__('Take it out')}
        </button>
      )}
      <button
        {...icon}
        title={trans.__('Go to it in the notebook')}
        aria-label={trans.__('Go to')}
        onClick={() => void actions.goTo(located)}
      >
        <goToIcon.react tag="span" className="ct-Button-icon" />
        <span className="ct-Button-label">{trans.__('Go to')}</span>
      </button>
      {!suppressed && (
        <button
          {...icon}
          title={trans.__('Ignore it and give a reason')}
          aria-label={trans.__('Ignore…')}
          onClick={() => void actions.ignore(located)}
        >
          <ignoreIcon.react tag="span" className="ct-Button-icon" />
          <span className="ct-Button-label">{trans.__('Ignore…')}</span>
        </button>
      )}
      {suppressed && canTakeBack(suppressed) && (
        <button
          {...icon}
          title={trans.__('Remove the decision, and list it again')}
          aria-label={trans.__('Stop ignoring')}
          onClick={() => void actions.unignore(located)}
        >
          <unignoreIcon.react tag="span" className="ct-Button-icon" />
          <span className="ct-Button-label">{trans.__('Stop ignoring')}</span>
        </button>
      )}
      <button
        {...icon}
        title={trans.__('Why it matters, and what to do')}
        aria-label={trans.__('Learn more')}
        aria-expanded={isExpanded}
        {...(isExpanded ? { 'aria-controls': props.moreId } : {})}
        onClick={props.onExpand}
      >
        <moreIcon.react tag="span" className="ct-Button-icon" />
        <span className="ct-Button-label">{trans.__('Learn more')}</span>
      </button>
    </div>
  );
}
