/**
 * Personal data in a text: masked, or with a made-up value in its place.
 */
import type { ISharedNotebook } from '@jupyter/ydoc';
import type { TranslationBundle } from '@jupyterlab/translation';

import { tell } from '../shell/notices';
import { applyEdits } from './edits';
import { isPersonal, kindOf } from '../model/kinds';
import type { ILocated } from '../model/notebookFindings';
import { EXAMPLES, SHOWS_END } from '../model/personalKinds';
import type { PersonalRewrite } from '../model/tokens';
import { OffsetMap } from '../protocol/offsets';
import type { IFinding } from '../protocol/protocol';

/** Whether a finding is personal data in a text that can be edited. */
export function isRewritable(finding: IFinding): boolean {
  return isPersonal(finding) && finding.part === 'source';
}

/**
 * A made-up value of a kind; null where there is none that would be taken for what it is.
 *
 * @param value What it takes the place of
 */
export function fakeOf(weaknessId: string, value: string): string | null {
  const kind = kindOf(weaknessId);
  if (kind === 'pii.ip-address' && value.includes(':')) {
    return '2001:db8::1';
  }
  if (/^\d+$/.test(value)) {
    return null; // Perhaps a number in code, which text would break.
  }
  return EXAMPLES[kind] ?? null;
}

/**
 * A value of which only so much is left that people know which it was: `a***@***`.
 */
export function maskOf(weaknessId: string, value: string): string {
  const kind = kindOf(weaknessId);
  if (kind === 'pii.email') {
    return `${[...value][0]}***@***`;
  }
  if (/^\d+$/.test(value)) {
    return '9'.repeat(value.length); // Still a number, where it is one in code.
  }
  const keepsEnd = SHOWS_END.includes(kind);
  const count = (value.match(/[\p{L}\p{N}]/gu) ?? []).length;
  const left = keepsEnd ? Math.min(2, count) : 0;
  let seen = 0;
  return value.replace(/[\p{L}\p{N}]/gu, character => {
    seen += 1;
    return seen > count - left ? character : '*';
  });
}

/**
 * Put a mask or a made-up value in the place of personal data, in a step of its own for Ctrl+Z.
 */
export function rewritePersonal(
  notebook: ISharedNotebook,
  { cell, finding, from, to }: ILocated,
  how: PersonalRewrite,
  trans: TranslationBundle
): void {
  if (!cell || !isRewritable(finding)) {
    return;
  }
  const source = cell.getSource();
  const value = source.slice(from, to);
  const text =
    how === 'fake'
      ? fakeOf(finding.weakness_id, value)
      : maskOf(finding.weakness_id, value);
  if (text === null) {
    return;
  }
  const map = new OffsetMap(source);
  const cell_id = cell.getId();
  const edit = {
    cell_id,
    start: map.toCodePoints(from),
    end: map.toCodePoints(to),
    text
  };
  const done = applyEdits(notebook, [edit], new Map([[cell_id, source]]));
  if (!done) {
    tell(
      'personal',
      'error',
      trans.__(
        'The text changed meanwhile, so it was left as it is: try again.'
      )
    );
  }
}
