import type { ISignal } from '@lumino/signaling';

/** What can be scanned, as far as the page knows. */
export interface IWhere {
  /** Folder that the file browser shows, or that of the notebook: a path on the server. */
  readonly folder: string;
  /** Emits when the folder is another one. */
  readonly changed: ISignal<unknown, unknown>;
  /** Ask for a folder; null where none was chosen. */
  ask(from: string): Promise<string | null>;
}
