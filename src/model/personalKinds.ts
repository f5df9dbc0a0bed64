// Made by scripts/personal_kinds.py from ct_jupyter/detection/personal/personal_kinds.py; edit that.
import type { TranslationBundle } from '@jupyterlab/translation';

/** Kinds of personal data, worst first: beginnings of weakness ids. */
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
  'pii.cookie'
] as const;

/** Of which findings show the last characters. */
export const SHOWS_END: readonly string[] = [
  'pii.credit-card',
  'pii.iban',
  'pii.bank-account',
  'pii.phone'
];

/** Values reserved for examples, and so nobody's. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  // ct: ignore[pii.person] nobody's
  'pii.person': 'Jane Doe',
  // ct: ignore[pii.address] nobody's
  'pii.address': '1 Example Street',
  // ct: ignore[pii.phone] nobody's
  'pii.phone': '+1 202-555-0100',
  // ct: ignore[pii.date-of-birth] nobody's
  'pii.date-of-birth': '1970-01-01',
  // ct: ignore[pii.email] nobody's
  'pii.email': 'user@example.com',
  // ct: ignore[pii.username] nobody's
  'pii.username': 'user',
  // ct: ignore[pii.ip-address] nobody's
  'pii.ip-address': '192.0.2.1',
  // ct: ignore[pii.mac-address] nobody's
  'pii.mac-address': '00:00:5E:00:53:00'
};

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
    default:
      return kind.replace(/^pii\./, '');
  }
}
