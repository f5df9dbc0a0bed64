import type { TranslationBundle } from '@jupyterlab/translation';

import { traitsOf, wordFor } from '../model/documentTraits';
import type { NotebookFindings } from '../model/notebookFindings';
import type { ICtClient } from '../model/tokens';

/** Characters that are told of as a megabyte. */
const MEGABYTE = 1024 * 1024;

/** The states in which the panel can be. */
export type PanelStateKind =
  | 'no-notebook'
  | 'no-server'
  | 'wrong-version'
  | 'scanning'
  | 'excluded'
  | 'incomplete'
  | 'findings'
  | 'clean';

/** What the panel says above its list. */
export interface IPanelState {
  readonly kind: PanelStateKind;
  readonly title: string;
  /** A sentence of explanation; empty where the title says it all. */
  readonly detail: string;
  /** Part of the scan that is done, from 0 to 1; null where that is not known. */
  readonly progress: number | null;
}

/**
 * The state of the panel: what stands in the way comes before what was found.
 */
export function panelState(
  client: ICtClient,
  findings: NotebookFindings | null,
  trans: TranslationBundle
): IPanelState {
  const { kind, detail } = client.connection;
  const state = (
    kind: PanelStateKind,
    title: string,
    detail = ''
  ): IPanelState => ({
    kind,
    title,
    detail,
    progress: null
  });
  if (kind === 'no-server') {
    const title = client.connection.isSilent
      ? trans.__('The server does not answer')
      : trans.__('The server part is missing');
    return state(kind, title, detail);
  }
  if (kind === 'wrong-version') {
    return state(
      kind,
      trans.__('The server part has a different version'),
      detail
    );
  }
  if (!findings) {
    return state(
      'no-notebook',
      trans.__('No notebook open'),
      trans.__('Open a notebook or a text file to list its secrets here.')
    );
  }
  if (kind === 'connecting' || findings.progress) {
    const { done, total } = findings.progress ?? { done: 0, total: 0 };
    return {
      ...state('scanning', scanningTitle(findings, trans)),
      progress: total > 0 ? done / total : null
    };
  }
  if (findings.policy?.excluded) {
    return state(
      'excluded',
      trans.__('Excluded by the policy'),
      wordFor(findings.notebook, {
        notebook: trans.__(
          '%1 excludes this notebook, so neither this panel nor the pipeline scans it.',
          findings.policy.file ?? trans.__('The policy')
        ),
        file: trans.__(
          '%1 excludes this file, so neither this panel nor the pipeline scans it.',
          findings.policy.file ?? trans.__('The policy')
        ),
        console: trans.__(
          '%1 excludes this console, so this panel does not scan it.',
          findings.policy.file ?? trans.__('The policy')
        )
      })
    );
  }
  if (findings.longProgress) {
    const { cell, done, total } = findings.longProgress;
    return {
      ...state(
        'scanning',
        trans.__('Still scanning a long output…'),
        trans.__(
          'Cell %1: %2 of %3 MB. Everything else was scanned.',
          findings.position(cell) ?? '?',
          Math.round(done / MEGABYTE),
          Math.round(total / MEGABYTE)
        )
      ),
      progress: done / total
    };
  }
  const isFile = traitsOf(findings.notebook).what === 'file';
  const list = findings.secrets();
  const active = list.filter(({ finding }) => !finding.suppressed);
  const found = countTitle(
    active.length,
    // The notebook's own metadata is no cell.
    new Set(active.flatMap(({ cell }) => cell ?? [])).size,
    isFile,
    trans
  );
  if (findings.errors.length > 0 || findings.interruption) {
    return state(
      'incomplete',
      trans.__('%1, but some parts could not be read', found),
      findings.interruption
    );
  }
  if (active.length > 0) {
    return state('findings', found);
  }
  const cells = findings.notebook.cells.length;
  return state(
    'clean',
    trans.__('No secrets found'),
    isFile
      ? trans.__('All of the file was scanned.')
      : trans._n(
          '%1 cell was scanned, including its outputs.',
          '%1 cells were scanned, including their outputs.',
          cells
        )
  );
}

function scanningTitle(
  findings: NotebookFindings | null,
  trans: TranslationBundle
): string {
  return findings && traitsOf(findings.notebook).what !== 'notebook'
    ? trans.__('Scanning…')
    : trans.__('Scanning the notebook…');
}

function countTitle(
  count: number,
  cells: number,
  isFile: boolean,
  trans: TranslationBundle
): string {
  if (count === 0) {
    return trans.__('No secrets found');
  }
  const secrets = trans._n('%1 secret', '%1 secrets', count);
  if (isFile) {
    return trans.__('%1 in this file', secrets);
  }
  return cells === 0
    ? trans.__('%1 in the metadata', secrets)
    : trans._n('%2 in %1 cell', '%2 in %1 cells', cells, secrets);
}

/**
 * The same for code that opens a door: only what was found differs.
 */
export function codeState(
  state: IPanelState,
  findings: NotebookFindings | null,
  trans: TranslationBundle
): IPanelState {
  if (!findings || !['findings', 'clean', 'incomplete'].includes(state.kind)) {
    return state;
  }
  const active = findings.code().filter(({ finding }) => !finding.suppressed);
  const title =
    active.length > 0
      ? trans._n('%1 place in the code', '%1 places in the code', active.length)
      : trans.__('No dangerous code found');
  return { kind: 'findings', title, detail: '', progress: null };
}

/**
 * The same for the personal data: only what was found differs.
 */
export function personalState(
  state: IPanelState,
  findings: NotebookFindings | null,
  trans: TranslationBundle
): IPanelState {
  if (!findings || !['findings', 'clean', 'incomplete'].includes(state.kind)) {
    return state;
  }
  const active = findings
    .personal()
    .filter(({ finding }) => !finding.suppressed);
  const columns = active.filter(({ finding }) => finding.part === 'data');
  const places = active.length - columns.length;
  const found = [
    ...(places > 0 ? [trans._n('%1 place', '%1 places', places)] : []),
    ...(columns.length > 0
      ? [trans._n('%1 column of data', '%1 columns of data', columns.length)]
      : [])
  ].join(', ');
  const title = found
    ? trans.__('Personal data: %1', found)
    : wordFor(findings.notebook, {
        notebook: trans.__('No personal data found in the notebook'),
        file: trans.__('No personal data found in the file'),
        console: trans.__('No personal data found in the console')
      });
  if (state.kind === 'incomplete') {
    return {
      ...state,
      title: trans.__('%1, but some parts could not be read', title)
    };
  }
  return { kind: 'findings', title, detail: '', progress: null };
}
