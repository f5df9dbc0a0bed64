import type { IJobResponse, JobKind } from '../protocol/protocol';

/** A look in the background, as the panel shows it. */
export interface ILook<T> {
  readonly state: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  /** The file in hand; empty where there is none. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** Why it failed. */
  readonly message: string;
  /** What the last look that went through found. */
  readonly result: T | null;
}

/** What a look asks of the server. */
export interface IJobClient {
  startJob(kind: JobKind, body: string): Promise<string>;
  job<T>(kind: JobKind, id: string): Promise<IJobResponse<T>>;
  cancelJob(kind: JobKind, id: string): Promise<void>;
}

/** Nothing was looked at yet. */
export const NO_LOOK: ILook<never> = {
  state: 'idle',
  what: '',
  done: 0,
  total: 0,
  message: '',
  result: null
};

/** Milliseconds between two questions how far it is. */
const INTERVAL = 400;

/**
 * Runs one look after the other on the server, and tells how far it is.
 */
export class LookRunner<T> {
  /**
   * @param _kind What the server is to do
   * @param _client Server part
   * @param _current The look as it is shown
   * @param _tell Told of each change
   */
  constructor(
    private readonly _kind: JobKind,
    private readonly _client: IJobClient,
    private readonly _current: () => ILook<T>,
    private readonly _tell: (look: ILook<T>) => void
  ) {}

  /**
   * Look, and wait until it is done; a look under way is given up.
   *
   * @param body JSON text of the request
   * @returns What was found; null where it was stopped or failed
   */
  async run(body: string): Promise<T | null> {
    this.stop();
    const turn = ++this._turn;
    this._set({ ...NO_LOOK, state: 'running' });
    try {
      const id = await this._client.startJob(this._kind, body);
      if (turn !== this._turn) {
        this._cancel(id);
        return null;
      }
      this._job = id;
      return await this._follow(id, turn);
    } catch (error) {
      if (turn === this._turn) {
        const message = error instanceof Error ? error.message : String(error);
        this._job = null;
        this._set({ ...NO_LOOK, state: 'failed', message });
      }
      return null;
    }
  }

  /** Stop the look under way. */
  stop(): void {
    this._turn += 1;
    if (this._job !== null) {
      this._cancel(this._job);
      this._job = null;
    }
    if (this._current().state === 'running') {
      this._set({ ...NO_LOOK, state: 'cancelled' });
    }
  }

  private async _follow(id: string, turn: number): Promise<T | null> {
    for (;;) {
      const job: IJobResponse<T> = await this._client.job<T>(this._kind, id);
      if (turn !== this._turn) {
        return null;
      }
      const { done, message, result, total, what } = job;
      if (job.state === 'running' || job.state === 'waiting') {
        this._set({ ...NO_LOOK, state: 'running', what, done, total });
        await new Promise(resolve => setTimeout(resolve, INTERVAL));
        if (turn !== this._turn) {
          return null;
        }
        continue;
      }
      this._job = null;
      this._tell({ state: job.state, what, done, total, message, result });
      return result;
    }
  }

  private _cancel(id: string): void {
    // Whether the server still knows it does not matter.
    this._client.cancelJob(this._kind, id).catch(() => undefined);
  }

  /** What was found before stays on show until there is something new. */
  private _set(look: ILook<T>): void {
    this._tell({ ...look, result: this._current().result });
  }

  private _job: string | null = null;
  private _turn = 0;
}
