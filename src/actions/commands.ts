import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { messageOf } from '../editor/diagnostics';
import { wordFor } from '../model/documentTraits';
import type { ICursor } from '../model/documentView';
import { shareIcon, shieldIcon } from '../shell/icons';
import { isLoud } from '../model/kinds';
import { openMessage } from '../editor/messageTooltip';
import { neighbour } from '../model/navigation';
import type { ILocated } from '../model/notebookFindings';
import { isInSource } from '../model/notebookFindings';
import type { ICtActions, ICtClient, ICtFindings } from '../model/tokens';
import { PANEL_ID } from '../protocol/ids';

/** Ids of the commands. */
export namespace CommandIDs {
  /** Open the panel. */
  export const openPanel = 'ct_jupyter:open-panel';
  /** Scan the whole notebook. */
  export const scan = 'ct_jupyter:scan';
  /** Go to the next finding. */
  export const next = 'ct_jupyter:next-finding';
  /** Go to the previous finding. */
  export const previous = 'ct_jupyter:previous-finding';
  /** Replace the finding at the cursor. */
  export const fix = 'ct_jupyter:fix';
  /** Replace all findings of the notebook. */
  export const replaceAll = 'ct_jupyter:replace-all';
  /** Take the last replacement back. */
  export const undo = 'ct_jupyter:undo-replacement';
  /** Do the replacement again that was taken back last. */
  export const redo = 'ct_jupyter:redo-replacement';
  /** Restore the outputs that were replaced. */
  export const restore = 'ct_jupyter:restore-outputs';
  /** Save a copy without secrets. */
  export const share = 'ct_jupyter:share';
  /** Ignore the finding at the cursor. */
  export const ignore = 'ct_jupyter:ignore';
  /** Show the message of the finding at the cursor. */
  export const showMessage = 'ct_jupyter:show-message';
}

/** What the commands work with. */
export interface ICommandContext {
  readonly actions: ICtActions;
  readonly app: JupyterFrontEnd;
  readonly client: ICtClient;
  readonly findings: ICtFindings;
  readonly tracker: INotebookTracker;
  /** Path of the notebook that is selected in the file browser; null where none is. */
  readonly selected: () => string | null;
  readonly trans: TranslationBundle;
}

/** JupyterLab's command for Ctrl+Shift+Z in an editor. */
const REDO = 'editmenu:redo';

/** Most commands take no arguments. */
const describedBy = { args: { type: 'object', properties: {} } };

/**
 * Add the commands, and to the palette where there is one.
 */
export function addCommands(
  context: ICommandContext,
  palette: ICommandPalette | null
): void {
  const { actions, app, findings, trans } = context;
  const { commands } = app;
  const document = () => findings.current?.notebook ?? null;
  const hasNotebook = () => findings.current !== null;
  const hasFindings = () => active(context).length > 0;

  commands.addCommand(CommandIDs.openPanel, {
    label: () =>
      wordFor(document(), {
        notebook: trans.__('Show Secrets in the Notebook'),
        file: trans.__('Show Secrets in the File'),
        console: trans.__('Show Secrets in the Console')
      }),
    caption: trans.__(
      'Open the sidebar that lists the secrets in the current notebook'
    ),
    icon: shieldIcon,
    describedBy,
    execute: () => app.shell.activateById(PANEL_ID)
  });
  commands.addCommand(CommandIDs.scan, {
    label: () =>
      wordFor(document(), {
        notebook: trans.__('Scan the Notebook for Secrets'),
        file: trans.__('Scan the File for Secrets'),
        console: trans.__('Scan the Console for Secrets')
      }),
    caption: trans.__('Scan the whole notebook again, including outputs'),
    describedBy,
    isEnabled: hasNotebook,
    execute: () => findings.current && findings.scan(findings.current.notebook)
  });
  commands.addCommand(CommandIDs.next, {
    label: trans.__('Go to Next Secret'),
    caption: trans.__('Move the cursor to the next secret in the notebook'),
    describedBy,
    isEnabled: hasFindings,
    execute: () => step(context, 1)
  });
  commands.addCommand(CommandIDs.previous, {
    label: trans.__('Go to Previous Secret'),
    caption: trans.__('Move the cursor to the previous secret in the notebook'),
    describedBy,
    isEnabled: hasFindings,
    execute: () => step(context, -1)
  });
  commands.addCommand(CommandIDs.showMessage, {
    label: trans.__('Explain the Secret at the Cursor'),
    caption: trans.__('Show why it matters and what to do'),
    describedBy,
    isEnabled: hasFindings,
    execute: () => explain(context)
  });
  commands.addCommand(CommandIDs.fix, {
    label: trans.__('Replace the Secret at the Cursor'),
    caption: trans.__(
      'Move the value to .env and read it from the environment'
    ),
    describedBy,
    isEnabled: hasFindings,
    execute: async () => {
      const located = atCursor(context) ?? (await step(context, 1, isFixable));
      if (located && isFixable(located)) {
        await actions.fix(located);
      }
    }
  });
  commands.addCommand(CommandIDs.replaceAll, {
    label: () =>
      wordFor(document(), {
        notebook: trans.__('Replace All Secrets in the Notebook…'),
        file: trans.__('Replace All Secrets in the File…'),
        console: trans.__('Replace All Secrets in the Console…')
      }),
    caption: trans.__(
      'Preview the changes, then replace all secrets in cells and outputs'
    ),
    describedBy,
    isEnabled: hasFindings,
    execute: () => actions.redactAll()
  });
  commands.addCommand(CommandIDs.undo, {
    label: trans.__('Undo the Replacement'),
    caption: trans.__(
      'Put cells, outputs and stored values back as they were before secrets were replaced'
    ),
    describedBy,
    isEnabled: () => Boolean(findings.current?.replacements.latest),
    execute: () => actions.undo()
  });
  commands.addCommand(CommandIDs.redo, {
    label: trans.__('Redo the Replacement'),
    caption: trans.__('Replace again what was put back last'),
    describedBy,
    isEnabled: () => Boolean(findings.current?.replacements.undone),
    execute: () => actions.redo()
  });
  commands.commandExecuted.connect((_, { id }) => {
    const { current } = findings;
    const cell = cursorOf(context)?.cell;
    // The cell itself has nothing to redo: it would look up what is stored no more.
    if (id === REDO && cell && current?.replacements.undone?.isAsBefore(cell)) {
      void actions.redo();
    }
  });
  commands.addCommand(CommandIDs.restore, {
    label: trans.__('Restore the Outputs that Were Replaced'),
    caption: trans.__('Restore outputs and metadata as they were'),
    describedBy,
    isEnabled: () => (findings.current?.kept.count ?? 0) > 0,
    execute: () => actions.restore()
  });
  commands.addCommand(CommandIDs.share, {
    label: trans.__('Share a Clean Copy…'),
    caption: trans.__('Save a copy of the notebook without its secrets'),
    icon: shareIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          selected: {
            type: 'boolean',
            description: trans.__(
              'Whether to take the notebook that is selected in the file browser'
            )
          }
        }
      }
    },
    isEnabled: args =>
      args.selected ? context.selected() !== null : hasNotebook(),
    execute: args =>
      actions.share(
        args.selected ? (context.selected() ?? undefined) : undefined
      )
  });
  commands.addCommand(CommandIDs.ignore, {
    label: trans.__('Ignore the Secret at the Cursor…'),
    caption: trans.__('Give a reason, which is saved in the notebook'),
    describedBy,
    isEnabled: hasFindings,
    execute: async () => {
      const located = atCursor(context) ?? (await step(context, 1));
      if (located) {
        await actions.ignore(located);
      }
    }
  });

  const category = trans.__('Secrets');
  for (const command of Object.values(CommandIDs)) {
    palette?.addItem({ command, category });
  }
  const refresh = () => commands.notifyCommandChanged();
  findings.notebooksChanged.connect(refresh);
}

