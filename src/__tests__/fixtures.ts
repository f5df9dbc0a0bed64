/** What the tests share: made-up findings, notebooks that are real, a client that is not. */
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import { YNotebook } from '@jupyter/ydoc';
import type { ICell, IOutput } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import type {
  IAuditRequest,
  IAuditResponse,
  ISentCell,
  IDataCellRequest,
  IDataCellResponse,
  IDataFile,
  IDataResult,
  IFinding,
  IGitignoreResponse,
  IGitSight,
  IIgnoreRequest,
  IIgnoreResponse,
  IJobResponse,
  IPolicyInfo,
  IRedactPlan,
  IRedactRequest,
  IRedactResponse,
  IRuleInfo,
  IScanError,
  IScanResponse,
  IScrubKnownRequest,
  IScrubRequest,
  IScrubResponse,
  IShareLook,
  IShareRequest,
  IShareResponse,
  IStatusResponse,
  IUnauditResponse,
  IUnignoreRequest,
  IUnignoreResponse,
  IUndoRequest,
  IUndoResponse,
  IVariable,
  JobKind,
  SaveMode
} from '../protocol/protocol';
import type { IConnection, ICtClient } from '../model/tokens';

/** Translations that leave everything as it is. */
export const trans = nullTranslator.load('ct_jupyter');

/** What a server of our version says of itself. */
export const STATUS: IStatusResponse = {
  version: '0.1.0',
  api: 1,
  engine: 're',
  rules: 1,
  save_mode: 'warn',
  save_modes: ['off', 'warn', 'block'],
  save_mode_locked: false,
  save_hook: true,
  env_for_kernels: false,
  collaboration: false,
  names: false,
  local_files: true,
  max_body_bytes: 64 * 1024 * 1024
};

/** The word that the stub server takes for a secret. */
export const MARKED = 'FORBIDDEN';

/** A notebook with code cells, or cells as they are given. */
export function notebookOf(...cells: (string | Partial<ICell>)[]): YNotebook {
  return YNotebook.create({
    disableDocumentWideUndoRedo: true,
    data: {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: cells.map((cell, index) => ({
        cell_type: 'code',
        id: `c${index + 1}`,
        metadata: {},
        outputs: [],
        execution_count: null,
        ...(typeof cell === 'string'
          ? { source: cell }
          : { source: '', ...cell })
      })) as ICell[]
    }
  });
}

/** A finding, with what a test does not care about filled in. */
export function findingOf(changes: Partial<IFinding> = {}): IFinding {
  return {
    path: 'a.ipynb',
    weakness_id: 'secret.test.key',
    title: 'Test key',
    severity: 'high',
    confidence: 'high',
    cell: 1,
    cell_id: 'c1',
    part: 'source',
    output: null,
    mime: null,
    pointer: null,
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 4, offset: 3 },
    column_name: null,
    column: null,
    file_line: null,
    preview: '…',
    fingerprint: 'f1',
    suppressed: null,
    note: null,
    pair: null,
    fix: null,
    variable: null,
    context: null,
    commit: null,
    commit_date: null,
    flow: null,
    known: null,
    ...changes
  };
}

/** A policy that says nothing, but for what a test gives. */
export function policyOf(changes: Partial<IPolicyInfo> = {}): IPolicyInfo {
  return {
    version: 'v1',
    file: null,
    error: '',
    excluded: false,
    disabled: [],
    baseline: { path: '.ct-jupyter/baseline.json', exists: true },
    ...changes
  };
}

/** A column of a data file, found where a cell reads it. */
export function columnOf(
  column_name: string,
  changes: Partial<IFinding> = {}
): IFinding {
  return findingOf({
    weakness_id: 'pii.email',
    title: 'E-mail address',
    severity: 'medium',
    part: 'data',
    column_name,
    column: {
      path: 'people.csv',
      table: null,
      rows: 200,
      hits: 50,
      special: false,
      guarantee: null
    },
    fingerprint: column_name,
    ...changes
  });
}

