import { refreshIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { wordFor } from '../model/documentTraits';
import { isPersonal } from '../model/kinds';
import { usePanel } from './context';
import { useKeptFocus } from './focus';
import { PersonalView } from './PersonalView';
import { SecretsView } from './SecretsView';
import type { ITab } from './Tabs';
import { Tabs } from './Tabs';
import { panelState } from './panelState';

/** The two groups of the panel. */
type Group = 'secrets' | 'personal';

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
      setGroup(isPersonal(visited.finding) ? 'personal' : 'secrets');
    }
  }, [visited?.key]);

  const scanAgain = wordFor(findings?.notebook ?? null, {
    notebook: trans.__('Scan the notebook again'),
    file: trans.__('Scan the file again'),
    console: trans.__('Scan the console again')
  });
  const hasTabs = settings.options.personalData;
  const shown = hasTabs ? group : 'secrets';
  const open = (list: readonly { finding: { suppressed: unknown } }[]) =>
    list.filter(({ finding }) => !finding.suppressed).length;
  const tabs: readonly ITab<Group>[] = [
    {
      id: 'secrets',
      label: trans.__('Secrets'),
      count: open(findings?.secrets() ?? [])
    },
    {
      id: 'personal',
      label: trans.__('Personal data'),
      count: open(findings?.personal() ?? [])
    }
  ];

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
        {shown === 'secrets' ? (
          <SecretsView state={state} />
        ) : (
          <PersonalView state={state} />
        )}
      </div>
    </>
  );
}
