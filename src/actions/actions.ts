import type { ISharedNotebook } from '@jupyter/ydoc';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { fixFinding } from './fix';
import { ignoreInBaseline, ignoreInNotebook } from './ignore';
import { askDecision } from './ignoreDialog';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { printedBy, takeOut } from '../model/known';
import { languageOf } from '../live/notebookScanner';
import { tell } from '../shell/notices';
import { OneByOne } from './oneByOne';
import { panelAt, panelOf } from '../shell/panels';
import type { PersonalRewrite } from '../model/tokens';
import { rewritePersonal } from './personalText';
import type { ColumnAction, IDataFile } from '../protocol/protocol';
import { redactAll } from '../redact/redactAll';
import { restoreKept } from '../redact/report';
import { undoReplacement } from '../redact/undo';
import { addToGitignore, scrubColumns, treatColumns } from './remedies';
import { reveal } from '../editor/reveal';
import { serverPath } from '../server/serverPath';
import { personalColumns, shareCopy } from './share';
import { unignoreInBaseline, unignoreInNotebook } from './unignore';
import type {
  ICtActions,
  ICtClient,
  ICtFindings,
  ICtSettings
} from '../model/tokens';

/** Command of Lab that shows the metadata of the cell and of the notebook. */
const SHOW_METADATA = 'property-inspector:show-panel';

/**
 * What a user can do with a finding.
 */
