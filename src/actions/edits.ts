/**
 * Edits of cells that one Ctrl+Z takes back.
 */
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';

import { digest } from '../protocol/digest';
import { OffsetMap } from '../protocol/offsets';
import type { IEdit } from '../protocol/protocol';
import { tagsOf } from '../protocol/payload';

/** An edit that was made, and can be taken back while nothing else was done to its cell. */
export interface IUndoable {
  /** @returns Whether it was taken back */
  undo(): boolean;
}

/**
 * Replace parts of the sources of some cells. Nothing is changed where a cell no longer holds
 * the text that the edits were made for.
 *
 * @param sources Source of each cell, by its id, when the edits were asked for
 * @returns What was done, or null where a cell has changed
 */
export function applyEdits(
  notebook: ISharedNotebook,
  edits: readonly IEdit[],
  sources: ReadonlyMap<string, string>
): IUndoable | null {
  const byCell = new Map<ISharedCell, IEdit[]>();
  for (const edit of edits) {
    const cell = notebook.cells.find(each => each.getId() === edit.cell_id);
    if (!cell || cell.getSource() !== sources.get(edit.cell_id)) {
      return null;
    }
    byCell.set(cell, [...(byCell.get(cell) ?? []), edit]);
  }
  const done = [...byCell].map(([cell, own]) =>
    undoStep(cell, () => {
      const map = new OffsetMap(cell.getSource());
      // From the end, so that no edit moves another; of two at one place the later one first.
      for (const edit of own.reverse().sort((a, b) => b.start - a.start)) {
        cell.updateSource(
          map.toUtf16(edit.start),
          map.toUtf16(edit.end),
          edit.text
        );
      }
    })
  );
  return { undo: () => done.map(each => each.undo()).every(Boolean) };
}

/**
 * Add a tag to a cell.
 *
 * Lab does not let metadata be undone; within an undoable transaction of the cell it is.
 */
export function addTag(cell: ISharedCell, tag: string): IUndoable {
  const tags = tagsOf(cell);
  return undoStep(cell, () => {
    if (!tags.includes(tag)) {
      cell.setMetadata('tags', [...tags, tag]);
    }
  });
}

/** Put other tags in place of those of a cell; where there are none left, nothing stays of them. */
export function setTags(cell: ISharedCell, tags: readonly string[]): IUndoable {
  return undoStep(cell, () => {
    if (tags.length > 0) {
      cell.setMetadata('tags', [...tags]);
    } else {
      cell.deleteMetadata('tags');
    }
  });
}

/** Change one cell in a step of its own: each cell has its own undo history. */
function undoStep(cell: ISharedCell, change: () => void): IUndoable {
  stopCapturing(cell);
  cell.transact(change, true);
  stopCapturing(cell);
  const after = stateOf(cell);
  return {
    undo: () => {
      const untouched = !cell.isDisposed && stateOf(cell) === after;
      if (untouched) {
        cell.undo();
      }
      return untouched;
    }
  };
}

function stateOf(cell: ISharedCell): string {
  return digest(JSON.stringify([cell.getSource(), cell.getMetadata()]));
}

/** The undo manager is part of what Lab shares, but not of its interface. */
export function stopCapturing(shared: ISharedCell | ISharedNotebook): void {
  const { undoManager } = shared as {
    undoManager?: { stopCapturing(): void } | null;
  };
  undoManager?.stopCapturing();
}
