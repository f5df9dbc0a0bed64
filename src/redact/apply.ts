import type {
  ISharedAttachmentsCell,
  ISharedCodeCell,
  ISharedNotebook
} from '@jupyter/ydoc';
import type { IAttachments, IOutput } from '@jupyterlab/nbformat';
import type { PartialJSONObject } from '@lumino/coreutils';

import type { IUndoable } from '../edits';
import { applyEdits } from '../edits';
import type { IRedactPlan } from '../protocol';
import { Kept } from './kept';
import type { ISnapshot } from './snapshot';

/** A redaction that was made. */
export interface IApplied extends IUndoable {
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
  const edits = plan.cells.flatMap(({ index, edits }) =>
    (edits ?? []).map(edit => ({
      ...edit,
      cell_id: snapshot.cells[index].getId()
    }))
  );
  const sources = new Map(
    snapshot.cells.map((cell, index) => [
      cell.getId(),
      String(snapshot.content.cells[index].source)
    ])
  );
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
  // Last, so that nothing else was done to a cell since: only then is Undo sure what it takes back.
  const undoable = applyEdits(notebook, edits, sources);
  if (!undoable) {
    kept.restore();
    return null;
  }
  return { undo: () => undoable.undo(), kept, missed };
}
