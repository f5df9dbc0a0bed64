// Made by scripts/protocol_types.py from ct_jupyter/protocol/; edit that.

/**
 * What travels between the front end and the server extension.
 *
 * All offsets are code points from 0 in the decoded text; see `offsets.ts`.
 */
import type { IAttachments, INotebookContent, IOutput } from '@jupyterlab/nbformat';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { Severity } from './severity';

/** Number of the REST interface. It grows when an older front end could not work with it any more. */
export const API = 1;

/** Id of the event's schema. */
export const SAVE_SCHEMA = 'https://events.codethreat.com/ct_jupyter/save/v1';

/** How the message of a refused save begins: JupyterLab hands on nothing else of it. */
export const REFUSED = 'Not saved, because the ';

export type PartKind = 'source' | 'output' | 'metadata' | 'attachment' | 'data';

export type Verdict = 'false positive' | 'used in tests' | 'revoked' | 'will not fix';

export type CellType = 'code' | 'markdown' | 'raw';

export type DocumentKind = 'notebook' | 'file';

export type PlatformId = 'colab' | 'databricks' | 'kaggle' | 'sagemaker' | 'vertex' | 'azureml' | 'snowflake';

export type StoreChosen = 'env' | 'keyring' | 'none' | 'colab' | 'databricks' | 'kaggle' | 'sagemaker' | 'vertex' | 'azureml' | 'snowflake';

export type StoreKind = 'auto' | 'env' | 'keyring' | 'none' | 'colab' | 'databricks' | 'kaggle' | 'sagemaker' | 'vertex' | 'azureml' | 'snowflake';

export type EnvAt = 'notebook' | 'repository';

export type SaveMode = 'off' | 'warn' | 'block';

export type ProjectScope = 'folder' | 'repository';

export type ShareOutputs = 'keep' | 'scrub' | 'drop';

export type ColumnAction = 'drop' | 'mask' | 'hash' | 'fake';

export type JobKind = 'data' | 'names';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A cell, as far as the front end wants it scanned. */
export interface ISentCell {
  cell: number;
  id?: string | null;
  type?: CellType;
  source?: string | readonly string[] | null;
  /** Decoded with its cell: one odd output must not keep the others from being scanned. */
  outputs?: readonly IOutput[];
  metadata?: PartialJSONObject | null;
  attachments?: IAttachments;
  /** Where the metadata is not sent: suppressions may stand in a tag. */
  tags?: readonly string[] | null;
  /** Likewise, those of its metadata. */
  ignore?: readonly string[] | null;
}

/** `POST scan`. */
export interface IScanRequest {
  path: string;
  kind?: DocumentKind;
  cells?: readonly ISentCell[];
  language?: string;
  metadata?: PartialJSONObject | null;
  /** The suppressions in the notebook's metadata, where that is not sent. */
  ignore?: readonly string[] | null;
  /** Whether there is time for what is costly: not while somebody types. */
  settled?: boolean;
}

/** `POST data`: the code cells of a notebook. */
export interface IDataRequest extends IScanRequest {
  /** Larger files are only named, unless they are known already; null for any size. */
  most_bytes?: number | null;
}

/** `POST audit`: the cell of a finding, and what somebody says of it. */
export interface IAuditRequest extends IScanRequest {
  weakness_id: string;
  fingerprint: string;
  verdict: Verdict;
  note?: string;
  until?: string | null;
  /** Whether a baseline may be made where there is none. */
  create?: boolean;
}

/** A cell with its source. */
export interface ISourceCell {
  id: string;
  source: string;
  type?: CellType;
  tags?: readonly string[];
}

