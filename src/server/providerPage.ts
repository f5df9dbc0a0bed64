import type { IRuleInfo } from '../protocol/protocol';

/** What rules name in place of a provider where there is none. */
const KINDS: ReadonlySet<string> = new Set(['Generic', 'Databases']);

/**
 * Whether a rule links to the page of one provider: a password of one's own has none.
 *
 * A rule file is data, so its link must not be able to run a script either.
 */
export function hasProvider(
  rule: Pick<IRuleInfo, 'provider' | 'source'>
): boolean {
  return !KINDS.has(rule.provider) && /^https?:\/\//i.test(rule.source);
}
