import { percentOf, shareText } from '../model/columnShare';
import { isKindOn, isLoud, isShown, kindOf } from '../model/kinds';
import { KINDS, kindLabel } from '../model/personalKinds';
import { DEFAULT_OPTIONS } from '../server/settings';
import { findingOf, trans } from './fixtures';

/** The schema of the settings, as far as it is looked at here. */
interface ISchema {
  properties: {
    personalKinds: { properties: Record<string, { title: string }> };
  };
}

describe('the kinds', () => {
  it('are those of the settings, by the same words', () => {
    const { properties } = jest.requireActual<ISchema>(
      '../../schema/plugin.json'
    ).properties.personalKinds;
    expect(
      Object.entries(properties).map(([name, { title }]) => [name, title])
    ).toEqual(
      KINDS.map(kind => [kind.replace('pii.', ''), kindLabel(kind, trans)])
    );
  });

  it('hold the finer weakness ids', () => {
    expect(kindOf('pii.national-id.us-ssn')).toBe('pii.national-id');
    const options = {
      ...DEFAULT_OPTIONS,
      personalKinds: { 'national-id': false }
    };
    expect(isKindOn('pii.national-id.us-ssn', options)).toBe(false);
    expect(isKindOn('pii.iban', options)).toBe(true);
    const off = { ...DEFAULT_OPTIONS, personalData: false };
    expect(isKindOn('pii.iban', off)).toBe(false);
  });

  it('say nothing of secrets', () => {
    const off = { ...DEFAULT_OPTIONS, personalData: false };
    expect(isShown(findingOf(), off)).toBe(true);
    expect(isShown(findingOf({ weakness_id: 'pii.iban' }), off)).toBe(false);
  });
});

describe('isLoud', () => {
  it.each([
    ['secret.test.key', 'low', 'low', true],
    ['pii.iban', 'high', 'high', true],
    ['pii.iban', 'high', 'low', false],
    ['pii.email', 'low', 'high', false]
  ] as const)(
    '%s, %s, confidence %s: %s',
    (weakness_id, severity, confidence, loud) => {
      expect(isLoud(findingOf({ weakness_id, severity, confidence }))).toBe(
        loud
      );
    }
  );
});

describe('the share of a column', () => {
  const share = {
    path: 'a.csv',
    table: null,
    rows: 1000,
    hits: 1,
    special: false
  };

  it.each([
    [0, '0 %'],
    [1, '< 1 %'],
    [505, '51 %'],
    [999, '> 99 %'],
    [1000, '100 %']
  ])('%s of 1000 rows: %s', (hits, text) => {
    expect(percentOf({ ...share, hits, guarantee: null })).toBe(text);
  });

  it('is told with what the law says, and what a sample leaves open', () => {
    const column = { ...share, special: true, guarantee: 'a sample' };
    const text = shareText(findingOf({ column_name: 'x' }), column, trans);
    expect(text).toBe(
      'Column x of a.csv: 1 of 1,000 rows (< 1 %). A special category of personal data (GDPR, Article 9). a sample'
    );
  });
});
