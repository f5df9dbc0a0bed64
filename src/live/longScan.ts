import type { ISharedCodeCell } from '@jupyter/ydoc';

import { bodyOf, exceeds } from '../server/batches';
import { digest } from '../protocol/digest';
import type { ILongText, IPiece } from '../protocol/longOutputs';
import {
  hasLong,
  longTexts,
  outputsWith,
  piecesOf
} from '../protocol/longOutputs';
import { cellRequest, ignoresOf } from '../protocol/payload';
import type { IFinding, IScanError } from '../protocol/protocol';
import { RequestError } from '../server/request';
import type { IScanContext } from './scanQueue';
import type { WatchedCell } from './watchedCell';

/**
 * Scans the long outputs of a notebook, one piece after the other: a keystroke's request never waits
 * for more than one of them.
 */
export class LongScan {
  /**
   * @param _context What a scan needs of its surroundings
   */
  constructor(private readonly _context: IScanContext) {}

  /** Forget what was found in pieces: it is to be judged anew. */
  forget(): void {
    this._known = new WeakMap();
  }

  /**
   * Scan the long outputs of some cells. What is asked for meanwhile waits for its turn.
   *
   * @throws AbortError where it was aborted; RequestError where the server was not reached: the
   *   outputs of the cell are then marked dirty again.
   */
  scan(cells: readonly WatchedCell[], signal: AbortSignal): Promise<void> {
    const run = this._last.then(async () => {
      const controller = new AbortController();
      const abort = () => controller.abort();
      signal.addEventListener('abort', abort);
      this._running = controller;
      try {
        if (signal.aborted) {
          throw new DOMException('Nobody waits any more', 'AbortError');
        }
        await this._scan(cells, controller.signal);
      } finally {
        this._running = null;
        signal.removeEventListener('abort', abort);
      }
    });
    this._last = run.catch(() => undefined);
    return run;
  }

  /** Stop what is under way; what was found stays. */
  stop(): void {
    this._running?.abort();
  }

  private async _scan(
    cells: readonly WatchedCell[],
    signal: AbortSignal
  ): Promise<void> {
    const { findings } = this._context;
    try {
      for (const watched of cells) {
        if (watched.isDisposed) {
          continue;
        }
        if (hasLong(watched.cell)) {
          await this._scanCell(watched, signal);
        } else {
          findings.set(watched.cell, 'long', [], [], '');
        }
      }
    } finally {
      findings.setLongProgress(null);
    }
  }

  private async _scanCell(
    watched: WatchedCell,
    signal: AbortSignal
  ): Promise<void> {
    const { findings } = this._context;
    const { cell } = watched;
    const texts = longTexts((cell as ISharedCodeCell).getOutputs());
    const total = texts.reduce((sum, { length }) => sum + length, 0);
    const isFirst = !this._known.has(watched);
    const known = this._known.get(watched) ?? new Map<string, IFinding[]>();
    const next = new Map<string, IFinding[]>();
    const found: IFinding[] = [];
    const errors: IScanError[] = [];
    let before = 0;
    for (const long of texts) {
      for (const piece of piecesIn(long)) {
        findings.setLongProgress({ cell, done: before, total });
        const key = `${long.index} ${digest(piece.text)}`;
        try {
          const answer =
            known.get(key) ?? (await this._ask(watched, long, piece, signal));
          next.set(key, answer);
          found.push(...piece.place(answer));
        } catch (error) {
          if (!(error instanceof RequestError) || error.unreachable) {
            if (!signal.aborted) {
              watched.dirty.add('outputs');
            }
            throw error;
          }
          errors.push({
            path: this._context.path(),
            message: error.message,
            cell: null
          });
        }
        if (watched.isDisposed) {
          return;
        }
        if (isFirst) {
          // Later on, what was found stays on show until all of the text was looked at again.
          findings.set(cell, 'long', found, errors, '');
        }
        before += piece.end - piece.start;
      }
    }
    this._known.set(watched, next);
    findings.set(cell, 'long', found, errors, '');
  }

  /** What the server finds in a piece, at places in the piece. */
  private async _ask(
    { cell }: WatchedCell,
    long: ILongText,
    piece: IPiece,
    signal: AbortSignal
  ): Promise<IFinding[]> {
    const context = this._context;
    const envelope = {
      path: context.path(),
      language: context.language(),
      ignore: ignoresOf(context.findings.notebook)
    };
    const position = context.findings.position(cell) ?? 1;
    const body = bodyOf(envelope, [
      JSON.stringify({
        ...cellRequest(cell, position, []),
        outputs: outputsWith(long, piece.text)
      })
    ]);
    if (exceeds(body, context.maxBytes())) {
      throw new RequestError(context.tooLarge(), 413, 'too-large');
    }
    const answer = await context.scan(body, signal);
    const [error] = answer.errors;
    if (error) {
      throw new RequestError(error.message, 422, 'unread');
    }
    return [...answer.findings];
  }

  private _known = new WeakMap<WatchedCell, Map<string, IFinding[]>>();
  private _running: AbortController | null = null;
  private _last: Promise<void> = Promise.resolve();
}

/** The pieces of a text; what cannot be cut is one. */
function piecesIn(long: ILongText): Iterable<IPiece> {
  return long.text === null
    ? [{ text: '', start: 0, end: long.length, place: found => [...found] }]
    : piecesOf(long.text);
}
