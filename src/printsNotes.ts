import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { printedBy } from './known';
import type {
  ChangedCells,
  ILocated,
  NotebookFindings
} from './notebookFindings';
import type { ICtActions, ICtFindings } from './tokens';

/** Class of the line below the outputs of a cell. */
const NOTE_CLASS = 'ct-Prints';

/**
 * Says below an output which stored values it prints, with a button that takes them out.
 */
export class PrintsNotes implements IDisposable {
  /**
   * @param _panel Panel whose outputs are marked
   * @param _store Store
   * @param _actions What the button does
   * @param _trans Translations
   */
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _store: ICtFindings,
    private readonly _actions: ICtActions,
    private readonly _trans: TranslationBundle
  ) {
    _store.notebooksChanged.connect(this._bind, this);
    _panel.content.cellInViewportChanged.connect(this._onCell, this);
    this._bind();
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Stop marking. */
  dispose(): void {
    this._isDisposed = true;
    this._store.notebooksChanged.disconnect(this._bind, this);
    this._findings?.changed.disconnect(this._onChanged, this);
  }

  private _bind(): void {
    const shared = this._panel.model?.sharedModel;
    const findings = shared ? this._store.of(shared) : null;
    if (findings !== this._findings) {
      this._findings?.changed.disconnect(this._onChanged, this);
      this._findings = findings;
      findings?.changed.connect(this._onChanged, this);
      this._onChanged(null, null);
    }
  }

  private _onChanged(_: unknown, cells: ChangedCells): void {
    for (const cell of this._panel.content.widgets) {
      if (!cells || cells.has(cell.model.sharedModel)) {
        this._mark(cell);
      }
    }
  }

  private _onCell(_: unknown, cell: Cell): void {
    this._mark(cell);
  }

  private _mark(cell: Cell): void {
    const active = this._findings?.active(cell.model.sharedModel) ?? [];
    const names = printedBy(active);
    const old = cell.node.querySelector<HTMLElement>(`.${NOTE_CLASS}`);
    const text = names.join(', ');
    if (old?.dataset.variables === (text || undefined)) {
      return;
    }
    old?.remove();
    const outputs = cell.node.querySelector('.jp-Cell-outputWrapper');
    if (text && outputs) {
      // Beside it, a wide output would lose its width to the line.
      outputs.after(this._note(text, active));
    }
  }

  private _note(text: string, active: readonly ILocated[]): HTMLElement {
    const trans = this._trans;
    const note = document.createElement('div');
    note.className = NOTE_CLASS;
    note.dataset.variables = text;
    note.setAttribute('role', 'note');
    const label = document.createElement('span');
    label.textContent = trans.__('This output prints %1.', text);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ct-Button';
    button.textContent = trans.__('Take it out');
    button.title = trans.__(
      'Replace the value in this output by a placeholder'
    );
    const printed = active.filter(each => printedBy([each]).length > 0);
    button.onclick = () => void this._actions.takeOut(printed);
    note.append(label, button);
    return note;
  }

  private _findings: NotebookFindings | null = null;
  private _isDisposed = false;
}
