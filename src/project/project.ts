import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { RequestError } from '../server/request';
import type { IProjectClient } from './client';
import type {
  IProjectResponse,
  IProjectFile,
  IProjectRequest
} from '../protocol/protocol';

/** Milliseconds between two questions how far a scan is. */
const INTERVAL = 500;

/** Milliseconds between two attempts while the server does not answer. */
const RETRY = 3000;

/** Milliseconds until the first question after something was asked for that is soon done. */
const SOON = 150;

/** Milliseconds that what is told of in one breath is collected. */
const AT_ONCE = 50;

/** Milliseconds that saves are collected before their files are scanned again, where there are many. */
const COLLECTED = 1500;

/** Questions after which a file that was to be scanned again is no longer waited for. */
const PATIENCE = 60;

/** The scan of a project as the panel shows it. */
export interface IProjectState {
  readonly kind:
    | 'never'
    | 'starting'
    | 'waiting'
    | 'running'
    | 'done'
    | 'cancelled'
    | 'failed';
  /** Path of what is scanned; empty for the root of the server. */
  readonly folder: string;
  /** Files. */
  readonly done: number;
  readonly total: number;
  /** The file in hand. */
  readonly what: string;
  /** Why it failed, or that the server does not answer; empty where all is well. */
  readonly message: string;
}

const NEVER: IProjectState = {
  kind: 'never',
  folder: '',
  done: 0,
  total: 0,
  what: '',
  message: ''
};

/** The scan of a whole project, and what it found. */
export interface ICtProject extends IDisposable {
  /** Emits when the state or a result changed. */
  readonly changed: ISignal<ICtProject, void>;
  readonly state: IProjectState;
  /** Whether more is to come. */
  readonly isRunning: boolean;
  /** What has findings or could not be read, by its path on the server. */
  readonly files: ReadonlyMap<string, IProjectFile>;
  /** Find the scan that runs on the server, or ran there, as after a reload of the page. */
  attach(): Promise<void>;
  /** Scan a folder, its repository or a file; never rejects. */
  start(wish: IProjectRequest): Promise<void>;
  /** Stop; what was found stays. */
  cancel(): Promise<void>;
  /** Look again at files that were saved, moved or deleted. */
  refresh(paths: readonly string[]): void;
  /** Top of the repository that a folder belongs to; null where there is none. */
  repositoryOf(path: string): Promise<string | null>;
}

/**
 * Follows the scan on the server.
 */
export class Project implements ICtProject {
  /**
   * @param _client Server part
   * @param _trans Translations
   */
  constructor(
    private readonly _client: IProjectClient,
    private readonly _trans: TranslationBundle
  ) {}

  /** Emits when the state or a result changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The scan as it is. */
  get state(): IProjectState {
    return this._state;
  }

  /** Whether more is to come. */
  get isRunning(): boolean {
    return ['starting', 'waiting', 'running'].includes(this._state.kind);
  }

