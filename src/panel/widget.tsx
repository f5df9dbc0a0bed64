import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { shieldIcon } from '../shell/icons';
import type { NotebookFindings } from '../model/notebookFindings';
import { PANEL_ID } from '../protocol/ids';
import type { IPanelContext } from './context';
import { PanelContext } from './context';
import { focusPanel } from './focus';
import { Views } from './Views';

/**
 * The sidebar: it follows the current notebook.
 */
export class SecretsPanel extends ReactWidget {
  /**
   * @param _context What the panel works with
   */
  constructor(private readonly _context: IPanelContext) {
    super();
    this.id = PANEL_ID;
    this.addClass('ct-Panel');
    this.title.icon = shieldIcon;
    // Notebook 7 makes a command "Show <caption>" of it, beside our own.
    this.title.caption = _context.trans.__('Secrets');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute(
      'aria-label',
      _context.trans.__('Secrets in the notebook')
    );
    _context.client.connectionChanged.connect(this._refresh, this);
    _context.findings.notebooksChanged.connect(this._follow, this);
    _context.settings.changed.connect(this._refresh, this);
    _context.memory.changed.connect(this._refresh, this);
    this._follow();
  }

  /** Stop following. */
  override dispose(): void {
    this._context.client.connectionChanged.disconnect(this._refresh, this);
    this._context.findings.notebooksChanged.disconnect(this._follow, this);
    this._context.settings.changed.disconnect(this._refresh, this);
    this._context.memory.changed.disconnect(this._refresh, this);
    this._followed?.changed.disconnect(this._refresh, this);
    super.dispose();
  }

  protected render(): JSX.Element {
    return (
      <PanelContext.Provider value={this._context}>
        <Views />
      </PanelContext.Provider>
    );
  }

  protected override onActivateRequest(): void {
    focusPanel(this.node);
  }

  private _follow(): void {
    const current = this._context.findings.current;
    if (current !== this._followed) {
      this._followed?.changed.disconnect(this._refresh, this);
      this._followed = current;
      current?.changed.connect(this._refresh, this);
    }
    this._refresh();
  }

  private _refresh(): void {
    this.update();
  }

  private _followed: NotebookFindings | null = null;
}
