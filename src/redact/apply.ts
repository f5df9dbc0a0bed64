import type {
  ISharedAttachmentsCell,
  ISharedCodeCell,
  ISharedNotebook
} from '@jupyter/ydoc';
import type { IAttachments, IOutput } from '@jupyterlab/nbformat';
import type { PartialJSONObject } from '@lumino/coreutils';

import type { IRedactPlan } from '../protocol/protocol';
import { CellRewrite } from './cellRewrite';
import { Kept } from './kept';
import type { ISnapshot } from './snapshot';

/** A redaction that was made. */
export interface IApplied {
  /** The sources, each in one step of its cell's undo history. */
  readonly cells: readonly CellRewrite[];
  /** What can be brought back besides the sources. */
  readonly kept: Kept;
  /** Number of outputs and the like that changed meanwhile, and were left alone. */
  readonly missed: number;
}

/**
 * Make the changes of a plan: each cell's source in one step of its own undo history, everything
 * else so that it can be brought back.
 *
 * @param snapshot Notebook that the plan was made for
 * @returns What was done, or null where a source changed meanwhile: then nothing was
 */
export function applyPlan(
  notebook: ISharedNotebook,
  snapshot: ISnapshot,
  plan: Pick<IRedactPlan, 'cells' | 'metadata'>
): IApplied | null {
  const changed = plan.cells.filter(({ edits }) => edits?.length);
  const isAsSent = changed.every(
    ({ index }) =>
      notebook.cells.includes(snapshot.cells[index]) &&
      snapshot.cells[index].getSource() ===
        String(snapshot.content.cells[index].source)
  );
  if (!isAsSent) {
    return null;
  }
  const kept = new Kept();
  let missed = 0;
  for (const { index, outputs, metadata, attachments } of plan.cells) {
    const cell = snapshot.cells[index];
    const before = snapshot.content.cells[index];
    if (!notebook.cells.includes(cell)) {
      missed += 1;
      continue;
    }
    if (outputs?.length) {
      missed += kept.replaceOutputs(
        cell as ISharedCodeCell,
        before.outputs as IOutput[],
        outputs
      );
    }
    if (metadata) {
      missed += kept.replaceMetadata(cell, before.metadata, metadata);
    }
    if (attachments) {
      missed += kept.replaceAttachments(
        cell as ISharedAttachmentsCell,
        before.attachments as IAttachments | undefined,
        attachments
      );
    }
  }
  if (plan.metadata) {
    missed += kept.replaceMetadata(
      notebook,
      snapshot.content.metadata as PartialJSONObject,
      plan.metadata
    );
  }
  const cells = changed.map(
    ({ index, edits = [] }) =>
      new CellRewrite(notebook, snapshot.cells[index], edits)
  );
  return { cells, kept, missed };
}
