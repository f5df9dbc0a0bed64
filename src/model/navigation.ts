import type { ILocated } from './notebookFindings';
import { isInSource } from './notebookFindings';

/** Where the user is in a notebook. */
export interface IPlace {
  /** Number of the cell from 1; 0 where no cell is active. */
  readonly position: number;
  /** Offset of the cursor in its source, in UTF-16 units. */
  readonly offset: number;
  /** Key of the finding that was gone to last; null where there was none. */
  readonly last: string | null;
}

/**
 * The next finding in reading order, around the end of the notebook.
 *
 * @param all Findings in reading order
 * @param positionOf Number of a finding's cell from 1; 0 for the notebook's own metadata
 * @param direction 1 for the next, -1 for the previous
 */
export function neighbour(
  all: readonly ILocated[],
  positionOf: (located: ILocated) => number,
  place: IPlace,
  direction: 1 | -1
): ILocated | null {
  if (all.length === 0) {
    return null;
  }
  const last = all.findIndex(({ key }) => key === place.last);
  if (
    last >= 0 &&
    positionOf(all[last]) === place.position &&
    !isInSource(all[last].finding)
  ) {
    // Outputs have no cursor: go on from the one that was shown last.
    return all[(last + direction + all.length) % all.length];
  }
  const order = all.map(located =>
    compare(located, positionOf(located), place)
  );
  const index =
    direction > 0
      ? order.findIndex(each => each > 0)
      : order.length - 1 - [...order].reverse().findIndex(each => each < 0);
  return all[index] ?? all[direction > 0 ? 0 : all.length - 1];
}

/** Negative before the cursor, 0 where the cursor is in it, positive behind the cursor. */
function compare(located: ILocated, position: number, place: IPlace): number {
  if (position !== place.position) {
    return position - place.position;
  }
  if (!isInSource(located.finding)) {
    return 1;
  }
  if (located.from > place.offset) {
    return 1;
  }
  return located.to < place.offset ? -1 : 0;
}
