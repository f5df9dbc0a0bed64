import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ICtOptions } from '../model/options';
import type { ICtSettings } from '../model/tokens';

/** Used where there is no setting registry; the same as in `schema/plugin.json`. */
export const DEFAULT_OPTIONS: ICtOptions = {
  live: true,
  debounce: 100,
  onSave: 'warn',
  minimumSeverity: 'low',
  notifications: true,
  markCells: true,
  openPanel: false,
  store: 'auto',
  vault: '',
  envAt: 'notebook',
  loadValues: true,
  keepValuesOut: false,
  personalData: true,
  code: true,
  personalKinds: {},
  lookAtData: true,
  lookForNames: false
};

/**
 * The settings of the extension.
 */
export class Settings implements ICtSettings {
  /** The settings as they are now. */
  get options(): ICtOptions {
    return this._options;
  }

  /** Emits after a setting changed. */
  get changed(): ISignal<this, ICtOptions> {
    return this._changed;
  }

  /**
   * Follow the settings of a registry.
   *
   * @param settings Loaded settings of this plugin; they live as long as the application
   */
  follow(settings: ISettingRegistry.ISettings): void {
    const update = () => {
      this._options = {
        ...DEFAULT_OPTIONS,
        ...(settings.composite as Partial<ICtOptions>)
      };
      this._changed.emit(this._options);
    };
    settings.changed.connect(update);
    update();
  }

  private _options = DEFAULT_OPTIONS;
  private readonly _changed = new Signal<this, ICtOptions>(this);
}