export class Actions implements ICtActions {
  /**
   * @param _app Application
   * @param _tracker Open notebooks
   * @param _client Server part
   * @param _findings Store
   * @param _settings Settings
   * @param _trans Translations
   */
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _tracker: INotebookTracker,
    private readonly _client: ICtClient,
    private readonly _findings: ICtFindings,
    private readonly _settings: ICtSettings,
    private readonly _trans: TranslationBundle
  ) {}

  /** Show the finding in its notebook and put the cursor on it. */
  async goTo(located: ILocated): Promise<void> {
    const findings = this._findingsOf(located);
    findings?.visit(located.key);
    const notebook = findings?.notebook ?? null;
    const view = notebook && this._findings.viewOf(notebook);
    if (view) {
      this._app.shell.activateById(view.widget.id);
      view.reveal(located);
      return;
    }
    const panel = panelOf(this._tracker, notebook);
    if (!panel) {
      return;
    }
    this._app.shell.activateById(panel.id);
    const shown = await reveal(panel, located);
    const inMetadata = !shown || located.finding.part === 'metadata';
    if (inMetadata && this._app.commands.hasCommand(SHOW_METADATA)) {
      await this._app.commands.execute(SHOW_METADATA);
    }
  }

  /** Replace the literal by a lookup of an environment variable. */
  async fix(located: ILocated): Promise<void> {
    const findings = this._findingsOf(located);
    const panel = this._panelOf(findings);
    if (!findings || !panel) {
      return;
    }
    const context = {
      client: this._client,
      settings: this._settings,
      trans: this._trans,
      settle: (notebook: ISharedNotebook) => this._findings.settle(notebook),
      language: languageOf
    };
    // A second click on the same finding would ask for a second variable.
    await this._replacements.run(located.key, async () => {
      // The notebook may have been closed while this waited.
      if (!findings.isDisposed) {
        await fixFinding(context, panel, findings, located);
      }
    });
  }

  /** Ask for a reason and note in the notebook that the finding is to be ignored. */
  async ignore(located: ILocated): Promise<void> {
    const findings = this._findingsOf(located);
    if (!findings) {
      return;
    }
    const decision = await askDecision(located, findings.policy, this._trans);
    // It may have moved while the dialog was open.
    const current = decision ? findings.byKey(located.key) : null;
    if (!decision || !current) {
      return;
    }
    const context = {
      client: this._client,
      language: languageOf(findings.notebook),
      trans: this._trans
    };
    if (decision.place === 'notebook') {
      const path = this._panelOf(findings)?.context.path ?? '';
      await ignoreInNotebook(
        context,
        findings,
        current,
        decision,
        serverPath(path)
      );
    } else {
      const path = this._panelOf(findings)?.context.path;
      if (
        path !== undefined &&
        (await ignoreInBaseline(
          context,
          findings,
          current,
          decision,
          serverPath(path)
        ))
      ) {
        await this._findings.rescanAll();
      }
    }
  }

  /** Take the decision to ignore a finding back, where it was written. */
  async unignore(located: ILocated): Promise<void> {
    const findings = this._findingsOf(located);
    const kind = located.finding.suppressed?.kind;
    if (!findings || !kind) {
      return;
    }
    const context = {
      client: this._client,
      language: languageOf(findings.notebook),
      trans: this._trans
    };
    if (kind === 'comment' || kind === 'tag' || kind === 'metadata') {
      await unignoreInNotebook(context, findings, located, kind);
    } else if (kind === 'baseline') {
      const panel = this._panelOf(findings);
      const path = serverPath(panel?.context.path ?? '');
      if (await unignoreInBaseline(context, findings, located, path)) {
        await this._findings.rescanAll();
      }
    }
  }

  /** Show what would be replaced in the current notebook, and replace it. */
  async redactAll(): Promise<void> {
    const findings = this._findings.current;
    const panel = this._panelOf(findings);
    if (!findings || !panel) {
      return;
    }
    const context = {
      client: this._client,
      settings: this._settings,
      trans: this._trans,
      language: languageOf
    };
    await this._replacements.run('all', () =>
      redactAll(context, panel, findings)
    );
  }

  /** Take the last replacement in the current notebook back. */
  async undo(): Promise<void> {
    const findings = this._findings.current;
    const panel = this._panelOf(findings);
    const latest = findings?.replacements.latest;
    if (findings && panel && latest) {
      const path = () => panel.context.path;
      const context = { client: this._client, trans: this._trans, path };
      await undoReplacement(context, findings, latest);
    }
  }

  /** Do the replacement again that was taken back last. */
  async redo(): Promise<void> {
    const undone = this._findings.current?.replacements.undone;
    if (!undone) {
      return;
    }
    const { again } = undone;
    if (!again) {
      tell(
        'replacement',
        'info',
        this._trans.__(
          'What was undone in several files is replaced again from the project view.'
        ),
        { autoClose: 8_000 }
      );
      return;
    }
    await this._replacements.run('again', again);
  }

  /** Restore the outputs that were replaced in the current notebook. */
  restore(): void {
    const { current } = this._findings;
    if (current) {
      restoreKept(current, this._trans);
    }
  }

  /** Insert a cell that treats some columns of what another reads, and scrub the outputs. */
  async treatColumns(
    file: IDataFile,
    located: readonly ILocated[],
    action: ColumnAction
  ): Promise<void> {
    const findings = this._findings.current;
    if (findings) {
      const language = languageOf(findings.notebook);
      const context = {
        client: this._client,
        language,
        panel: this._tracker.currentWidget,
        trans: this._trans
      };
      await treatColumns(context, findings, file, located, action);
    }
  }

  /** Take what some columns hold out of the outputs of the current notebook. */
  async scrubColumns(located: readonly ILocated[]): Promise<void> {
    const findings = this._findings.current;
    if (findings) {
      const context = {
        client: this._client,
        language: '',
        trans: this._trans
      };
      await scrubColumns(context, findings, located);
    }
  }

  /** Take the stored values that outputs of one cell print out of them. */
  async takeOut(located: readonly ILocated[]): Promise<void> {
    const cell = located[0]?.cell;
    const findings = cell ? this._findings.ofCell(cell) : null;
    const panel = this._panelOf(findings);
    if (cell && findings && panel) {
      const path = serverPath(panel.context.path);
      const context = { client: this._client, path, trans: this._trans };
      await takeOut(context, findings, cell, printedBy(located));
    }
  }

  /** Keep a data file out of the repository. */
  async gitignore(path: string): Promise<void> {
    const context = { client: this._client, language: '', trans: this._trans };
    await addToGitignore(context, path);
  }

  /** Save a copy without secrets beside a notebook. */
  async share(path?: string): Promise<void> {
    const panel =
      path === undefined
        ? this._tracker.currentWidget
        : panelAt(this._tracker, serverPath(path));
    const from = path ?? panel?.context.path;
    if (from === undefined) {
      return;
    }
    await panel?.context.ready;
    await shareCopy(
      {
        client: this._client,
        contents: this._app.serviceManager.contents,
        trans: this._trans,
        columns: personalColumns(
          panel?.model ? this._findings.of(panel.model.sharedModel) : null
        ),
        open: file =>
          void this._app.commands.execute('docmanager:open', { path: file })
      },
      from,
      panel?.model?.sharedModel.toJSON() ?? null
    );
  }

  /** Mask a person's data in a text, or put a made-up value in its place. */
  rewritePersonal(located: ILocated, how: PersonalRewrite): void {
    const findings = this._findingsOf(located);
    // It may have moved since the button was shown.
    const current = findings?.byKey(located.key);
    if (findings && current) {
      rewritePersonal(findings.notebook, current, how, this._trans);
    }
  }

  /** What shows a document; of one that is no notebook what replacing needs of a panel. */
  private _panelOf(findings: NotebookFindings | null): NotebookPanel | null {
    const notebook = findings?.notebook ?? null;
    const view = notebook && this._findings.viewOf(notebook);
    return view ? view.panel : panelOf(this._tracker, notebook);
  }

  private _findingsOf(located: ILocated): NotebookFindings | null {
    return located.cell
      ? this._findings.ofCell(located.cell)
      : this._findings.current;
  }

  private readonly _replacements = new OneByOne();
}
