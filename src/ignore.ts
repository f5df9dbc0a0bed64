import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IUndoable } from './edits';
import { addTag, applyEdits } from './edits';
import type { ILocated, NotebookFindings } from './notebookFindings';
import { tellProblem } from './notices';
import { OffsetMap } from './offsets';
import { tagsOf } from './payload';
import type { ICtClient } from './tokens';

/**
 * Note in the notebook that a finding is to be ignored: as a comment on its line, or as a tag
 * of its cell where a comment cannot stand.
 *
 * @param reason Why, as the user wrote it
 */
export async function ignoreFinding(
  client: ICtClient,
  findings: NotebookFindings,
  located: ILocated,
  reason: string,
  language: string,
  trans: TranslationBundle
): Promise<void> {
  const { cell, finding } = located;
  if (!cell) {
    Notification.warning(
      trans.__(
        'The notebook’s own metadata has no place for a note: take the value out instead.'
      )
    );
    return;
  }
  const id = cell.getId();
  const source = cell.getSource();
  const isSource = finding.part === 'source';
  try {
    const answer = await client.ignore({
      language,
      cell: { id, type: String(cell.cell_type), source, tags: tagsOf(cell) },
      part: finding.part,
      start: isSource ? new OffsetMap(source).toCodePoints(located.from) : null,
      weakness_id: finding.weakness_id,
      reason
    });
    let done: IUndoable | null;
    if (answer.tag !== undefined && answer.tag !== null) {
      done = addTag(cell, answer.tag);
    } else {
      const edits = (answer.edits ?? []).map(edit => ({
        ...edit,
        cell_id: id
      }));
      done = applyEdits(findings.notebook, edits, new Map([[id, source]]));
    }
    if (!done) {
      Notification.error(
        trans.__(
          'The cell changed meanwhile, so it was left as it is: try again.'
        )
      );
    }
  } catch (error) {
    tellProblem(trans.__('Not ignored.'), error, trans);
  }
}
