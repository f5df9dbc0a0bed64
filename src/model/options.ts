import type { SaveMode, StoreKind } from '../protocol/protocol';
import type { Severity } from '../protocol/severity';

/** The settings as `schema/plugin.json` describes them. */
export interface ICtOptions {
  readonly live: boolean;
  /** Milliseconds between the last keystroke and the scan. */
  readonly debounce: number;
  readonly onSave: SaveMode;
  readonly minimumSeverity: Severity;
  readonly notifications: boolean;
  readonly markCells: boolean;
  readonly openPanel: boolean;
  /** Where the values go that are taken out of a notebook. */
  readonly store: StoreKind;
  /** Secret scope, key vault or project, where the store is a platform's that has such. */
  readonly vault: string;
  readonly envAt: 'notebook' | 'repository';
  /** Whether the notebook itself loads what was stored. */
  readonly loadValues: boolean;
  /** Whether stored values are taken out of outputs as they arrive. */
  readonly keepValuesOut: boolean;
  /** Whether personal data is shown. */
  readonly personalData: boolean;
  /** Whether a kind of it is, by its name without `pii.`; absent means yes. */
  readonly personalKinds: Readonly<Record<string, boolean>>;
  /** Whether code that opens a door is looked for. */
  readonly code: boolean;
  /** Whether the data files of a notebook are looked at when it is opened. */
  readonly lookAtData: boolean;
  /** Whether names are looked for when a notebook is opened. */
  readonly lookForNames: boolean;
}
