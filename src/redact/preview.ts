import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  IPlatformInfo,
  IRedactPlan,
  IVariable
} from '../protocol/protocol';
import { RequestError } from '../server/request';
import type { IChoices } from './choices';
import { loaderOf } from './choices';
import type { ICellDiff } from './diffs';
import { diffsOf, valuesIn } from './diffs';

/** A connection string, and the password in it. */
const CONNECTION = /^[a-z][\w+.-]*:\/\/[^/\s:@]*:([^@\s]+)@/i;

/** Milliseconds without another keystroke after which a name is tried. */
const PAUSE = 400;

/** What a part of a platform's store may be called. */
const VAULT = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,127}$/;
/** Milliseconds after which one wonders what is waited for. */
const NOTICED = 250;

/** What an environment variable may be called everywhere. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names of the user's own, by fingerprint. */
export type Names = Readonly<Record<string, string>>;

/** What is asked for, besides what is chosen. */
export interface IAsked {
  readonly names: Names;
  /** Fingerprints of what is to go; null for all. */
  readonly findings: readonly string[] | null;
}

/** What would be replaced. */
export interface IPlanned {
  readonly plan: IRedactPlan;
  /** Source of each cell as the plan was made for. */
  readonly sources: readonly string[];
  /** Other values in the sources that are not to be shown. */
  readonly values: readonly string[];
}

/** Asks the server what would be replaced. */
export type AskPlan = (choices: IChoices, asked: IAsked) => Promise<IPlanned>;

/** Asks the server for the values that would go, by name, for the user to copy one. */
export type AskValues = (
  choices: IChoices,
  asked: IAsked
) => Promise<Readonly<Record<string, string>>>;

/** Whether the kernel can import a module; null where that is not known. */
export type AskModule = (module: string) => Promise<boolean | null>;

