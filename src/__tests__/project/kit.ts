import type {
  IFinding,
  IProjectFile,
  IProjectResponse
} from '../../protocol/protocol';
import { findingOf } from '../fixtures';

/** A file with findings of the given severities. */
export function fileWith(
  path: string,
  severities: readonly IFinding['severity'][],
  more: Partial<IProjectFile> = {}
): IProjectFile {
  return {
    type: 'file',
    path,
    kind: 'notebook',
    findings: severities.map(severity => ({
      ...findingOf(),
      path,
      severity,
      weakness_id: 'secret.github.token',
      title: `${severity} token`
    })),
    more: {},
    errors: [],
    ...more
  };
}

/** An answer about a scan. */
export function answerWith(
  files: readonly IProjectFile[],
  more: Partial<IProjectResponse> = {}
): IProjectResponse {
  return {
    job: 'j',
    folder: 'work',
    scope: 'folder',
    all_text: false,
    state: 'done',
    message: '',
    done: 1,
    total: 1,
    what: '',
    files,
    cursor: files.length,
    more: false,
    ...more
  };
}

/** By path. */
export function byPath(
  ...files: readonly IProjectFile[]
): ReadonlyMap<string, IProjectFile> {
  return new Map(files.map(file => [file.path, file]));
}
