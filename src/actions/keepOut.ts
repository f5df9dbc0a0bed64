import type { ISharedCell, ISharedCodeCell } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { digest } from '../protocol/digest';
import { clean, printedBy } from '../model/known';
import type { ChangedCells, NotebookFindings } from '../model/notebookFindings';
import { tellProblem } from '../shell/notices';
import type { ICtClient, ICtFindings, ICtSettings } from '../model/tokens';

/** What keeping stored values out of outputs works with. */
export interface IKeepOutContext {
  readonly client: ICtClient;
  readonly store: ICtFindings;
  readonly settings: ICtSettings;
  readonly trans: TranslationBundle;
  /** Path of an open notebook on the server; null where it was closed. */
  pathOf(findings: NotebookFindings): string | null;
}

/**
 * Takes stored values out of outputs as they arrive, where the setting asks for it. They are seen
 * until the scan of the output has come back; an output that nobody has open is not looked at.
 */
export class KeepOut implements IDisposable {
  /**
   * @param _context Surroundings
   */
  constructor(private readonly _context: IKeepOutContext) {
    _context.store.notebooksChanged.connect(this._bind, this);
    this._bind();
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop. */
  dispose(): void {
    this._isDisposed = true;
    this._context.store.notebooksChanged.disconnect(this._bind, this);
    for (const findings of this._context.store.all) {
      findings.changed.disconnect(this._onChanged, this);
    }
  }

  private _bind(): void {
    for (const findings of this._context.store.all) {
      // Connecting twice is once.
      findings.changed.connect(this._onChanged, this);
    }
  }

  private _onChanged(findings: NotebookFindings, cells: ChangedCells): void {
    if (!this._context.settings.options.keepValuesOut) {
      return;
    }
    for (const cell of cells ?? findings.notebook.cells) {
      if (cell && findings.hasNewOutputs(cell)) {
        void this._clean(findings, cell);
      }
    }
  }

  private async _clean(
    findings: NotebookFindings,
    cell: ISharedCell
  ): Promise<void> {
    const { client, trans } = this._context;
    const variables = printedBy(findings.active(cell));
    const path = this._context.pathOf(findings);
    if (variables.length === 0 || path === null || this._busy.has(cell)) {
      return;
    }
    // What was taken out once and restored since is wanted.
    const print = digest(JSON.stringify((cell as ISharedCodeCell).outputs));
    if (this._done.get(cell)?.has(print)) {
      return;
    }
    this._done.set(cell, (this._done.get(cell) ?? new Set()).add(print));
    this._busy.add(cell);
    try {
      await clean({ client, path, trans }, findings, cell, variables);
    } catch (error) {
      tellProblem(
        trans.__('A stored value was not taken out of an output.'),
        error,
        trans,
        'replacement'
      );
    } finally {
      this._busy.delete(cell);
    }
  }

  private readonly _busy = new WeakSet<ISharedCell>();
  private readonly _done = new WeakMap<ISharedCell, Set<string>>();
  private _isDisposed = false;
}