function active({ findings }: ICommandContext): readonly ILocated[] {
  return (
    findings.current?.list().filter(({ finding }) => !finding.suppressed) ?? []
  );
}

function isFixable({ finding }: ILocated): boolean {
  return finding.fix !== null;
}

/** Where the user is in the current document. */
function cursorOf({ findings, tracker }: ICommandContext): ICursor | null {
  const view = findings.currentView;
  if (view) {
    return view.cursor();
  }
  const cell = tracker.activeCell;
  return cell && { cell: cell.model.sharedModel, editor: cell.editor };
}

/** The finding whose row of the panel has the focus. */
function inPanel(context: ICommandContext): ILocated | null {
  const row = document.activeElement?.closest<HTMLElement>('.ct-List-item');
  const key = row?.dataset.key;
  return active(context).find(each => each.key === key) ?? null;
}

/** The finding that the cursor stands in or beside, else the only one on its line. */
function atCursor(context: ICommandContext): ILocated | null {
  const focused = inPanel(context);
  if (focused) {
    return focused;
  }
  const { cell, editor } = cursorOf(context) ?? {};
  if (!cell || !editor) {
    return null;
  }
  const inCell = active(context).filter(
    ({ cell: own, finding }) => own === cell && isInSource(finding)
  );
  const position = editor.getCursorPosition();
  const offset = editor.getOffsetAt(position);
  const inLine = inCell.filter(
    ({ from, to }) =>
      (editor.getPositionAt(from)?.line ?? 0) <= position.line &&
      position.line <= (editor.getPositionAt(to)?.line ?? 0)
  );
  const under = inLine.find(({ from, to }) => from <= offset && offset <= to);
  return under ?? (inLine.length === 1 ? inLine[0] : null);
}

/** Go to the next finding in reading order, from the cursor and around the end. */
async function step(
  context: ICommandContext,
  direction: 1 | -1,
  accepts: (located: ILocated) => boolean = () => true
): Promise<ILocated | null> {
  const { actions, findings } = context;
  const { current } = findings;
  if (!current) {
    return null;
  }
  const { cell, editor } = cursorOf(context) ?? { cell: null, editor: null };
  const focused = inPanel(context);
  const place = focused
    ? {
        position: current.position(focused.cell) ?? 0,
        offset: focused.from,
        last: focused.key
      }
    : {
        position: current.position(cell) ?? 0,
        offset: editor?.getOffsetAt(editor.getCursorPosition()) ?? 0,
        last: current.visited
      };
  const positionOf = (located: ILocated) => current.position(located.cell) ?? 0;
  const all = active(context).filter(
    each => isLoud(each.finding) && accepts(each)
  );
  const target = neighbour(all, positionOf, place, direction);
  if (target) {
    await actions.goTo(target);
  }
  return target;
}

async function explain(context: ICommandContext): Promise<void> {
  const located =
    atCursor(context) ??
    (await step(context, 1, ({ finding }) => isInSource(finding)));
  const focused = inPanel(context);
  if (focused) {
    await context.actions.goTo(focused);
  }
  const editor = cursorOf(context)?.editor;
  if (located && editor instanceof CodeMirrorEditor) {
    openMessage(editor.editor, messageOf(located, context));
  }
}
