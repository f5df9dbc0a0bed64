/**
 * Takes a decision to ignore a finding back, where it was written.
 */
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PartialJSONObject } from '@lumino/coreutils';

import { bodyOf } from '../server/batches';
import { traitsOf } from '../model/documentTraits';
import { applyEdits, setTags } from './edits';
import type { IIgnoreContext } from './ignore';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import { OffsetMap } from '../protocol/offsets';
import {
  cellPartOf,
  cellRequest,
  ignoresOf,
  tagsOf
} from '../protocol/payload';
import type { CellType, ISuppression } from '../protocol/protocol';

/** Key of the metadata in which suppressions may stand. */
const METADATA = 'ct-jupyter';

/** Whether a decision can be taken back from the panel: others stand in the policy, or are not ours. */
export function canTakeBack({ kind }: ISuppression): boolean {
  return ['comment', 'tag', 'metadata', 'baseline'].includes(kind);
}

/**
 * Take back what stands in the notebook: in a comment, a tag or the metadata. One undo of the cell
 * brings a comment or a tag back.
 */
export async function unignoreInNotebook(
  { client, trans }: IIgnoreContext,
  findings: NotebookFindings,
  { cell, finding, from }: ILocated,
  kind: 'comment' | 'tag' | 'metadata'
): Promise<void> {
  const { notebook } = findings;
  const source = cell?.getSource() ?? '';
  const id = cell?.getId() ?? '';
  const lists = {
    cell: cell ? ignoresOf(cell) : [],
    notebook: ignoresOf(notebook)
  };
  try {
    const answer = await client.unignore({
      weakness_id: finding.weakness_id,
      kind,
      cell: cell
        ? { id, type: cell.cell_type as CellType, source, tags: tagsOf(cell) }
        : null,
      start:
        kind === 'comment' ? new OffsetMap(source).toCodePoints(from) : null,
      cell_ignore: lists.cell,
      notebook_ignore: lists.notebook
    });
    if (answer.ignore) {
      const undo = [
        setIgnores(cell, lists.cell, answer.ignore.cell),
        setIgnores(notebook, lists.notebook, answer.ignore.notebook)
      ];
      tellMetadata(() => undo.every(each => each()), trans);
    } else if (answer.tags && cell) {
      setTags(cell, answer.tags);
    } else if (
      !applyEdits(
        notebook,
        (answer.edits ?? []).map(edit => ({ ...edit, cell_id: id })),
        new Map([[id, source]])
      )
    ) {
      throw new Error(
        trans.__('The cell has changed in the meantime. Try again.')
      );
    }
  } catch (error) {
    tellProblem(trans.__('It is still ignored.'), error, trans, 'ignored');
  }
}

/**
 * Take an entry out of the repository's baseline.
 *
 * @param path Path of the notebook on the server
 * @returns Whether it was taken out
 */
export async function unignoreInBaseline(
  { client, language, trans }: IIgnoreContext,
  findings: NotebookFindings,
  { cell, finding }: ILocated,
  path: string
): Promise<boolean> {
  const { fingerprint, weakness_id } = finding;
  const position = findings.position(cell);
  const cells =
    cell && position !== null
      ? [cellRequest(cell, position, [cellPartOf(finding.part)])]
      : [];
  const metadata = cell ? {} : { metadata: findings.notebook.getMetadata() };
  const envelope = {
    path,
    language,
    ...traitsOf(findings.notebook).request,
    ...metadata,
    weakness_id,
    fingerprint
  };
  try {
    const answer = await client.unaudit(
      bodyOf(
        envelope,
        cells.map(each => JSON.stringify(each))
      )
    );
    tell(
      'ignored',
      'success',
      trans.__('No longer ignored. %1 has changed: commit it.', answer.path),
      { autoClose: 8_000 }
    );
    return true;
  } catch (error) {
    tellProblem(trans.__('It is still ignored.'), error, trans, 'ignored');
    return false;
  }
}

/** The metadata has no undo of its own in JupyterLab: the notice has one. */
function tellMetadata(undo: () => boolean, trans: TranslationBundle): void {
  tell(
    'ignored',
    'success',
    trans.__('No longer ignored. It was written in the metadata.'),
    {
      autoClose: 15_000,
      actions: [
        {
          label: trans.__('Undo'),
          caption: trans.__('Ignore it again, as it was written'),
          callback: () => {
            if (!undo()) {
              tell(
                'ignored',
                'warning',
                trans.__('The metadata has changed since and was left.'),
                { autoClose: 8_000 }
              );
            }
          }
        }
      ]
    }
  );
}

/**
 * Put another list in place of the suppressions in some metadata; an empty one goes.
 *
 * @returns Puts the old one back where nobody changed it since; returns whether it is there
 */
function setIgnores(
  holder: ISharedCell | ISharedNotebook | null,
  before: readonly string[],
  after: readonly string[]
): () => boolean {
  if (!holder || before.length === after.length) {
    return () => true;
  }
  const old = holder.getMetadata(METADATA) as PartialJSONObject | undefined;
  const own = {
    ...((holder.getMetadata(METADATA) ?? {}) as PartialJSONObject)
  };
  if (after.length > 0) {
    own.ignore = [...after];
  } else {
    delete own.ignore;
  }
  if (Object.keys(own).length > 0) {
    holder.setMetadata(METADATA, own);
  } else {
    holder.deleteMetadata(METADATA);
  }
  const written = JSON.stringify(holder.getMetadata(METADATA));
  return () => {
    const isAsLeft = JSON.stringify(holder.getMetadata(METADATA)) === written;
    if (isAsLeft && old) {
      holder.setMetadata(METADATA, old);
    }
    return isAsLeft;
  };
}
