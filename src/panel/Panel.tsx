import { refreshIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { wordFor } from '../model/documentTraits';
import { isCode, isPersonal } from '../model/kinds';
import { CodeView } from './CodeView';
import { usePanel } from './context';
import { useKeptFocus } from './focus';
import { PersonalView } from './PersonalView';
import { SecretsView } from './SecretsView';
import type { ITab } from './Tabs';
import { Tabs } from './Tabs';
import { panelState } from './panelState';

/** The groups of the panel. */
type Group = 'secrets' | 'personal' | 'code';

/** The group that a finding is in. */
function groupOf(finding: { readonly weakness_id: string }): Group {
  if (isCode(finding)) {
    return 'code';
  }
  return isPersonal(finding) ? 'personal' : 'secrets';
}

/**
 * Everything in the sidebar.
 */
export function Panel(): JSX.Element {
  const { client, findings: store, settings, trans } = usePanel();
  const [group, setGroup] = React.useState<Group>('secrets');
  const findings = store.current;
  const state = panelState(client, findings, trans);
  const canScan = findings !== null && state.kind !== 'scanning';
  const head = React.useRef<HTMLDivElement>(null);
  useKeptFocus(head);

  const visited = findings?.byKey(findings.visited ?? '') ?? null;
  React.useEffect(() => {
    if (visited) {
      setGroup(groupOf(visited.finding));
    }
  }, [visited?.key]);

  const scanAgain = wordFor(findings?.notebook ?? null, {
    notebook: trans.__('Scan the notebook again'),
    file: trans.__('Scan the file again'),
    console: trans.__('Scan the console again')
  });
  const open = (list: readonly { finding: { suppressed: unknown } }[]) =>
    list.filter(({ finding }) => !finding.suppressed).length;
  const { code, personalData } = settings.options;
  const tabs: readonly ITab<Group>[] = [
    {
      id: 'secrets',
      label: trans.__('Secrets'),
      count: open(findings?.secrets() ?? [])
    },
    ...(personalData
      ? [
          {
            id: 'personal' as const,
            label: trans.__('Personal data'),
            count: open(findings?.personal() ?? [])
          }
        ]
      : []),
    ...(code
      ? [
          {
            id: 'code' as const,
            label: trans.__('Code'),
            count: open(findings?.code() ?? [])
          }
        ]
      : [])
  ];
  const hasTabs = tabs.length > 1;
  const shown = tabs.some(({ id }) => id === group) ? group : 'secrets';

  return (
    <>
      <div className="ct-Panel-head" ref={head}>
        {hasTabs ? (
          <Tabs
            tabs={tabs}
            chosen={shown}
            label={trans.__('What was found')}
            onChoose={setGroup}
          />
        ) : (
          <h2 className="ct-Panel-title">{trans.__('Secrets')}</h2>
        )}
        <button
          type="button"
          className="ct-Button ct-mod-icon"
          aria-label={scanAgain}
          title={scanAgain}
          // Disabled for good, it would lose the focus while it scans.
          aria-disabled={!canScan}
          onClick={() =>
            findings && canScan && void store.scan(findings.notebook)
          }
        >
          <refreshIcon.react tag="span" />
        </button>
      </div>
      <div
        className="ct-Panel-view"
        {...(hasTabs
          ? {
              role: 'tabpanel',
              id: 'ct-view',
              'aria-labelledby': `ct-tab-${shown}`
            }
          : {})}
      >
        {shown === 'secrets' && <SecretsView state={state} />}
        {shown === 'personal' && <PersonalView state={state} />}
        {shown === 'code' && <CodeView state={state} />}
      </div>
    </>
  );
}
