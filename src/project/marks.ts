/**
 * Marks in the file browser: which files hold something, and which folders such files.
 */
import { PathExt } from '@jupyterlab/coreutils';
import type { FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import { serverPath } from '../server/serverPath';
import type { Severity } from '../protocol/severity';
import { rank, SEVERITIES, severityLabel } from '../protocol/severity';
import type { ICtProject, ICtSettings } from '../model/tokens';
import { ShownFiles } from './rows';

/** Classes of JupyterLab's file browser. */
const ROW = 'jp-DirListing-item';
const NAME = 'jp-DirListing-itemName';
const TEXT = 'jp-DirListing-itemText';

/** Class of our mark. */
const MARK = 'ct-FileMark';

/** What is known of a file, or of all below a folder. */
interface IMark {
  readonly worst: Severity;
  readonly text: string;
}

/** Marks by path. */
export type Marks = ReadonlyMap<string, IMark>;

/** The marks that the results of a scan make. */
export class MarkMaker {
  /**
   * @param _project The scan
   * @param _settings Say what counts
   */
  constructor(
    private readonly _project: ICtProject,
    private readonly _settings: ICtSettings,
    private readonly _trans: TranslationBundle
  ) {}

  /** Marks of files and of the folders above them, by path. */
  make(): Marks {
    const trans = this._trans;
    const marks = new Map<string, IMark>();
    const folders = new Map<string, { worst: Severity; files: number }>();
    const { files } = this._project;
    for (const file of this._shown.of(files, this._settings.options)) {
      const counts = SEVERITIES.filter(each => file.counts[each] > 0).map(
        each => `${severityLabel(each, trans)}: ${file.counts[each]}`
      );
      const found = trans._n('%1 finding', '%1 findings', file.total);
      const text = `${found} (${counts.join(', ')})`;
      marks.set(file.path, { worst: file.worst, text });
      for (
        let folder = PathExt.dirname(file.path);
        folder;
        folder = PathExt.dirname(folder)
      ) {
        const known = folders.get(folder) ?? { worst: file.worst, files: 0 };
        known.files += 1;
        if (rank(file.worst) < rank(known.worst)) {
          known.worst = file.worst;
        }
        folders.set(folder, known);
      }
    }
    for (const [folder, { files: count, worst }] of folders) {
      const text = trans._n(
        '%1 file with findings in it',
        '%1 files with findings in it',
        count
      );
      marks.set(folder, { worst, text });
    }
    return marks;
  }

  private readonly _shown = new ShownFiles();
}

/**
 * Puts the marks into one file browser. Its rows are looked at, not replaced: they are drawn by
 * JupyterLab or by another extension, sorted, renamed and used again for other files.
 */
export class FileMarks implements IDisposable {
  /**
   * @param _browser File browser
   * @param _marks The marks as they are now
   */
  constructor(
    private readonly _browser: Pick<FileBrowser, 'node' | 'model'>,
    private readonly _marks: () => Marks
  ) {
    this._observer = new MutationObserver(() => this.update());
    this._observer.observe(_browser.node, {
      characterData: true,
      childList: true,
      subtree: true
    });
    this.update();
  }

  /** Whether this was disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Take the marks away. */
  dispose(): void {
    this._isDisposed = true;
    cancelAnimationFrame(this._frame);
    this._observer.disconnect();
    for (const mark of this._browser.node.querySelectorAll(`.${MARK}`)) {
      mark.remove();
    }
  }

  /** Bring the rows up to date, once before they are painted. */
  update(): void {
    if (this._frame === 0 && !this._isDisposed) {
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this._mark();
      });
    }
  }

  private _mark(): void {
    const marks = this._marks();
    const folder = serverPath(this._browser.model.path);
    for (const row of this._browser.node.querySelectorAll(`.${ROW}`)) {
      // While it is renamed there is a field in place of the name.
      const name = row.querySelector(`.${TEXT}`)?.textContent;
      const path = folder && name ? `${folder}/${name}` : name;
      this._markRow(row, path ? (marks.get(path) ?? null) : null);
    }
    // What was done here is not to be looked at again.
    this._observer.takeRecords();
  }

  private _markRow(row: Element, mark: IMark | null): void {
    const old = row.querySelector<HTMLElement>(`.${MARK}`);
    if (!mark) {
      old?.remove();
      return;
    }
    if (old?.dataset.severity === mark.worst && old.title === mark.text) {
      return;
    }
    const node = old ?? document.createElement('span');
    node.className = MARK;
    node.dataset.severity = mark.worst;
    node.title = mark.text;
    const badge = document.createElement('span');
    badge.className = 'ct-Badge';
    badge.dataset.severity = mark.worst;
    const words = document.createElement('span');
    words.className = 'ct-mod-unseen';
    words.textContent = mark.text;
    node.replaceChildren(badge, words);
    if (!old) {
      row.querySelector(`.${NAME}`)?.append(node);
    }
  }

  private _frame = 0;
  private _isDisposed = false;
  private readonly _observer: MutationObserver;
}

/**
 * Mark the files of all file browsers, and keep the marks up to date.
 *
 * @param signals Emit when other marks are due
 */
export function markFiles(
  { tracker }: IFileBrowserFactory,
  maker: MarkMaker,
  signals: readonly ISignal<unknown, unknown>[]
): void {
  let current: Marks | null = null;
  const all = new Set<FileMarks>();
  const follow = (browser: FileBrowser) => {
    const marks = new FileMarks(browser, () => (current ??= maker.make()));
    all.add(marks);
    browser.disposed.connect(() => {
      all.delete(marks);
      marks.dispose();
    });
  };
  tracker.forEach(follow);
  tracker.widgetAdded.connect((_, browser) => follow(browser));
  const update = () => {
    current = null;
    all.forEach(marks => marks.update());
  };
  signals.forEach(signal => signal.connect(update));
}
