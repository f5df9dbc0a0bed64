import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ICellDiff, IDiffLine } from './diffs';

/** Cells that are shown open without being asked for. */
const FEW = 4;

/** What a screen reader says before a line; the eye has the colour and the sign. */
const SIGNS: Readonly<Record<IDiffLine['kind'], string>> = {
  same: ' ',
  removed: '−',
  added: '+'
};

/**
 * The diff of each cell, which can be folded away.
 */
export function ChangeList({
  diffs,
  trans
}: {
  diffs: readonly ICellDiff[];
  trans: TranslationBundle;
}): JSX.Element | null {
  if (diffs.length === 0) {
    return null;
  }
  return (
    <section className="ct-Changes">
      <h3>{trans._n('%1 cell changes', '%1 cells change', diffs.length)}</h3>
      {diffs.map(diff => (
        <CellDiff
          key={diff.cell}
          diff={diff}
          isOpen={diffs.length <= FEW}
          trans={trans}
        />
      ))}
    </section>
  );
}

function CellDiff({
  diff,
  isOpen,
  trans
}: {
  diff: ICellDiff;
  isOpen: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const [open, setOpen] = React.useState(isOpen);
  return (
    <details
      className="ct-Diff"
      open={open}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>
        {trans.__('Cell %1', diff.cell)}{' '}
        <span className="ct-Diff-count" data-kind="added">
          +{diff.added}
        </span>{' '}
        <span className="ct-Diff-count" data-kind="removed">
          −{diff.removed}
        </span>
      </summary>
      {diff.hunks.map(hunk => (
        <table
          key={hunk.line}
          className="ct-Diff-lines"
          aria-label={trans.__('Cell %1, from line %2', diff.cell, hunk.line)}
        >
          <tbody>
            {hunk.lines.map(({ kind, text }, index) => (
              <tr key={index} data-kind={kind}>
                <td className="ct-Diff-sign" aria-label={nameOf(kind, trans)}>
                  {SIGNS[kind]}
                </td>
                <td>
                  <code>{text || '\u00a0'}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      {diff.notes.map(note => (
        <small key={note}>{note}</small>
      ))}
    </details>
  );
}

function nameOf(kind: IDiffLine['kind'], trans: TranslationBundle): string {
  return {
    same: trans.__('unchanged'),
    removed: trans.__('removed'),
    added: trans.__('added')
  }[kind];
}
