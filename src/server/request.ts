import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { NAME } from '../protocol/ids';

/**
 * The server part refused a request, or was not there.
 */
export class RequestError extends Error {
  /**
   * @param message What happened and what to do, for the user
   * @param status HTTP status; 0 where the server was not reached
   * @param reason The server's code for it, such as `changed`; empty where it gave none
   * @param fingerprint Of the finding that it is about; empty where it is about none
   * @param variable Name of the variable that it is about; empty where it is about none
   */
  constructor(
    message: string,
    readonly status: number,
    readonly reason: string,
    readonly fingerprint = '',
    readonly variable = ''
  ) {
    super(message);
  }

  /** Whether no server answered at all: it was stopped, or the network is down. */
  get isSilent(): boolean {
    return [0, 502, 503, 504].includes(this.status) && !this.reason;
  }

  /** Whether the server part is missing, rather than displeased with this request. */
  get unreachable(): boolean {
    // 404 carries a reason where our own handler answered.
    return this.isSilent || (this.status === 404 && !this.reason);
  }
}

/**
 * Send a request to the server part; the base URL, token and XSRF cookie are added here.
 *
 * @param settings Connection settings of the application
 * @param path Below `<base URL>ct_jupyter/`
 * @returns The decoded answer
 * @throws RequestError, or an `AbortError` where `init.signal` was aborted
 */
export async function request<T>(
  settings: ServerConnection.ISettings,
  path: string,
  init: RequestInit = {}
): Promise<T> {
  const url = URLExt.join(settings.baseUrl, NAME, path);
  let response: Response;
  try {
    response = await ServerConnection.makeRequest(
      url,
      { cache: 'no-store', ...init },
      settings
    );
  } catch (error) {
    if (init.signal?.aborted) {
      throw error;
    }
    throw new RequestError(
      error instanceof Error ? error.message : String(error),
      0,
      ''
    );
  }
  const text = await response.text();
  const data = decode(text);
  if (!response.ok) {
    const { fingerprint, message, name, reason } = (data ?? {}) as {
      fingerprint?: string;
      message?: string;
      name?: string;
      reason?: string;
    };
    throw new RequestError(
      message || response.statusText,
      response.status,
      reason ?? '',
      fingerprint ?? '',
      name ?? ''
    );
  }
  if (data === null) {
    // A static site such as JupyterLite answers any address with a page.
    throw new RequestError(response.statusText, 404, '');
  }
  return data as T;
}

function decode(text: string): object | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' ? data : null;
  } catch {
    return null;
  }
}
