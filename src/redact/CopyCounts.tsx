import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IRedactPlan } from '../protocol/protocol';

/**
 * How many copies go besides those in the sources, and which files have some.
 */
export function CopyCounts({
  plan,
  trans
}: {
  plan: IRedactPlan;
  trans: TranslationBundle;
}): JSX.Element {
  const { attachments, metadata, outputs, sources } = plan.counts;
  const counts: [string, number][] = [
    [trans.__('In cells'), sources],
    [trans.__('In outputs'), outputs],
    [trans.__('In metadata'), metadata],
    [trans.__('In attachments'), attachments]
  ];
  return (
    <section className="ct-Copies">
      <h3>{trans.__('Copies that will be removed')}</h3>
      <dl className="ct-Copies-counts">
        {counts.map(([label, count]) => (
          <div key={label} data-empty={count === 0 ? true : undefined}>
            <dt>{label}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {plan.files.length > 0 && (
        <>
          <p className="ct-Copies-also">{trans.__('Also in other files:')}</p>
          <ul className="ct-Copies-files" aria-label={trans.__('Files')}>
            {plan.files.map(({ path, copies, error }) => (
              <li key={path} data-error={error ? true : undefined}>
                <code>{path}</code>{' '}
                {error ??
                  trans._n(
                    '%1 copy, will be cleaned',
                    '%1 copies, will be cleaned',
                    copies
                  )}
              </li>
            ))}
          </ul>
        </>
      )}
      {outputs > 0 && (
        <p className="ct-Copies-note">
          {trans.__(
            'The rest of each output stays, and outputs can be restored until the notebook is closed.'
          )}
        </p>
      )}
    </section>
  );
}
