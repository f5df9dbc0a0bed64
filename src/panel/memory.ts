import type { IStateDB } from '@jupyterlab/statedb';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** The views of the panel. */
export type View = 'notebook' | 'project';

/** Where it is kept. */
const KEY = 'ct_jupyter:panel';

/**
 * What of the panel is remembered over a reload of the page.
 */
export class PanelMemory {
  /**
   * @param _database Null where nothing can be kept: it is remembered until the page is closed
   */
  constructor(private readonly _database: IStateDB | null = null) {
    void this._restore();
  }

  /** Emits when something changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The view on show. */
  get view(): View {
    return this._view;
  }

  set view(view: View) {
    this._isChosen = true;
    if (view !== this._view) {
      this._view = view;
      this._changed.emit();
      this._database?.save(KEY, { view }).catch(() => undefined);
    }
  }

  private async _restore(): Promise<void> {
    const kept = await this._database?.fetch(KEY).catch(() => undefined);
    const view = (kept as { view?: unknown } | undefined)?.view;
    // Whoever chose in the meantime is not overruled.
    if (view === 'project' && !this._isChosen) {
      this._view = view;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _isChosen = false;
  private _view: View = 'notebook';
}
