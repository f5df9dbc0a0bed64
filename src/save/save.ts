import type { Notification } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Event } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { tell } from '../shell/notices';
import { isLoud, isKindOn, isPersonal, kindsOff } from '../model/kinds';
import type { IFinding, ISaveEvent, SaveMode } from '../protocol/protocol';
import { SAVE_SCHEMA } from '../protocol/protocol';
import { RequestError } from '../server/request';
import { serverPath } from '../server/serverPath';
import type { Severity } from '../protocol/severity';
import type { ICtClient, ICtFindings, ICtSettings } from '../model/tokens';

/** Milliseconds within which the server tells of a save; after that we look for ourselves. */
const EVENT_TIMEOUT = 3000;

/** Most cells that a notice names. */
const MAX_NAMED = 5;

/** What a finding is known by when deciding whether it is new. */
interface ISaved {
  readonly fingerprint: string;
  readonly weakness_id: string;
  readonly severity: Severity;
  readonly confidence?: IFinding['confidence'];
  readonly cell: number | null;
}

/** What watching saves needs. */
export interface ISaveContext {
  readonly client: ICtClient;
  readonly findings: ICtFindings;
  readonly settings: ICtSettings;
  readonly trans: TranslationBundle;
  /** Show the findings of a notebook. */
  show(path: string): void;
}

/**
 * Tells the user what was saved: once per new finding, not at each save.
 */
export class SaveWatcher {
  /**
   * @param tracker Open notebooks
   * @param stream Events of the server
   * @param _context Surroundings
   */
  constructor(
    tracker: INotebookTracker,
    stream: Event.Stream | null,
    private readonly _context: ISaveContext
  ) {
    stream?.connect(this._onEvent, this);
    tracker.forEach(panel => this._watch(panel));
    tracker.widgetAdded.connect((_, panel) => this._watch(panel));
    _context.client.connectionChanged.connect(this._pushMode, this);
    _context.settings.changed.connect(this._onSettings, this);
    this._pushMode();
  }

  private _onEvent(_: unknown, emission: Event.Emission): void {
    if (emission.schema_id === SAVE_SCHEMA) {
      this._onSaved(emission as unknown as ISaveEvent);
    }
  }

  private _onSaved(event: ISaveEvent): void {
    // It may well come before the save is over.
    this._heard.add(event.path);
    clearTimeout(this._fallbacks.get(event.path));
    this._fallbacks.delete(event.path);
    // Every page hears of every save on the server: ours are those of notebooks open here.
    if (!this._context.findings.ofPath(event.path)) {
      return;
    }
    // A refused save is told of where it was asked for: another page may have done so.
    if (event.outcome !== 'blocked') {
      this._tellNew(event.path, event.findings);
    }
  }

  private _watch(panel: NotebookPanel): void {
    const { context } = panel;
    if (!this._watched.has(context)) {
      this._watched.add(context);
      context.saveState.connect(this._onSaveState, this);
    }
  }

  private _onSaveState(
    context: DocumentRegistry.Context,
    state: DocumentRegistry.SaveState
  ): void {
    const path = serverPath(context.path);
    const { findings, settings } = this._context;
    const notebook = findings.ofPath(path)?.notebook;
    if (state === 'completed' && notebook && !settings.options.live) {
      void findings.settle(notebook);
    }
    if (state === 'started') {
      this._heard.delete(path);
    } else if (
      state === 'completed' &&
      this._mode !== 'off' &&
      !this._heard.has(path) &&
      !this._fallbacks.has(path)
    ) {
      // Some contents managers skip the server's hooks, and then no event comes.
      const timer = setTimeout(() => this._fallBack(path), EVENT_TIMEOUT);
      this._fallbacks.set(path, timer);
    }
  }

  private _fallBack(path: string): void {
    this._fallbacks.delete(path);
    const findings = this._context.findings.ofPath(path);
    const active =
      findings?.list().filter(({ finding }) => !finding.suppressed) ?? [];
    const saved = active.map(({ cell, finding }) => ({
      fingerprint: finding.fingerprint,
      weakness_id: finding.weakness_id,
      severity: finding.severity,
      confidence: finding.confidence,
      cell: findings?.position(cell) ?? null
    }));
    this._tellNew(path, saved);
  }

