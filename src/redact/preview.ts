import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IRedactPlan, IVariable } from '../protocol';
import type { IChoices } from './choices';
import { loaderOf } from './choices';

/** Milliseconds without another keystroke after which a name is tried. */
const PAUSE = 400;

/** What an environment variable may be called everywhere. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names of the user's own, by fingerprint. */
export type Names = Readonly<Record<string, string>>;

/** Asks the server what would be replaced. */
export type AskPlan = (choices: IChoices, names: Names) => Promise<IRedactPlan>;

/** Whether the kernel can import a module; null where that is not known. */
export type AskModule = (module: string) => Promise<boolean | null>;

/**
 * What a user is shown before all is replaced, and what they chose so far.
 */
export class Preview {
  /**
   * @param choices What is chosen to begin with
   */
  constructor(
    choices: IChoices,
    private readonly _askPlan: AskPlan,
    private readonly _askModule: AskModule,
    private readonly _trans: TranslationBundle
  ) {
    this._choices = choices;
  }

  /** Emits when anything changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is chosen. */
  get choices(): IChoices {
    return this._choices;
  }

  /** The plan as it was last known; null until the server answered. */
  get plan(): IRedactPlan | null {
    return this._plan;
  }

  /** Why there is no plan for what is chosen; empty where there is one. */
  get error(): string {
    return this._error;
  }

  /** Whether the server is being asked. */
  get isPending(): boolean {
    return this._pending;
  }

  /** Whether what is shown is what would be done, and may be. */
  get isReady(): boolean {
    return (
      this.plan !== null &&
      this.plan.variables.length > 0 &&
      !this._pending &&
      !this._error &&
      this.plan.variables.every(variable => !this.problemOf(variable))
    );
  }

  /** Whether the kernel lacks what the notebook would load the values with. */
  get lacksLoader(): boolean {
    const loader = loaderOf(this._choices.store);
    return loader !== null && this._modules.get(loader) === false;
  }

  /** Names for what is shown, by fingerprint: what was agreed on is what is done. */
  get names(): Names {
    return Object.fromEntries(
      (this._plan?.variables ?? []).map(variable => [
        variable.fingerprint,
        this.nameOf(variable)
      ])
    );
  }

  /** The name of a variable as it stands in its field. */
  nameOf(variable: IVariable): string {
    return this._own.get(variable.fingerprint) ?? variable.name;
  }

  /** What is wrong with the name of a variable; empty where nothing is. */
  problemOf(variable: IVariable): string {
    const name = this.nameOf(variable);
    if (!NAME.test(name)) {
      return this._trans.__(
        'Use letters, digits and underscores, and do not start with a digit.'
      );
    }
    const others = this._plan?.variables.filter(
      other => other !== variable && this.nameOf(other) === name
    );
    return others?.length ? this._trans.__('Another value has this name.') : '';
  }

  /** Ask the server what would be done. */
  async refresh(): Promise<void> {
    clearTimeout(this._timer);
    const round = ++this._round;
    this._pending = true;
    this._changed.emit();
    await this._learnLoader();
    let plan = this._plan;
    let error = '';
    try {
      plan = await this._askPlan(
        { ...this._choices, load: this._choices.load && !this.lacksLoader },
        Object.fromEntries(this._own)
      );
    } catch (reason) {
      error = reason instanceof Error ? reason.message : String(reason);
    }
    if (round === this._round && !this._isDisposed) {
      this._plan = plan;
      this._error = error;
      this._pending = false;
      this._changed.emit();
    }
  }

  /** Choose something else. */
  choose(change: Partial<IChoices>): void {
    this._choices = { ...this._choices, ...change };
    void this.refresh();
  }

  /** Give a variable another name. */
  rename(variable: IVariable, name: string): void {
    this._own.set(variable.fingerprint, name);
    // What was asked before is no longer what is to be done.
    this._round += 1;
    this._pending = true;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      if (this._plan?.variables.some(each => this.problemOf(each))) {
        this._pending = false;
        this._changed.emit();
      } else {
        void this.refresh();
      }
    }, PAUSE);
    this._changed.emit();
  }

  /** Let go of all listeners. */
  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  private async _learnLoader(): Promise<void> {
    const loader = loaderOf(this._choices.store);
    if (loader && !this._modules.has(loader)) {
      this._modules.set(loader, await this._askModule(loader));
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _choices: IChoices;
  private _error = '';
  private _isDisposed = false;
  private readonly _modules = new Map<string, boolean | null>();
  private readonly _own = new Map<string, string>();
  private _pending = true;
  private _plan: IRedactPlan | null = null;
  private _round = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
