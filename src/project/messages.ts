/**
 * What travels between the page and the server part about a whole project.
 */
import type { IFinding, IScanError } from '../protocol/protocol';
import type { Severity } from '../protocol/severity';

/** What of the project is scanned. */
export type ProjectScope = 'folder' | 'repository';

/** What is to be scanned. */
export interface IProjectWish {
  /** Path of a folder or a file on the server; empty for its root. */
  readonly path: string;
  /** `repository`: all of that which the folder belongs to. */
  readonly scope: ProjectScope;
  /** Whether all text files are scanned, not only notebooks and data files. */
  readonly all_text: boolean;
}

/** What one file holds. A later one with the same path takes its place. */
export interface IProjectFile {
  /** Path on the server, without a drive. */
  readonly path: string;
  readonly kind: 'notebook' | 'data' | 'text';
  /** The first of them, suppressed ones included. */
  readonly findings: readonly IFinding[];
  /** How many more there are, by severity. */
  readonly more: Readonly<Partial<Record<Severity, number>>>;
  /** What of it could not be read. */
  readonly errors: readonly IScanError[];
}

/** Answer to `GET project` without a job. */
export interface IProjectInfo {
  /** The user's scan; null where there is none. */
  readonly job: string | null;
  /** Top of the repository that the folder belongs to; null where there is none. */
  readonly repository: string | null;
}

/** How far a scan is, and what came since. */
export interface IProjectAnswer {
  readonly job: string;
  /** What is scanned: a folder or a file; empty for the root of the server. */
  readonly folder: string;
  readonly scope: ProjectScope;
  readonly all_text: boolean;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Why it failed. */
  readonly message: string;
  /** Files. */
  readonly done: number;
  readonly total: number;
  /** The file in hand; empty where there is none. */
  readonly what: string;
  readonly files: readonly IProjectFile[];
  /** Number of results that are known now. */
  readonly cursor: number;
  /** Whether there is more to fetch at once. */
  readonly more: boolean;
}