  private _tellNew(path: string, saved: readonly ISaved[]): void {
    const known = this._known.get(path) ?? new Set<string>();
    const { options } = this._context.settings;
    const fresh = saved.filter(
      finding =>
        !known.has(finding.fingerprint) &&
        isLoud(finding) &&
        (!isPersonal(finding) || isKindOn(finding.weakness_id, options))
    );
    fresh.forEach(({ fingerprint }) => known.add(fingerprint));
    this._known.set(path, known);
    if (fresh.length === 0 || this._mode === 'off' || !this._isTalkative) {
      return;
    }
    tell('saved', 'warning', this._saved(fresh), {
      autoClose: 10_000,
      actions: [this._showAction(path)]
    });
  }

  private _saved(fresh: readonly ISaved[]): string {
    const { trans } = this._context;
    const cells = this._cells(fresh);
    const secrets = fresh.filter(finding => !isPersonal(finding)).length;
    if (secrets === 0) {
      return trans.__('Saved with personal data in %1.', cells);
    }
    return secrets === fresh.length
      ? trans._n(
          'Saved with %1 secret in %2.',
          'Saved with %1 secrets in %2.',
          secrets,
          cells
        )
      : trans._n(
          'Saved with %1 secret and personal data in %2.',
          'Saved with %1 secrets and personal data in %2.',
          secrets,
          cells
        );
  }

  private _showAction(path: string): Notification.IAction {
    return {
      label: this._context.trans.__('Show'),
      caption: this._context.trans.__('Show the secrets in this notebook'),
      displayType: 'accent',
      callback: () => this._context.show(path)
    };
  }

  /** `cells 1, 3`, `cells 1, 2, 3, 5, 8 and 4 more`, `cell 1, the notebook's metadata`. */
  private _cells(saved: readonly { readonly cell: number | null }[]): string {
    const { trans } = this._context;
    const positions = [
      ...new Set(saved.flatMap(({ cell }) => cell ?? []))
    ].sort((a, b) => a - b);
    const shown = positions.slice(0, MAX_NAMED).join(', ');
    const rest = positions.length - MAX_NAMED;
    const places: string[] = [];
    if (rest > 0) {
      places.push(trans.__('cells %1 and %2 more', shown, rest));
    } else if (positions.length > 0) {
      places.push(trans._n('cell %2', 'cells %2', positions.length, shown));
    }
    if (saved.some(({ cell }) => cell === null)) {
      places.push(trans.__("the notebook's metadata"));
    }
    return places.join(', ');
  }

  private _onSettings(): void {
    const { options } = this._context.settings;
    if (
      options.onSave !== this._asked ||
      kindsOff(options).join() !== this._askedOff
    ) {
      this._pushMode();
      if (this._isLocked) {
        const { trans } = this._context;
        tell(
          'save-mode',
          'warning',
          trans.__(
            'The administrator of this server decides what happens on save.'
          ),
          { autoClose: 10_000 }
        );
      }
    }
  }

  /** Tell the server of the mode: when it appears, and when the setting changes. */
  private _pushMode(): void {
    const { client, settings } = this._context;
    const { kind, status } = client.connection;
    this._asked = settings.options.onSave;
    this._askedOff = kindsOff(settings.options).join();
    if (kind === 'ready' && status) {
      this._mode = status.save_mode;
      if (!this._isLocked) {
        void this._setMode(this._asked);
      }
    }
  }

  private get _isLocked(): boolean {
    return this._context.client.connection.status?.save_mode_locked ?? false;
  }

  private async _setMode(mode: SaveMode): Promise<void> {
    const { client, trans } = this._context;
    try {
      this._mode = await client.setSaveMode(
        mode,
        kindsOff(this._context.settings.options)
      );
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 409) {
        return;
      }
      if (!this._refusals.has(error.reason)) {
        this._refusals.add(error.reason);
        tell(
          'save-mode',
          'warning',
          error.message ||
            trans.__(
              'Saving cannot be blocked here, because real-time collaboration is on.'
            ),
          { autoClose: 10_000 }
        );
      }
      if (error.reason === 'collaboration' && mode === 'block') {
        await this._setMode('warn');
      }
    }
  }

  private get _isTalkative(): boolean {
    return this._context.settings.options.notifications;
  }

  private _asked: SaveMode = 'warn';
  private _askedOff = '';
  private readonly _fallbacks = new Map<
    string,
    ReturnType<typeof setTimeout>
  >();
  /** Paths of which an event came since their save began. */
  private readonly _heard = new Set<string>();
  /** Fingerprints that the user was told of, by path; they say nothing about the values. */
  private readonly _known = new Map<string, Set<string>>();
  private _mode: SaveMode = 'warn';
  private readonly _refusals = new Set<string>();
  private readonly _watched = new WeakSet<object>();
}
