import type { ServerConnection } from '@jupyterlab/services';

import type {
  IJobResponse,
  IProjectInfo,
  IProjectRedactRequest,
  IProjectRequest,
  IProjectResponse,
  IPutBack
} from '../protocol/protocol';
import { request, RequestError } from '../server/request';

/** Requests about a whole project. */
export interface IProjectClient {
  /** Which scan there is, and to which repository a folder belongs. */
  info(path: string): Promise<IProjectInfo>;
  start(wish: IProjectRequest): Promise<IProjectResponse>;
  /** @param since Number of results that are known already */
  follow(job: string, since: number): Promise<IProjectResponse>;
  /** Scan some files again. @returns Those that belong to the scan */
  again(job: string, paths: readonly string[]): Promise<readonly string[]>;
  stop(job: string): Promise<void>;
  /**
   * Plan what is replaced in many files, or do it.
   *
   * @param isWanted Asked now and then; where it is not, the work is stopped
   * @throws Error with the words of the server
   */
  replace<T>(body: IProjectRedactRequest, isWanted?: () => boolean): Promise<T>;
  /** Put files back as they were. */
  undo(undo: string): Promise<readonly IPutBack[]>;
  /** Say that the page is still open. @returns Whether it can be taken back */
  keepUndo(undo: string): Promise<boolean>;
  /** Say that nobody will want to take it back. */
  dropUndo(undo: string): void;
}

/** Milliseconds between two questions how far a replacement is. */
const INTERVAL = 300;

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The server part, as far as it scans projects. */
export class ProjectClient implements IProjectClient {
  /**
   * @param _settings Connection settings of the application
   */
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /** Ask which scan there is. */
  info(path: string): Promise<IProjectInfo> {
    return this._send('GET', { path });
  }

  /** Begin a scan; an earlier one is stopped. */
  start(wish: IProjectRequest): Promise<IProjectResponse> {
    return this._send('POST', {}, wish);
  }

  /** Ask how far it is. */
  follow(job: string, since: number): Promise<IProjectResponse> {
    return this._send('GET', { job, since: String(since) });
  }

  /** Scan some files again. */
  async again(
    job: string,
    paths: readonly string[]
  ): Promise<readonly string[]> {
    const answer = await this._send<{ paths: readonly string[] }>(
      'PUT',
      {},
      { job, paths }
    );
    return answer.paths;
  }

  /** Stop it. */
  async stop(job: string): Promise<void> {
    await this._send('DELETE', { job });
  }

  /** Plan, or replace. */
  async replace<T>(
    body: IProjectRedactRequest,
    isWanted: () => boolean = () => true
  ): Promise<T> {
    const path = 'project-redact';
    const { job } = await this._send<{ job: string }>('POST', {}, body, path);
    for (;;) {
      const answer = await this._send<IJobResponse<T>>(
        'GET',
        { job },
        undefined,
        path
      );
      if (answer.state === 'done' && answer.result !== null) {
        return answer.result;
      }
      if (answer.state !== 'waiting' && answer.state !== 'running') {
        // As a request that is refused at once: the field that it is about is marked.
        throw new RequestError(
          answer.message || answer.state,
          409,
          answer.state,
          answer.fingerprint,
          answer.name
        );
      }
      if (!isWanted()) {
        await this._send('DELETE', { job }, undefined, path);
      }
      await new Promise(resolve => setTimeout(resolve, INTERVAL));
    }
  }

  /** Put files back. */
  async undo(undo: string): Promise<readonly IPutBack[]> {
    const answer = await this._send<{ files: readonly IPutBack[] }>(
      'POST',
      {},
      { undo },
      'project-undo'
    );
    return answer.files;
  }

  /** Say that the page is still open. */
  async keepUndo(undo: string): Promise<boolean> {
    const answer = await this._send<{ kept: boolean }>(
      'GET',
      { undo },
      undefined,
      'project-undo'
    );
    return answer.kept;
  }

  /** Forget it; the request outlives the page. */
  dropUndo(undo: string): void {
    const search = new URLSearchParams({ undo }).toString();
    request(this._settings, `project-undo?${search}`, {
      method: 'DELETE',
      keepalive: true
    }).catch(() => undefined);
  }

  private _send<T>(
    method: string,
    query: Record<string, string>,
    body?: object,
    path = 'project'
  ): Promise<T> {
    const search = new URLSearchParams(query).toString();
    return request<T>(this._settings, `${path}${search ? `?${search}` : ''}`, {
      method,
      headers: JSON_TYPE,
      ...(body ? { body: JSON.stringify(body) } : {})
    });
  }
}