/** `POST redact`. */
export interface IRedactRequest {
  path: string;
  content: INotebookContent;
  /** Of the kernel, where the notebook's metadata does not say. */
  language?: string | null;
  kind?: DocumentKind;
  /** Fingerprints of those that are to go, each with all copies of its value; null for all. */
  findings?: readonly string[] | null;
  /** The user's own names, by fingerprint: refused as `invalid-name` or `name-taken`. */
  names?: Readonly<Record<string, string>>;
  /** `auto` that is decided to be no `env` is refused as `preview-first` but in a dry run. */
  store?: StoreKind;
  /** Secret scope, key vault or project; empty for the one that the notebook names, or the default. */
  vault?: string;
  env_at?: EnvAt;
  load?: 'none' | 'dotenv' | 'env' | 'keyring';
  /** Variables that were stored before, and are to be loaded although nothing is replaced. */
  load_for?: readonly string[];
  whole_urls?: boolean;
  /** `cell` keeps them in the cell that changes, so that one undo there takes all back. */
  imports?: 'notebook' | 'cell';
  /** Whether the copies that Jupyter and other tools keep of the notebook are cleaned as well. */
  checkpoints?: boolean;
  /** Whether the other notebooks and text files of the folder are. */
  folder?: boolean;
  /** Plan and count; store and write nothing, carry no value. */
  dry_run?: boolean;
  /** Whether a dry run carries the values, for a person to enter them in a platform's store. */
  with_values?: boolean;
}

/** `POST undo`. */
export interface IUndoRequest {
  /** Of the notebook. */
  path: string;
  /** As the answers to `redact` had them. */
  receipts: readonly IReceipt[];
  /** Variables that the notebook still looks up. */
  keep?: readonly string[];
}

/** What one replacement stored. */
export interface IReceipt {
  readonly salt: string;
  /** `.env` before `.gitignore`. */
  readonly files: readonly IAddedLines[];
  /** Digests of values, by name. */
  readonly keyring: Readonly<Record<string, string>>;
}

/** Lines that were added at the end of a file. */
export interface IAddedLines {
  /** POSIX, relative to the server's root. */
  readonly path: string;
  /** Whether the file was not there before. */
  readonly made: boolean;
  /** Whether the file did not end with a line end before. */
  readonly joined: boolean;
  /** Of the whole content before; of nothing where there was no file. */
  readonly before: string;
  readonly lines: readonly string[];
}

/** `POST share`. */
export interface IShareRequest {
  path: string;
  content: INotebookContent;
  outputs?: ShareOutputs;
  /** Kinds of personal data that go, as `pii.email`; null for all. */
  personal?: readonly string[] | null;
  /** Of data files that the notebook reads, known to hold personal data. */
  columns?: readonly string[];
  /** Only look: what a copy may be without, or that it is clean. */
  dry_run?: boolean;
}

/** `POST ignore`. */
export interface IIgnoreRequest {
  cell: ISourceCell;
  weakness_id: string;
  reason: string;
  /** The last day that it is to be ignored. */
  until?: string | null;
  part?: PartKind;
  start?: number | null;
  language?: string;
  /** Of the document; where it is a file, what it is written in. */
  path?: string;
  kind?: DocumentKind;
}

/** `POST unignore`. */
export interface IUnignoreRequest {
  weakness_id: string;
  /** Where the decision stands, as the finding says. */
  kind: 'comment' | 'tag' | 'metadata';
  cell?: ISourceCell | null;
  /** Of the finding, where a comment ignores it. */
  start?: number | null;
  /** The list in the cell's metadata. */
  cell_ignore?: readonly string[];
  /** Likewise, in the notebook's. */
  notebook_ignore?: readonly string[];
}

/** `POST unaudit`: the cell of a finding that the baseline knows. */
export interface IUnauditRequest extends IScanRequest {
  weakness_id: string;
  fingerprint: string;
}

/** `POST data-cell`. */
export interface IDataCellRequest {
  /** All of the notebook: a path may be put together in another cell. */
  cells: readonly ISourceCell[];
  cell: number;
  /** Of the argument that names the file, as `data` answered it. */
  start: number;
  /** Weakness id by column. */
  columns: Readonly<Record<string, string>>;
  action: ColumnAction;
  language?: string;
  /** Of the notebook; without it nothing is stored or written. */
  path?: string;
  /** Whether the running kernel has the key of hashes and fakes already. */
  has_key?: boolean;
  /** Whether the kernel can import from this package; else its cells import from a file beside them. */
  has_package?: boolean;
  /** How the notebook has the key in another session, where it does not load `.env` yet. */
  load?: 'none' | 'dotenv';
}