/** A file that the first cell reads. */
export function fileOf(changes: Partial<IDataFile> = {}): IDataFile {
  return {
    cell: 1,
    cell_id: 'c1',
    start: 0,
    end: 3,
    name: 'people.csv',
    reader: 'pandas.read_csv',
    writes: false,
    treatable: true,
    state: 'found',
    why: null,
    files: ['people.csv'],
    ...changes
  };
}

/** A look that is through, with what it found. */
export function doneWith(
  changes: Partial<IDataResult>
): IJobResponse<IDataResult> {
  return {
    state: 'done',
    what: '',
    done: 0,
    total: 0,
    message: '',
    result: {
      findings: [],
      files: [fileOf()],
      errors: [],
      large: [],
      ...changes
    }
  };
}

/** A variable, with what a test does not care about filled in. */
export function variableOf(changes: Partial<IVariable> = {}): IVariable {
  return {
    name: 'KEY',
    weakness_id: 'secret.test.key',
    title: 'Test key',
    provider: 'Test',
    remedy: 'Rotate it.',
    page: 'https://example.org/keys',
    needed: true,
    places: 1,
    copies: 0,
    fingerprint: 'f1',
    ...changes
  };
}

/** A plan that changes nothing, but for what a test gives. */
export function planOf(changes: Partial<IRedactPlan> = {}): IRedactPlan {
  return {
    variables: [variableOf()],
    cells: [],
    metadata: null,
    replaced: [],
    counts: { sources: 0, outputs: 0, metadata: 0, attachments: 0 },
    pictures: [],
    skipped: 0,
    notes: [],
    imports: ['import os'],
    out_of_reach: [],
    files: [],
    repository: null,
    store_kind: 'env',
    platform: null,
    ...changes
  };
}

/** A panel as far as a replacement needs it: it collects what its kernel is asked to do. */
export function panelWith(
  language: string | null,
  executed: { code: string; user_expressions?: object }[] = [],
  result = 'True'
): NotebookPanel {
  const kernel = {
    info: Promise.resolve({ language_info: { name: language } }),
    requestExecute: (request: (typeof executed)[number]) => {
      executed.push(request);
      const content = {
        status: 'ok',
        user_expressions: {
          ct: { status: 'ok', data: { 'text/plain': result } }
        }
      };
      return { done: Promise.resolve({ content }), dispose: () => undefined };
    }
  };
  return {
    context: { path: 'RTC:a.ipynb', localPath: 'a.ipynb' },
    sessionContext: { session: language ? { kernel } : null }
  } as unknown as NotebookPanel;
}

/** Body of a scan request. */
export interface IScanBody {
  path: string;
  language: string;
  cells: ISentCell[];
  metadata?: object;
  ignore?: string[];
  settled?: boolean;
  most_bytes?: number;
  kind?: 'file';
}

/** A look at a clean notebook. */
export const NOTHING_FOUND: IShareLook = {
  secrets: 0,
  personal: [],
  suppressed: 0,
  images: [],
  looked_for_names: true,
  found: []
};

/** A server that finds the word `FORBIDDEN`, and remembers what it was asked. */
export class StubClient implements ICtClient {
  readonly audits: (IScanBody & IAuditRequest)[] = [];
  readonly bodies: IScanBody[] = [];
  readonly cancelled: string[] = [];
  readonly codes: IScanBody[] = [];
  readonly dataCells: IDataCellRequest[] = [];
  readonly started: { kind: JobKind; body: IScanBody }[] = [];
  readonly connectionChanged: Signal<ICtClient, IConnection> = new Signal<
    ICtClient,
    IConnection
  >(this);
  readonly ignores: IIgnoreRequest[] = [];
  readonly unignores: IUnignoreRequest[] = [];
  readonly modes: SaveMode[] = [];
  readonly redactions: IRedactRequest[] = [];
  readonly scrubs: IScrubRequest[] = [];
  readonly knownScrubs: IScrubKnownRequest[] = [];
  /** What the next looks at a notebook that is to be shared find. */
  looks: IShareLook[] = [];
  /** Kernels that were asked to start with the variables of `.env`. */
  readonly withEnv: string[] = [];
  readonly shares: IShareRequest[] = [];
  readonly undos: IUndoRequest[] = [];
  connection: IConnection = { kind: 'ready', status: STATUS, detail: '' };
  isDisposed = false;
  rules: ReadonlyMap<string, IRuleInfo> = new Map();
  errors: IScanError[] = [];
  check = jest.fn(() => Promise.resolve());

