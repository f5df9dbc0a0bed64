import React from 'react';

import { alertIcon, cleanIcon, shieldIcon } from '../shell/icons';
import { usePanel } from './context';
import type { IPanelState, PanelStateKind } from './panelState';

const ICONS: Partial<Record<PanelStateKind, typeof alertIcon>> = {
  'no-server': alertIcon,
  'wrong-version': alertIcon,
  'no-notebook': shieldIcon,
  excluded: shieldIcon,
  clean: cleanIcon
};

/**
 * What the panel knows, in one line that screen readers are told of.
 */
export function StateLine(props: {
  state: IPanelState;
  onCancel: () => void;
}): JSX.Element {
  const { client, findings, trans } = usePanel();
  const { kind, title, detail, progress } = props.state;
  const isStale = findings.current?.isStale && kind !== 'no-server';
  const Icon = ICONS[kind];
  const canRetry = kind === 'no-server' || kind === 'wrong-version';
  return (
    <div className="ct-State" data-state={kind}>
      {Icon && <Icon.react tag="span" className="ct-State-icon" />}
      {/* Only the title is announced: a progress that speaks is a nuisance. */}
      <div className="ct-State-title" role="status">
        {title}
      </div>
      {detail && <p className="ct-State-detail">{detail}</p>}
      <p className="ct-State-stale" role="status">
        {isStale &&
          trans.__(
            'The server has not answered for some seconds. What is listed may be out of date.'
          )}
      </p>
      {kind === 'scanning' && (
        <div className="ct-State-progress">
          <progress
            aria-label={trans.__('Progress of the scan')}
            {...(progress === null ? {} : { value: progress })}
          />
          <button type="button" className="ct-Button" onClick={props.onCancel}>
            {trans.__('Stop')}
          </button>
        </div>
      )}
      {canRetry && (
        <button
          type="button"
          className="ct-Button ct-mod-primary"
          onClick={() => void client.check()}
        >
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