/** `POST scrub`. */
export interface IScrubRequest {
  content: INotebookContent;
  /** Names, as the data frame has them. */
  columns: readonly string[];
}

/** `POST scrub-known`. */
export interface IScrubKnownRequest {
  path: string;
  /** It, or some cells of it. */
  content: INotebookContent;
  /** Whose values are to go; null for all. */
  variables?: readonly string[] | null;
}

/** `POST gitignore`. */
export interface IGitignoreRequest {
  /** Of the data file, relative to the server's root. */
  path: string;
}

/** `POST kernel-env`. */
export interface IKernelEnvRequest {
  /** Id of a kernel that runs. */
  kernel: string;
}

/** `POST save-mode`. */
export interface ISavePassRequest {
  /** Of what is to be saved in spite of what it holds, once. */
  path: string;
}

/** `PUT save-mode`. */
export interface ISaveModeRequest {
  mode: SaveMode;
  /** Kinds of personal data that the user does not want to be told of: beginnings of weakness ids. */
  personal_off?: readonly string[];
}

/** `POST project`. */
export interface IProjectRequest {
  /** Of the folder or the file to scan. */
  path?: string;
  scope?: ProjectScope;
  /** Whether all text files are scanned, not only notebooks and data files. */
  all_text?: boolean;
}

/** `POST project-redact`. */
export interface IProjectRedactRequest {
  /** What was scanned: its policy says which findings stay. */
  folder: string;
  /** Of the files. */
  paths: readonly string[];
  /** The content of those notebooks that are open, by path; they are planned for, and not written. */
  unsaved?: Readonly<Record<string, INotebookContent>>;
  /** Fingerprints of those that are to go; null for all. */
  findings?: readonly string[] | null;
  /** The user's own names, by fingerprint. */
  names?: Readonly<Record<string, string>>;
  store?: StoreKind;
  vault?: string;
  env_at?: EnvAt;
  load?: 'none' | 'dotenv' | 'env' | 'keyring';
  /** Whether the other notebooks and text files of their folders are cleaned as well. */
  folder_too?: boolean;
  dry_run?: boolean;
}

/** `POST project-undo`. */
export interface IProjectUndoRequest {
  undo: string;
}

/** `PUT project`: files of a scan that were saved, moved or deleted. */
export interface IProjectAgainRequest {
  job: string;
  paths: readonly string[];
}

/** Any request that was refused, with a status of 400 or more. */
export interface IErrorResponse {
  /** What happened and what to do, for the user; quotes nothing. */
  readonly message: string;
  /** The code that the front end goes by, as `moved`. */
  readonly reason: string;
  /** Of the finding that it is about. */
  readonly fingerprint?: string;
  /** Of the variable that it is about. */
  readonly name?: string;
}

/** A request that has nothing to tell. */
export type IDone = object;

/** `GET status`. */
export interface IStatusResponse {
  readonly version: string;
  readonly api: number;
  readonly engine: string;
  readonly rules: number;
  readonly save_mode: SaveMode;
  readonly save_modes: readonly SaveMode[];
  /** Whether the administrator fixed the mode. */
  readonly save_mode_locked: boolean;
  /** Whether saves can be scanned at all. */
  readonly save_hook: boolean;
  /** Whether all kernels are started with the variables of `.env`. */
  readonly env_for_kernels: boolean;
  /** Whether a real-time collaboration extension is loaded on the server. */
  readonly collaboration: boolean;
  /** Whether the server has the extra that finds names. */
  readonly names: boolean;
  /** Whether the server's files are on its own disk, so that data can be looked at. */
  readonly local_files: boolean;
  readonly max_body_bytes: number;
}

/** One kind of secret, as the rule catalogue explains it. */
export interface IRuleInfo {
  readonly id: string;
  readonly title: string;
  readonly provider: string;
  readonly severity: Severity;
  /** What somebody who has the value can do. */
  readonly why: string;
  /** What to do now. */
  readonly remedy: string;
  /** Address of the provider's page. */
  readonly source: string;
}

/** `GET rules`. */
export interface IRulesResponse {
  readonly rules: readonly IRuleInfo[];
}

