import type { Extension } from '@codemirror/state';
import type { EditorView, PluginValue } from '@codemirror/view';
import { ViewPlugin } from '@codemirror/view';
import type { ISharedCell } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';

import { isCode, isPersonal } from '../model/kinds';
import { messageNode, replaceLabel } from '../model/message';
import type { IMark } from './marks';
import { marks, showMarks } from './marks';
import type { IMessage } from './messageTooltip';
import { messageTooltip } from './messageTooltip';
import type {
  ChangedCells,
  ILocated,
  NotebookFindings
} from '../model/notebookFindings';
import { isInSource } from '../model/notebookFindings';
import { offScreen, onScreen } from './onScreen';
import { fakeOf, isRewritable } from '../actions/personalText';
import type { ICtActions, ICtClient, ICtFindings } from '../model/tokens';

/** What diagnostics are made from. */
export interface IDiagnosticsContext {
  readonly actions: ICtActions;
  readonly client: ICtClient;
  readonly findings: ICtFindings;
  readonly trans: TranslationBundle;
}

/**
 * The extension of an editor that underlines the findings of its cell.
 *
 * The findings are pushed as soon as they are known; a polling linter would add its own delay.
 */
export function findingsExtension(
  cell: ISharedCell,
  context: IDiagnosticsContext
): Extension {
  return [
    marks,
    messageTooltip,
    ViewPlugin.define(view => new CellDiagnostics(view, cell, context))
  ];
}

/**
 * The message of a finding with its buttons, to be read at the cursor.
 */
export function messageOf(
  located: ILocated,
  context: IDiagnosticsContext
): IMessage {
  const { client, trans } = context;
  const { finding, from, to } = located;
  return {
    from,
    to,
    label: isPersonal(finding)
      ? trans.__('Personal data: %1', finding.title)
      : isCode(finding)
        ? trans.__('Code: %1', finding.title)
        : trans.__('Secret: %1', finding.title),
    content: messageNode(located, client.rules.get(finding.weakness_id), trans),
    actions: actionsOf(located, context)
  };
}

function actionsOf(
  located: ILocated,
  { actions, findings, trans }: IDiagnosticsContext
) {
  const label = replaceLabel(
    located,
    located.cell && findings.ofCell(located.cell),
    trans
  );
  const replace =
    label === null ? [] : [{ name: label, run: () => actions.fix(located) }];
  return [
    ...replace,
    ...personalActions(located, actions, trans),
    { name: trans.__('Ignore…'), run: () => actions.ignore(located) }
  ];
}

/** Personal data in a text is masked, or gives way to a made-up value. */
function personalActions(
  located: ILocated,
  actions: ICtActions,
  trans: TranslationBundle
) {
  const { cell, finding, from, to } = located;
  if (!cell || !isRewritable(finding)) {
    return [];
  }
  const fake = fakeOf(finding.weakness_id, cell.getSource().slice(from, to));
  const mask = {
    name: trans.__('Mask'),
    run: () => actions.rewritePersonal(located, 'mask')
  };
  return fake === null
    ? [mask]
    : [
        mask,
        {
          name: trans.__('Replace with %1', fake),
          run: () => actions.rewritePersonal(located, 'fake')
        }
      ];
}

function markOf(located: ILocated, context: IDiagnosticsContext): IMark {
  const { finding, from, to } = located;
  return {
    from,
    to,
    className: `ct-mark ct-mark-${finding.severity}${isPersonal(finding) ? ' ct-mod-personal' : ''}`,
    message: () => messageOf(located, context)
  };
}

/**
 * Shows the findings of one cell in one editor, for as long as that editor lives.
 */
class CellDiagnostics implements PluginValue {
  constructor(
    private readonly _view: EditorView,
    private readonly _cell: ISharedCell,
    private readonly _context: IDiagnosticsContext
  ) {
    _context.findings.notebooksChanged.connect(this._bind, this);
    onScreen(_view.dom, isSeen => {
      this._isSeen = isSeen;
      if (isSeen) {
        this._schedule();
      }
    });
    this._bind();
  }

  destroy(): void {
    this._destroyed = true;
    offScreen(this._view.dom);
    this._context.findings.notebooksChanged.disconnect(this._bind, this);
    this._findings?.changed.disconnect(this._onChanged, this);
  }

  /** The editor may be made before its notebook is known here, or outlive it. */
  private _bind(): void {
    const findings = this._context.findings.ofCell(this._cell);
    if (findings !== this._findings) {
      this._findings?.changed.disconnect(this._onChanged, this);
      this._findings = findings;
      findings?.changed.connect(this._onChanged, this);
      this._schedule();
    }
  }

  private _onChanged(_: NotebookFindings, cells: ChangedCells): void {
    if (!cells || cells.has(this._cell)) {
      this._schedule();
    }
  }

  /** An editor must not be told of anything while it is being made or updated. */
  private _schedule(): void {
    if (!this._scheduled) {
      this._scheduled = true;
      void Promise.resolve().then(() => this._show());
    }
  }

  private _show(): void {
    this._scheduled = false;
    if (this._destroyed || !this._isSeen) {
      return;
    }
    const located = this._findings?.active(this._cell) ?? [];
    const shown = located.filter(({ finding }) => isInSource(finding));
    const same =
      shown.length === this._shown.length &&
      shown.every((each, i) => each === this._shown[i]);
    if (same) {
      return;
    }
    this._shown = shown;
    showMarks(
      this._view,
      shown.map(each => markOf(each, this._context))
    );
  }

  private _destroyed = false;
  private _findings: NotebookFindings | null = null;
  /** To change an editor that nobody sees has its layout made: with hundreds of them, that is felt. */
  private _isSeen = false;
  private _scheduled = false;
  private _shown: readonly ILocated[] = [];
}