/** A name that the server refused. */
interface IRefused {
  readonly key: string;
  readonly name: string;
  readonly message: string;
}

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
    private readonly _trans: TranslationBundle,
    private readonly _askValues: AskValues | null = null
  ) {
    this._choices = choices;
  }

  /** Emits when anything changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emits the key of a variable whose field is to be looked at. */
  get refused(): ISignal<this, string> {
    return this._refusedSignal;
  }

  /** What is chosen. */
  get choices(): IChoices {
    return this._choices;
  }

  /** The plan as it was last known; null until the server answered. */
  get plan(): IRedactPlan | null {
    return this._planned?.plan ?? null;
  }

  /** All variables, also of what is not to go. */
  get variables(): readonly IVariable[] {
    return this._variables;
  }

  /** The diffs of the cells. */
  get diffs(): readonly ICellDiff[] {
    if (!this._planned || this.chosen.length === 0) {
      return [];
    }
    const { plan, sources } = this._planned;
    return diffsOf(plan, sources, this._values);
  }

  /** The variables of what is to go. */
  get chosen(): readonly IVariable[] {
    return this._variables.filter(variable => this.isOn(variable));
  }

  /** Why there is no plan for what is chosen; empty where there is one. */
  get error(): string {
    return this._error;
  }

  /** The same, where no field of a variable says it. */
  get generalError(): string {
    return this.chosen.some(each => this.problemOf(each) === this._error)
      ? ''
      : this._error;
  }

  /** Whether the server is being asked. */
  get isPending(): boolean {
    return this._pending;
  }

  /** Whether a kernel is waited for, which takes its time. */
  get isWaiting(): boolean {
    return this._isWaiting;
  }

  /** Whether what was agreed on is being done. */
  get isApplying(): boolean {
    return this._applying;
  }

  /** Whether what is shown is what would be done, and may be. */
  get isReady(): boolean {
    return (
      this.plan !== null &&
      this.chosen.length > 0 &&
      !this._pending &&
      !this._applying &&
      (!this.mustConfirm || this._isConfirmed) &&
      !this.vaultProblem &&
      (!this._error || this._isRetryable) &&
      this.chosen.every(variable => !this.problemOf(variable))
    );
  }

  /** Whether the kernel lacks what the notebook would load the values with. */
  get lacksLoader(): boolean {
    const loader = loaderOf(this._choices.store);
    return loader !== null && this._modules.get(loader) === false;
  }

  /** The platform whose secret store is chosen; null where it is another store. */
  get platform(): IPlatformInfo | null {
    const { platform } = this.plan ?? {};
    return platform?.id === this._choices.store ? platform : null;
  }

  /** The variables that are to be entered in the platform's secret store. */
  get toEnter(): readonly IVariable[] {
    return this.platform ? this.chosen.filter(({ needed }) => needed) : [];
  }

  /** Whether the kernel here is none of the platform's: the notebook would not run on it from the top. */
  get isElsewhere(): boolean {
    const module = this.platform?.module;
    return !!module && this._modules.get(module) === false;
  }

  /** Whether the user has to say that the values are not lost. */
  get mustConfirm(): boolean {
    return this.toEnter.length > 0;
  }

  /** Whether the user said so. */
  get isConfirmed(): boolean {
    return this._isConfirmed;
  }

  /** The part of the platform's store as it stands in its field. */
  get vault(): string {
    return this._vault ?? this.platform?.vault ?? '';
  }

  /** What is wrong with that part's name; empty where nothing is. */
  get vaultProblem(): string {
    if (!this.platform?.vault_title || !this.vault || VAULT.test(this.vault)) {
      return '';
    }
    return this._trans.__('Use letters, digits, dots, dashes and underscores.');
  }

  /** Whether values can be copied from here. */
  get canCopy(): boolean {
    return this._askValues !== null;
  }

  /** Key of the variable whose value was copied last; empty where none was. */
  get copied(): string {
    return this._copied;
  }

  /** Say that the values are where the notebook will look for them, or somewhere else. */
  confirm(isConfirmed: boolean): void {
    this._isConfirmed = isConfirmed;
    this._changed.emit();
  }

  /** Name the part of the platform's store that the notebook is to read. */
  nameVault(vault: string): void {
    this._vault = vault;
    this._later(() => {
      if (this.vaultProblem) {
        this._pending = false;
        this._changed.emit();
      } else {
        this.choose({ vault });
      }
    });
  }

  /**
   * Copy the value of a variable.
   *
   * @param write Puts it into the clipboard; the value goes no further
   * @throws Where the server has none, or the browser does not let it be copied
   */
  async copyValue(
    variable: IVariable,
    write: (value: string) => Promise<void>
  ): Promise<void> {
    const values = await this._askValues?.(this._choices, this.asked);
    const value = values?.[this.nameOf(variable)];
    if (value === undefined) {
      throw new Error();
    }
    await write(value);
    this._copied = keyOf(variable);
    this._changed.emit();
  }

  /** What of a request the choices of single secrets decide: what was agreed on is what is done. */
  get asked(): IAsked {
    const names = Object.fromEntries(
      this.chosen.map(variable => [variable.fingerprint, this.nameOf(variable)])
    );
    return { names, findings: this._findings };
  }

  /** Whether a variable's value is to go. */
  isOn(variable: IVariable): boolean {
    return !this._off.has(keyOf(variable));
  }

  /** The name of a variable as it stands in its field. */
  nameOf(variable: IVariable): string {
    return this._own.get(variable.fingerprint) ?? variable.name;
  }

  /** What is wrong with the name of a variable; empty where nothing is. */
  problemOf(variable: IVariable): string {
    if (!this.isOn(variable)) {
      return '';
    }
    if (!variable.needed) {
      return this._refusalOf(variable);
    }
    const name = this.nameOf(variable);
    if (!NAME.test(name)) {
      return this._trans.__(
        'Use letters, digits and underscores, and do not start with a digit.'
      );
    }
    if (name !== name.toUpperCase()) {
      return this._trans.__('Use capital letters.');
    }
    const others = this.chosen.filter(
      other => other !== variable && other.needed && this.nameOf(other) === name
    );
    if (others.length > 0) {
      return this._trans.__('Another value has this name.');
    }
    return this._refusalOf(variable);
  }

  /** Ask the server what would be done. */
  async refresh(): Promise<void> {
    clearTimeout(this._timer);
    const round = ++this._round;
    this._pending = true;
    this._changed.emit();
    await this._learnLoader();
    let planned: IPlanned | null = null;
    let error: unknown = null;
    if (this._variables.length === 0 || this.chosen.length > 0) {
      try {
        planned = await this._askPlan(
          { ...this._choices, load: this._choices.load && !this.lacksLoader },
          { names: this._ownNames, findings: this._findings }
        );
      } catch (reason) {
        error = reason ?? new Error();
      }
    }
    const module = planned?.plan.platform?.module;
    if (module) {
      await this._learnModule(module);
    }
    if (round === this._round && !this._isDisposed) {
      this._pending = false;
      this._learn(planned);
      this._explain(error);
      this._changed.emit();
    }
  }

  /** Choose something else. */
  choose(change: Partial<IChoices>): void {
    this._choices = { ...this._choices, ...change };
    if (change.store !== undefined) {
      this._vault = null;
      this._isConfirmed = false;
    }
    void this.refresh();
  }

  /** Choose whether the values of some variables are to go. */
  switch(variables: readonly IVariable[], on: boolean): void {
    for (const variable of variables) {
      if (on) {
        this._off.delete(keyOf(variable));
      } else {
        this._off.add(keyOf(variable));
      }
    }
    this._isConfirmed &&= !on;
    void this.refresh();
  }

  /** Give a variable another name. */
  rename(variable: IVariable, name: string): void {
    this._own.set(variable.fingerprint, name);
    this._later(() => {
      if (this.chosen.some(each => this.problemOf(each))) {
        this._pending = false;
        this._changed.emit();
      } else {
        void this.refresh();
      }
    });
  }

  /**
   * Do what was agreed on. Where that is refused all stays as it is, and what is wrong is marked.
   *
   * @returns Whether it was done
   */
  async submit(apply: () => Promise<void>): Promise<boolean> {
    if (!this.isReady) {
      return false;
    }
    this._applying = true;
    this._error = '';
    this._changed.emit();
    let error: unknown = null;
    try {
      await apply();
    } catch (reason) {
      error = reason ?? new Error();
    }
    this._applying = false;
    if (error !== null && !this._isDisposed) {
      this._explain(error);
      // The same may be tried once more, as when the server was not there.
      this._isRetryable = this._refused === null;
      this._changed.emit();
      if (this._refused) {
        this._refusedSignal.emit(this._refused.key);
      }
    }
    return error === null;
  }

  /** Let go of all listeners. */
  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Do something when no other key was pressed for a moment. */
  private _later(act: () => void): void {
    // What was asked before is no longer what is to be done, and what was entered may have another name.
    this._round += 1;
    this._pending = true;
    this._isConfirmed = false;
    clearTimeout(this._timer);
    this._timer = setTimeout(act, PAUSE);
    this._changed.emit();
  }

  /** Why the server refused the name that a variable has now; empty where it did not. */
  private _refusalOf(variable: IVariable): string {
    const refused = this._refused;
    return refused?.key === keyOf(variable) &&
      refused.name === this.nameOf(variable)
      ? refused.message
      : '';
  }

  private _learn(planned: IPlanned | null): void {
    if (!planned) {
      return;
    }
    const { store_kind } = planned.plan;
    if (this._choices.store === 'auto' && store_kind) {
      this._choices = { ...this._choices, store: store_kind };
    }
    this._planned = planned;
    const { plan, sources, values } = planned;
    for (const value of valuesIn(plan, sources)) {
      this._values.add(value);
    }
    // Of a connection string only the password goes, and the rest is shown as it stays.
    const taken = [...this._values];
    for (const value of values) {
      const password = CONNECTION.exec(value)?.[1];
      if (password === undefined || !taken.includes(password)) {
        this._values.add(value);
      }
    }
    const now = new Map(plan.variables.map(each => [keyOf(each), each]));
    const kept = this._variables
      .filter(each => now.has(keyOf(each)) || !this.isOn(each))
      .map(each => now.get(keyOf(each)) ?? each);
    const known = new Set(kept.map(keyOf));
    this._variables = [
      ...kept,
      ...plan.variables.filter(each => !known.has(keyOf(each)))
    ];
  }

  /** Say what is wrong, at the field that it is about where it is about one. */
  private _explain(error: unknown): void {
    this._isRetryable = false;
    this._refused = null;
    this._error =
      error === null
        ? ''
        : error instanceof Error
          ? error.message
          : String(error);
    if (error instanceof RequestError) {
      const variable = this.chosen.find(
        each =>
          (error.fingerprint !== '' &&
            each.fingerprint === error.fingerprint) ||
          (error.variable !== '' && this.nameOf(each) === error.variable)
      );
      if (variable) {
        this._refused = {
          key: keyOf(variable),
          name: this.nameOf(variable),
          message: error.message
        };
      }
    }
  }

  /** Fingerprints of what is to go; null where that is all. */
  private get _findings(): readonly string[] | null {
    return this._off.size === 0
      ? null
      : this.chosen.map(({ fingerprint }) => fingerprint).filter(Boolean);
  }

  private get _ownNames(): Names {
    const on = new Set(this.chosen.map(({ fingerprint }) => fingerprint));
    return Object.fromEntries(
      [...this._own].filter(([fingerprint]) => on.has(fingerprint))
    );
  }

  private async _learnLoader(): Promise<void> {
    const loader = loaderOf(this._choices.store);
    if (loader) {
      await this._learnModule(loader);
    }
  }

  private async _learnModule(module: string): Promise<void> {
    if (!this._modules.has(module)) {
      const timer = setTimeout(() => {
        this._isWaiting = true;
        this._changed.emit();
      }, NOTICED);
      this._modules.set(module, await this._askModule(module));
      clearTimeout(timer);
      this._isWaiting = false;
    }
  }

  private _applying = false;
  private readonly _changed = new Signal<this, void>(this);
  private _choices: IChoices;
  private _copied = '';
  private _error = '';
  private _isConfirmed = false;
  private _isDisposed = false;
  private _isRetryable = false;
  private _isWaiting = false;
  private readonly _modules = new Map<string, boolean | null>();
  private readonly _off = new Set<string>();
  private readonly _own = new Map<string, string>();
  private _pending = true;
  private _planned: IPlanned | null = null;
  private _refused: IRefused | null = null;
  private readonly _refusedSignal = new Signal<this, string>(this);
  private _round = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _values = new Set<string>();
  private _variables: readonly IVariable[] = [];
  private _vault: string | null = null;
}

/** What a variable is known by: its value's finding, or its name where only copies were found. */
export function keyOf({ fingerprint, name }: IVariable): string {
  return fingerprint || name;
}
