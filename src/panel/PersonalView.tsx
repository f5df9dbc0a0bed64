import React from 'react';

import { traitsOf } from '../model/documentTraits';
import { kindOf, kindsOff } from '../model/kinds';
import { kindLabel } from '../model/personalKinds';
import { AsTextHint } from './AsTextHint';
import { usePanel } from './context';
import { DataFiles } from './DataFiles';
import { ErrorList } from './ErrorList';
import { FindingList } from './FindingList';
import { KindCounts } from './KindCounts';
import { NamesLine } from './NamesLine';
import { NotebookActions } from './NotebookActions';
import type { IPanelState } from './panelState';
import { personalState } from './panelState';
import { PolicyError } from './PolicyError';
import { PolicyHint } from './PolicyHint';
import { personalRowsOf } from './rows';
import { SaveLine } from './SaveLine';
import { StateLine } from './StateLine';

/**
 * The personal data of the notebook, and of the files that it reads.
 */
export function PersonalView({ state }: { state: IPanelState }): JSX.Element {
  const { findings: store, openSettings, settings, trans } = usePanel();
  const [hidden, setHidden] = React.useState<ReadonlySet<string>>(new Set());
  const [showIgnored, setShowIgnored] = React.useState(false);
  const findings = store.current;
  const rows = findings ? personalRowsOf(findings, hidden, showIgnored) : [];
  const active =
    findings?.personal().filter(({ finding }) => !finding.suppressed) ?? [];
  const isNotebook =
    findings !== null && traitsOf(findings.notebook).what === 'notebook';
  const errors = findings?.errors ?? [];
  const off = kindsOff(settings.options);

  const toggle = (kind: string) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) {
      next.add(kind);
    }
    setHidden(next);
  };

  return (
    <FindingList
      label={trans.__('Personal data found')}
      rows={rows}
      onToggleIgnored={() => setShowIgnored(!showIgnored)}
    >
      <StateLine
        state={personalState(state, findings, trans)}
        onCancel={() => findings && store.cancel(findings.notebook)}
      />
      <SaveLine findings={findings} />
      <AsTextHint />
      <NotebookActions canReplace={false} kept={findings?.kept.count ?? 0} />
      {active.length > 0 && (
        <KindCounts
          ids={active.map(({ finding }) => kindOf(finding.weakness_id))}
          hidden={hidden}
          onToggle={toggle}
        />
      )}
      {active.length > 0 &&
        active.every(({ finding }) =>
          hidden.has(kindOf(finding.weakness_id))
        ) && (
          <p className="ct-Panel-note">
            {trans.__('All are hidden. Switch a kind on to see them.')}
          </p>
        )}
      <p className="ct-Personal-off">
        {off.length > 0 && (
          <>
            {trans.__(
              'Off: %1.',
              off.map(kind => kindLabel(kind, trans)).join(', ')
            )}{' '}
          </>
        )}
        <button type="button" className="ct-Link" onClick={openSettings}>
          {trans.__('Choose the kinds…')}
        </button>
      </p>
      {findings?.policy?.error && <PolicyError policy={findings.policy} />}
      <PolicyHint policy={findings?.policy ?? null} />
      {errors.length > 0 && <ErrorList errors={errors} />}
      {findings && isNotebook && <DataFiles findings={findings} />}
      {findings && <NamesLine findings={findings} />}
    </FindingList>
  );
}
