import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { tellProblem } from '../shell/notices';
import type { IChoices } from '../redact/choices';
import { choicesOf, kindOf, requestOf } from '../redact/choices';
import type { IAsked } from '../redact/preview';
import { Preview } from '../redact/preview';
import { confirmPreview } from '../redact/previewDialog';
import type { IRedactContext, IRedacted } from '../redact/redact';
import { tryRedact } from '../redact/redact';
import { copiesOf } from '../redact/report';
import type { ICtFindings, ICtProject, ICtSettings } from '../model/tokens';
import type { IProjectClient } from './client';
import type { ISorted } from './openFiles';
import { sortFiles } from './openFiles';
import { replaceDetails } from './ReplaceDetails';
import type { IOutcome } from './replaceReport';
import { isChanged, tellPutBack, tellReplaced } from './replaceReport';
import type {
  IProjectRedacted,
  IProjectRedactPlan,
  IProjectRedactRequest
} from '../protocol/protocol';

/** Milliseconds between two words to the server that the page is still open. */
const ALIVE = 300_000;

/** What a replacement works with. */
export interface IReplacerContext extends IRedactContext {
  readonly findings: ICtFindings;
  readonly project: ICtProject;
  readonly projects: IProjectClient;
  readonly settings: ICtSettings;
  readonly shell: JupyterFrontEnd.IShell;
  readonly tracker: INotebookTracker;
}

/** What was agreed on. */
interface IAgreed {
  readonly choices: IChoices;
  readonly asked: IAsked;
  readonly sorted: ISorted;
}

/** What can be taken back. */
interface IUndoable {
  /** Id on the server; null where no file was written there. */
  readonly undo: string | null;
  /** Takes the changes in tabs back. */
  readonly documents: readonly {
    readonly panel: NotebookPanel;
    readonly done: IRedacted;
  }[];
  readonly outcome: readonly IOutcome[];
}

/**
 * Takes secrets out of many files with one preview, and puts them back as long as the page is open.
 */
export class Replacer {
  /**
   * @param _context What it works with
   */
  constructor(private readonly _context: IReplacerContext) {
    window.addEventListener('pagehide', () => this._drop());
  }

  /** Emits when there is something to take back, or nothing any more. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Number of files of the last replacement; 0 where there is nothing to take back. */
  get undoable(): number {
    return this._last?.outcome.filter(isChanged).length ?? 0;
  }

  /** Show what would be replaced in some files, and replace it where the user agrees. */
  async replace(paths: readonly string[]): Promise<void> {
    const { settings, shell, tracker, trans } = this._context;
    if (this._busy || paths.length === 0) {
      return;
    }
    this._busy = true;
    try {
      const sorted = sortFiles(paths, tracker, shell);
      let plan: IProjectRedactPlan | null = null;
      let isOpen = true;
      const preview = new Preview(
        choicesOf(settings.options),
        async (choices, asked) => {
          const request = this._request(choices, asked, sorted, true);
          plan = await this._context.projects.replace<IProjectRedactPlan>(
            request,
            () => isOpen
          );
          // The diffs are the server's: it masks what they show.
          return { plan, sources: [], values: [] };
        },
        // Each notebook has its own kernel: the server knows which of them has what it takes.
        () => Promise.resolve(null),
        trans
      );
      const apply = async () => {
        const { asked, choices } = preview;
        await this._do({ choices, asked, sorted });
      };
      await confirmPreview({
        title: trans._n(
          'Replace the secrets in %1 file?',
          'Replace the secrets in %1 files?',
          paths.length
        ),
        apply,
        preview,
        details: () =>
          replaceDetails({
            folder: this._context.project.state.folder,
            plan,
            sorted,
            trans
          }),
        trans
      });
      isOpen = false;
    } finally {
      this._busy = false;
    }
  }

  /** Put everything back, each file only where nobody changed it since. */
  async undo(): Promise<void> {
    const last = this._last;
    if (!last || this._busy) {
      return;
    }
    const { project, projects, trans } = this._context;
    this._busy = true;
    try {
      const files = last.undo === null ? [] : await projects.undo(last.undo);
      for (const { done, panel } of last.documents) {
        await done.undo();
        await saved(panel);
      }
      this._keep(null);
      project.refresh(last.outcome.map(({ path }) => path));
      tellPutBack(files, last.documents.length, trans);
    } catch (error) {
      tellProblem(trans.__('Nothing was put back.'), error, trans, 'project');
    } finally {
      this._busy = false;
    }
  }

