import type { PartialJSONObject } from '@lumino/coreutils';

import { batches, bodyOf } from '../server/batches';
import { digest } from '../protocol/digest';
import { traitsOf } from '../model/documentTraits';
import type { NotebookFindings } from '../model/notebookFindings';
import type { CellPart } from '../protocol/payload';
import {
  cellPartOf,
  cellRequest,
  hasPart,
  ignoresOf
} from '../protocol/payload';
import type { IFinding, IScanError, IScanResponse } from '../protocol/protocol';
import { RequestError } from '../server/request';
import type { WatchedCell } from './watchedCell';

/**
 * Requests under way together: while the page, busy drawing a notebook, comes to read one answer, the
 * server works on the next. It has two threads for them.
 */
const AT_ONCE = 2;

/** Some parts of a cell that are to be scanned. */
export interface IWork {
  readonly watched: WatchedCell;
  readonly parts: readonly CellPart[];
}

/** Work that was sent: what the cell was like at that time. */
interface ISent extends IWork {
  readonly position: number;
  readonly source: string;
  readonly versions: readonly number[];
}

/** What a queue needs of its surroundings. */
export interface IScanContext {
  readonly findings: NotebookFindings;
  /** Path of the notebook on the server. */
  path(): string;
  language(): string;
  /** Longest body that the server takes, in bytes. */
  maxBytes(): number;
  scan(body: string, signal: AbortSignal): Promise<IScanResponse>;
  /** An answer said of some cells that it is not all: the baseline is still to be asked. */
  waiting(cells: readonly WatchedCell[]): void;
  /** What to tell of a part that the server could not take. */
  tooLarge(): string;
}

/**
 * Sends parts of cells in requests of a bearable size, and stores the answers that still hold.
 *
 * @param work What to scan, worst first where that matters
 * @param done Called after each request with the number of units of work it held
 * @param settled Whether the server may take the time to look into the baseline
 * @throws AbortError where it was aborted; RequestError where the server was not reached.
 *   What was not scanned is then marked dirty again.
 */
export async function scanCells(
  context: IScanContext,
  work: readonly IWork[],
  signal: AbortSignal,
  done: (count: number) => void = () => undefined,
  settled = true
): Promise<void> {
  const { findings } = context;
  const sent = new Map<IWork, ISent>();
  // Most cells have no outputs: to tell of each would draw the panel anew for each.
  let passed = 0;
  const read = (unit: IWork) => {
    const { watched } = unit;
    const position = findings.position(watched.cell);
    if (watched.isDisposed || position === null) {
      return null;
    }
    const filled = unit.parts.filter(part => hasPart(watched.cell, part));
    for (const part of unit.parts) {
      watched.dirty.delete(part);
      if (!filled.includes(part)) {
        findings.set(watched.cell, part, [], [], '');
      }
    }
    if (filled.length === 0) {
      passed += 1;
      return null;
    }
    sent.set(unit, {
      watched,
      parts: filled,
      position,
      source: watched.cell.getSource(),
      versions: filled.map(part => watched.version(part))
    });
    return cellRequest(watched.cell, position, filled);
  };
  const oversized = (unit: IWork) => {
    const item = sent.get(unit);
    if (item) {
      fail([item], context, context.tooLarge());
      sent.delete(unit);
    }
    passed += 1;
  };
  const envelope = {
    path: context.path(),
    language: context.language(),
    ...traitsOf(findings.notebook).request,
    ignore: ignoresOf(findings.notebook),
    settled
  };
  const queue = batches(work, read, envelope, context.maxBytes(), oversized);
  const sendNext = async () => {
    // Whoever is free takes the next request; when one fails, nobody takes another.
    for (const batch of queue) {
      const items = batch.items.flatMap(unit => sent.get(unit) ?? []);
      try {
        const answer = await context.scan(batch.body, signal);
        apply(items, answer, context);
        if (answer.waiting) {
          context.waiting(items.map(({ watched }) => watched));
        }
      } catch (error) {
        if (!(error instanceof RequestError) || error.unreachable) {
          // Also what was read for the next request already.
          sent.forEach(remember);
          throw error;
        }
        fail(items, context, error.message);
      }
      batch.items.forEach(unit => sent.delete(unit));
      done(items.length + passed);
      passed = 0;
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, sendNext)
  );
  const failed = ends.find(end => end.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
  if (passed > 0) {
    done(passed);
  }
}

/**
 * Scan the notebook's own metadata.
 */
export async function scanMetadata(
  context: IScanContext,
  signal: AbortSignal
): Promise<void> {
  const { findings } = context;
  const envelope = {
    path: context.path(),
    language: context.language(),
    ...traitsOf(findings.notebook).request,
    metadata: findings.notebook.getMetadata() as PartialJSONObject
  };
  const body = bodyOf(envelope, []);
  const path = envelope.path;
  if (body.length > context.maxBytes()) {
    findings.set(
      null,
      'metadata',
      [],
      [{ path, message: context.tooLarge(), cell: null }],
      ''
    );
    return;
  }
  try {
    const answer = await context.scan(body, signal);
    findings.set(null, 'metadata', answer.findings, answer.errors, '');
  } catch (error) {
    if (!(error instanceof RequestError) || error.unreachable) {
      throw error;
    }
    findings.set(
      null,
      'metadata',
      [],
      [{ path, message: error.message, cell: null }],
      ''
    );
  }
}

/**
 * Store an answer, except where the cell has changed since: that change is scanned by itself.
 * Outputs are taken all the same, since a running cell may change them without end.
 */
function apply(
  items: readonly ISent[],
  answer: IScanResponse,
  context: IScanContext
): void {
  const found = groupBy(answer.findings);
  const errors = groupBy(answer.errors);
  // An error that names no cell is shown with the first, rather than dropped.
  const homeless = errors.get(null) ?? [];
  context.findings.batch(() => {
    items.forEach((item, index) => {
      const own = [
        ...(index === 0 ? homeless : []),
        ...(errors.get(item.position) ?? [])
      ];
      store(item, found.get(item.position) ?? [], own, context.findings);
    });
  });
}

/** Note that something could not be scanned; what was found there before stays. */
function fail(
  items: readonly ISent[],
  context: IScanContext,
  message: string
): void {
  const error = { path: context.path(), message, cell: null };
  context.findings.batch(() => {
    for (const { watched, parts } of items) {
      context.findings.setErrors(watched.cell, parts[0], [error]);
    }
  });
}

function store(
  item: ISent,
  found: readonly IFinding[],
  errors: readonly IScanError[],
  findings: NotebookFindings
): void {
  const { watched, parts, source, versions } = item;
  if (watched.isDisposed) {
    return;
  }
  parts.forEach((part, index) => {
    if (part !== 'outputs' && watched.version(part) !== versions[index]) {
      return;
    }
    const own = found.filter(finding => cellPartOf(finding.part) === part);
    findings.set(watched.cell, part, own, index === 0 ? errors : [], source);
    if (part === 'source') {
      watched.scanned = digest(source);
    }
  });
}

/** What was not scanned has to be, unless it has changed and is waiting anyway. */
function remember(item: ISent): void {
  item.parts.forEach((part, index) => {
    if (item.watched.version(part) === item.versions[index]) {
      item.watched.dirty.add(part);
    }
  });
}

function groupBy<T extends { readonly cell?: number | null }>(
  items: readonly T[]
): Map<number | null, T[]> {
  const groups = new Map<number | null, T[]>();
  for (const item of items) {
    const key = item.cell ?? null;
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return groups;
}
