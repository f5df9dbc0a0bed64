import React from 'react';

import { KINDS, kindLabel } from '../model/personalKinds';
import { usePanel } from './context';
import { FilterButton } from './FilterButton';

/** Properties of `KindCounts`. */
export interface IKindCountsProps {
  /** The kind of each finding. */
  readonly ids: readonly string[];
  /** Kinds that are switched off in the panel. */
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (kind: string) => void;
}

/**
 * What kinds there are and how often, by switches that filter the list.
 */
export function KindCounts({
  hidden,
  ids,
  onToggle
}: IKindCountsProps): JSX.Element {
  const { trans } = usePanel();
  const counts = new Map<string, number>();
  ids.forEach(kind => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  const order = (kind: string) => {
    const at = (KINDS as readonly string[]).indexOf(kind);
    return at < 0 ? KINDS.length : at;
  };
  const kinds = [...counts.keys()].sort((a, b) => order(a) - order(b));
  return (
    <div
      className="ct-Kinds"
      role="group"
      aria-label={trans.__('Show by kind')}
    >
      {kinds.map(kind => {
        const label = kindLabel(kind, trans);
        return (
          <FilterButton
            key={kind}
            className="ct-Kind"
            label={label}
            count={counts.get(kind) ?? 0}
            isHidden={hidden.has(kind)}
            data={{ 'data-kind': kind }}
            onToggle={() => onToggle(kind)}
          >
            {label} <span className="ct-Kind-count">{counts.get(kind)}</span>
          </FilterButton>
        );
      })}
    </div>
  );
}
