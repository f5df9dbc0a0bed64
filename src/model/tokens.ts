import type { INotebookContent } from '@jupyterlab/nbformat';
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type { IDocumentView } from './documentView';
import type { ILocated, NotebookFindings } from './notebookFindings';
import type { ICtProject as IProject } from '../project/project';
import type {
  ColumnAction,
  IAuditResponse,
  IDataCellRequest,
  IDataCellResponse,
  IDataFile,
  IGitignoreResponse,
  IGitSight,
  IIgnoreRequest,
  IIgnoreResponse,
  IJobResponse,
  IRedactPlan,
  IRedactRequest,
  IRedactResponse,
  IRuleInfo,
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
  JobKind,
  SaveMode
} from '../protocol/protocol';
import type { ICtOptions } from './options';

/** Whether the server part can be talked to. */
export interface IConnection {
  readonly kind: 'connecting' | 'ready' | 'no-server' | 'wrong-version';
  /** What the server said of itself; null until it answered. */
  readonly status: IStatusResponse | null;
  /** What a person can make of it; empty where all is well. */
  readonly detail: string;
  /** Whether the whole server does not answer, and not our part alone; absent means no. */
  readonly isSilent?: boolean;
}

/** Requests to the server part, and whether it is there and of our version. */
export interface ICtClient extends IDisposable {
  readonly connection: IConnection;
  readonly connectionChanged: ISignal<ICtClient, IConnection>;
  /** The rule catalogue by weakness id; empty until the server was reached. */
  readonly rules: ReadonlyMap<string, IRuleInfo>;
  /** Ask for the status again now; resolves when the answer is known, and never rejects. */
  check(): Promise<void>;
  /** @param body JSON text of the request, see `batches.ts` */
  scan(body: string, signal?: AbortSignal): Promise<IScanResponse>;
  /** Judge the code of all cells; like `scan`. */
  code(body: string, signal?: AbortSignal): Promise<IScanResponse>;
  ignore(request: IIgnoreRequest): Promise<IIgnoreResponse>;
  /** How a decision to ignore a finding is taken back in the notebook. */
  unignore(request: IUnignoreRequest): Promise<IUnignoreResponse>;
  /** Take what somebody said of a finding out of the baseline; like `audit`. */
  unaudit(body: string): Promise<IUnauditResponse>;
  /**
   * Write into the repository's baseline what somebody says of a finding.
   *
   * @param body JSON text of the request: a scan of the finding's cell, and an `IAuditRequest`
   */
  audit(body: string): Promise<IAuditResponse>;
  /** What `redact` would do; nothing is written, and the answer carries no value. */
  plan(request: IRedactRequest): Promise<IRedactPlan>;
  redact(request: IRedactRequest): Promise<IRedactResponse>;
  /** Take back what `redact` stored, where nobody changed it since. */
  undo(request: IUndoRequest): Promise<IUndoResponse>;
  share(request: IShareRequest): Promise<IShareResponse>;
  /** What a copy of a notebook may be without; nothing where it is clean. */
  shareLook(path: string, content: INotebookContent): Promise<IShareLook>;
  /** Begin work in the background; @returns its id */
  startJob(kind: JobKind, body: string): Promise<string>;
  job<T>(kind: JobKind, id: string): Promise<IJobResponse<T>>;
  cancelJob(kind: JobKind, id: string): Promise<void>;
  dataCell(request: IDataCellRequest): Promise<IDataCellResponse>;
  /** The outputs of a notebook without what some columns hold. */
  scrub(request: IScrubRequest): Promise<IScrubResponse>;
  /** Outputs without the stored values that they print. */
  scrubKnown(request: IScrubKnownRequest): Promise<IScrubResponse>;
  /** @param path Of a data file, relative to the root of the server */
  gitignore(path: string): Promise<IGitignoreResponse>;
  envForKernel(kernel: string): Promise<void>;
  /** Let the next save of a file through although saves are refused; refused where that is fixed. */
  saveOnce(path: string): Promise<void>;
  /** How git sees a data file. */
  gitSight(path: string): Promise<IGitSight>;
  /**
   * @param personalOff Kinds of personal data that a save does not tell of
   * @returns The mode that is in force now
   */
  setSaveMode(
    mode: SaveMode,
    personalOff?: readonly string[]
  ): Promise<SaveMode>;
}

/** The client of the server part; replace it to scan elsewhere. */
export const ICtClient = new Token<ICtClient>(
  'ct_jupyter:ICtClient',
  'Requests to the server part of ct_jupyter.'
);