  /** What has findings or could not be read. */
  get files(): ReadonlyMap<string, IProjectFile> {
    return this._files;
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop following; the scan itself goes on. */
  dispose(): void {
    this._isDisposed = true;
    this._round += 1;
    clearTimeout(this._again);
    Signal.clearData(this);
  }

  /** Find the scan that the server has. */
  async attach(): Promise<void> {
    if (this._job !== null || this.isRunning) {
      return;
    }
    const round = ++this._round;
    try {
      const { job } = await this._client.info('');
      if (job !== null && round === this._round) {
        this._job = job;
        await this._follow(round);
      }
    } catch {
      // There is no server part, or none that knows projects: the panel says so elsewhere.
    }
  }

  /** Scan. */
  async start(wish: IProjectRequest): Promise<void> {
    const round = ++this._round;
    this._forget();
    this._set({ ...NEVER, kind: 'starting', folder: wish.path ?? '' });
    try {
      const answer = await this._client.start(wish);
      if (round === this._round) {
        this._job = answer.job;
        this._take(answer);
        await this._follow(round);
      }
    } catch (error) {
      if (round === this._round) {
        this._fail(error);
      }
    }
  }

  /** Stop. */
  async cancel(): Promise<void> {
    if (this._job === null) {
      // It has only just been asked for: what it answers is not waited for.
      this._round += 1;
      this._set({ ...this._state, kind: 'cancelled', what: '' });
      return;
    }
    try {
      await this._client.stop(this._job);
    } catch (error) {
      this._fail(error);
    }
  }

  /** Look again at some files. */
  refresh(paths: readonly string[]): void {
    if (this._job === null) {
      return;
    }
    paths.forEach(path => this._saved.add(path));
    if (this._saved.size > 0) {
      // The first of them is seen to at once: somebody has just replaced something, and looks.
      const isFirst = Date.now() - this._asked > COLLECTED;
      clearTimeout(this._again);
      this._again = setTimeout(
        () => void this._askAgain(),
        isFirst ? AT_ONCE : COLLECTED
      );
    }
  }

  /** Top of the repository of a folder. */
  async repositoryOf(path: string): Promise<string | null> {
    try {
      return (await this._client.info(path)).repository;
    } catch {
      return null;
    }
  }

  private async _askAgain(): Promise<void> {
    const job = this._job;
    const paths = [...this._saved];
    this._saved.clear();
    this._asked = Date.now();
    if (job === null || paths.length === 0 || this._isDisposed) {
      return;
    }
    try {
      const taken = await this._client.again(job, paths);
      if (job !== this._job) {
        return;
      }
      taken.forEach(path => this._awaited.set(path, PATIENCE));
      if (taken.length > 0) {
        this._soon = SOON;
        if (!this._following) {
          await this._follow(this._round);
        }
      }
    } catch {
      // What was found before stays; the next scan finds the rest.
    }
  }

  /** Ask until all is there. */
  private async _follow(round: number): Promise<void> {
    this._following = true;
    try {
      for (;;) {
        const wait = await this._ask(round);
        if (wait === null || round !== this._round) {
          return;
        }
        await new Promise(resolve => setTimeout(resolve, wait));
        if (round !== this._round) {
          return;
        }
      }
    } finally {
      if (round === this._round) {
        this._following = false;
      }
    }
  }

  /** @returns Milliseconds until the next question; null where there is none to ask */
  private async _ask(round: number): Promise<number | null> {
    const job = this._job;
    if (job === null) {
      return null;
    }
    try {
      const answer = await this._client.follow(job, this._cursor);
      if (round !== this._round) {
        return null;
      }
      this._take(answer);
      if (answer.more) {
        return 0;
      }
      for (const [path, left] of this._awaited) {
        if (left <= 1) {
          this._awaited.delete(path);
        } else {
          this._awaited.set(path, left - 1);
        }
      }
      if (!this.isRunning && this._awaited.size === 0) {
        return null;
      }
      const wait = this._soon;
      this._soon = Math.min(INTERVAL, wait * 2);
      return wait;
    } catch (error) {
      if (round !== this._round) {
        return null;
      }
      if (error instanceof RequestError && !isLost(error)) {
        this._fail(error);
        return null;
      }
      // The scan goes on without us.
      this._set({
        ...this._state,
        message: this._trans.__('The server does not answer; trying again…')
      });
      return RETRY;
    }
  }

  private _take(answer: IProjectResponse): void {
    for (const file of answer.files) {
      this._awaited.delete(file.path);
      const isEmpty =
        file.findings.length === 0 &&
        file.errors.length === 0 &&
        Object.keys(file.more).length === 0;
      if (isEmpty) {
        this._files.delete(file.path);
      } else {
        this._files.set(file.path, file);
      }
    }
    this._cursor = answer.cursor;
    const { done, folder, message, state, total, what } = answer;
    // The last results come first: until then it is not over.
    const kind = answer.more ? 'running' : state;
    this._set({ kind, folder, done, total, what, message });
  }

  private _fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this._job = null;
    this._set({ ...this._state, kind: 'failed', what: '', message });
  }

  private _forget(): void {
    this._job = null;
    this._cursor = 0;
    this._files.clear();
    this._awaited.clear();
    this._saved.clear();
  }

  private _set(state: IProjectState): void {
    this._state = state;
    this._changed.emit();
  }

  /** When files were last asked for again, in milliseconds. */
  private _asked = 0;
  /** Milliseconds until the next question. */
  private _soon = INTERVAL;
  private _again: ReturnType<typeof setTimeout> | undefined;
  /** Files that are scanned again, with the number of questions that they are waited for. */
  private readonly _awaited = new Map<string, number>();
  private readonly _changed = new Signal<this, void>(this);
  private _cursor = 0;
  private readonly _files = new Map<string, IProjectFile>();
  private _following = false;
  private _isDisposed = false;
  private _job: string | null = null;
  private _round = 0;
  private readonly _saved = new Set<string>();
  private _state: IProjectState = NEVER;
}

/** Whether the server could not be reached, rather than refusing. */
function isLost(error: RequestError): boolean {
  return error.unreachable || error.status >= 500;
}
