import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IRedactPlan } from '../protocol';
import { changesOf } from './changes';

/** Changes that are shown without being asked for. */
const FEW = 12;

/**
 * What is put into each cell.
 */
export function ChangeList({
  plan,
  sources,
  trans
}: {
  plan: IRedactPlan;
  sources: readonly string[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const cells = changesOf(plan, sources);
  const count = cells.reduce((sum, { changes }) => sum + changes.length, 0);
  if (count === 0) {
    return null;
  }
  return (
    <details className="ct-Changes" open={count <= FEW}>
      <summary>
        {trans._n('%1 change in the cells', '%1 changes in the cells', count)}
      </summary>
      <ul>
        {cells.map(({ cell, changes }) => (
          <li key={cell}>
            <strong>{trans.__('Cell %1', cell)}</strong>
            <ul>
              {changes.map((change, index) => (
                <li key={index}>
                  {trans.__('line %1', change.line)}{' '}
                  {change.text ? (
                    <code>{change.text}</code>
                  ) : (
                    <em>{trans.__('removed')}</em>
                  )}
                  {change.note && <small>{change.note}</small>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
