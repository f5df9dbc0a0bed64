import React from 'react';

import { isEnvFile } from '../model/message';
import type { Severity } from '../protocol/severity';
import { countBySeverity } from '../protocol/severity';
import { AsTextHint } from './AsTextHint';
import { usePanel } from './context';
import { ErrorList } from './ErrorList';
import { FindingList } from './FindingList';
import { NotebookActions } from './NotebookActions';
import type { IPanelState } from './panelState';
import { PolicyError } from './PolicyError';
import { PolicyHint } from './PolicyHint';
import { rowsOf } from './rows';
import { SaveLine } from './SaveLine';
import { StateLine } from './StateLine';
import { Summary } from './Summary';

/**
 * The secrets of the notebook.
 */
export function SecretsView({ state }: { state: IPanelState }): JSX.Element {
  const { client, findings: store, trans } = usePanel();
  const [hidden, setHidden] = React.useState<ReadonlySet<Severity>>(new Set());
  const [showIgnored, setShowIgnored] = React.useState(false);
  const findings = store.current;
  const rows = findings ? rowsOf(findings, hidden, showIgnored) : [];
  const active =
    findings?.secrets().filter(({ finding }) => !finding.suppressed) ?? [];
  const errors = findings?.errors ?? [];
  const { connection } = client;

  const toggle = (severity: Severity) => {
    const next = new Set(hidden);
    if (!next.delete(severity)) {
      next.add(severity);
    }
    setHidden(next);
  };

  return (
    <>
      <StateLine
        state={state}
        onCancel={() => findings && store.cancel(findings.notebook)}
      />
      <SaveLine findings={findings} />
      <AsTextHint />
      {active.length > 0 && (
        <Summary
          counts={countBySeverity(
            active.map(({ finding }) => finding.severity)
          )}
          hidden={hidden}
          onToggle={toggle}
        />
      )}
      <NotebookActions
        canReplace={
          active.length > 0 &&
          connection.kind === 'ready' &&
          !isEnvFile(active[0].finding.path)
        }
        kept={findings?.kept.count ?? 0}
        undoable={findings?.replacements.latest?.count ?? 0}
      />
      {findings?.policy?.error && <PolicyError policy={findings.policy} />}
      <PolicyHint policy={findings?.policy ?? null} />
      {errors.length > 0 && <ErrorList errors={errors} />}
      {active.length > 0 &&
        active.every(({ finding }) => hidden.has(finding.severity)) && (
          <p className="ct-Panel-note">
            {trans.__('All are hidden. Switch a severity on to see them.')}
          </p>
        )}
      {rows.length > 0 && (
        <FindingList
          label={trans.__('Secrets found')}
          rows={rows}
          onToggleIgnored={() => setShowIgnored(!showIgnored)}
        />
      )}
      {connection.kind === 'ready' && connection.detail && (
        <p className="ct-Panel-note" role="note">
          {connection.detail}
        </p>
      )}
      {connection.status?.collaboration && (
        <p className="ct-Panel-note">
          {trans.__(
            'Saving cannot be blocked here: with real-time collaboration, a refused save would be lost without a message.'
          )}
        </p>
      )}
    </>
  );
}