  /** Replaced by tests that hold an answer back or refuse. */
  answer = (body: IScanBody): Promise<IScanResponse> =>
    Promise.resolve(this.find(body));
  answerCode = (_: IScanBody): Promise<IScanResponse> =>
    Promise.resolve({
      findings: [],
      errors: [],
      seconds: 0,
      policy: policyOf(),
      waiting: false
    });
  answerScrubKnown = (_: IScrubKnownRequest): Promise<IScrubResponse> =>
    Promise.resolve({ cells: [], places: 0 });
  answerIgnore = (): Promise<IIgnoreResponse> =>
    Promise.reject(new Error('no ignore'));
  answerUnignore = (): Promise<IUnignoreResponse> =>
    Promise.reject(new Error('not asked'));
  answerUnaudit = (): Promise<IUnauditResponse> =>
    Promise.reject(new Error('not asked'));
  answerAudit = (): Promise<IAuditResponse> =>
    Promise.reject(new Error('no audit'));
  answerDataCell = (): Promise<IDataCellResponse> =>
    Promise.reject(new Error('no data cell'));
  answerGitignore = (): Promise<IGitignoreResponse> =>
    Promise.reject(new Error('no gitignore'));
  answerJob = (_: JobKind, __: string): Promise<IJobResponse<unknown>> =>
    Promise.reject(new Error('no job'));
  answerPlan = (_: IRedactRequest): Promise<IRedactPlan> =>
    Promise.reject(new Error('no plan'));
  answerRedact = (_: IRedactRequest): Promise<IRedactResponse> =>
    Promise.reject(new Error('no redact'));
  answerScrub = (_: IScrubRequest): Promise<IScrubResponse> =>
    Promise.resolve({ cells: [], places: 0 });
  answerShare = (_: IShareRequest): Promise<IShareResponse> =>
    Promise.reject(new Error('no share'));
  answerUndo = (_: IUndoRequest): Promise<IUndoResponse> =>
    Promise.resolve({ taken_back: [] });
  answerMode = (mode: SaveMode): Promise<SaveMode> => Promise.resolve(mode);

  dispose(): void {
    this.isDisposed = true;
  }

  code(text: string): Promise<IScanResponse> {
    const body = JSON.parse(text) as IScanBody;
    this.codes.push(body);
    return this.answerCode(body);
  }

  async scan(text: string, signal?: AbortSignal): Promise<IScanResponse> {
    const body = JSON.parse(text) as IScanBody;
    this.bodies.push(body);
    const answer = await this.answer(body);
    signal?.throwIfAborted?.();
    if (signal?.aborted) {
      throw new DOMException('aborted', 'AbortError');
    }
    return answer;
  }

  async audit(text: string): Promise<IAuditResponse> {
    this.audits.push(JSON.parse(text) as IScanBody & IAuditRequest);
    return this.answerAudit();
  }

  startJob(kind: JobKind, text: string): Promise<string> {
    this.started.push({ kind, body: JSON.parse(text) as IScanBody });
    return Promise.resolve(`job${this.started.length}`);
  }

  async job<T>(kind: JobKind, id: string): Promise<IJobResponse<T>> {
    return (await this.answerJob(kind, id)) as IJobResponse<T>;
  }

  cancelJob(kind: JobKind, id: string): Promise<void> {
    this.cancelled.push(`${kind} ${id}`);
    return Promise.resolve();
  }

