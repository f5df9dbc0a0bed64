import type { INotebookContent } from '@jupyterlab/nbformat';
import type { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { version as ownVersion } from '../../package.json';

import type {
  IAuditResponse,
  IDataCellRequest,
  IDataCellResponse,
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
import { API } from '../protocol/protocol';
import { request, RequestError } from './request';
import type { IConnection, ICtClient } from '../model/tokens';

/** Milliseconds without an answer to the simplest question, after which the server is gone. */
const STATUS_TIMEOUT = 5000;

/**
 * Requests to the server part. It finds out by itself when the server part comes or goes.
 */
export class Client implements ICtClient {
  /**
   * @param settings Connection settings of the application
   * @param trans Translations of what the user is told about the connection
   */
  constructor(settings: ServerConnection.ISettings, trans: TranslationBundle) {
    this._settings = settings;
    this._trans = trans;
    this._poll = new Poll({
      auto: false,
      name: 'ct_jupyter:status',
      factory: () => this._ask(),
      frequency: { interval: 5_000, backoff: 2, max: 120_000 },
      // A page opened in the background should know as well.
      standby: 'never'
    });
  }

  /** Whether the server part can be talked to. */
  get connection(): IConnection {
    return this._connection;
  }

  /** Emits when the connection changed. */
  get connectionChanged(): ISignal<this, IConnection> {
    return this._connectionChanged;
  }

  /** The rule catalogue by weakness id. */
  get rules(): ReadonlyMap<string, IRuleInfo> {
    return this._rules;
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  /** Stop asking. */
  dispose(): void {
    this._poll.dispose();
    Signal.clearData(this);
  }

  /** Ask for the status now. */
  async check(): Promise<void> {
    await this._poll.refresh();
    await this._poll.tick.catch(() => undefined);
  }

  /** Scan cells. */
  scan(body: string, signal?: AbortSignal): Promise<IScanResponse> {
    return this._send<IScanResponse>('scan', 'POST', body, signal);
  }

  /** Judge the code of all cells. */
  code(body: string, signal?: AbortSignal): Promise<IScanResponse> {
    return this._send<IScanResponse>('code', 'POST', body, signal);
  }

  /** Learn how to note in the notebook that a finding is to be ignored. */
  ignore(body: IIgnoreRequest): Promise<IIgnoreResponse> {
    return this._send<IIgnoreResponse>('ignore', 'POST', JSON.stringify(body));
  }

  /** Write into the repository's baseline what somebody says of a finding. */
  audit(body: string): Promise<IAuditResponse> {
    return this._send<IAuditResponse>('audit', 'POST', body);
  }

  /** Learn how to take back in the notebook that a finding is to be ignored. */
  unignore(body: IUnignoreRequest): Promise<IUnignoreResponse> {
    return this._send('unignore', 'POST', JSON.stringify(body));
  }

  /** Take what somebody said of a finding out of the repository's baseline. */
  unaudit(body: string): Promise<IUnauditResponse> {
    return this._send('unaudit', 'POST', body);
  }

  /** Learn what would be replaced in a notebook. */
  plan(body: IRedactRequest): Promise<IRedactPlan> {
    return this._send('redact', 'POST', JSON.stringify(body));
  }

  /** Store the values of a notebook and learn what to put in their place. */
  redact(body: IRedactRequest): Promise<IRedactResponse> {
    return this._send('redact', 'POST', JSON.stringify(body));
  }

  /** Take back what a replacement stored. */
  undo(body: IUndoRequest): Promise<IUndoResponse> {
    return this._send('undo', 'POST', JSON.stringify(body));
  }

  /** Get a copy of a notebook without its secrets. */
  share(body: IShareRequest): Promise<IShareResponse> {
    return this._send('share', 'POST', JSON.stringify(body));
  }

  /** Look at what a copy of a notebook may be without; or that a copy is clean. */
  async shareLook(
    path: string,
    content: INotebookContent
  ): Promise<IShareLook> {
    const body = JSON.stringify({ path, content, dry_run: true });
    return (await this._send<{ found: IShareLook }>('share', 'POST', body))
      .found;
  }

  /** Begin work in the background. */
  async startJob(kind: JobKind, body: string): Promise<string> {
    const answer = await this._send<{ job: string }>(kind, 'POST', body);
    return answer.job;
  }

  /** Ask how far a piece of background work is. */
  job<T>(kind: JobKind, id: string): Promise<IJobResponse<T>> {
    return this._send(`${kind}?job=${encodeURIComponent(id)}`, 'GET');
  }

  /** Stop a piece of background work. */
  async cancelJob(kind: JobKind, id: string): Promise<void> {
    await this._send(`${kind}?job=${encodeURIComponent(id)}`, 'DELETE');
  }

  /** Get the cell that treats columns of a data file. */
  dataCell(body: IDataCellRequest): Promise<IDataCellResponse> {
    return this._send('data-cell', 'POST', JSON.stringify(body));
  }

  /** Get the outputs of a notebook without what some columns hold. */
  scrub(body: IScrubRequest): Promise<IScrubResponse> {
    return this._send('scrub', 'POST', JSON.stringify(body));
  }

  /** Get outputs without the stored values that they print. */
  scrubKnown(body: IScrubKnownRequest): Promise<IScrubResponse> {
    return this._send('scrub-known', 'POST', JSON.stringify(body));
  }

  /** How git sees a data file. */
  gitSight(path: string): Promise<IGitSight> {
    const search = new URLSearchParams({ path }).toString();
    return this._send(`gitignore?${search}`, 'GET');
  }

  /** Keep a data file out of the repository. */
  gitignore(path: string): Promise<IGitignoreResponse> {
    return this._send('gitignore', 'POST', JSON.stringify({ path }));
  }

  /** Have a kernel start with the variables of `.env` when it starts again. */
  async envForKernel(kernel: string): Promise<void> {
    await this._send('kernel-env', 'POST', JSON.stringify({ kernel }));
  }

  /** Let the next save of a file through. */
  async saveOnce(path: string): Promise<void> {
    await this._send('save-mode', 'POST', JSON.stringify({ path }));
  }

  /** Choose what happens on save. */
  async setSaveMode(
    mode: SaveMode,
    personalOff: readonly string[] = []
  ): Promise<SaveMode> {
    const body = JSON.stringify({ mode, personal_off: personalOff });
    const answer = await this._send<{ mode: SaveMode }>(
      'save-mode',
      'PUT',
      body
    );
    return answer.mode;
  }

  private async _send<T>(
    path: string,
    method: string,
    body?: string,
    signal?: AbortSignal
  ): Promise<T> {
    try {
      return await request<T>(this._settings, path, {
        method,
        ...(body === undefined ? {} : { body }),
        headers: { 'Content-Type': 'application/json' },
        ...(signal ? { signal } : {})
      });
    } catch (error) {
      if (
        error instanceof RequestError &&
        error.unreachable &&
        !this.isDisposed
      ) {
        void this.check();
      }
      throw error;
    }
  }

  /** One round of the poll: it rejects, and so backs off, while the server is missing. */
  private async _ask(): Promise<void> {
    let status: IStatusResponse;
    try {
      status = await this._status();
    } catch (error) {
      this._set({
        kind: 'no-server',
        status: null,
        detail: this._explain(error),
        isSilent: error instanceof RequestError && error.isSilent
      });
      throw error;
    }
    if (status.api !== API) {
      const detail = this._trans.__(
        'This page is version %1 and the server extension is version %2. Restart the Jupyter server, then reload this page.',
        ownVersion,
        status.version
      );
      this._set({ kind: 'wrong-version', status, detail });
      return;
    }
    if (this._rules.size === 0) {
      const { rules } = await request<{ rules: IRuleInfo[] }>(
        this._settings,
        'rules'
      );
      this._rules = new Map(rules.map(rule => [rule.id, rule]));
    }
    // Another release of the same interface protects as well; one should know of it, no more.
    const detail =
      normal(status.version) === normal(ownVersion)
        ? ''
        : this._trans.__(
            'The server extension is version %1 and this page is version %2. Reload the page. If this message stays, restart the Jupyter server.',
            status.version,
            ownVersion
          );
    this._set({ kind: 'ready', status, detail });
    void this._poll.stop();
  }

  /** Ask for the status, and take a server that hangs for one that is gone. */
  private async _status(): Promise<IStatusResponse> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new RequestError('', 0, '')),
        STATUS_TIMEOUT
      );
    });
    try {
      return await Promise.race([
        request<IStatusResponse>(this._settings, 'status'),
        silence
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  private _explain(error: unknown): string {
    if (error instanceof RequestError && error.isSilent) {
      return this._trans.__(
        'Nothing is scanned until it does. Check that the Jupyter server is running and that you are connected.'
      );
    }
    if (error instanceof RequestError && error.status === 403) {
      return this._trans.__(
        'The server does not allow you to use it: %1',
        error.message
      );
    }
    if (
      error instanceof RequestError &&
      error.status > 0 &&
      !error.unreachable
    ) {
      return error.message;
    }
    return this._trans.__(
      'Install ct_jupyter in the environment that the Jupyter server runs in, then restart the server.'
    );
  }

  private _set(connection: IConnection): void {
    const old = this._connection;
    this._connection = connection;
    if (old.kind !== connection.kind || old.detail !== connection.detail) {
      this._connectionChanged.emit(connection);
    }
  }

  private _connection: IConnection = {
    kind: 'connecting',
    status: null,
    detail: ''
  };
  private readonly _connectionChanged = new Signal<this, IConnection>(this);
  private readonly _poll: Poll;
  private _rules: ReadonlyMap<string, IRuleInfo> = new Map();
  private readonly _settings: ServerConnection.ISettings;
  private readonly _trans: TranslationBundle;
}

/** npm writes `1.0.0-alpha.1` what Python writes `1.0.0a1`. */
function normal(version: string): string {
  return version
    .replace(/-?alpha\.?/, 'a')
    .replace(/-?beta\.?/, 'b')
    .replace(/-?rc\.?/, 'rc');
}
