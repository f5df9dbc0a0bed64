import { CodeCell, MarkdownCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { ILocated } from './notebookFindings';

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
  await notebook.scrollToItem(index, 'smart');
  await cell.ready;
  if (finding.part === 'output' && cell instanceof CodeCell) {
    cell.outputHidden = false;
    notebook.mode = 'command';
    notebook.activate();
    const areas = cell.outputArea.node.querySelectorAll('.jp-OutputArea-child');
    flash(areas.item((finding.output ?? 1) - 1) ?? cell.outputArea.node);
    return true;
  }
  if (finding.part !== 'source') {
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
    const start = editor.getPositionAt(located.from);
    const end = editor.getPositionAt(located.to);
    if (start && end) {
      editor.setSelection({ start, end });
      editor.revealPosition(start);
    }
    editor.focus();
  }
  return true;
}

function flash(node: Element): void {
  node.scrollIntoView({ block: 'nearest' });
  node.classList.add(FLASH);
  setTimeout(() => node.classList.remove(FLASH), 1500);
}
