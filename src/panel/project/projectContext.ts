import type { ISignal } from '@lumino/signaling';

import type { ICtProject } from '../../model/tokens';
import type { IFinding } from '../../protocol/protocol';
import type { IWhere } from './where';

/** What the view works with. */
export interface IProjectContext {
  readonly project: ICtProject;
  readonly where: IWhere;
  /** Open a file at a finding, or as such. */
  readonly open: (path: string, finding: IFinding | null) => void;
  readonly replacer: IReplacer;
}

/** Takes the secrets out of some files, and puts them back. */
export interface IReplacer {
  readonly changed: ISignal<unknown, unknown>;
  /** Number of files that can be put back as they were. */
  readonly undoable: number;
  replace(paths: readonly string[]): Promise<void>;
  undo(): Promise<void>;
}
