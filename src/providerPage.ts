import type { IRule } from './protocol';

/**
 * Whether a rule links to the page of one provider: a password of one's own has none.
 *
 * A rule file is data, so its link must not be able to run a script either.
 */
export function hasProvider(rule: IRule): boolean {
  return rule.provider !== 'Generic' && /^https?:\/\//i.test(rule.source);
}
