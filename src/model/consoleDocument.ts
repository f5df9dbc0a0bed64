import type {
  ISharedCell,
  ISharedNotebook,
  NotebookChange
} from '@jupyter/ydoc';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell, CodeCell } from '@jupyterlab/cells';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import { setTraits } from './documentTraits';

/** What is used of a code console. */
export interface IConsole {
  readonly cells: {
    readonly changed: ISignal<unknown, unknown>;
    [Symbol.iterator](): IterableIterator<Cell>;
  };
  readonly promptCell: CodeCell | null;
  readonly promptCellCreated: ISignal<unknown, CodeCell>;
  readonly sessionContext: ISessionContext;
}

/** A panel with a code console. */
export type ConsolePanel = Widget & { readonly console: IConsole };

/**
 * Whether a widget is a code console. It is known by its shape, so that its package need not be
 * there: in Notebook 7 it may be missing.
 */
export function isConsole(widget: Widget): widget is ConsolePanel {
  const { console: inner } = widget as { console?: Partial<IConsole> };
  return (
    typeof inner === 'object' &&
    'promptCell' in inner &&
    'promptCellCreated' in inner &&
    inner.sessionContext !== undefined
  );
}

/** A code console, in the place of a notebook: what was executed, and the prompt. */
class ConsoleDocument {
  constructor(private readonly _panel: ConsolePanel) {
    const { console: inner } = _panel;
    inner.cells.changed.connect(this._onCells, this);
    inner.promptCellCreated.connect(this._onCells, this);
    inner.sessionContext.kernelChanged.connect(this._onKernel, this);
    setTraits(this, { what: 'console', request: { imports: 'cell' } });
    this._onKernel();
  }

  get cells(): readonly ISharedCell[] {
    return cellsOf(this._panel).map(cell => cell.model.sharedModel);
  }

  get changed(): ISignal<this, NotebookChange> {
    return this._changed;
  }

  getMetadata(key?: string): unknown {
    const metadata = this._language
      ? { language_info: { name: this._language } }
      : {};
    return key === undefined
      ? metadata
      : (metadata as Record<string, unknown>)[key];
  }

  toJSON(): object {
    return {
      cells: this.cells.map(cell => cell.toJSON()),
      metadata: this.getMetadata(),
      nbformat: 4,
      nbformat_minor: 5
    };
  }

  private _onCells(): void {
    this._changed.emit({ cellsChange: [] });
  }

  private _onKernel(): void {
    const kernel = this._panel.console.sessionContext.session?.kernel;
    void kernel?.info.then(
      ({ language_info }) => {
        this._language = language_info.name;
        this._changed.emit({ metadataChange: new Map() } as never);
      },
      () => undefined // It went before it said what it is.
    );
  }

  private readonly _changed = new Signal<this, NotebookChange>(this);
  private _language = '';
}

/** The cells of a console in reading order, the prompt last. */
export function cellsOf({ console: inner }: ConsolePanel): readonly Cell[] {
  const cells = [...inner.cells];
  return inner.promptCell && !cells.includes(inner.promptCell)
    ? [...cells, inner.promptCell]
    : cells;
}

/** A console as a notebook. */
export function consoleAsNotebook(panel: ConsolePanel): ISharedNotebook {
  return new ConsoleDocument(panel) as unknown as ISharedNotebook;
}