/** The findings of all open notebooks. */
export interface ICtFindings extends IDisposable {
  /** Emits when a notebook is opened, closed, or becomes the current one. */
  readonly notebooksChanged: ISignal<ICtFindings, void>;
  /** Findings of the notebook that the user looks at; null where none is open. */
  readonly current: NotebookFindings | null;
  /** How the document is shown that the user looks at; null where it is a notebook. */
  readonly currentView: IDocumentView | null;
  /** How an open document is shown; null for a notebook. */
  viewOf(notebook: ISharedNotebook): IDocumentView | null;
  /** Scan a document that is no notebook, for as long as its widget is there. */
  show(view: IDocumentView): void;
  /** Say which widget the user looks at; one that shows no document changes nothing. */
  lookAt(widget: Widget | null): void;
  /** Findings of all open notebooks. */
  readonly all: Iterable<NotebookFindings>;
  /** Findings of one open notebook. */
  of(notebook: ISharedNotebook): NotebookFindings | null;
  /** Findings of the notebook that a cell belongs to. */
  ofCell(cell: ISharedCell): NotebookFindings | null;
  /** Findings of an open notebook by its server path. */
  ofPath(path: string): NotebookFindings | null;
  /** Scan a whole open notebook again. */
  scan(notebook: ISharedNotebook): Promise<void>;
  /** Scan all open notebooks again in silence, as when their policy may have changed. */
  rescanAll(): Promise<void>;
  /**
   * Look at the data files that a notebook reads and writes.
   *
   * @param mostBytes Larger files are only named; any size where it is not given
   */
  lookAtData(notebook: ISharedNotebook, mostBytes?: number): Promise<void>;
  /** Look for names and addresses in a notebook, with the model of the server. */
  lookForNames(notebook: ISharedNotebook): Promise<void>;
  /** Stop a look in the background; what was found before stays. */
  stopLook(notebook: ISharedNotebook, kind: JobKind): void;
  /** Stop the scan of a whole notebook; what was found stays. */
  cancel(notebook: ISharedNotebook): void;
  /** Scan at once what changed in a notebook, and wait for the answer. */
  settle(notebook: ISharedNotebook): Promise<void>;
}

/** The store of findings; other extensions may show them elsewhere. */
export const ICtFindings = new Token<ICtFindings>(
  'ct_jupyter:ICtFindings',
  'The secrets that ct_jupyter found in the open notebooks.'
);

/** What a user can do with a finding. Problems are told to the user, not to the caller. */
export interface ICtActions {
  /** Show the finding in its notebook and put the cursor on it. */
  goTo(located: ILocated): Promise<void>;
  /** Replace the literal by a lookup of an environment variable. */
  fix(located: ILocated): Promise<void>;
  /** Ask for a reason and note in the notebook that the finding is to be ignored. */
  ignore(located: ILocated): Promise<void>;
  /** Take the decision to ignore a finding back, where it was written. */
  unignore(located: ILocated): Promise<void>;
  /** Mask a person's data in a text, or put a made-up value in its place. */
  rewritePersonal(located: ILocated, how: PersonalRewrite): void;
  /** Show what would be replaced in the current notebook, and replace it where the user agrees. */
  redactAll(): Promise<void>;
  /** Take the last replacement in the current notebook back, with all that belongs to it. */
  undo(): Promise<void>;
  /** Do the replacement again that was taken back last in the current notebook. */
  redo(): Promise<void>;
  /** Restore the outputs that were replaced in the current notebook. */
  restore(): void;
  /**
   * Insert a cell below the one that reads a file, which treats some of its columns, and take what
   * they hold out of the outputs.
   *
   * @param located Findings of the columns
   */
  treatColumns(
    file: IDataFile,
    located: readonly ILocated[],
    action: ColumnAction
  ): Promise<void>;
  /** Take what some columns hold out of the outputs of the current notebook. */
  scrubColumns(located: readonly ILocated[]): Promise<void>;
  /** Take the stored values that outputs of one cell print out of them. */
  takeOut(located: readonly ILocated[]): Promise<void>;
  /** Keep a data file out of the repository; its path is relative to the root of the server. */
  gitignore(path: string): Promise<void>;
  /**
   * Save a copy without secrets beside a notebook.
   *
   * @param path Path with its drive; that of the current notebook where it is not given
   */
  share(path?: string): Promise<void>;
}

/** What becomes of the data of a person. */
export type PersonalRewrite = 'mask' | 'fake';

/** What a user can do with a finding. */
export const ICtActions = new Token<ICtActions>(
  'ct_jupyter:ICtActions',
  'Going to, replacing and ignoring what ct_jupyter found.'
);

/** The settings with their defaults, and a signal. */
export interface ICtSettings {
  readonly options: ICtOptions;
  readonly changed: ISignal<ICtSettings, ICtOptions>;
  /** Follow the settings of a registry. */
  follow(settings: ISettingRegistry.ISettings): void;
}

/** The settings of the extension. */
export const ICtSettings = new Token<ICtSettings>(
  'ct_jupyter:ICtSettings',
  'The settings of ct_jupyter, with their defaults where there is no setting registry.'
);

/** The scan of a whole project, and what it found. */
export type ICtProject = IProject;

/** The scan of a whole project; other extensions may show it elsewhere. */
export const ICtProject = new Token<ICtProject>(
  'ct_jupyter:ICtProject',
  'What ct_jupyter found in a whole folder or repository.'
);
