import type { ServerConnection } from '@jupyterlab/services';

import { request } from '../request';
import type { IProjectAnswer, IProjectInfo, IProjectWish } from './messages';

/** Requests about a whole project. */
export interface IProjectClient {
  /** Which scan there is, and to which repository a folder belongs. */
  info(path: string): Promise<IProjectInfo>;
  start(wish: IProjectWish): Promise<IProjectAnswer>;
  /** @param since Number of results that are known already */
  follow(job: string, since: number): Promise<IProjectAnswer>;
  /** Scan some files again. @returns Those that belong to the scan */
  again(job: string, paths: readonly string[]): Promise<readonly string[]>;
  stop(job: string): Promise<void>;
}

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
  start(wish: IProjectWish): Promise<IProjectAnswer> {
    return this._send('POST', {}, wish);
  }

  /** Ask how far it is. */
  follow(job: string, since: number): Promise<IProjectAnswer> {
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

  private _send<T>(
    method: string,
    query: Record<string, string>,
    body?: object
  ): Promise<T> {
    const search = new URLSearchParams(query).toString();
    return request<T>(this._settings, `project${search ? `?${search}` : ''}`, {
      method,
      headers: JSON_TYPE,
      ...(body ? { body: JSON.stringify(body) } : {})
    });
  }
}
