/**
 * What travels between the page and the server part about replacing in many files.
 */
import type { INotebookContent } from '@jupyterlab/nbformat';

import type {
  IRedactedFile,
  IRedactPlan,
  IStored,
  StoreKind
} from '../protocol/protocol';

/** What is to be replaced, and where the values go. */
export interface IReplaceRequest {
  /** What was scanned. */
  readonly folder: string;
  readonly paths: readonly string[];
  /** The content of notebooks that are open, by path: planned for, and not written. */
  readonly unsaved: Readonly<Record<string, INotebookContent>>;
  /** Fingerprints of what is to go; null for all. */
  readonly findings: readonly string[] | null;
  /** The user's own names, by fingerprint. */
  readonly names: Readonly<Record<string, string>>;
  readonly store: StoreKind;
  readonly vault?: string;
  readonly env_at: 'notebook' | 'repository';
  readonly load: 'none' | 'dotenv' | 'keyring';
  /** Whether the other notebooks and text files of their folders are cleaned as well. */
  readonly folder_too: boolean;
  readonly dry_run: boolean;
}

/** The changes of one file, as a unified diff without values. */
export interface IFileDiff {
  readonly path: string;
  readonly lines: readonly string[];
  /** Whether there are more. */
  readonly cut: boolean;
}

/** What would be done; it carries no value. */
export interface IReplacePlan extends IRedactPlan {
  readonly diffs: readonly IFileDiff[];
}

/** What was done. */
export interface IReplaced {
  /** What became of each file. */
  readonly files: readonly IRedactedFile[];
  readonly stored: readonly IStored[];
  /** What is left to do. */
  readonly notes: readonly string[];
  /** With what it is taken back; null where that cannot be done. */
  readonly undo: string | null;
}

/** A file that was put back, or why it was not. */
export interface IPutBack {
  readonly path: string;
  readonly error: string | null;
}
