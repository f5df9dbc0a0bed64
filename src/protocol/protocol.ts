/**
 * What travels between the front end and the server extension, as both agreed on it.
 *
 * All offsets are code points from 0 in the decoded text; see `offsets.ts`.
 */
import type {
  IAttachments,
  INotebookContent,
  IOutput
} from '@jupyterlab/nbformat';
import type { PartialJSONObject } from '@lumino/coreutils';

import type { Severity } from './severity';

/** Number of the REST interface that this front end speaks. */
export const API = 1;

/** Schema of the event that the server emits after each save. */
export const SAVE_SCHEMA = 'https://events.codethreat.com/ct_jupyter/save/v1';

/** How the server begins the message of a save that it refused. */
export const REFUSED = 'Not saved, because the ';

/** What happens when a notebook with findings is saved. */
export type SaveMode = 'off' | 'warn' | 'block';

/** Where in a document a finding is. */
export type PartKind = 'source' | 'output' | 'metadata' | 'attachment' | 'data';

/** Answer to `GET status`. */
export interface IStatus {
  readonly version: string;
  readonly api: number;
  readonly engine: string;
  readonly rules: number;
  readonly save_mode: SaveMode;
  readonly save_modes: readonly SaveMode[];
  /** Whether the administrator fixed the mode; absent means no. */
  readonly save_mode_locked?: boolean;
  /** Whether a real-time collaboration extension is loaded on the server. */
  readonly collaboration: boolean;
  /** Whether the server has the extra that finds names; absent means no. */
  readonly names?: boolean;
  /** Whether the server's files are on its own disk, so that data can be looked at; absent means yes. */
  readonly local_files?: boolean;
  readonly max_body_bytes: number;
}

