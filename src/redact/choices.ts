import type { IRedactRequest, StoreKind } from '../protocol';
import type { ICtOptions } from '../tokens';

/** What the user chooses of a redaction. */
export interface IChoices {
  readonly store: StoreKind;
  readonly envAt: 'notebook' | 'repository';
  /** Whether the notebook itself loads what was stored. */
  readonly load: boolean;
  /** Whether the other files of the folder are cleaned as well. */
  readonly folder: boolean;
}

/** The choices as the settings have them. */
export function choicesOf(options: ICtOptions): IChoices {
  return {
    store: options.store,
    envAt: options.envAt,
    load: options.loadValues,
    folder: false
  };
}

/** The module with which a notebook loads what was stored; null where there is nothing to load. */
export function loaderOf(store: StoreKind): 'dotenv' | 'keyring' | null {
  return store === 'env' ? 'dotenv' : store === 'keyring' ? store : null;
}

/** The part of a request that the choices decide. */
export function requestOf(
  choices: IChoices
): Pick<IRedactRequest, 'store' | 'env_at' | 'load' | 'folder'> {
  const loader = choices.load ? loaderOf(choices.store) : null;
  return {
    store: choices.store,
    env_at: choices.envAt,
    load: loader ?? 'none',
    folder: choices.folder
  };
}
