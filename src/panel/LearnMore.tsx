import React from 'react';

import { whyNoFix } from '../message';
import type { IFinding } from '../protocol';
import { usePanel } from './context';

/**
 * Why a finding matters and what to do about it.
 */
export function LearnMore({
  finding,
  id
}: {
  finding: IFinding;
  id: string;
}): JSX.Element {
  const { client, trans } = usePanel();
  const rule = client.rules.get(finding.weakness_id);
  return (
    <div className="ct-LearnMore" id={id}>
      {rule?.why && <p>{rule.why}</p>}
      {rule?.remedy && (
        <p>
          <strong>{trans.__('What to do')}</strong> {rule.remedy}
        </p>
      )}
      {!finding.fix && !finding.suppressed && <p>{whyNoFix(finding, trans)}</p>}
      {finding.note && <p>{finding.note}</p>}
      {rule && isWebAddress(rule.source) && (
        <p>
          <a href={rule.source} target="_blank" rel="noopener noreferrer">
            {trans.__('%1: where to rotate it', rule.provider)}
          </a>
        </p>
      )}
      <p className="ct-LearnMore-id">
        <code>{finding.weakness_id}</code>
      </p>
    </div>
  );
}

/** A rule file is data: its link must not be able to run a script. */
function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}
