import React from 'react';

import { shareText } from '../model/columnShare';
import { isSecret } from '../model/kinds';
import { whyNoFix } from '../model/message';
import type { ILocated } from '../model/notebookFindings';
import { hasProvider } from '../server/providerPage';
import { usePanel } from './context';

/**
 * Why a finding matters and what to do about it.
 */
export function LearnMore({
  located,
  id
}: {
  located: ILocated;
  id: string;
}): JSX.Element {
  const { client, trans } = usePanel();
  const { finding } = located;
  const rule = client.rules.get(finding.weakness_id);
  return (
    <div className="ct-LearnMore" id={id}>
      {rule?.why && <p>{rule.why}</p>}
      {rule?.remedy && (
        <p>
          <strong>{trans.__('What to do')}</strong> {rule.remedy}
        </p>
      )}
      {!finding.fix && !finding.suppressed && isSecret(finding) && (
        <p>{whyNoFix(located, trans)}</p>
      )}
      {finding.column && <p>{shareText(finding, finding.column, trans)}</p>}
      {finding.note && <p>{finding.note}</p>}
      {rule && hasProvider(rule) && (
        <p>
          <a href={rule.source} target="_blank" rel="noopener noreferrer">
            {trans.__('%1 documentation', rule.provider)}
          </a>
        </p>
      )}
      <p className="ct-LearnMore-id">
        <code>{finding.weakness_id}</code>
      </p>
    </div>
  );
}
