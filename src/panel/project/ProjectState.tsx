import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { cleanIcon, shieldIcon } from '../../shell/icons';
import type { IShownFile } from '../../project/rows';
import type { ICtProject } from '../../model/tokens';
import { usePanel } from '../context';
import { nameOf } from './Chooser';

/** Properties of `ProjectState`. */
export interface IProjectStateProps {
  readonly project: ICtProject;
  readonly files: readonly IShownFile[];
  /** Number of things that could not be read. */
  readonly errors: number;
}

/**
 * How the scan stands, in one line that screen readers are told of, and how far it is.
 */
export function ProjectState({
  errors,
  files,
  project
}: IProjectStateProps): JSX.Element {
  const { trans } = usePanel();
  const { done, kind, message, total, what } = project.state;
  const findings = files.reduce((sum, file) => sum + file.total, 0);
  const isEmpty = files.length === 0 && errors === 0;
  const look =
    kind === 'never' ? 'never' : kind === 'done' && isEmpty ? 'clean' : kind;
  const Icon = { never: shieldIcon, clean: cleanIcon }[look as 'never'];
  return (
    <div className="ct-State ct-Project-state" data-state={look}>
      {Icon && <Icon.react tag="span" className="ct-State-icon" />}
      <div className="ct-State-title" role="status">
        {title(project, files, errors, trans)}
      </div>
      {kind === 'never' && (
        <p className="ct-State-detail">
          {trans.__(
            'A scan looks into all notebooks and data files of a folder, in the background and without changing them.'
          )}
        </p>
      )}
      {message && (
        <p className="ct-State-detail" role="alert">
          {message}
        </p>
      )}
      {project.isRunning && (
        <>
          <div className="ct-State-progress">
            <progress
              aria-label={trans.__('Part of the files that was scanned')}
              {...(total > 0 ? { value: done / total } : {})}
            />
            <span className="ct-Project-numbers">
              {total > 0 &&
                trans.__(
                  '%1 of %2 files, %3 found',
                  done.toLocaleString(),
                  total.toLocaleString(),
                  findings.toLocaleString()
                )}
            </span>
          </div>
          <div className="ct-Project-what" title={what}>
            {what}
          </div>
        </>
      )}
    </div>
  );
}

/** Progress is not part of it: a status that speaks twice a second is a nuisance. */
function title(
  { state }: ICtProject,
  files: readonly IShownFile[],
  errors: number,
  trans: TranslationBundle
): string {
  const { done, folder, kind, total } = state;
  const name = nameOf(folder);
  const findings = files.reduce((sum, file) => sum + file.total, 0);
  const found =
    findings === 0
      ? trans.__('Nothing found')
      : trans.__(
          '%1 in %2',
          trans._n('%1 finding', '%1 findings', findings),
          trans._n('%1 file', '%1 files', files.length)
        );
  switch (kind) {
    case 'never':
      return trans.__('Not scanned yet');
    case 'starting':
    case 'waiting':
      return trans.__('Waiting to scan %1…', name);
    case 'running':
      return trans.__('Scanning %1…', name);
    case 'failed':
      return trans.__('The scan of %1 failed', name);
    case 'cancelled':
      return trans.__(
        '%1, but the scan of %2 was cancelled after %3 of %4 files',
        found,
        name,
        done,
        total
      );
    case 'done': {
      const scanned = trans._n('%1 file', '%1 files', total);
      if (total === 0) {
        return trans.__('There is nothing to scan in %1', name);
      }
      return errors > 0
        ? trans.__(
            '%1, but not all could be read: %2 in %3',
            found,
            scanned,
            name
          )
        : trans.__('%1: scanned %2 in %3', found, scanned, name);
    }
  }
}
