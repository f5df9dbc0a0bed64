import { isLoud } from '../model/kinds';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import type { ICtFindings, ICtSettings } from '../model/tokens';

/**
 * Opens the panel when a notebook with findings is opened, where the user chose so.
 */
export class PanelOpener {
  /**
   * @param _findings Store
   * @param _settings Settings
   * @param _open Opens the panel
   */
  constructor(
    private readonly _findings: ICtFindings,
    private readonly _settings: ICtSettings,
    private readonly _open: () => void
  ) {
    _findings.notebooksChanged.connect(this._follow, this);
    this._follow();
  }

  private _follow(): void {
    const { current } = this._findings;
    if (current && !this._seen.has(current)) {
      this._seen.add(current);
      current.changed.connect(this._onChanged, this);
      this._onChanged(current);
    }
  }

  /** Once for a notebook, when its first finding comes: not again when the user closed it. */
  private _onChanged(findings: NotebookFindings): void {
    const counts = ({ finding }: ILocated) =>
      !finding.suppressed && isLoud(finding);
    if (findings.list().some(counts)) {
      findings.changed.disconnect(this._onChanged, this);
      if (
        this._settings.options.openPanel &&
        findings === this._findings.current
      ) {
        this._open();
      }
    } else if (!findings.progress && this._settled.has(findings)) {
      findings.changed.disconnect(this._onChanged, this);
    } else if (findings.progress) {
      this._settled.add(findings);
    }
  }

  private readonly _seen = new WeakSet<NotebookFindings>();
  private readonly _settled = new WeakSet<NotebookFindings>();
}
