import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import { EachCell } from '../model/eachCell';
import { isLoud } from '../model/kinds';
import type { NotebookFindings } from '../model/notebookFindings';
import { worst } from '../protocol/severity';
import type { ICtFindings, ICtSettings } from '../model/tokens';

/** Class of a cell with findings. */
const CELL_CLASS = 'ct-hasFindings';

/** Class of a cell with findings in its outputs. */
const OUTPUT_CLASS = 'ct-hasOutputFindings';

/**
 * Marks the prompts of the cells of one panel.
 */
export class CellMarks extends EachCell {
  /**
   * @param panel Panel whose cells are marked
   * @param store Store
   * @param _settings Settings
   */
  constructor(
    panel: NotebookPanel,
    store: ICtFindings,
    private readonly _settings: ICtSettings
  ) {
    super(panel, store);
    _settings.changed.connect(this.markAll, this);
  }

  /** Stop marking. */
  override dispose(): void {
    this._settings.changed.disconnect(this.markAll, this);
    super.dispose();
  }

  protected mark(cell: Cell, findings: NotebookFindings | null): void {
    const enabled = this._settings.options.markCells;
    const active = (enabled && findings?.active(cell.model.sharedModel)) || [];
    const found = active.filter(
      ({ asked, finding }) =>
        // An output has no underlines: what was asked for there is told by its mark alone.
        isLoud(finding) || (asked && finding.part === 'output')
    );
    const severity =
      worst(found.map(({ finding }) => finding.severity)) ?? undefined;
    const inOutputs = found.some(({ finding }) => finding.part === 'output');
    const { dataset } = cell.node;
    if (dataset.ctSeverity !== severity) {
      cell.toggleClass(CELL_CLASS, severity !== undefined);
      if (severity) {
        dataset.ctSeverity = severity;
      } else {
        delete dataset.ctSeverity;
      }
    }
    cell.toggleClass(OUTPUT_CLASS, inOutputs);
  }
}