/** One kind of secret, as the rule catalogue explains it. */
export interface IRule {
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

/** A place in a decoded part: `line` and `column` from 1, `offset` from 0, in code points. */
export interface IPosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** What one click would put in place of the literal. */
export interface IFixProposal {
  readonly kind: 'environment';
  /** Name of the environment variable. */
  readonly name: string;
  /** Source text, such as `os.environ["NAME"]`. */
  readonly replacement: string;
}

/** How much of a data file's column is personal data: counts, never a value. */
export interface IColumnShare {
  /** The data file. */
  readonly path: string;
  /** Sheet, table or member, where the file holds several. */
  readonly table?: string | null;
  /** Rows that were looked at. */
  readonly rows: number;
  /** Rows that hold it. */
  readonly hits: number;
  /** Whether the law counts it to the special categories (GDPR, Article 9). */
  readonly special: boolean;
  /** What a sample leaves open. */
  readonly guarantee: string | null;
}

/** Why a finding does not count. */
export interface ISuppression {
  /** Where the decision stands. */
  readonly kind:
    'comment' | 'tag' | 'metadata' | 'pragma' | 'path' | 'value' | 'baseline';
  readonly reason: string;
  /** Who decided it, where that was recorded. */
  readonly by?: string;
  /** The day of the decision. */
  readonly on?: string;
  /** The last day that it holds. */
  readonly until?: string;
  /** Where in the configuration it stands, as `.ct-jupyter.toml:12`. */
  readonly at?: string;
}

/** A finding as the JSON report has it. It never carries the value. */
export interface IFinding {
  readonly path: string;
  readonly weakness_id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium' | 'low';
  /** From 1, all cell types counted; null for the notebook's own metadata. */
  readonly cell: number | null;
  readonly cell_id: string | null;
  readonly part: PartKind;
  /** From 1. */
  readonly output: number | null;
  readonly mime: string | null;
  /** JSON pointer inside metadata and JSON outputs. */
  readonly pointer: string | null;
  /** For data: the column, and how much of it. */
  readonly column_name?: string | null;
  readonly column?: IColumnShare | null;
  readonly start: IPosition;
  readonly end: IPosition;
  /** The public prefix of the value, never more. */
  readonly preview: string;
  readonly fingerprint: string;
  readonly suppressed: ISuppression | null;
  readonly note?: string | null;
  /** The variable in `.env` or the keyring that holds the value, where an output prints it. */
  readonly variable?: string | null;
  readonly fix: IFixProposal | null;
}

/** Something that could not be read; it never counts as clean. */
export interface IScanError {
  readonly path: string;
  readonly message: string;
  readonly cell?: number | null;
}

/** The parts of one cell that are to be scanned; absent parts are not. */
export interface ICellRequest {
  id: string;
  /** From 1, all cell types counted; echoed in the findings. */
  cell: number;
  type: string;
  source?: string;
  tags?: readonly string[];
  /** Suppressions that stand in its metadata, where that is not sent. */
  ignore?: readonly string[];
  outputs?: readonly IOutput[];
  metadata?: PartialJSONObject;
  attachments?: IAttachments;
}

/** Answer to `POST scan`. */
export interface IScanResponse {
  readonly findings: readonly IFinding[];
  readonly errors: readonly IScanError[];
  readonly seconds: number;
  /** Absent where the server part is older. */
  readonly policy?: IPolicy;
  /** Whether it was left for later what the baseline says of some value. */
  readonly waiting?: boolean;
}

/** The policy that holds for a notebook, as the pipeline will read it. */
export interface IPolicy {
  /** Another one after each change. */
  readonly version: string;
  /** The file that the settings stand in; null where there is none. */
  readonly file: string | null;
  /** Why it cannot be read; empty where it can. */
  readonly error: string;
  /** Whether it leaves the notebook out. */
  readonly excluded: boolean;
  /** Weakness ids, or globs on them, that are not looked for; absent means none. */
  readonly disabled?: readonly string[];
  /** The known findings of the repository; null where they cannot be written from here. */
  readonly baseline: { readonly path: string; readonly exists: boolean } | null;
}

/** What somebody may say of a finding, as `ct-jupyter audit` asks it. */
export type Verdict =
  'false positive' | 'used in tests' | 'revoked' | 'will not fix';

/** What `POST audit` takes beside the cell of the finding. */
export interface IAuditRequest {
  weakness_id: string;
  fingerprint: string;
  verdict: Verdict;
  note: string;
  /** A day as `2027-01-31`; null for good. */
  until: string | null;
  /** Whether a baseline may be made where there is none. */
  create: boolean;
}

/** Answer to `POST audit`. */
export interface IAuditResponse {
  readonly path: string;
  readonly created: boolean;
  readonly suppressed: ISuppression;
}

/** A replacement of `[start, end)` of a cell's source. */
export interface IEdit {
  readonly cell_id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Length of what the text begins with that code elsewhere stands on too, in code points. */
  readonly support?: number;
}

/** What became of `.env`. */
export interface IStored {
  /** Below the server's root. */
  readonly path: string;
  readonly state: 'created' | 'added' | 'present';
  /** `unknown`: there is a git repository, but git could not be asked. */
  readonly gitignore: 'added' | 'present' | 'no-repository' | 'unknown';
  /** Whether others could read the file before, and cannot any more; absent means no. */
  readonly tightened?: boolean;
}

/** Platforms that have a secret store of their own. */
export type PlatformId =
  | 'colab'
  | 'databricks'
  | 'kaggle'
  | 'sagemaker'
  | 'vertex'
  | 'azureml'
  | 'snowflake';

/** Where the values of one notebook are. */
export type StoreChosen = 'env' | 'keyring' | 'none' | PlatformId;

/** Where `POST redact` puts the values; `auto`: the server tells by the policy and the notebook. */
export type StoreKind = 'auto' | StoreChosen;

/** A platform whose secret store is chosen, or could be: nothing is sent there. */
export interface IPlatform {
  readonly id: PlatformId;
  readonly title: string;
  /** What its store is called. */
  readonly store: string;
  /** That a kernel there can import; empty where nothing tells. */
  readonly module: string;
  /** The part of the store that is read, and what such a part is called; empty where there are none. */
  readonly vault: string;
  readonly vault_title: string;
  /** What a person does to enter the values. */
  readonly steps: readonly string[];
  /** What the secret of a variable is called there, by its name. */
  readonly keys: Readonly<Record<string, string>>;
}

/** What a notebook loads `.env`, or the keyring, with. */
export interface ILoader {
  /** `native`: the language's own means; `none`: the kernel has to be started with the variables. */
  readonly kind: 'dotenv' | 'keyring' | 'native' | 'platform' | 'none';
  /** That the kernel must be able to import, and the package that has it. */
  readonly module: string;
  readonly needs: string;
  /** What is called, for a form. */
  readonly code: string;
  /** Whether the notebook loads them, once it is changed. */
  readonly loads: boolean;
}

/** Body of `POST redact`. */
export interface IRedactRequest {
  path: string;
  /** The notebook as it is in the editor. */
  content: INotebookContent;
  language: string;
  /** `file` for a text that is no notebook, which is sent as the one cell of one. */
  kind?: 'file';
  /** `cell` puts imports into the cell that changes; absent means where the notebook has them. */
  imports?: 'cell';
  /** Fingerprints of those that are to go, with all copies of their values; null for all. */
  findings: readonly string[] | null;
  /** The user's own names, by fingerprint. */
  names: Readonly<Record<string, string>>;
  store: StoreKind;
  /** Secret scope, key vault or project; empty for the one that the notebook names, or the default. */
  vault?: string;
  env_at: 'notebook' | 'repository';
  /** How the notebook itself reads what was stored, after a restart. */
  load: 'none' | 'dotenv' | 'keyring';
  /** Variables that were stored before, and are to be loaded although nothing is replaced. */
  load_for?: readonly string[];
  /** Whether the copies that Jupyter and other tools keep of the notebook are cleaned as well. */
  checkpoints: boolean;
  /** Whether the other notebooks and text files of the folder are. */
  folder: boolean;
  dry_run: boolean;
  /** Whether a dry run carries the values, for the user to copy. */
  with_values?: boolean;
}

/** A name, what it stands for, and how often. */
export interface IVariable {
  readonly name: string;
  readonly weakness_id: string;
  readonly title: string;
  readonly provider: string;
  readonly remedy: string;
  /** Address of the provider's page. */
  readonly page: string;
  /** Whether the notebook reads it; else only placeholders name it. */
  readonly needed: boolean;
  /** Number of places in sources. */
  readonly places: number;
  /** Number of places everywhere else. */
  readonly copies: number;
  readonly fingerprint: string;
}

/** What changes in one cell; what does not is absent. */
export interface IChangedCell {
  /** From 0. */
  readonly index: number;
  readonly edits?: readonly Omit<IEdit, 'cell_id'>[];
  /** Indexes from 0. */
  readonly outputs?: readonly {
    readonly index: number;
    readonly output: IOutput;
  }[];
  readonly metadata?: PartialJSONObject;
  readonly attachments?: IAttachments;
}

/** What becomes of one place in a source. */
export interface IReplaced {
  /** From 1. */
  readonly cell: number;
  /** Code points in the source as it was sent. */
  readonly start: number;
  readonly end: number;
  readonly weakness_id: string;
  readonly name: string;
  /** `placeholder`: the code has to be mended by hand, or it is no code. */
  readonly outcome: 'exact' | 'placeholder';
  readonly note: string;
}

/** A file beside the notebook with copies of its values. */
export interface IRedactedFile {
  readonly path: string;
  readonly copies: number;
  /** Why it stays as it is; null where it does not. */
  readonly error: string | null;
}

/** Answer to a dry run of `POST redact`. It carries no value unless it is asked to. */
export interface IRedactPlan {
  readonly variables: readonly IVariable[];
  readonly cells: readonly IChangedCell[];
  /** The notebook's own metadata where it changes. */
  readonly metadata: PartialJSONObject | null;
  readonly replaced: readonly IReplaced[];
  readonly counts: Readonly<
    Record<'sources' | 'outputs' | 'metadata' | 'attachments', number>
  >;
  /** Numbers of cells with a picture that may show a value. */
  readonly pictures: readonly number[];
  /** Number of findings that were not asked for. */
  readonly skipped: number;
  readonly notes: readonly string[];
  /** Python statements that the lookups stand on; the running kernel is given them. */
  readonly imports: readonly string[];
  /** What still holds a value and cannot be changed from here, and what to do. */
  readonly out_of_reach: readonly string[];
  readonly files: readonly IRedactedFile[];
  /**
   * Path of the `.env` at the top of the repository, below the server's root; null where there is
   * no repository, or the notebook lies at its top.
   */
  readonly repository?: string | null;
  readonly loader?: ILoader;
  /** Where the values go, `auto` being decided; absent for many files, of which each has its own. */
  readonly store_kind?: StoreChosen;
  readonly platform?: IPlatform | null;
  /** By name, where they were asked for. */
  readonly values?: Readonly<Record<string, string>>;
}

/** What a replacement stored, in digests: it is sent back to have exactly that taken out again. */
export interface IReceipt {
  readonly salt: string;
  readonly files: readonly object[];
  readonly keyring: Readonly<Record<string, string>>;
}

/** Body of `POST undo`. */
export interface IUndoRequest {
  /** Of the notebook. */
  path: string;
  receipts: readonly IReceipt[];
  /** Variables that the notebook still looks up. */
  keep: readonly string[];
}

/** Answer to `POST undo`. */
export interface IUndoResponse {
  readonly taken_back: readonly {
    /** Below the server's root; empty for the keyring. */
    readonly path: string;
    /** `changed`: something of it was left, because it is not as it was stored. */
    readonly state: 'restored' | 'changed' | 'gone';
  }[];
}

/** Answer to `POST redact`: the only one that carries values, for the running kernel. */
export interface IRedactResponse extends IRedactPlan {
  readonly values: Readonly<Record<string, string>>;
  /** Null where nothing was stored. */
  readonly store: IStored | { readonly added: number } | null;
  /** For an undo; null where nothing was stored. */
  readonly receipt: IReceipt | null;
}

/** Which outputs a clean copy keeps. */
export type ShareOutputs = 'keep' | 'scrub' | 'drop';

/** Body of `POST share`. */
export interface IShareRequest {
  path: string;
  content: INotebookContent;
  outputs: ShareOutputs;
  /** Kinds of personal data that go, as `pii.email`. */
  personal: readonly string[];
  /** Columns of data files that the notebook reads, known to hold personal data. */
  columns: readonly string[];
}

/** A kind of what a scan finds in a notebook. */
export interface IKindFound {
  /** `pii.email`; of what is no personal data its weakness id. */
  readonly kind: string;
  readonly title: string;
  readonly count: number;
  /** From 1; none where it stands in the notebook's own metadata. */
  readonly cells: readonly number[];
}

/** What a notebook holds that a copy may be without; nothing where it is clean. */
export interface IShareLook {
  readonly secrets: number;
  readonly personal: readonly IKindFound[];
  /** Findings that somebody chose to ignore. */
  readonly suppressed: number;
  /** Numbers of cells with an image or an attachment, into which nobody looks. */
  readonly images: readonly number[];
  /** Whether the model looked for names. */
  readonly looked_for_names: boolean;
  /** All that a scan finds, of low confidence too; nothing that somebody chose to ignore. */
  readonly found: readonly IKindFound[];
}

/** Answer to `POST share`: a copy without secrets, and without the personal data that was chosen. */
export interface IShareResponse {
  readonly content: INotebookContent;
  readonly report: {
    readonly variables: readonly IVariable[];
    /** In sources. */
    readonly places: number;
    /** In outputs, metadata and attachments that were kept. */
    readonly copies: number;
    readonly outputs_dropped: number;
    /** Numbers of cells with a picture that was kept and may show a value. */
    readonly pictures: readonly number[];
    /** Findings that stay, because somebody said why. */
    readonly suppressed: number;
    readonly notes: readonly string[];
    /** Places by kind of personal data. */
    readonly personal_taken: Readonly<Record<string, number>>;
    /** Kinds that are in the copy. */
    readonly personal_left: readonly IKindFound[];
    /** Numbers of cells with an image or an attachment, into which nobody looked. */
    readonly images: readonly number[];
    readonly looked_for_names: boolean;
    /** All that a scan finds in the copy, of low confidence too. */
    readonly left: readonly IKindFound[];
    /** Variables that have to be set for the copy to run. */
    readonly needed: readonly string[];
    /** Whether a scan of all of the copy found nothing. */
    readonly clean: boolean;
  };
}

/** Body of `POST ignore`. */
export interface IIgnoreRequest {
  language: string;
  /** Of the document; where it is a file, what that is written in. */
  path: string;
  /** `file` for a text that is no notebook. */
  kind?: 'file';
  cell: { id: string; type: string; source: string; tags: readonly string[] };
  part: PartKind;
  /** Code points from 0; null where the finding is not in the source. */
  start: number | null;
  weakness_id: string;
  reason: string;
  /** A day as `2027-01-31`; null for good. */
  until: string | null;
}

/** Answer to `POST ignore`: a comment to write, or a tag where a comment cannot stand. */
export interface IIgnoreResponse {
  readonly edits?: readonly IEdit[];
  readonly tag?: string;
}

/** Body of `POST unignore`. */
export interface IUnignoreRequest {
  weakness_id: string;
  /** Where the decision stands. */
  kind: 'comment' | 'tag' | 'metadata';
  cell: {
    id: string;
    type: string;
    source: string;
    tags: readonly string[];
  } | null;
  /** Code points from 0, where a comment ignores it. */
  start: number | null;
  /** The lists in the metadata of the cell, and of the notebook. */
  cell_ignore: readonly string[];
  notebook_ignore: readonly string[];
}

/** Answer to `POST unignore`: one of the three. */
export interface IUnignoreResponse {
  readonly edits?: readonly IEdit[];
  readonly tags?: readonly string[];
  readonly ignore?: {
    readonly cell: readonly string[];
    readonly notebook: readonly string[];
  };
}

/** Answer to `POST unaudit`. */
export interface IUnauditResponse {
  readonly path: string;
  /** Number of entries that were taken out. */
  readonly removed: number;
}

/** Data of the event emitted after a save. */
export interface ISaveEvent {
  readonly path: string;
  readonly outcome: 'scanned' | 'blocked' | 'incomplete';
  readonly counts: Readonly<Record<Severity, number>>;
  readonly findings: readonly {
    readonly cell: number | null;
    readonly cell_id: string | null;
    readonly weakness_id: string;
    readonly severity: Severity;
    readonly part: PartKind;
    readonly line: number;
    readonly column: number;
    readonly fingerprint: string;
  }[];
  readonly errors: number;
}

/** Background work that the server does on request. */
export type JobKind = 'data' | 'names';

/** How far a piece of background work is. */
export interface IJob<T> {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** The file in hand; empty where there is none. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** Why it failed. */
  readonly message: string;
  /** Name of the variable that the message is about, and fingerprint of the finding. */
  readonly name?: string;
  readonly fingerprint?: string;
  readonly result: T | null;
}

/** Something that the code reads or writes. */
export interface IDataFile {
  readonly cell: number;
  readonly cell_id: string | null;
  /** Of the argument that names it, in code points of the source. */
  readonly start: number;
  readonly end: number;
  /** As the code has it. */
  readonly name: string;
  readonly reader: string;
  readonly writes: boolean;
  /** Whether a cell below can treat its columns. */
  readonly treatable: boolean;
  readonly state:
    'found' | 'missing' | 'outside' | 'remote' | 'unresolved' | 'unread';
  /** Why it was not looked at. */
  readonly why: string | null;
  /** That were found, relative to the root of the server. */
  readonly files: readonly string[];
}

/** What a look at the data files of a notebook found. */
export interface IDataResult {
  readonly findings: readonly IFinding[];
  readonly files: readonly IDataFile[];
  readonly errors: readonly IScanError[];
  /** Files that are larger than was asked for. */
  readonly large: readonly {
    readonly path: string;
    readonly size_bytes: number;
  }[];
}

/** What a look for names found. */
export interface INamesResult {
  readonly findings: readonly IFinding[];
  readonly errors: readonly IScanError[];
}

/** What becomes of the values of a column. */
export type ColumnAction = 'drop' | 'mask' | 'hash' | 'fake';

/** Body of `POST data-cell`. */
export interface IDataCellRequest {
  language: string;
  /** All cells of the notebook. */
  cells: readonly { id: string; type: string; source: string }[];
  /** From 1. */
  cell: number;
  start: number;
  /** Weakness id by column. */
  columns: Readonly<Record<string, string>>;
  action: ColumnAction;
  /** Of the notebook; without it nothing is stored or written. */
  path?: string;
  /** Whether the running kernel has the key of hashes and fakes already. */
  has_key?: boolean;
  /** Whether the kernel can import from our package; else its cells import from a file beside them. */
  has_package?: boolean;
  /** How the notebook has the key in another session. */
  load?: 'none' | 'dotenv';
}

/** Answer to `POST data-cell`. */
export interface IDataCellResponse {
  readonly source: string;
  /** Where the cell that reads is best cut in two; null where nothing follows. */
  readonly split_at: number | null;
  /** Number of the cell that treats the frame already: it gets the source. */
  readonly replaces?: number | null;
  /** The key of hashes and fakes; null where none is needed, or the kernel has one of its own. */
  readonly key?: {
    readonly name: string;
    readonly value: string;
    /** Where it was put; null where it was there before. */
    readonly store: IStored | null;
    /** For an undo; null where nothing was stored. */
    readonly receipt?: IReceipt | null;
  } | null;
  /** The file beside the notebook that its cells import from. */
  readonly helper?: {
    readonly path: string;
    readonly state: 'created' | 'updated' | 'present';
  } | null;
}

/** Body of `POST scrub`. */
export interface IScrubRequest {
  content: INotebookContent;
  /** Names, as the data frame has them. */
  columns: readonly string[];
}

/** Body of `POST scrub-known`. */
export interface IScrubKnownRequest {
  path: string;
  /** The notebook, or some cells of it. */
  content: INotebookContent;
  /** Whose values are to go. */
  variables: readonly string[];
}

/** Answer to `POST scrub` and `POST scrub-known`. */
export interface IScrubResponse {
  readonly cells: readonly IChangedCell[];
  /** Number of places that change. */
  readonly places: number;
}

/** Answer to `GET gitignore`: how git sees a file. */
export interface IGitSight {
  readonly state: 'present' | 'absent' | 'no-repository' | 'unknown';
  /** Whether git tracks the file already. */
  readonly tracked: boolean;
}

/** Answer to `POST gitignore`. */
export interface IGitignoreResponse {
  readonly state: 'added' | 'present' | 'no-repository' | 'unknown';
  /** Whether git tracks the file already: then the line alone does not help. */
  readonly tracked: boolean;
}