/** The known findings of a repository. */
export interface IBaselineInfo {
  readonly path: string;
  readonly exists: boolean;
}

/** The policy that holds for a notebook, as the pipeline will read it. */
export interface IPolicyInfo {
  /** Another one after each change. */
  readonly version: string;
  /** The file that the settings stand in; null where there is none. */
  readonly file: string | null;
  /** Why it cannot be read; empty where it can. */
  readonly error: string;
  /** Whether it leaves the notebook out. */
  readonly excluded: boolean;
  /** Weakness ids, or globs on them, that are not looked for. */
  readonly disabled: readonly string[];
  /** null where it cannot be written from here. */
  readonly baseline: IBaselineInfo | null;
}

/** `POST scan`. */
export interface IScanResponse {
  readonly findings: readonly IFinding[];
  readonly errors: readonly IScanError[];
  readonly seconds: number;
  readonly policy: IPolicyInfo;
  /** Whether it was left for later what the baseline says of some value. */
  readonly waiting: boolean;
}

/**
 * A span in a part with a weakness id, severity, confidence and fingerprint; never the value.
 *
 * The fields are version 1 of the JSON report, which changes only by adding.
 */
export interface IFinding {
  /** POSIX, relative to the scanned root. */
  readonly path: string;
  readonly weakness_id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium' | 'low';
  /** From 1, all cell types counted; null for the notebook's own metadata and for plain files. */
  readonly cell: number | null;
  readonly cell_id: string | null;
  readonly part: PartKind;
  /** From 1. */
  readonly output: number | null;
  readonly mime: string | null;
  /** JSON pointer inside metadata and JSON outputs. */
  readonly pointer: string | null;
  readonly column_name: string | null;
  /**
   * For data: the file and the share of its rows. In a notebook's report such a finding stands at the cell
   * that reads or writes the file, its span the argument that names it.
   */
  readonly column: IColumnShare | null;
  readonly start: IPosition;
  readonly end: IPosition;
  /** Line in the file, from 1; null for what was never in a file (an unsaved buffer). */
  readonly file_line: number | null;
  readonly preview: string;
  readonly fingerprint: string;
  readonly suppressed: ISuppression | null;
  /** Why the confidence is lower than the rule's own; of code, where the value comes from. */
  readonly note: string | null;
  /** Fingerprint of the other half: an access key id and its secret key name each other. */
  readonly pair: string | null;
  readonly fix: IFixProposal | null;
  /** The variable in `.env` or the keyring that holds the value, where an output shows it. */
  readonly variable: string | null;
  /** The line that it begins in, with every value of it masked; only where a report shows it. */
  readonly context: string | null;
  /** Of code: the way of a value that somebody else may set, from where it comes up to here. */
  readonly flow: readonly IFlowStep[] | null;
  /** The commit that brought it in, where commits were scanned and the head does not hold it any more. */
  readonly commit: string | null;
  /** Author's date of that commit, ISO 8601. */
  readonly commit_date: string | null;
  /**
   * Whether the file held the value already before the change that was scanned; null where that was not
   * asked.
   */
  readonly known: boolean | null;
}

/** How much of a data file's column is personal data. It carries counts, never a value. */
export interface IColumnShare {
  /** The data file, POSIX, relative to the scanned root. */
  readonly path: string;
  /** Sheet, table or member of an archive, where the file holds several. */
  readonly table: string | null;
  /** Rows of the column that were looked at: all of them, unless `guarantee` says otherwise. */
  readonly rows: number;
  /** Rows that hold it; for what only a model recognises, an estimate from the sample. */
  readonly hits: number;
  /** Whether the law counts it to the special categories (GDPR, Article 9). */
  readonly special: boolean;
  /** How `hits` was come by, where it is an estimate: `estimated from 1,970 of 5,000 rows`. */
  readonly guarantee: string | null;
}

/** A place in a decoded part. */
export interface IPosition {
  /** From 1. */
  readonly line: number;
  /** Code points from 1. */
  readonly column: number;
  /** Code points from 0, in the whole part. */
  readonly offset: number;
}

