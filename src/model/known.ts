/**
 * Outputs that print a value which is stored outside of the notebook.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ILocated, NotebookFindings } from './notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import { applyPlan } from '../redact/apply';
import { restoreAction, tellMissed } from '../redact/report';
import type { ISnapshot } from '../redact/snapshot';
import type { ICtClient } from './tokens';

/** What taking values out of outputs works with. */
export interface IKnownContext {
  readonly client: ICtClient;
  /** Path of the notebook on the server. */
  readonly path: string;
  readonly trans: TranslationBundle;
}

/** The variables whose values the outputs of a cell print; those that were ignored are not among them. */
export function printedBy(located: readonly ILocated[]): readonly string[] {
  const names = located.flatMap(({ finding }) =>
    finding.part === 'output' && finding.variable && !finding.suppressed
      ? [finding.variable]
      : []
  );
  return [...new Set(names)];
}

/**
 * Replace the values of some variables in the outputs of a cell by placeholders, and say so.
 */
export async function takeOut(
  context: IKnownContext,
  findings: NotebookFindings,
  cell: ISharedCell,
  variables: readonly string[]
): Promise<void> {
  const { trans } = context;
  try {
    const places = await clean(context, findings, cell, variables);
    if (places > 0) {
      tell(
        'replacement',
        'success',
        trans._n(
          '%1 value was taken out of the outputs.',
          '%1 values were taken out of the outputs.',
          places
        ),
        { autoClose: 15_000, actions: [restoreAction(findings, trans)] }
      );
    } else {
      tell(
        'replacement',
        'info',
        trans.__('The outputs hold none of the stored values any more.'),
        { autoClose: 8_000 }
      );
    }
  } catch (error) {
    tellProblem(
      trans.__('The outputs were not changed.'),
      error,
      trans,
      'replacement'
    );
  }
}

/**
 * Replace the values of some variables in the outputs of a cell.
 *
 * @returns Number of places that changed
 */
export async function clean(
  { client, path, trans }: IKnownContext,
  findings: NotebookFindings,
  cell: ISharedCell,
  variables: readonly string[]
): Promise<number> {
  const snapshot = snapshotOfCell(findings, cell);
  const { cells, places } = await client.scrubKnown({
    path,
    content: snapshot.content,
    variables
  });
  const applied = applyPlan(findings.notebook, snapshot, {
    cells,
    metadata: null
  });
  if (!applied) {
    return 0;
  }
  findings.keep(applied.kept);
  tellMissed(applied, trans);
  return applied.missed === 0 ? places : applied.kept.count;
}

/** A notebook of one cell: what the others print does not have to be sent. */
function snapshotOfCell(
  { notebook }: NotebookFindings,
  cell: ISharedCell
): ISnapshot {
  const { nbformat, nbformat_minor } = notebook;
  return {
    cells: [cell],
    content: { nbformat, nbformat_minor, metadata: {}, cells: [cell.toJSON()] }
  };
}
