import type { IRedactPlan } from '../protocol';

/** One change of a source, as it may be shown: it never quotes what was there before. */
export interface IChange {
  /** From 1. */
  readonly line: number;
  /** What is put there; empty where something goes. */
  readonly text: string;
  /** What is to be known of it; empty where all is well. */
  readonly note: string;
}

/** The changes of one cell. */
export interface ICellChanges {
  /** From 1. */
  readonly cell: number;
  readonly changes: readonly IChange[];
}

/**
 * The changes of the sources, cell by cell.
 *
 * @param sources Source of each cell as the plan was made for
 */
export function changesOf(
  plan: Pick<IRedactPlan, 'cells' | 'replaced'>,
  sources: readonly string[]
): ICellChanges[] {
  return plan.cells.flatMap(({ index, edits }) => {
    if (!edits?.length) {
      return [];
    }
    const points = [...(sources[index] ?? '')];
    const notes = plan.replaced.filter(({ cell }) => cell === index + 1);
    const changes = edits.map(({ start, end, text }) => ({
      line: points.slice(0, start).filter(point => point === '\n').length + 1,
      text: text.trim(),
      note: notes.find(each => each.start < end && start < each.end)?.note ?? ''
    }));
    return [{ cell: index + 1, changes }];
  });
}