/** Why a finding does not count. */
export interface ISuppression {
  /**
   * Where the decision stands: in the notebook, in another scanner's comment, in the configuration (by path
   * or by value), or in the baseline.
   */
  readonly kind: 'comment' | 'tag' | 'metadata' | 'pragma' | 'path' | 'value' | 'baseline';
  /** As its author wrote it; empty where none was given. */
  readonly reason: string;
  /** Who decided it, where that was recorded: the name that git writes into commits. */
  readonly by?: string;
  /** The day of the decision. */
  readonly on?: string;
  /** The last day that it holds. */
  readonly until?: string;
  /** Where in the configuration it stands, as `.ct-jupyter.toml:12`. */
  readonly at?: string;
  /** Whether the change that was scanned brought it in; null where that was not asked. */
  readonly added?: boolean;
}

/** What one click would put in place of the value's literal. */
export interface IFixProposal {
  readonly kind: 'environment';
  /** Name of the environment variable. */
  readonly name: string;
  /** Source text: `os.environ["OPENAI_API_KEY"]`. */
  readonly replacement: string;
}

/** A place on the way of a value to where it opens a door. It carries names, never a value. */
export interface IFlowStep {
  /** `input()`, `assigned to name`, `reaches os.system`. */
  readonly what: string;
  readonly cell: number | null;
  readonly start: IPosition;
  readonly file_line: number | null;
}

/** Something that could not be read; it never counts as clean. */
export interface IScanError {
  readonly path: string;
  /** What happened and what to do; holds no text of the document. */
  readonly message: string;
  readonly cell: number | null;
}

/** `POST audit`. */
export interface IAuditResponse {
  /** Of the baseline. */
  readonly path: string;
  readonly created: boolean;
  readonly suppressed: ISuppression;
}

/** `POST unaudit`. */
export interface IUnauditResponse {
  /** Of the baseline. */
  readonly path: string;
  /** Number of entries that were taken out. */
  readonly removed: number;
}

/** `POST ignore`: a comment to write, or a tag where a comment cannot stand. */
export interface IIgnoreResponse {
  readonly edits?: readonly IEdit[];
  readonly tag?: string;
}

/** Replace `start:end` of a cell's source by `text`; code points of the source before any edit. */
export interface IEdit {
  readonly cell_id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Length of what `text` begins with that code elsewhere stands on too: imports, and the load. */
  readonly support?: number;
}

/** The suppressions in metadata. */
export interface IIgnoreLists {
  readonly cell: readonly string[];
  readonly notebook: readonly string[];
}

/** `POST unignore`: one of the three. */
export interface IUnignoreResponse {
  readonly edits?: readonly IEdit[];
  readonly tags?: readonly string[];
  readonly ignore?: IIgnoreLists;
}

/** `POST` of what is done in the background. */
export interface IJobStarted {
  /** With which it is asked after. */
  readonly job: string;
}

/** How far a piece of background work is. */
export interface IJobResponse<T> {
  readonly state: JobState;
  /** The file in hand; empty where there is none. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** Why it failed. */
  readonly message: string;
  /** Of the variable that the message is about. */
  readonly name?: string;
  /** Of the finding that the message is about. */
  readonly fingerprint?: string;
  readonly result: T | null;
}

/** Something that the code reads or writes. */
export interface IDataFile {
  readonly cell: number;
  readonly cell_id: string | null;
  readonly start: number;
  /** Of the argument that names it, in the cell's source. */
  readonly end: number;
  /** As the code has it: a path, a pattern or an address. */
  readonly name: string;
  readonly reader: string;
  readonly writes: boolean;
  /** Whether a cell below it can treat its columns. */
  readonly treatable: boolean;
  readonly state: 'found' | 'missing' | 'outside' | 'remote' | 'unresolved' | 'unread';
  /** Why it was not looked at. */
  readonly why: string | null;
  /** That were found, relative to the server's root. */
  readonly files: readonly string[];
}

/** A file that is larger than was asked for. */
export interface ILargeFile {
  readonly path: string;
  readonly size_bytes: number;
}

/** What a look at the data files of a notebook found. */
export interface IDataResult {
  readonly findings: readonly IFinding[];
  readonly files: readonly IDataFile[];
  readonly errors: readonly IScanError[];
  readonly large: readonly ILargeFile[];
}

