import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ISorted } from './openFiles';
import type { IProjectRedactPlan } from '../protocol/protocol';
import { below } from './rows';

/** Files whose diff is unfolded from the start. */
const FEW = 3;

/** Properties of `ReplaceDetails`. */
export interface IReplaceDetailsProps {
  /** What was scanned. */
  readonly folder: string;
  /** Null until there is one. */
  readonly plan: IProjectRedactPlan | null;
  readonly sorted: ISorted;
  readonly trans: TranslationBundle;
}

/**
 * What becomes of each file: its diff, and how it is changed where it is open.
 */
export function replaceDetails(props: IReplaceDetailsProps): JSX.Element {
  return <ReplaceDetails {...props} />;
}

function ReplaceDetails({
  folder,
  plan,
  sorted,
  trans
}: IReplaceDetailsProps): JSX.Element | null {
  if (!plan) {
    return null;
  }
  const { diffs, files } = plan;
  const copies = new Map(files.map(file => [file.path, file.copies]));
  const failed = files.filter(({ error }) => error);
  const open = [...sorted.notebooks].map(([path, panel]) => ({
    path,
    isDirty: panel.context.model.dirty
  }));
  return (
    <>
      {(open.length > 0 || sorted.unsaved.length > 0) && (
        <section className="ct-Preview-left ct-Replace-open">
          <h3>{trans.__('Open files')}</h3>
          <ul>
            {open.map(({ isDirty, path }) => (
              <li key={path}>
                <code>{below(path, folder)}</code>{' '}
                {isDirty
                  ? trans.__(
                      'has unsaved changes: it is changed in its tab, and saved with them.'
                    )
                  : trans.__(
                      'is open: it is changed in its tab, so that its kernel knows the values, and saved.'
                    )}
              </li>
            ))}
            {sorted.unsaved.map(path => (
              <li key={path}>
                <code>{below(path, folder)}</code>{' '}
                {trans.__(
                  'has unsaved changes, so it is left as it is: save it first, then choose it again.'
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="ct-Replace-files" aria-label={trans.__('Files')}>
        <h3>{trans._n('%1 file changes', '%1 files change', diffs.length)}</h3>
        {diffs.map(({ cut, lines, path }) => (
          <details key={path} open={diffs.length <= FEW}>
            <summary>
              <code>{below(path, folder)}</code>{' '}
              {trans._n('%1 place', '%1 places', copies.get(path) ?? 0)}
            </summary>
            <pre className="ct-Replace-diff" tabIndex={0}>
              {lines.map((line, index) => (
                <span key={index} data-change={changeOf(line)}>
                  {line}
                  {'\n'}
                </span>
              ))}
              {cut && <em>{trans.__('… and more')}</em>}
            </pre>
          </details>
        ))}
        {failed.length > 0 && (
          <ul>
            {failed.map(({ error, path }) => (
              <li key={path}>
                <code>{below(path, folder)}</code> {error}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function changeOf(line: string): 'added' | 'removed' | undefined {
  if (line.startsWith('+') && !line.startsWith('+++')) {
    return 'added';
  }
  return line.startsWith('-') && !line.startsWith('---')
    ? 'removed'
    : undefined;
}
