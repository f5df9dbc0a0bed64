import { isShown } from '../model/kinds';
import type { IFinding, IProjectFile, IScanError } from '../protocol/protocol';
import type { Severity } from '../protocol/severity';
import { rank, SEVERITIES } from '../protocol/severity';
import type { ICtOptions } from '../model/options';

/** A file with what of it is to be shown. */
export interface IShownFile {
  readonly path: string;
  readonly kind: IProjectFile['kind'];
  /** All that count, by severity, also those that are not listed one by one. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly total: number;
  /** Severity of its worst finding. */
  readonly worst: Severity;
  /** Worst first, then in reading order. */
  readonly findings: readonly IFinding[];
  /** How many count and are not listed. */
  readonly more: number;
  /** Number of those that somebody ignored. */
  readonly ignored: number;
  /** Whether secrets can be taken out of it from here. */
  readonly replaceable: boolean;
}

/** A line of the list. */
export type ProjectRow =
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly file: IShownFile;
      readonly open: boolean;
    }
  | {
      readonly kind: 'finding';
      readonly key: string;
      readonly file: IShownFile;
      readonly finding: IFinding;
    }
  | { readonly kind: 'more'; readonly key: string; readonly file: IShownFile };

/** Which lines are wanted. */
export interface IWanted {
  readonly hidden: ReadonlySet<Severity>;
  /** Text that the path, or what was found, contains. */
  readonly filter: string;
  /** Paths whose findings are listed. */
  readonly open: ReadonlySet<string>;
}

/** What the settings let through of a file; null where that is nothing. */
export function shownFile(
  file: IProjectFile,
  options: ICtOptions
): IShownFile | null {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  const findings: IFinding[] = [];
  let ignored = 0;
  for (const finding of file.findings) {
    if (!isShown(finding, options)) {
      continue;
    }
    if (finding.suppressed) {
      ignored += 1;
    } else {
      counts[finding.severity] += 1;
      findings.push(finding);
    }
  }
  let more = 0;
  for (const severity of SEVERITIES) {
    if (rank(severity) <= rank(options.minimumSeverity)) {
      counts[severity] += file.more[severity] ?? 0;
      more += file.more[severity] ?? 0;
    }
  }
  const worst = SEVERITIES.find(severity => counts[severity] > 0);
  if (worst === undefined) {
    return null;
  }
  return {
    path: file.path,
    kind: file.kind,
    counts,
    total: findings.length + more,
    worst,
    // The order is stable: within a severity findings stay in reading order.
    findings: findings.sort((a, b) => rank(a.severity) - rank(b.severity)),
    more,
    ignored,
    replaceable:
      file.kind !== 'data' &&
      findings.some(({ weakness_id }) => weakness_id.startsWith('secret.'))
  };
}

/**
 * The files by their worst finding, then by path. What was worked out for a file is kept: results
 * come bit by bit, and there may be thousands.
 */
export class ShownFiles {
  /** @returns The files with findings that the settings let through */
  of(
    files: ReadonlyMap<string, IProjectFile>,
    options: ICtOptions
  ): readonly IShownFile[] {
    if (options !== this._options) {
      this._options = options;
      this._known = new WeakMap();
    }
    const shown: IShownFile[] = [];
    for (const file of files.values()) {
      let known = this._known.get(file);
      if (known === undefined) {
        known = shownFile(file, options);
        this._known.set(file, known);
      }
      if (known) {
        shown.push(known);
      }
    }
    return shown.sort(byWorst);
  }

  private _known = new WeakMap<IProjectFile, IShownFile | null>();
  private _options: ICtOptions | null = null;
}

function byWorst(one: IShownFile, other: IShownFile): number {
  return (
    rank(one.worst) - rank(other.worst) ||
    (one.path < other.path ? -1 : Number(one.path > other.path))
  );
}

/** The lines of the list. */
export function projectRows(
  files: readonly IShownFile[],
  { filter, hidden, open }: IWanted
): readonly ProjectRow[] {
  const text = filter.trim().toLowerCase();
  const rows: ProjectRow[] = [];
  for (const file of files) {
    if (SEVERITIES.every(each => hidden.has(each) || file.counts[each] === 0)) {
      continue;
    }
    const inPath = file.path.toLowerCase().includes(text);
    const found = file.findings.filter(
      finding =>
        !hidden.has(finding.severity) && (inPath || mentions(finding, text))
    );
    if (!inPath && found.length === 0) {
      continue;
    }
    const { path } = file;
    const isOpen = open.has(path);
    rows.push({ kind: 'file', key: path, file, open: isOpen });
    if (isOpen) {
      rows.push(
        ...found.map((finding, index) => ({
          kind: 'finding' as const,
          key: `${path}\n${index}`,
          file,
          finding
        }))
      );
      if (file.more > 0 && inPath) {
        rows.push({ kind: 'more', key: `${path}\nmore`, file });
      }
    }
  }
  return rows;
}

function mentions(finding: IFinding, text: string): boolean {
  return (
    finding.title.toLowerCase().includes(text) ||
    finding.weakness_id.includes(text)
  );
}

/** What could not be read, each thing once. */
export function unreadable(
  files: ReadonlyMap<string, IProjectFile>
): readonly IScanError[] {
  const errors: IScanError[] = [];
  for (const file of files.values()) {
    errors.push(...file.errors);
  }
  return errors;
}

/** Number of findings in all, by severity. */
export function totals(files: readonly IShownFile[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const file of files) {
    for (const severity of SEVERITIES) {
      counts[severity] += file.counts[severity];
    }
  }
  return counts;
}

/**
 * A path as the list shows it: from what is scanned on.
 *
 * @param folder What is scanned; empty for the root of the server
 */
export function below(path: string, folder: string): string {
  return folder && path.startsWith(`${folder}/`)
    ? path.slice(folder.length + 1)
    : path;
}