/** What a look for names found. */
export interface INamesResult {
  readonly findings: readonly IFinding[];
  readonly errors: readonly IScanError[];
}

/** The key of hashes and fakes: it carries its value, for the running kernel. */
export interface IPseudonymKey {
  readonly name: string;
  readonly value: string;
  /** Where it was put; null where it was there before. */
  readonly store: IStored | null;
  /** For an undo; null where nothing was stored. */
  readonly receipt: IReceipt | null;
}

/** Where a value went. */
export interface IStored {
  /** POSIX, relative to the server's root. */
  readonly path: string;
  readonly state: 'created' | 'added' | 'present';
  readonly gitignore: 'added' | 'present' | 'no-repository' | 'unknown';
  /** Whether others could read the file before, and cannot any more. */
  readonly tightened: boolean;
}

/** `POST data-cell`. */
export interface IDataCellResponse {
  readonly source: string;
  /** Where the cell that reads is best cut in two; null where nothing follows. */
  readonly split_at: number | null;
  /** Number of the cell that treats the frame already: it gets the source. */
  readonly replaces: number | null;
  /** null where none is needed, or the kernel has one of its own. */
  readonly key: IPseudonymKey | null;
  /** The file beside the notebook that its cells import from. */
  readonly helper: IPlaced | null;
}

/** Where the file is now. */
export interface IPlaced {
  /** POSIX, relative to the server's root. */
  readonly path: string;
  readonly state: 'created' | 'updated' | 'present';
}

/** `POST scrub` and `POST scrub-known`. */
export interface IScrubResponse {
  readonly cells: readonly IChangedCell[];
  /** Number of places that change. */
  readonly places: number;
}

/** What changes in one cell; what does not is absent. */
export interface IChangedCell {
  /** From 0. */
  readonly index: number;
  readonly id: string;
  readonly edits?: readonly IEdit[];
  readonly outputs?: readonly INewOutput[];
  readonly metadata?: PartialJSONObject;
  readonly attachments?: IAttachments;
}

/** An output without its copies of values. */
export interface INewOutput {
  /** From 0. */
  readonly index: number;
  readonly output: IOutput;
}

/** `GET gitignore`: how git sees a file. */
export interface IGitSight {
  readonly state: 'present' | 'absent' | 'no-repository' | 'unknown';
  /** Whether git tracks the file already. */
  readonly tracked: boolean;
}

/** `POST gitignore`. */
export interface IGitignoreResponse {
  readonly state: 'added' | 'present' | 'no-repository' | 'unknown';
  /** Whether git tracks the file already: then the line alone does not help. */
  readonly tracked: boolean;
}

/** What becomes of one place in a source. */
export interface IReplaced {
  readonly cell: number;
  readonly cell_id: string | null;
  readonly start: number;
  /** In the source as it was sent. */
  readonly end: number;
  readonly weakness_id: string;
  readonly name: string;
  /** `placeholder`: the code has to be mended by hand, or it is no code. */
  readonly outcome: 'exact' | 'placeholder';
  readonly note: string;
}

/** Number of places that change. */
export interface ICounts {
  readonly sources: number;
  readonly outputs: number;
  readonly metadata: number;
  readonly attachments: number;
}

/** A file with values that go, or that has to stay as it is. */
export interface IRedactedFile {
  readonly path: string;
  readonly copies: number;
  /** Why it stays as it is; null where it does not. */
  readonly error: string | null;
}

