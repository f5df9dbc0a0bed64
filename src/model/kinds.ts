/**
 * Personal data among the findings, and its kinds.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFinding } from '../protocol/protocol';
import { rank } from '../protocol/severity';
import type { ICtOptions } from './options';

/** Kinds that the settings switch off, worst first: beginnings of weakness ids. */
export const KINDS = [
  'pii.national-id',
  'pii.passport',
  'pii.driver-license',
  'pii.health-id',
  'pii.credit-card',
  'pii.iban',
  'pii.bank-account',
  'pii.special',
  'pii.person',
  'pii.address',
  'pii.phone',
  'pii.date-of-birth',
  'pii.coordinates',
  'pii.crypto-wallet',
  'pii.vehicle-number',
  'pii.email',
  'pii.username',
  'pii.ip-address',
  'pii.mac-address',
  'pii.cookie',
  'pii.location',
  'pii.postal-code'
] as const;

/** Beginning of the weakness ids of personal data. */
const PREFIX = 'pii.';

/** Whether a finding is personal data, and no secret. */
export function isPersonal(finding: { readonly weakness_id: string }): boolean {
  return finding.weakness_id.startsWith(PREFIX);
}

/** The kind that a weakness id is of: `pii.national-id` for `pii.national-id.us-ssn`. */
export function kindOf(weaknessId: string): string {
  return weaknessId.split('.', 2).join('.');
}

/** Whether a finding is to be shown under the settings. */
export function isShown(finding: IFinding, options: ICtOptions): boolean {
  return (
    rank(finding.severity) <= rank(options.minimumSeverity) &&
    (!isPersonal(finding) || isKindOn(finding.weakness_id, options))
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
  return (
    !isPersonal(finding) ||
    (finding.severity !== 'low' && finding.confidence !== 'low')
  );
}

/** The words for a kind. */
export function kindLabel(kind: string, trans: TranslationBundle): string {
  switch (kind) {
    case 'pii.national-id':
      return trans.__('National and tax IDs');
    case 'pii.passport':
      return trans.__('Passports');
    case 'pii.driver-license':
      return trans.__('Driving licences');
    case 'pii.health-id':
      return trans.__('Health IDs');
    case 'pii.credit-card':
      return trans.__('Credit cards');
    case 'pii.iban':
      return trans.__('IBANs');
    case 'pii.bank-account':
      return trans.__('Bank accounts');
    case 'pii.special':
      return trans.__('Special categories');
    case 'pii.person':
      return trans.__('Names');
    case 'pii.address':
      return trans.__('Addresses');
    case 'pii.phone':
      return trans.__('Telephone numbers');
    case 'pii.date-of-birth':
      return trans.__('Dates of birth');
    case 'pii.coordinates':
      return trans.__('Coordinates');
    case 'pii.crypto-wallet':
      return trans.__('Crypto wallets');
    case 'pii.vehicle-number':
      return trans.__('Vehicle numbers');
    case 'pii.email':
      return trans.__('E-mail addresses');
    case 'pii.username':
      return trans.__('User names');
    case 'pii.ip-address':
      return trans.__('IP addresses');
    case 'pii.mac-address':
      return trans.__('MAC addresses');
    case 'pii.cookie':
      return trans.__('Cookies');
    case 'pii.location':
      return trans.__('Places');
    case 'pii.postal-code':
      return trans.__('Postal codes');
    default:
      return kind.replace(/^pii\./, '');
  }
}
