import type { TranslationBundle } from '@jupyterlab/translation';

import { bodyOf } from '../server/batches';
import type { IDecision } from '../model/decision';
import { reasonOf } from '../model/decision';
import { traitsOf } from '../model/documentTraits';
import type { IUndoable } from './edits';
import { addTag, applyEdits } from './edits';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import { OffsetMap } from '../protocol/offsets';
import { cellPartOf, cellRequest, tagsOf } from '../protocol/payload';
import type {
  CellType,
  IAuditRequest,
  IScanRequest
} from '../protocol/protocol';
import type { ICtClient } from '../model/tokens';

/** What ignoring works with. */
export interface IIgnoreContext {
  readonly client: ICtClient;
  /** Language of the notebook's kernel. */
  readonly language: string;
  readonly trans: TranslationBundle;
}

/**
 * Note in the notebook that a finding is to be ignored: as a comment on its line, or as a tag
 * of its cell where a comment cannot stand.
 *
 * @param path Path of the notebook on the server
 */
export async function ignoreInNotebook(
  { client, language, trans }: IIgnoreContext,
  findings: NotebookFindings,
  located: ILocated,
  decision: IDecision,
  path: string
): Promise<void> {
  const { cell, finding } = located;
  if (!cell) {
    tell(
      'ignored',
      'warning',
      trans.__(
        'The notebook’s own metadata has no place for a note. Remove the value instead.'
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
      path,
      ...traitsOf(findings.notebook).request,
      cell: {
        id,
        type: cell.cell_type as CellType,
        source,
        tags: tagsOf(cell)
      },
      part: finding.part,
      start: isSource ? new OffsetMap(source).toCodePoints(located.from) : null,
      weakness_id: finding.weakness_id,
      reason: reasonOf(decision),
      until: decision.until
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
      tell(
        'ignored',
        'error',
        trans.__(
          'The cell changed meanwhile, so it was left as it is: try again.'
        )
      );
    }
  } catch (error) {
    tellProblem(trans.__('Not ignored.'), error, trans, 'ignored');
  }
}

/**
 * Write into the repository's baseline that a finding is known. The part that holds it is sent
 * along: the baseline has a key of its own, which the front end does not.
 *
 * @param path Path of the notebook on the server
 * @returns Whether it was written
 */
export async function ignoreInBaseline(
  { client, language, trans }: IIgnoreContext,
  findings: NotebookFindings,
  { cell, finding }: ILocated,
  { note, until, verdict }: IDecision,
  path: string
): Promise<boolean> {
  if (!verdict) {
    return false;
  }
  const request: Omit<IAuditRequest, keyof IScanRequest> = {
    weakness_id: finding.weakness_id,
    fingerprint: finding.fingerprint,
    verdict,
    note,
    until,
    // The dialog said that it would be made.
    create: true
  };
  const position = findings.position(cell);
  const cells =
    cell && position !== null
      ? [cellRequest(cell, position, [cellPartOf(finding.part)])]
      : [];
  const metadata = cell ? {} : { metadata: findings.notebook.getMetadata() };
  const { request: traits } = traitsOf(findings.notebook);
  const envelope = { path, language, ...traits, ...metadata, ...request };
  try {
    const answer = await client.audit(
      bodyOf(
        envelope,
        cells.map(each => JSON.stringify(each))
      )
    );
    tell(
      'ignored',
      'success',
      answer.created
        ? trans.__('Ignored in the new file %1: commit it.', answer.path)
        : trans.__('Ignored in %1: commit it.', answer.path),
      { autoClose: 8_000 }
    );
    return true;
  } catch (error) {
    tellProblem(trans.__('Not ignored.'), error, trans, 'ignored');
    return false;
  }
}
