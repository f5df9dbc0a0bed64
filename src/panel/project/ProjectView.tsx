import React from 'react';

import type { IShownFile } from '../../project/rows';
import {
  projectRows,
  ShownFiles,
  totals,
  unreadable
} from '../../project/rows';
import type { Severity } from '../../protocol/severity';
import { usePanel } from '../context';
import { useKeptFocus } from '../focus';
import { panelState } from '../panelState';
import { StateLine } from '../StateLine';
import { Summary } from '../Summary';
import type { IProjectContext } from './projectContext';
import { Chooser } from './Chooser';
import { ProjectList } from './ProjectList';
import { ProjectState } from './ProjectState';
import { ReplaceBar } from './ReplaceBar';
import { Unreadable } from './Unreadable';
import { useSignal } from './useSignal';

/** Files that are unfolded from the start: with more, the list would be too long to see them. */
const FEW = 3;

/**
 * The whole project: what is scanned, how far it is, and what was found.
 */
export function ProjectView(context: IProjectContext): JSX.Element {
  const { client, settings, trans } = usePanel();
  const { open, project, replacer, where } = context;
  useSignal(project.changed);
  useSignal(replacer.changed);
  const head = React.useRef<HTMLDivElement>(null);
  useKeptFocus(head);
  const [hidden, setHidden] = React.useState<ReadonlySet<Severity>>(new Set());
  const [filter, setFilter] = React.useState('');
  const [folded, setFolded] = React.useState<ReadonlyMap<string, boolean>>(
    new Map()
  );
  const [chosen, setChosen] = React.useState<ReadonlySet<string>>(new Set());
  const shown = React.useRef(new ShownFiles());
  const { connection } = client;
  const isAway =
    connection.kind !== 'ready' && connection.kind !== 'connecting';
  const away = isAway && (
    <StateLine
      state={panelState(client, null, trans)}
      onCancel={() => undefined}
    />
  );
  if (away && project.files.size === 0) {
    return away;
  }

  const files = shown.current.of(project.files, settings.options);
  const isOpen = (path: string) => folded.get(path) ?? files.length <= FEW;
  const rows = projectRows(files, {
    hidden,
    filter,
    open: new Set(files.map(({ path }) => path).filter(isOpen))
  });
  const counts = totals(files);
  const errors = unreadable(project.files);
  const replaceable = files.filter(each => each.replaceable);
  const picked = replaceable.filter(({ path }) => chosen.has(path));

  const toggle = (severity: Severity) => {
    const next = new Set(hidden);
    if (!next.delete(severity)) {
      next.add(severity);
    }
    setHidden(next);
  };
  const fold = (path: string, opens: boolean) =>
    setFolded(new Map([...folded, [path, opens]]));
  const choose = (paths: readonly string[], takes: boolean) => {
    const next = new Set(chosen);
    paths.forEach(path => (takes ? next.add(path) : next.delete(path)));
    setChosen(next);
  };
  const listed = (list: readonly IShownFile[]) => list.map(({ path }) => path);

  return (
    <>
      {away}
      <div className="ct-Project-head" ref={head}>
        <Chooser project={project} where={where} />
        <ProjectState project={project} files={files} errors={errors.length} />
      </div>
      {files.length > 0 && (
        <>
          <Summary counts={counts} hidden={hidden} onToggle={toggle} />
          <input
            type="search"
            className="ct-Project-filter jp-mod-styled"
            aria-label={trans.__('Show only files or findings that contain')}
            placeholder={trans.__('Filter by path or finding')}
            value={filter}
            onChange={event => setFilter(event.target.value)}
          />
        </>
      )}
      {errors.length > 0 && (
        <Unreadable errors={errors} folder={project.state.folder} />
      )}
      {(replaceable.length > 0 || replacer.undoable > 0) && (
        <ReplaceBar
          chosen={listed(picked)}
          all={listed(replaceable)}
          onChoose={choose}
          undoable={replacer.undoable}
          onReplace={() => void replacer.replace(listed(picked))}
          onUndo={() => void replacer.undo()}
        />
      )}
      {files.length > 0 && rows.length === 0 && (
        <p className="ct-Panel-note">
          {trans.__('No file matches the filter and the severities shown.')}
        </p>
      )}
      {rows.length > 0 && (
        <ProjectList
          rows={rows}
          folder={project.state.folder}
          chosen={chosen}
          onChoose={(path, takes) => choose([path], takes)}
          onFold={fold}
          onOpen={open}
        />
      )}
    </>
  );
}
