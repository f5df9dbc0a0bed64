import type { Cell } from '@jupyterlab/cells';
import { CodeCell, MarkdownCell } from '@jupyterlab/cells';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';

import type { ILocated } from '../model/notebookFindings';
import { isInSource } from '../model/notebookFindings';

/** Milliseconds after which a scroll that does not say that it is over is taken to be. */
const SCROLL_TIME = 500;

/** Milliseconds within which a cell that is still to be rendered has its editor. */
const RENDER_TIME = 5000;

/** Class of an output while the eye is being led to it. */
const FLASH = 'ct-mod-flash';

/**
 * Show a finding in its notebook: its value selected in the editor, its output in view.
 *
 * @returns Whether there is a place to show; the notebook's own metadata has none
 */
export async function reveal(
  panel: NotebookPanel,
  located: ILocated
): Promise<boolean> {
  const notebook = panel.content;
  const { finding } = located;
  const index = notebook.widgets.findIndex(
    cell => cell.model.sharedModel === located.cell
  );
  if (index < 0) {
    return false;
  }
  const cell = notebook.widgets[index];
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  await bringIntoView(notebook, index, cell);
  if (finding.part === 'output' && cell instanceof CodeCell) {
    cell.outputHidden = false;
    notebook.mode = 'command';
    notebook.activate();
    const areas = cell.outputArea.node.querySelectorAll('.jp-OutputArea-child');
    flash(areas.item((finding.output ?? 1) - 1) ?? cell.outputArea.node);
    return true;
  }
  if (!isInSource(finding)) {
    notebook.mode = 'command';
    notebook.activate();
    flash(cell.node);
    return true;
  }
  cell.inputHidden = false;
  if (cell instanceof MarkdownCell) {
    cell.rendered = false;
  }
  notebook.mode = 'edit';
  const { editor } = cell;
  if (editor) {
    selectInEditor(editor, located);
  }
  return true;
}

/** Select the value of a finding, and give the editor the focus. */
export function selectInEditor(
  editor: CodeEditor.IEditor,
  { from, to }: Pick<ILocated, 'from' | 'to'>
): void {
  const start = editor.getPositionAt(from);
  const end = editor.getPositionAt(to);
  if (start && end) {
    editor.setSelection({ start, end });
    editor.revealPosition(start);
  }
  editor.focus();
}

/** Lead the eye to an element. */
export function flash(node: Element): void {
  node.scrollIntoView({ block: 'nearest' });
  node.classList.add(FLASH);
  setTimeout(() => node.classList.remove(FLASH), 1500);
}

/**
 * Scroll to a cell that may not have been rendered yet: Lab renders long notebooks bit by bit,
 * and until it comes to a cell neither its editor nor its place exists.
 */
async function bringIntoView(
  notebook: Notebook,
  index: number,
  cell: Cell
): Promise<void> {
  if (cell.isPlaceholder()) {
    renderNow(notebook, index, cell);
  }
  const scroll = async () => {
    await notebook.scrollToItem(index, 'smart');
    return true;
  };
  const scrolled = await atMost(SCROLL_TIME, scroll());
  await atMost(RENDER_TIME, cell.ready);
  if (!scrolled) {
    await atMost(SCROLL_TIME, scroll());
  }
}

/** Render a cell before its turn, as Lab does when it is idle. */
function renderNow(notebook: Notebook, index: number, cell: Cell): void {
  const { layout } = notebook;
  if (notebook.notebookConfig.windowingMode === 'full' || !layout) {
    // The scroll renders it; code cells have outputs that are to be kept.
    notebook.renderCellOutputs(index);
  } else {
    cell.dataset.windowedListIndex = `${index}`;
    layout.insertWidget(index, cell);
  }
}

/** Wait for a promise, which may be rejected when another scroll takes over, but not for ever. */
function atMost<T>(
  milliseconds: number,
  promise: Promise<T>
): Promise<T | undefined> {
  return Promise.race([
    promise.catch(() => undefined),
    new Promise<undefined>(resolve => setTimeout(resolve, milliseconds))
  ]);
}