  dataCell(request: IDataCellRequest): Promise<IDataCellResponse> {
    this.dataCells.push(request);
    return this.answerDataCell();
  }

  scrub(request: IScrubRequest): Promise<IScrubResponse> {
    this.scrubs.push(request);
    return this.answerScrub(request);
  }

  shareLook(): Promise<IShareLook> {
    return Promise.resolve(this.looks.shift() ?? NOTHING_FOUND);
  }

  scrubKnown(request: IScrubKnownRequest): Promise<IScrubResponse> {
    this.knownScrubs.push(request);
    return this.answerScrubKnown(request);
  }

  saveOnce(): Promise<void> {
    return Promise.resolve();
  }

  gitSight(): Promise<IGitSight> {
    return Promise.resolve({ state: 'absent', tracked: false });
  }

  envForKernel(kernel: string): Promise<void> {
    this.withEnv.push(kernel);
    return Promise.resolve();
  }

  gitignore(): Promise<IGitignoreResponse> {
    return this.answerGitignore();
  }

  plan(request: IRedactRequest): Promise<IRedactPlan> {
    this.redactions.push(request);
    return this.answerPlan(request);
  }

  redact(request: IRedactRequest): Promise<IRedactResponse> {
    this.redactions.push(request);
    return this.answerRedact(request);
  }

  share(request: IShareRequest): Promise<IShareResponse> {
    this.shares.push(request);
    return this.answerShare(request);
  }

  undo(request: IUndoRequest): Promise<IUndoResponse> {
    this.undos.push(request);
    return this.answerUndo(request);
  }

  ignore(request: IIgnoreRequest): Promise<IIgnoreResponse> {
    this.ignores.push(request);
    return this.answerIgnore();
  }

  unignore(request: IUnignoreRequest): Promise<IUnignoreResponse> {
    this.unignores.push(request);
    return this.answerUnignore();
  }

  unaudit(): Promise<IUnauditResponse> {
    return this.answerUnaudit();
  }

  setSaveMode(mode: SaveMode): Promise<SaveMode> {
    this.modes.push(mode);
    return this.answerMode(mode);
  }

  connect(kind: IConnection['kind'], detail = ''): void {
    const status = kind === 'ready' || kind === 'wrong-version' ? STATUS : null;
    this.connection = { kind, status, detail };
    this.connectionChanged.emit(this.connection);
  }

  find(body: IScanBody): IScanResponse {
    const findings = body.cells.flatMap(cell => [
      ...this._in(String(cell.source ?? ''), {
        cell: cell.cell,
        cell_id: cell.id
      }),
      ...(cell.outputs ?? []).flatMap((output, index) =>
        this._in(textOf(output), {
          cell: cell.cell,
          cell_id: cell.id,
          part: 'output',
          output: index + 1
        })
      )
    ]);
    return {
      findings,
      errors: this.errors,
      seconds: 0,
      policy: policyOf(),
      waiting: false
    };
  }

  private _in(text: string, changes: Partial<IFinding>): IFinding[] {
    const points = [...text];
    return [...text.matchAll(new RegExp(MARKED, 'g'))].map(match => {
      const offset = [...text.slice(0, match.index)].length;
      const line =
        points.slice(0, offset).filter(point => point === '\n').length + 1;
      return findingOf({
        ...changes,
        start: { line, column: 1, offset },
        end: { line, column: 1, offset: offset + MARKED.length },
        fingerprint: `f${offset}`
      });
    });
  }
}

/** What is looked into of an output. */
function textOf(output: IOutput): string {
  return typeof output.text === 'string' ? output.text : JSON.stringify(output);
}

/** Type text at the end of a cell, as an editor does. */
export function append(cell: ISharedCell, text: string): void {
  const { length } = cell.getSource();
  cell.updateSource(length, length, text);
}

/** A cell of a notebook by its number from 1. */
export function cellAt(
  notebook: ISharedNotebook,
  position: number
): ISharedCell {
  return notebook.cells[position - 1];
}

/** Let promises that are settled run on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await Promise.resolve();
  }
}
