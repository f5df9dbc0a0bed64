import React from 'react';

import { wordFor } from '../model/documentTraits';
import { usePanel } from './context';
import { Panel } from './Panel';
import { ProjectView } from './project/ProjectView';
import { Tabs } from './Tabs';

/**
 * The panel's views: the notebook in front, and the whole project.
 */
export function Views(): JSX.Element {
  const { findings, memory, project, trans } = usePanel();
  if (!project) {
    return <Panel />;
  }
  const { view } = memory;
  return (
    <>
      <div className="ct-Views">
        <Tabs
          tabs={[
            {
              id: 'notebook',
              label: wordFor(findings.current?.notebook ?? null, {
                notebook: trans.__('This notebook'),
                file: trans.__('This file'),
                console: trans.__('This console')
              })
            },
            { id: 'project', label: trans.__('Project') }
          ]}
          chosen={view}
          controls="ct-panel-view"
          label={trans.__('What is looked at')}
          onChoose={chosen => (memory.view = chosen)}
        />
      </div>
      <div
        className="ct-Views-one"
        role="tabpanel"
        id="ct-panel-view"
        aria-labelledby={`ct-tab-${view}`}
      >
        {view === 'project' ? <ProjectView {...project} /> : <Panel />}
      </div>
    </>
  );
}
