import React from 'react';

import { kindLabel, KINDS } from '../model/personalKinds';
import type { IPolicyInfo } from '../protocol/protocol';
import { usePanel } from './context';

/**
 * Which kinds the policy switches off: what is not looked for is not there to be seen.
 */
export function PolicyHint({
  policy
}: {
  policy: IPolicyInfo | null;
}): JSX.Element | null {
  const { client, trans } = usePanel();
  const globs = policy?.disabled ?? [];
  if (globs.length === 0) {
    return null;
  }
  const off = kindsNamedBy(globs, [...client.rules.keys(), ...KINDS]);
  const title = (id: string) =>
    client.rules.get(id)?.title ?? kindLabel(id, trans);
  return (
    <details className="ct-PolicyHint">
      <summary>
        {trans._n(
          '%1 kind is switched off by %2',
          '%1 kinds are switched off by %2',
          off.length,
          policy?.file ?? trans.__('the policy')
        )}
      </summary>
      <ul>
        {off.map(id => (
          <li key={id}>
            {title(id)} <code>{id}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The weakness ids that some globs name; a glob that names none that is known stands for itself. */
export function kindsNamedBy(
  globs: readonly string[],
  ids: readonly string[]
): readonly string[] {
  const named = globs.flatMap(glob => {
    const escaped = glob.replace(/[.+^${}()|\\]/g, '\\$&');
    const pattern = new RegExp(
      `^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`,
      'i'
    );
    const found = ids.filter(id => pattern.test(id));
    return found.length > 0 ? found : [glob];
  });
  return [...new Set(named)].sort();
}
