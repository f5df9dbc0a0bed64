import type { ISharedCell, NotebookChange } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';

import { bodyOf } from '../server/batches';
import { digest } from '../protocol/digest';
import { traitsOf } from '../model/documentTraits';
import type { ILook } from '../model/look';
import { LookRunner } from '../model/look';
import type { NotebookFindings, Slot } from '../model/notebookFindings';
import { languageOf } from './notebookScanner';
import type { CellPart } from '../protocol/payload';
import { CELL_PARTS, cellRequest, ignoresOf } from '../protocol/payload';
import type {
  IDataResult,
  IFinding,
  INamesResult,
  JobKind
} from '../protocol/protocol';
import type { ICtClient } from '../model/tokens';

/** Data files up to this size are looked at without being asked for. */
export const MOST_BYTES = 20_000_000;

/** Milliseconds after which cells that were put in count as settled. */
const SETTLED = 500;

/**
 * The looks in the background at one notebook: at the data that it reads, and for names in it.
 */
export class Looks implements IDisposable {
  /**
   * @param _findings Store to fill
   * @param _path Path of the notebook on the server
   * @param client Server part
   * @param _keepUp Whether to look at the data again by itself once other code reads it
   */
  constructor(
    private readonly _findings: NotebookFindings,
    private readonly _path: () => string,
    client: ICtClient,
    private readonly _keepUp: () => boolean = () => false
  ) {
    this._data = new LookRunner(
      'data',
      client,
      () => _findings.dataLook,
      look => _findings.setDataLook(look)
    );
    this._names = new LookRunner(
      'names',
      client,
      () => _findings.namesLook,
      look => _findings.setNamesLook(look)
    );
    _findings.notebook.changed.connect(this._onChanged, this);
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop the looks. */
  dispose(): void {
    this._isDisposed = true;
    this._findings.notebook.changed.disconnect(this._onChanged, this);
    this._refresher.dispose();
    this.stop('data');
    this.stop('names');
  }

  /** Look at the data files; larger ones than `mostBytes` are only named. */
  async data(mostBytes?: number): Promise<void> {
    const most = mostBytes === undefined ? {} : { most_bytes: mostBytes };
    this._seen = this._code();
    await this._look(this._data, 'data', ['source'], most);
  }

  /**
   * Look at the data again, where the code is another one than when that was done. A look under way
   * is not given up for it: somebody may have asked for a large file.
   */
  async refresh(): Promise<void> {
    const isRunning = this._findings.dataLook.state === 'running';
    if (
      this._seen !== null &&
      !isRunning &&
      this._keepUp() &&
      this._seen !== this._code()
    ) {
      await this.data(MOST_BYTES);
    }
  }

  /** Look for names and addresses. */
  async names(): Promise<void> {
    await this._look(this._names, 'names', CELL_PARTS, {});
  }

  /** Stop a look. */
  stop(kind: JobKind): void {
    (kind === 'data' ? this._data : this._names).stop();
  }

  /** Cells that come back, by Undo or from the clipboard, have lost what was found in them. */
  private _onChanged(_: unknown, change: NotebookChange): void {
    const put = change.cellsChange?.flatMap(each => each.insert ?? []) ?? [];
    const reads = (cell: ISharedCell) =>
      cell.cell_type === 'code' && cell.getSource().trim() !== '';
    if (this._seen !== null && put.some(reads)) {
      this._seen = '';
      this._refresher.invoke().catch(() => undefined); // a newer one took its place
    }
  }

  /** The code, to tell whether it changed. */
  private _code(): string {
    const cells = this._findings.notebook.cells.filter(
      cell => cell.cell_type === 'code'
    );
    return digest(JSON.stringify(cells.map(cell => cell.getSource())));
  }

  private async _look<T extends IDataResult | INamesResult>(
    runner: LookRunner<T>,
    slot: Slot,
    parts: readonly CellPart[],
    more: object
  ): Promise<void> {
    const { notebook } = this._findings;
    const cells = notebook.cells.filter(
      cell => slot === 'names' || cell.cell_type === 'code'
    );
    const sources = new Map(cells.map(cell => [cell, cell.getSource()]));
    const envelope = {
      path: this._path(),
      language: languageOf(notebook),
      ...traitsOf(notebook).request,
      ignore: ignoresOf(notebook),
      ...more
    };
    const texts = cells.map(cell => {
      const position = this._findings.position(cell) ?? 1;
      return JSON.stringify(cellRequest(cell, position, parts));
    });
    const result = await runner.run(bodyOf(envelope, texts));
    if (result && !this._isDisposed) {
      this._store(slot, result.findings, sources);
    }
  }

  /** What was found in a cell that has changed since is not shown: its place is not known. */
  private _store(
    slot: Slot,
    findings: readonly IFinding[],
    sources: ReadonlyMap<ISharedCell, string>
  ): void {
    const byId = new Map<string | null, IFinding[]>();
    for (const finding of findings) {
      byId.set(finding.cell_id, [
        ...(byId.get(finding.cell_id) ?? []),
        finding
      ]);
    }
    this._findings.batch(() => {
      for (const [cell, source] of sources) {
        if (this._findings.position(cell) !== null) {
          const same = cell.getSource() === source;
          const own = (same && byId.get(cell.getId())) || [];
          this._findings.set(cell, slot, own, [], source);
        }
      }
    });
  }

  private readonly _data: LookRunner<IDataResult>;
  private _isDisposed = false;
  private readonly _names: LookRunner<INamesResult>;
  private readonly _refresher = new Debouncer(() => this.refresh(), SETTLED);
  /** Digest of the code when the data was last looked at; null where it never was. */
  private _seen: string | null = null;
}

/** Part of a look that is done, from 0 to 1; null where that is not known. */
export function partDone({ done, total }: ILook<unknown>): number | null {
  return total > 0 ? Math.min(1, done / total) : null;
}
