import type { ISharedCell } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';

import { bodyOf } from './batches';
import type { ILook } from './look';
import { LookRunner } from './look';
import type { NotebookFindings, Slot } from './notebookFindings';
import { languageOf } from './notebookScanner';
import type { CellPart } from './payload';
import { CELL_PARTS, cellRequest, ignoresOf } from './payload';
import type { IDataResult, IFinding, INamesResult, JobKind } from './protocol';
import type { ICtClient } from './tokens';

/**
 * The looks in the background at one notebook: at the data that it reads, and for names in it.
 */
export class Looks implements IDisposable {
  /**
   * @param _findings Store to fill
   * @param _path Path of the notebook on the server
   * @param client Server part
   */
  constructor(
    private readonly _findings: NotebookFindings,
    private readonly _path: () => string,
    client: ICtClient
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
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop the looks. */
  dispose(): void {
    this._isDisposed = true;
    this.stop('data');
    this.stop('names');
  }

  /** Look at the data files; larger ones than `mostBytes` are only named. */
  async data(mostBytes?: number): Promise<void> {
    const most = mostBytes === undefined ? {} : { most_bytes: mostBytes };
    await this._look(this._data, 'data', ['source'], most);
  }

  /** Look for names and addresses. */
  async names(): Promise<void> {
    await this._look(this._names, 'names', CELL_PARTS, {});
  }

  /** Stop a look. */
  stop(kind: JobKind): void {
    (kind === 'data' ? this._data : this._names).stop();
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
}

/** Part of a look that is done, from 0 to 1; null where that is not known. */
export function partDone({ done, total }: ILook<unknown>): number | null {
  return total > 0 ? Math.min(1, done / total) : null;
}
