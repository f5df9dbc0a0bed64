import React from 'react';

import { usePanel } from './context';
import { FindingList } from './FindingList';
import type { IPanelState } from './panelState';
import { codeState } from './panelState';
import { PolicyError } from './PolicyError';
import { PolicyHint } from './PolicyHint';
import { codeRowsOf } from './rows';
import { StateLine } from './StateLine';

/**
 * The code of the notebook that opens a door.
 */
export function CodeView({ state }: { state: IPanelState }): JSX.Element {
  const { findings: store, openSettings, trans } = usePanel();
  const [showIgnored, setShowIgnored] = React.useState(false);
  const findings = store.current;
  const rows = findings ? codeRowsOf(findings, showIgnored) : [];
  return (
    <FindingList
      label={trans.__('Code found')}
      rows={rows}
      onToggleIgnored={() => setShowIgnored(!showIgnored)}
    >
      <StateLine
        state={codeState(state, findings, trans)}
        onCancel={() => findings && store.cancel(findings.notebook)}
      />
      <p className="ct-Panel-note">
        {trans.__(
          'What is built from values, loaded as a pickle, or not checked.'
        )}{' '}
        <button type="button" className="ct-Link" onClick={openSettings}>
          {trans.__('Settings…')}
        </button>
      </p>
      {findings?.policy?.error && <PolicyError policy={findings.policy} />}
      <PolicyHint policy={findings?.policy ?? null} />
    </FindingList>
  );
}
