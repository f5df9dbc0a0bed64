import type { TranslationBundle } from '@jupyterlab/translation';

import type { NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import type { ICtClient } from '../model/tokens';
import type { ITakenBack, Replacement } from './replacement';

/** What an undo needs of its surroundings. */
export interface IUndoContext {
  readonly client: ICtClient;
  readonly trans: TranslationBundle;
  /** Path of the notebook, with its drive. */
  readonly path: () => string;
}

/**
 * Take a replacement back, all of it: sources, imports, outputs, and what was stored, each only
 * where nobody changed it since. The user is told what became of it.
 */
export async function undoReplacement(
  context: IUndoContext,
  findings: NotebookFindings,
  replacement: Replacement
): Promise<void> {
  const { client, trans } = context;
  if (replacement.isOver) {
    tell(
      'replacement',
      'info',
      trans.__('This replacement was taken back already.'),
      {
        autoClose: 5000
      }
    );
    return;
  }
  const { replacements } = findings;
  const { receipt } = replacement;
  const others = replacements.others(replacement);
  const taken = replacement.takeBack(others);
  // A file that others wrote to as well can go only with the last of them.
  const leftovers = others.length === 0 ? replacements.leftovers : [];
  replacements.remove(replacement, others.length === 0 ? null : receipt);
  const keep = taken.stillRead;
  let files: string[] = [];
  try {
    if (receipt) {
      const path = context.path();
      const answer = await client.undo({ path, receipts: [receipt], keep });
      files = answer.taken_back
        .filter(({ state }) => state === 'changed')
        .map(each => each.path || trans.__('the keyring'));
    }
    if (leftovers.length > 0) {
      await client.undo({ path: context.path(), receipts: leftovers, keep });
    }
  } catch (error) {
    tellProblem(
      trans.__('The cells are as they were. What was stored stays stored.'),
      error,
      trans,
      'replacement'
    );
    return;
  }
  tellTaken(taken, files, replacement, trans);
}

function tellTaken(
  taken: ITakenBack,
  files: readonly string[],
  { cleaned, count }: Pick<Replacement, 'cleaned' | 'count'>,
  trans: TranslationBundle
): void {
  const left: string[] = [];
  if (taken.left.length > 0) {
    left.push(
      trans._n(
        'Cell %2 was edited since and keeps its lookup.',
        'Cells %2 were edited since and keep their lookups.',
        taken.left.length,
        taken.left.join(', ')
      )
    );
  }
  if (taken.changed > 0) {
    left.push(
      trans._n(
        '%1 output changed since and was left.',
        '%1 outputs changed since and were left.',
        taken.changed
      )
    );
  }
  if (files.length > 0 || taken.stillRead.length > 0) {
    const names = taken.stillRead.join(', ');
    left.push(
      names
        ? trans.__('Still stored, because a cell reads it: %1.', names)
        : trans.__(
            'Changed since and left: %1.',
            [...new Set(files)].join(', ')
          )
    );
  }
  const clean = staysClean(cleaned, trans);
  if (left.length === 0) {
    const undone = trans._n(
      'Undone: %1 secret is back in the notebook, and no longer stored elsewhere.',
      'Undone: %1 secrets are back in the notebook, and no longer stored elsewhere.',
      count
    );
    tell('replacement', 'info', `${undone}${clean}`, { autoClose: 8000 });
    return;
  }
  tell(
    'replacement',
    'warning',
    `${trans.__('Undone in part.')} ${left.join(' ')}${clean}`,
    { autoClose: false }
  );
}

/**
 * Say which files were cleaned and are not changed back: there the values would only lie open again.
 * A notification is cut at 140 characters, so that long names are counted.
 */
function staysClean(
  cleaned: readonly string[],
  trans: TranslationBundle
): string {
  if (cleaned.length === 0) {
    return '';
  }
  const names = cleaned.map(path => path.replace(/^.*\//, '')).join(', ');
  const said =
    names.length <= 40
      ? trans.__('Still clean: %1.', names)
      : trans._n(
          '%1 other file stays clean.',
          '%1 other files stay clean.',
          cleaned.length
        );
  return ` ${said}`;
}
