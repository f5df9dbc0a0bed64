import type { LabIcon } from '@jupyterlab/ui-components';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { wordFor } from '../model/documentTraits';
import { alertIcon, cleanIcon, shieldIcon } from './icons';
import { isCode, isPersonal } from '../model/kinds';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { saveSign } from '../save/saveSign';
import type { Severity } from '../protocol/severity';
import { worst } from '../protocol/severity';
import type { ICtClient, ICtFindings, ICtSettings } from '../model/tokens';

/** What the item shows. */
interface IState {
  readonly Icon: LabIcon;
  /** The accessible name. */
  readonly label: string;
  readonly text: string;
  /** What stands beside the number of secrets: that of personal data. */
  readonly more?: string;
  readonly severity?: Severity;
}

/**
 * The number of findings in the status bar; a click opens the panel.
 */
export class StatusItem extends ReactWidget {
  /**
   * @param _client Server part
   * @param _findings Store
   * @param _settings Settings
   * @param _trans Translations
   * @param _open Opens the panel
   */
  constructor(
    private readonly _client: ICtClient,
    private readonly _findings: ICtFindings,
    private readonly _settings: ICtSettings,
    private readonly _trans: TranslationBundle,
    private readonly _open: () => void
  ) {
    super();
    this.addClass('ct-Status');
    _client.connectionChanged.connect(this._refresh, this);
    _findings.notebooksChanged.connect(this._follow, this);
    this._follow();
  }

  /** Whether there is a notebook to tell of. */
  get isActive(): boolean {
    return this._findings.current !== null;
  }

  /** Stop following. */
  override dispose(): void {
    this._client.connectionChanged.disconnect(this._refresh, this);
    this._findings.notebooksChanged.disconnect(this._follow, this);
    this._followed?.changed.disconnect(this._refresh, this);
    super.dispose();
  }

  protected render(): JSX.Element {
    const { Icon, label, more, text, severity } = this._state();
    return (
      <button
        type="button"
        className="ct-Status-button"
        title={label}
        aria-label={label}
        data-severity={severity}
        onClick={this._open}
      >
        <Icon.react tag="span" className="ct-Status-icon" />
        <span className="ct-Status-text" data-more={more}>
          {text}
        </span>
      </button>
    );
  }

  private _state(): IState {
    const trans = this._trans;
    const { kind } = this._client.connection;
    if (kind === 'no-server' || kind === 'wrong-version') {
      const label = this._client.connection.isSilent
        ? trans.__('Secrets: the server does not answer, open the panel')
        : trans.__('Secrets: not scanning, open the panel to see why');
      return { Icon: alertIcon, label, text: trans.__('Secrets: off') };
    }
    if (this._followed?.isStale) {
      return {
        Icon: alertIcon,
        label: trans.__(
          'Secrets: the server has not answered for some seconds, what is listed may be out of date'
        ),
        text: trans.__('Secrets: old')
      };
    }
    if (this._followed?.policy?.excluded) {
      return {
        Icon: shieldIcon,
        label: wordFor(this._document, {
          notebook: trans.__('Secrets: the policy leaves this notebook out'),
          file: trans.__('Secrets: the policy leaves this file out'),
          console: trans.__('Secrets: the policy leaves this console out')
        }),
        text: '–'
      };
    }
    const active = this._active();
    const severity = worst(active.map(({ finding }) => finding.severity));
    if (severity) {
      const personal = active.filter(({ finding }) =>
        isPersonal(finding)
      ).length;
      const secrets = active.length - personal;
      const refused = saveSign(this._followed, trans);
      return {
        Icon: refused ? alertIcon : shieldIcon,
        label: refused
          ? `${refused.text}. ${trans.__('Open the panel')}`
          : trans.__(
              '%1 in %2, open the panel',
              foundLabel(secrets, personal, trans),
              this._where
            ),
        text: String(secrets || personal),
        more: secrets && personal ? `+ ${personal}` : undefined,
        severity
      };
    }
    if (
      this._followed?.progress ||
      this._followed?.longProgress ||
      kind === 'connecting'
    ) {
      return {
        Icon: shieldIcon,
        label: trans.__('Scanning for secrets'),
        text: '…'
      };
    }
    if (
      this._followed &&
      (this._followed.errors.length > 0 || this._followed.interruption)
    ) {
      const label = trans.__(
        'Secrets: some parts could not be read, open the panel to see which'
      );
      return { Icon: alertIcon, label, text: '?' };
    }
    return {
      Icon: cleanIcon,
      label: this._settings.options.personalData
        ? trans.__('No secrets or personal data in %1', this._where)
        : trans.__('No secrets in %1', this._where),
      text: '0'
    };
  }

  private get _document(): object | null {
    return this._followed?.notebook ?? null;
  }

  private get _where(): string {
    const trans = this._trans;
    return wordFor(this._document, {
      notebook: trans.__('this notebook'),
      file: trans.__('this file'),
      console: trans.__('this console')
    });
  }

  /** Secrets and personal data, wherever the panel lists them; code is not counted with them. */
  private _active(): readonly ILocated[] {
    return (this._followed?.list() ?? []).filter(
      ({ finding }) => !finding.suppressed && !isCode(finding)
    );
  }

  private _follow(): void {
    const { current } = this._findings;
    if (current !== this._followed) {
      this._followed?.changed.disconnect(this._refresh, this);
      this._followed = current;
      current?.changed.connect(this._refresh, this);
    }
    this.setHidden(!current);
    this._refresh();
  }

  private _refresh(): void {
    this.update();
  }

  private _followed: NotebookFindings | null = null;
}

function foundLabel(
  secrets: number,
  personal: number,
  trans: TranslationBundle
): string {
  const people = trans._n(
    '%1 place with personal data',
    '%1 places with personal data',
    personal
  );
  if (secrets === 0) {
    return people;
  }
  return personal === 0
    ? trans._n('%1 secret', '%1 secrets', secrets)
    : trans._n('%1 secret and %2', '%1 secrets and %2', secrets, people);
}
