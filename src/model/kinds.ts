/**
 * Personal data among the findings, and its kinds.
 */
import type { IFinding } from '../protocol/protocol';
import { rank } from '../protocol/severity';
import type { ICtOptions } from './options';
import { KINDS } from './personalKinds';

/** Beginning of the weakness ids of personal data. */
const PREFIX = 'pii.';

/** Whether a finding is personal data, and no secret. */
export function isPersonal(finding: { readonly weakness_id: string }): boolean {
  return finding.weakness_id.startsWith(PREFIX);
}

/** Beginnings of the weakness ids of code that opens a door. */
const CODE = ['python.', 'notebook.', 'llm.'];

/** Whether a finding is code that opens a door: no value is revoked, the code is mended. */
export function isCode(finding: { readonly weakness_id: string }): boolean {
  return CODE.some(family => finding.weakness_id.startsWith(family));
}

/** Whether a finding is a value that has to be revoked: neither personal data nor code. */
export function isSecret(finding: { readonly weakness_id: string }): boolean {
  return !isPersonal(finding) && !isCode(finding);
}

/** The kind that a weakness id is of: `pii.national-id` for `pii.national-id.us-ssn`. */
export function kindOf(weaknessId: string): string {
  return weaknessId.split('.', 2).join('.');
}

/** Whether a finding is to be shown under the settings. */
export function isShown(finding: IFinding, options: ICtOptions): boolean {
  return (
    rank(finding.severity) <= rank(options.minimumSeverity) &&
    (!isPersonal(finding) || isKindOn(finding.weakness_id, options)) &&
    (!isCode(finding) || options.code)
  );
}

/** Whether the settings let a kind of personal data through. */
export function isKindOn(weaknessId: string, options: ICtOptions): boolean {
  return (
    options.personalData &&
    options.personalKinds[kindOf(weaknessId).slice(PREFIX.length)] !== false
  );
}

/** What of personal data the settings switch off, for the server: it looks on save. */
export function kindsOff(options: ICtOptions): readonly string[] {
  return options.personalData
    ? KINDS.filter(kind => !isKindOn(kind, options))
    : ['pii'];
}

/**
 * Whether a finding is worth a mark beside its cell or a notification. An e-mail address is not,
 * nor is what may well be something else, nor a line that may print something.
 */
export function isLoud(finding: {
  readonly weakness_id: string;
  readonly severity: IFinding['severity'];
  readonly confidence?: IFinding['confidence'];
}): boolean {
  if (finding.weakness_id.startsWith('leak.')) {
    return finding.severity !== 'low';
  }
  if (isCode(finding)) {
    return finding.severity === 'critical' || finding.severity === 'high';
  }
  return (
    !isPersonal(finding) ||
    (finding.severity !== 'low' && finding.confidence !== 'low')
  );
}