  private _request(
    choices: IChoices,
    asked: IAsked,
    sorted: ISorted,
    dryRun: boolean
  ): IProjectRedactRequest {
    const { folder, ...wish } = requestOf(choices);
    const open = dryRun ? [...sorted.notebooks] : [];
    const { state } = this._context.project;
    return {
      ...wish,
      folder_too: folder,
      folder: state.folder,
      paths: [...open.map(([path]) => path), ...sorted.files],
      unsaved: Object.fromEntries(
        open.flatMap(([path, { model }]) =>
          model ? [[path, model.sharedModel.toJSON()]] : []
        )
      ),
      ...asked,
      dry_run: dryRun
    };
  }

  private async _do(agreed: IAgreed): Promise<void> {
    const { project, projects, trans } = this._context;
    const { asked, choices, sorted } = agreed;
    const outcome: IOutcome[] = [];
    const documents: { panel: NotebookPanel; done: IRedacted }[] = [];
    // First: what the server writes then is the last, and can be put back as it was before.
    for (const [path, panel] of sorted.notebooks) {
      try {
        const done = await this._inTab(path, panel, agreed);
        const copies = done.answer.counts.sources + copiesOf(done.answer);
        outcome.push({ path, copies, error: null });
        documents.push({ panel, done });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        outcome.push({ path, copies: 0, error: why });
      }
    }
    let answer: IProjectRedacted = {
      files: [],
      stored: [],
      notes: [],
      undo: null
    };
    if (sorted.files.length > 0) {
      try {
        answer = await projects.replace<IProjectRedacted>(
          this._request(choices, asked, sorted, false)
        );
      } catch (error) {
        if (documents.length === 0) {
          throw error; // the preview says so
        }
        tellProblem(
          trans.__('Only the open notebooks changed.'),
          error,
          trans,
          'project'
        );
      }
    }
    outcome.push(...answer.files);
    for (const context of sorted.documents) {
      if (!context.isDisposed && !context.model.dirty) {
        await context.revert();
      }
    }
    this._keep({ undo: answer.undo, documents, outcome });
    project.refresh(outcome.map(({ path }) => path));
    tellReplaced(
      { outcome, notes: answer.notes, store: choices.store },
      this,
      trans
    );
  }

  /** Replace in an open notebook, as for this notebook alone, and save it. */
  private async _inTab(
    path: string,
    panel: NotebookPanel,
    { asked, choices }: IAgreed
  ): Promise<IRedacted> {
    const { trans } = this._context;
    const findings = this._context.findings.ofPath(path);
    if (!findings || panel.isDisposed) {
      throw new Error(trans.__('was closed meanwhile'));
    }
    if (kindOf(choices.store) === 'platform') {
      // Nothing keeps the values of an open notebook: only its own preview lets them be copied.
      throw new Error(
        trans.__('is open: replace its secrets in a preview of its own')
      );
    }
    const wish = { ...requestOf(choices), ...asked };
    const done = await tryRedact(this._context, panel, findings, wish);
    await saved(panel);
    return done;
  }

  private _keep(last: IUndoable | null): void {
    clearInterval(this._timer);
    if (last === null || last.undo !== this._last?.undo) {
      this._drop();
    }
    this._last = last;
    if (last?.undo) {
      const { undo } = last;
      this._timer = setInterval(() => {
        this._context.projects.keepUndo(undo).catch(() => undefined);
      }, ALIVE);
    }
    this._changed.emit();
  }

  /** The server need not keep it any longer. */
  private _drop(): void {
    if (this._last?.undo) {
      this._context.projects.dropUndo(this._last.undo);
    }
  }

  private _busy = false;
  private readonly _changed = new Signal<this, void>(this);
  private _last: IUndoable | null = null;
  private _timer: ReturnType<typeof setInterval> | undefined;
}

/** With collaboration the server saves by itself. */
async function saved(panel: NotebookPanel): Promise<void> {
  if (!panel.isDisposed && !panel.context.path.startsWith('RTC:')) {
    await panel.context.save().catch(() => undefined); // JupyterLab tells the user
  }
}
