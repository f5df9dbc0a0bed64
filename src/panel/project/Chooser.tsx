import React from 'react';

import type { ICtProject } from '../../model/tokens';
import { usePanel } from '../context';
import { useSignal } from './useSignal';
import type { IWhere } from './where';

/** Something to scan. */
interface IChoice {
  readonly id: 'folder' | 'repository' | 'other';
  readonly label: string;
  readonly path: string;
}

/**
 * What is to be scanned, and the buttons that start and stop it.
 */
export function Chooser({
  project,
  where
}: {
  project: ICtProject;
  where: IWhere;
}): JSX.Element {
  const { trans } = usePanel();
  useSignal(where.changed);
  const { folder } = where;
  const repository = useRepository(project, folder);
  const [other, setOther] = React.useState<string | null>(null);
  const [wanted, setWanted] = React.useState<IChoice['id']>('folder');
  const [allText, setAllText] = React.useState(false);
  const choices: IChoice[] = [
    {
      id: 'folder',
      label: trans.__('This folder'),
      path: folder
    }
  ];
  if (repository !== null) {
    choices.push({
      id: 'repository',
      label: trans.__('The repository'),
      path: repository
    });
  }
  if (other !== null) {
    choices.push({
      id: 'other',
      label: trans.__('Another folder'),
      path: other
    });
  }
  const choice = choices.find(({ id }) => id === wanted) ?? choices[0];
  const { isRunning, state } = project;
  const isSame = state.kind !== 'never' && state.folder === choice.path;

  const ask = async () => {
    const path = await where.ask(other ?? folder);
    if (path !== null) {
      setOther(path);
      setWanted('other');
    }
  };

  return (
    <>
      <fieldset className="ct-Scope">
        <legend className="ct-mod-unseen">{trans.__('What to scan')}</legend>
        {choices.map(({ id, label, path }) => (
          <label key={id} className="ct-Scope-one">
            <input
              type="radio"
              name="ct-scope"
              checked={id === choice.id}
              onChange={() => setWanted(id)}
            />
            {label}{' '}
            <span className="ct-Scope-path" title={nameOf(path)}>
              {nameOf(path)}
            </span>
          </label>
        ))}
      </fieldset>
      <label className="ct-Scope-one ct-Scope-text">
        <input
          type="checkbox"
          checked={allText}
          onChange={event => setAllText(event.target.checked)}
        />
        {trans.__('All other text files too')}
      </label>
      <div className="ct-Scope-actions">
        {isRunning ? (
          <button
            type="button"
            className="ct-Button ct-mod-primary"
            onClick={() => void project.cancel()}
          >
            {trans.__('Cancel')}
          </button>
        ) : (
          <button
            type="button"
            className="ct-Button ct-mod-primary"
            title={trans.__(
              'Look for secrets and personal data in all notebooks and data files of it'
            )}
            onClick={() =>
              void project.start({
                path: choice.path,
                // Where the repository begins is known here already.
                scope: 'folder',
                all_text: allText
              })
            }
          >
            {isSame ? trans.__('Rescan') : trans.__('Scan')}
          </button>
        )}
        <button type="button" className="ct-Button" onClick={() => void ask()}>
          {trans.__('Another folder…')}
        </button>
      </div>
    </>
  );
}

/** The repository of a folder; null until the server said that there is one. */
function useRepository(project: ICtProject, folder: string): string | null {
  const [known, setKnown] = React.useState<string | null>(null);
  React.useEffect(() => {
    let isCurrent = true;
    void project.repositoryOf(folder).then(repository => {
      if (isCurrent) {
        setKnown(repository);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [project, folder]);
  return known;
}

/** A path as the file browser shows it. */
export function nameOf(path: string): string {
  return `/${path}`;
}
