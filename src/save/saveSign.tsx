import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { alertIcon } from '../shell/icons';
import { isPersonal } from '../model/kinds';
import type { NotebookFindings } from '../model/notebookFindings';
import type { ICtFindings } from '../model/tokens';

/** What is said of a notebook whose last save was refused. */
export interface ISaveSign {
  readonly text: string;
  /** What to do about it. */
  readonly advice: string;
  /** Whether nothing stands in the way of the next save, as far as can be seen here. */
  readonly isFree: boolean;
}

/** What the sign of a notebook says; null where its last save was not refused. */
export function saveSign(
  findings: NotebookFindings | null,
  trans: TranslationBundle
): ISaveSign | null {
  const refusal = findings?.refusal;
  if (!findings || !refusal) {
    return null;
  }
  const blocking = findings.blocking();
  if (blocking.length === 0 && refusal.blocked > 0) {
    return {
      text: trans.__('Not saved yet'),
      advice: trans.__('Nothing prevents saving any more. Click to save.'),
      isFree: true
    };
  }
  const personal = blocking.filter(({ finding }) => isPersonal(finding)).length;
  return {
    text: signText(blocking.length - personal, personal, trans),
    advice: trans.__(
      'Your changes are kept in this page. Replace or ignore what was found, then it can be saved. Click to see it.'
    ),
    isFree: false
  };
}

/**
 * The sign in the toolbar of a notebook: `Not saved: 2 secrets`. It is there for as long as the
 * last save was refused. It takes no focus and does not move the text that is being typed.
 */
export class SaveSign extends ReactWidget {
  /**
   * @param _panel Notebook that it stands in
   * @param _findings Store
   * @param _trans Translations
   * @param _act Shows what stands in the way, or saves where nothing does
   */
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _findings: ICtFindings,
    private readonly _trans: TranslationBundle,
    private readonly _act: (panel: NotebookPanel, sign: ISaveSign) => void
  ) {
    super();
    this.addClass('ct-SaveSign');
    _findings.notebooksChanged.connect(this._follow, this);
    this._follow();
  }

  /** Stop following. */
  override dispose(): void {
    this._findings.notebooksChanged.disconnect(this._follow, this);
    this._followed?.changed.disconnect(this._refresh, this);
    super.dispose();
  }

  protected render(): JSX.Element {
    const sign = saveSign(this._followed, this._trans);
    // The region is there before the sign is, or a screen reader would not speak it.
    return (
      <div role="status" className="ct-SaveSign-region">
        {sign && (
          <button
            type="button"
            className="ct-SaveSign-button"
            title={sign.advice}
            onClick={() => this._act(this._panel, sign)}
          >
            <alertIcon.react tag="span" className="ct-SaveSign-icon" />
            {sign.text}
          </button>
        )}
      </div>
    );
  }

  private _follow(): void {
    const shared = this._panel.model?.sharedModel;
    const findings = shared ? this._findings.of(shared) : null;
    if (findings !== this._followed) {
      this._followed?.changed.disconnect(this._refresh, this);
      this._followed = findings;
      findings?.changed.connect(this._refresh, this);
      this._refresh();
    }
  }

  private _refresh(): void {
    const text = saveSign(this._followed, this._trans)?.text ?? '';
    if (text !== this._shown) {
      this._shown = text;
      this.update();
    }
  }

  private _followed: NotebookFindings | null = null;
  private _shown = '';
}

function signText(
  secrets: number,
  personal: number,
  trans: TranslationBundle
): string {
  if (secrets === 0) {
    return personal === 0
      ? trans.__('Not saved')
      : trans.__('Not saved: personal data');
  }
  return personal === 0
    ? trans._n('Not saved: %1 secret', 'Not saved: %1 secrets', secrets)
    : trans._n(
        'Not saved: %1 secret and personal data',
        'Not saved: %1 secrets and personal data',
        secrets
      );
}
