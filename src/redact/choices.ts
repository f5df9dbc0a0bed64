import type {
  IRedactRequest,
  StoreChosen,
  StoreKind
} from '../protocol/protocol';
import type { ICtOptions } from '../model/options';

/** What the user chooses of a redaction. */
export interface IChoices {
  readonly store: StoreKind;
  /** Part of a platform's store; empty for the one that the server finds. */
  readonly vault: string;
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
    vault: options.vault,
    envAt: options.envAt,
    load: options.loadValues,
    folder: false
  };
}

/** What kind of store it is: one of a platform is like another. */
export function kindOf(
  store: StoreKind
): 'env' | 'keyring' | 'none' | 'platform' {
  const kind = decided(store);
  return kind === 'env' || kind === 'keyring' || kind === 'none'
    ? kind
    : 'platform';
}

/** Where the values of one notebook are, once the server has decided. */
export function decided(store: StoreKind): StoreChosen {
  return store === 'auto' ? 'env' : store;
}

/** The module with which a notebook loads what was stored; null where there is nothing to load. */
export function loaderOf(store: StoreKind): 'dotenv' | 'keyring' | null {
  const kind = decided(store);
  return kind === 'env' ? 'dotenv' : kind === 'keyring' ? kind : null;
}

/** The part of a request that the choices decide. */
export function requestOf(
  choices: IChoices
): Pick<IRedactRequest, 'store' | 'vault' | 'env_at' | 'load' | 'folder'> {
  const loader = choices.load ? loaderOf(choices.store) : null;
  return {
    store: choices.store,
    vault: choices.vault,
    env_at: choices.envAt,
    load: loader ?? 'none',
    folder: choices.folder
  };
}
