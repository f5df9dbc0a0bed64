import React from 'react';

import { goToIcon, ignoreIcon, moreIcon, unignoreIcon } from '../shell/icons';
import { replaceLabel } from '../model/message';
import type { ILocated } from '../model/notebookFindings';
import { fakeOf, isRewritable } from '../actions/personalText';
import { canTakeBack } from '../actions/unignore';
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
  const { actions, findings, trans } = usePanel();
  const { isExpanded, located } = props;
  const { fix, suppressed, variable } = located.finding;
  const tabIndex = props.isActive ? 0 : -1;
  const printed = located.finding.part === 'output' && variable && !suppressed;
  const label = replaceLabel(located, findings.current, trans);
  const replaceable = suppressed ? null : label;
  const isPersonalText = !suppressed && isRewritable(located.finding);
  const fake =
    isPersonalText && located.cell
      ? fakeOf(
          located.finding.weakness_id,
          located.cell.getSource().slice(located.from, located.to)
        )
      : null;
  const hasWords = Boolean(replaceable || printed || isPersonalText);
  const icon = {
    type: 'button' as const,
    className: 'ct-Button ct-mod-icon ct-mod-labelled',
    tabIndex
  };
  return (
    <div
      className="ct-Finding-actions"
      // Words need a line of their own, in any language and at any width.
      data-own-line={hasWords ? true : undefined}
    >
      {hasWords && (
        <span className="ct-Finding-words">
          {replaceable && (
            <button
              type="button"
              className="ct-Button ct-Finding-fix"
              tabIndex={tabIndex}
              title={
                fix
                  ? trans.__(
                      'Replace with %1, and move the value to .env',
                      fix.replacement
                    )
                  : trans.__('Take the value out, and leave a placeholder')
              }
              aria-label={replaceable}
              data-short={trans.__('Replace')}
              onClick={() => void actions.fix(located)}
            >
              <span className="ct-Finding-fixLabel">{replaceable}</span>
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
          {isPersonalText && (
            <>
              <button
                type="button"
                className="ct-Button"
                tabIndex={tabIndex}
                title={trans.__(
                  'Leave only so much that you know which it was'
                )}
                onClick={() => actions.rewritePersonal(located, 'mask')}
              >
                {trans.__('Mask')}
              </button>
              {fake !== null && (
                <button
                  type="button"
                  className="ct-Button"
                  tabIndex={tabIndex}
                  title={trans.__('Replace with %1', fake)}
                  aria-label={trans.__('Anonymise: Replace with %1', fake)}
                  onClick={() => actions.rewritePersonal(located, 'fake')}
                >
                  {trans.__('Replace')}
                </button>
              )}
            </>
          )}
        </span>
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
