import { OffsetMap } from '../protocol/offsets';
import type { IRedactPlan } from '../protocol/protocol';

/** What stands in the place of a value. */
const MASK = '****';

/** Lines around a change that are shown as they are. */
const CONTEXT = 1;

/** One line of a diff. */
export interface IDiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** A stretch of changed lines, with a little around it. */
export interface IHunk {
  /** Number of its first line, from 1, in the source as it is. */
  readonly line: number;
  readonly lines: readonly IDiffLine[];
}

/** What changes in the source of one cell. */
export interface ICellDiff {
  /** From 1. */
  readonly cell: number;
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly IHunk[];
  /** What is to be known of the changes. */
  readonly notes: readonly string[];
}

/** The values that a plan replaces, as the sources have them. */
export function valuesIn(
  plan: Pick<IRedactPlan, 'replaced'>,
  sources: readonly string[]
): string[] {
  return plan.replaced.map(({ cell, start, end }) => {
    const source = sources[cell - 1] ?? '';
    const map = new OffsetMap(source);
    return source.slice(map.toUtf16(start), map.toUtf16(end));
  });
}

/**
 * The changes of the sources as line diffs, which show no value.
 *
 * @param sources Source of each cell as the plan was made for
 * @param values What is masked wherever it stands
 */
export function diffsOf(
  plan: Pick<IRedactPlan, 'cells' | 'replaced'>,
  sources: readonly string[],
  values: Iterable<string>
): ICellDiff[] {
  const mask = masker(values);
  return plan.cells.flatMap(({ index, edits }) => {
    if (!edits?.length) {
      return [];
    }
    const hunks = hunksOf(sources[index] ?? '', edits, mask);
    const count = (kind: IDiffLine['kind']) =>
      hunks.flatMap(({ lines }) => lines).filter(line => line.kind === kind)
        .length;
    const notes = plan.replaced
      .filter(({ cell, note }) => cell === index + 1 && note)
      .map(({ note }) => note);
    return [
      {
        cell: index + 1,
        added: count('added'),
        removed: count('removed'),
        hunks,
        notes: [...new Set(notes)]
      }
    ];
  });
}

/** Edits whose lines touch, in UTF-16 units. */
interface IGroup {
  first: number;
  last: number;
  readonly edits: { from: number; to: number; text: string }[];
}

function hunksOf(
  source: string,
  edits: readonly { start: number; end: number; text: string }[],
  mask: (text: string) => string
): IHunk[] {
  const map = new OffsetMap(source);
  const lines = source.split('\n');
  const starts = [0];
  for (const line of lines) {
    starts.push(starts[starts.length - 1] + line.length + 1);
  }
  const lineAt = (offset: number) =>
    starts.findIndex((_, at) => offset < (starts[at + 1] ?? Infinity));
  const groups: IGroup[] = [];
  for (const { start, end, text } of [...edits].sort(
    (a, b) => a.start - b.start
  )) {
    const edit = { from: map.toUtf16(start), to: map.toUtf16(end), text };
    const first = lineAt(edit.from);
    const last = Math.min(lineAt(edit.to), lines.length - 1);
    const group = groups[groups.length - 1];
    if (group && first <= group.last + CONTEXT + 1) {
      group.last = Math.max(group.last, last);
      group.edits.push(edit);
    } else {
      groups.push({ first, last, edits: [edit] });
    }
  }
  return groups.map(({ first, last, edits: own }) => {
    const from = Math.max(0, first - CONTEXT);
    const to = Math.min(lines.length - 1, last + CONTEXT);
    const old = lines.slice(from, to + 1).join('\n');
    let now = old;
    for (const edit of [...own].reverse()) {
      const at = edit.from - starts[from];
      now = now.slice(0, at) + edit.text + now.slice(edit.to - starts[from]);
    }
    return hunk(from + 1, mask(old).split('\n'), mask(now).split('\n'));
  });
}

function hunk(line: number, old: string[], now: string[]): IHunk {
  const lines = lineDiff(old, now);
  // A context line is only one where it stays; most are beside others.
  const firstChange = lines.findIndex(({ kind }) => kind !== 'same');
  const skipped = Math.max(0, firstChange - CONTEXT);
  const end =
    lines.length -
    [...lines].reverse().findIndex(({ kind }) => kind !== 'same');
  return { line: line + skipped, lines: lines.slice(skipped, end + CONTEXT) };
}

/** A diff by the longest common subsequence: the lines are those of one change, so they are few. */
function lineDiff(old: string[], now: string[]): IDiffLine[] {
  const longest = old
    .concat('')
    .map(() => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i][j] =
        old[i] === now[j]
          ? longest[i + 1][j + 1] + 1
          : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const result: IDiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      result.push({ kind: 'same', text: old[i] });
      i += 1;
      j += 1;
    } else if (
      i < old.length &&
      (j === now.length || longest[i + 1][j] >= longest[i][j + 1])
    ) {
      result.push({ kind: 'removed', text: old[i++] });
    } else {
      result.push({ kind: 'added', text: now[j++] });
    }
  }
  return result;
}

/** Puts the mask in the place of each value; the longest first, for one may hold another. */
function masker(values: Iterable<string>): (text: string) => string {
  const all = [...new Set(values)]
    .filter(value => value.trim())
    .sort((a, b) => b.length - a.length);
  return text =>
    all.reduce((masked, each) => masked.split(each).join(MASK), text);
}
