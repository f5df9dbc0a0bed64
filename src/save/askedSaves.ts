import { Dialog } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { CommandRegistry } from '@lumino/commands';
import type { Widget } from '@lumino/widgets';

/** Commands that save the document first, such as `docmanager:save` and `notebook:trust`. */
const SAVES = /[:-](save|download|export|trust)/;

/** The command that saves more than the current document. */
const SAVE_ALL = 'docmanager:save-all';

/**
 * Tells the saves that a person asked for from those of a timer. JupyterLab does not say which is
 * which. A person chooses a command, or answers a dialog: what is neither is a timer's.
 */
export class AskedSaves {
  /**
   * @param commands Commands of the application
   * @param _current The widget that the user looks at
   */
  constructor(
    commands: CommandRegistry,
    private readonly _current: () => Widget | null
  ) {
    commands.commandExecuted.connect(this._onCommand, this);
    Dialog.tracker.widgetAdded.connect(this._onDialog, this);
  }

  /** Whether a save that starts now was asked for. */
  has(context: DocumentRegistry.Context): boolean {
    // Nobody gives a command behind an open dialog, but timers go on there.
    if (Dialog.tracker.find(dialog => dialog.isAttached)) {
      return false;
    }
    return (
      this._answered ||
      this._savingAs.has(context) ||
      [...this._running].some(target => target === null || target === context)
    );
  }

  /** Follow a document: "Save as" comes to its save long after its dialog. */
  watch(context: DocumentRegistry.Context): void {
    const saveAs = context.saveAs.bind(context);
    context.saveAs = async () => {
      this._savingAs.add(context);
      try {
        return await saveAs();
      } finally {
        this._savingAs.delete(context);
      }
    };
  }

  private _onCommand(
    _: CommandRegistry,
    { id, result }: CommandRegistry.ICommandExecutedArgs
  ): void {
    if (!SAVES.test(id)) {
      return;
    }
    // A command saves after this signal: documents wait for themselves first.
    const run = id === SAVE_ALL ? null : contextOf(this._current());
    this._running.push(run);
    const end = () => {
      this._running.splice(this._running.indexOf(run), 1);
    };
    result.then(end, end);
  }

  private _onDialog(_: unknown, dialog: Dialog<unknown>): void {
    dialog.disposed.connect(() => {
      if (dialog.isAttached) {
        // What the answer leads to begins before the next task does.
        this._answered = true;
        setTimeout(() => (this._answered = false));
      }
    });
  }

  private _answered = false;
  /** What each running command saves; null for everything. */
  private readonly _running: (DocumentRegistry.Context | null | undefined)[] =
    [];
  private readonly _savingAs = new WeakSet<DocumentRegistry.Context>();
}

function contextOf(
  widget: Widget | null
): DocumentRegistry.Context | undefined {
  return (widget as { context?: DocumentRegistry.Context } | null)?.context;
}