/** A platform whose secret store is chosen, or could be: nothing is sent there. */
export interface IPlatformInfo {
  readonly id: PlatformId;
  readonly title: string;
  /** What its store is called. */
  readonly store: string;
  /** That a kernel there can import; empty where nothing tells. */
  readonly module: string;
  /** The part of the store that is read; empty where there are none. */
  readonly vault: string;
  /** What such a part is called. */
  readonly vault_title: string;
  /** What a person does to enter the values. */
  readonly steps: readonly string[];
  /** What the secret of a variable is called there, by the variable's name. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A dry run of `POST redact`. It carries no value unless it is asked to. */
export interface IRedactPlan {
  readonly variables: readonly IVariable[];
  readonly cells: readonly IChangedCell[];
  /** The notebook's own where it changes. */
  readonly metadata: PartialJSONObject | null;
  readonly replaced: readonly IReplaced[];
  readonly counts: ICounts;
  /** Numbers of cells with a picture that may show a value. */
  readonly pictures: readonly number[];
  /** Number of findings that were not asked for. */
  readonly skipped: number;
  readonly notes: readonly string[];
  /** Statements that the lookups stand on; the running kernel is given them. */
  readonly imports: readonly string[];
  /** What still holds a value and cannot be changed from here, and what to do. */
  readonly out_of_reach: readonly string[];
  readonly files: readonly IRedactedFile[];
  /**
   * Path of the `.env` at the top of the repository, below the server's root; null where there is no
   * repository, or the notebook lies at its top.
   */
  readonly repository: string | null;
  readonly loader?: ILoader;
  /** Where the values go, `auto` being decided; absent for many files, of which each has its own. */
  readonly store_kind?: StoreChosen;
  readonly platform?: IPlatformInfo | null;
  /** By name, where they were asked for. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A name, what kind of secret it stands for, and what became of it. */
export interface IVariable {
  readonly name: string;
  readonly weakness_id: string;
  readonly title: string;
  readonly provider: string;
  readonly remedy: string;
  /** Of the provider. */
  readonly page: string;
  /** Whether the notebook reads it; else only placeholders name it. */
  readonly needed: boolean;
  /** In sources. */
  readonly places: number;
  /** Everywhere else. */
  readonly copies: number;
  readonly fingerprint: string;
}

/** What a notebook of a language can load `.env`, or the keyring, with. */
export interface ILoader {
  /**
   * `native`: the language's own means; `platform`: the secret store of the platform; `none`: the
   * kernel has to be started with the variables.
   */
  readonly kind: 'dotenv' | 'keyring' | 'native' | 'platform' | 'none';
  /** That the kernel must have, as it is imported. */
  readonly module: string;
  /** The package that has it, as it is installed. */
  readonly needs: string;
  /** What is called, for a form to name it: `load_dotenv()`, `readRenviron()`. */
  readonly code: string;
  /** Whether the notebook does load, once it is changed as planned. */
  readonly loads: boolean;
}

/** What became of the keyring. */
export interface IKeyringAdded {
  readonly added: number;
}

/** `POST redact`: it carries values, for the running kernel. */
export interface IRedactResponse extends IRedactPlan {
  readonly values: Readonly<Record<string, string>>;
  /** null where nothing was stored. */
  readonly store: IStored | IKeyringAdded | null;
  /** For an undo; null where nothing was stored. */
  readonly receipt: IReceipt | null;
}

/** `POST undo`. */
export interface IUndoResponse {
  readonly taken_back: readonly ITakenBack[];
}

/** What became of one file, or of the keyring. */
export interface ITakenBack {
  /** Empty for the keyring. */
  readonly path: string;
  /** `changed`: something of it was left, because it is not as it was added. */
  readonly state: 'restored' | 'changed' | 'gone';
}

/** A dry run of `POST share`. */
export interface IShareLookResponse {
  readonly found: IShareLook;
}

/** What a notebook holds that a copy may be without. */
export interface IShareLook {
  readonly secrets: number;
  /** Of no low confidence: what is offered to be taken out. */
  readonly personal: readonly IKindFound[];
  readonly suppressed: number;
  readonly images: readonly number[];
  readonly looked_for_names: boolean;
  /** All that a scan finds, of low confidence too; what somebody chose to ignore is only counted. */
  readonly found: readonly IKindFound[];
}

/** One kind of what a scan finds in a notebook. */
export interface IKindFound {
  /** `pii.email`, `pii.national-id`: what settings and policies name; of all else its weakness id. */
  readonly kind: string;
  readonly title: string;
  readonly count: number;
  /** From 1; none where it stands in the notebook's own metadata alone. */
  readonly cells: readonly number[];
}

/** `POST share`: a copy without secrets, and without the personal data that was chosen. */
export interface IShareResponse {
  readonly content: INotebookContent;
  readonly report: IShareReport;
}

/** What was done to the copy. */
export interface IShareReport {
  readonly variables: readonly IVariable[];
  /** In sources. */
  readonly places: number;
  /** In outputs, metadata and attachments that were kept. */
  readonly copies: number;
  readonly outputs_dropped: number;
  /** Cells, from 1, with an image that was kept and may show a value. */
  readonly pictures: readonly number[];
  /** Findings that stay, because somebody said why. */
  readonly suppressed: number;
  readonly notes: readonly string[];
  /** Places by kind of personal data: `{"pii.email": 3}`. */
  readonly personal_taken: Readonly<Record<string, number>>;
  /** Kinds that are in the copy, since nobody chose them or they could not be taken out. */
  readonly personal_left: readonly IKindFound[];
  /** Whether a kind that was chosen is still there. */
  readonly personal_failed: boolean;
  /** Cells, from 1, with an image or an attachment: nobody looked into it. */
  readonly images: readonly number[];
  /** Whether the model looked; else names are known by what stands around them alone. */
  readonly looked_for_names: boolean;
  /** All that a scan finds in the copy, of low confidence too. */
  readonly left: readonly IKindFound[];
  /** Variables that have to be set for the copy to run, whenever they came in. */
  readonly needed: readonly string[];
  /** Whether a scan of all of the copy found nothing: no secret, no personal data, nothing ignored. */
  readonly clean: boolean;
}

/** `PUT save-mode`. */
export interface ISaveModeResponse {
  readonly mode: SaveMode;
}

/** What one file holds. A later one with the same path takes its place. */
export interface IProjectFile {
  readonly type: 'file';
  /** Contents API path: POSIX, relative to the server's root. */
  readonly path: string;
  readonly kind: 'notebook' | 'data' | 'text';
  /** The first of them, suppressed ones included. */
  readonly findings: readonly IFinding[];
  /** Those that are counted and not listed, by severity; none of them is suppressed. */
  readonly more: Readonly<Partial<Record<Severity, number>>>;
  /** What of it could not be read. */
  readonly errors: readonly IScanError[];
}

/** `GET project` without a job. */
export interface IProjectInfo {
  /** The user's scan; null where there is none. */
  readonly job: string | null;
  /** Top of the repository that the folder belongs to; null where there is none. */
  readonly repository: string | null;
}

/** How far the scan of a project is, and what came since. */
export interface IProjectResponse {
  readonly job: string;
  /** What is scanned: a folder or a file; empty for the root of the server. */
  readonly folder: string;
  readonly scope: ProjectScope;
  readonly all_text: boolean;
  readonly state: JobState;
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

/** `PUT project`. */
export interface IProjectAgainResponse {
  /** Of the files that are scanned again. */
  readonly paths: readonly string[];
}

/** The changes of one file, as a unified diff without values. */
export interface IFileDiff {
  readonly path: string;
  readonly lines: readonly string[];
  /** Whether there are more. */
  readonly cut: boolean;
}

/** A dry run of `POST project-redact`; it carries no value. */
export interface IProjectRedactPlan extends IRedactPlan {
  readonly diffs: readonly IFileDiff[];
}

/** `POST project-redact`. */
export interface IProjectRedacted {
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

/** `POST project-undo`. */
export interface IProjectUndoResponse {
  readonly files: readonly IPutBack[];
}

/** `GET project-undo`. */
export interface IUndoKept {
  /** Whether it can still be taken back. */
  readonly kept: boolean;
}

/** A finding as the event after a save has it. */
export interface ISavedFinding {
  readonly cell: number | null;
  readonly cell_id: string | null;
  readonly weakness_id: string;
  readonly severity: Severity;
  readonly part: PartKind;
  readonly line: number;
  readonly column: number;
  readonly fingerprint: string;
}

/** Number of findings of each severity. */
export interface ISeverityCounts {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

/** Data of the event after a save: places and counts, never values. */
export interface ISaveEvent {
  readonly path: string;
  readonly outcome: 'scanned' | 'blocked' | 'incomplete';
  readonly counts: ISeverityCounts;
  readonly findings: readonly ISavedFinding[];
  readonly errors: number;
}
