import { Dialog } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';

import type { AskedSaves } from './askedSaves';
import { REFUSED } from '../protocol/protocol';

/** What becomes of a refused save. */
export interface IRefusedSaves {
  /** A save was refused, or none is any more: show one lasting sign, or take it away. */
  sign(context: DocumentRegistry.Context, message: string | null): void;
  /** A save that a person asked for was refused. */
  tell(context: DocumentRegistry.Context, message: string): void;
}

/**
 * Catches JupyterLab's own dialog where the server refused a save for what is in the notebook. It
 * would come up at each automatic save, and take the focus from whoever is typing.
 */
export class RefusedSaves {
  /**
   * @param _asked Which saves a person asked for
   * @param _on What to do
   */
  constructor(
    private readonly _asked: AskedSaves,
    private readonly _on: IRefusedSaves
  ) {
    Dialog.tracker.widgetAdded.connect(this._onDialog, this);
  }

  /** Follow the saves of a document; twice is as good as once. */
  watch(context: DocumentRegistry.Context): void {
    if (this._watched.has(context)) {
      return;
    }
    this._watched.add(context);
    this._asked.watch(context);
    context.saveState.connect(this._onState, this);
    void context.ready.then(() =>
      context.model.stateChanged.connect((_, { name, newValue }) => {
        // Saved, or taken from the disk again.
        if (name === 'dirty' && newValue === false) {
          this._on.sign(context, null);
        }
      })
    );
  }

  /** JupyterLab makes its dialog, and tells of the failed save in the same breath. */
  private _onDialog(_: unknown, dialog: Dialog<unknown>): void {
    const text = dialog.node.textContent ?? '';
    const start = text.indexOf(REFUSED);
    if (start >= 0) {
      this._caught = { dialog, message: sentences(text.slice(start)) };
      queueMicrotask(() => (this._caught = null));
    }
  }

  private _onState(
    context: DocumentRegistry.Context,
    state: DocumentRegistry.SaveState
  ): void {
    if (state === 'started') {
      this._wanted.delete(context);
      if (this._asked.has(context)) {
        this._wanted.add(context);
      }
      return;
    }
    if (state === 'completed') {
      this._on.sign(context, null);
    }
    if (state === 'failed' && this._caught) {
      const { dialog, message } = this._caught;
      this._caught = null;
      // It is not on the page yet, and so takes no focus.
      dialog.reject();
      this._on.sign(context, message);
      if (this._wanted.has(context)) {
        this._on.tell(context, message);
      }
    }
  }

  private _caught: { dialog: Dialog<unknown>; message: string } | null = null;
  private readonly _wanted = new WeakSet<DocumentRegistry.Context>();
  private readonly _watched = new WeakSet<DocumentRegistry.Context>();
}

/** The message without the label of the button that follows it in the dialog. */
function sentences(text: string): string {
  return text.slice(0, text.lastIndexOf('.') + 1) || text;
}
