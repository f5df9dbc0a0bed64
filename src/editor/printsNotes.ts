import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { EachCell } from '../model/eachCell';
import { printedBy } from '../model/known';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import type { ICtActions, ICtFindings } from '../model/tokens';

/** Class of the line below the outputs of a cell. */
const NOTE_CLASS = 'ct-Prints';

/**
 * Says below an output which stored values it prints, with a button that takes them out.
 */
export class PrintsNotes extends EachCell {
  /**
   * @param panel Panel whose outputs are marked
   * @param store Store
   * @param _actions What the button does
   * @param _trans Translations
   */
  constructor(
    panel: NotebookPanel,
    store: ICtFindings,
    private readonly _actions: ICtActions,
    private readonly _trans: TranslationBundle
  ) {
    super(panel, store);
  }

  protected mark(cell: Cell, findings: NotebookFindings | null): void {
    const active = findings?.active(cell.model.sharedModel) ?? [];
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
}
