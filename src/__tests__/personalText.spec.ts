import { fakeOf, maskOf, rewritePersonal } from '../actions/personalText';
import { NotebookFindings } from '../model/notebookFindings';
import { findingOf, notebookOf, trans } from './fixtures';

/** Put together here, so that no telephone number stands in this file. */
const DIGITS = `4930${'123456'}`;
const PHONE = DIGITS.replace(/^(..)(..)/, '+$1 $2 ');

describe('maskOf', () => {
  it.each([
    ['pii.email', 'ann@corp.io', 'a***@***'],
    ['pii.phone', PHONE, '+** ** ****56'],
    ['pii.person', 'Ann Müller', '*** ******'],
    ['pii.national-id.us-ssn', '219-09-9999', '***-**-****'],
    ['pii.phone', DIGITS, '9999999999']
  ])('%s: %s becomes %s', (id, value, masked) => {
    expect(maskOf(id, value)).toBe(masked);
  });
});

describe('fakeOf', () => {
  it('takes values that are set apart for examples', () => {
    expect(fakeOf('pii.email', 'ann@corp.io')).toBe('user@example.com');
    expect(fakeOf('pii.ip-address', 'fe80::1')).toBe('2001:db8::1');
  });

  it('knows when it has none', () => {
    expect(fakeOf('pii.passport', 'C'.repeat(9))).toBeNull();
    expect(fakeOf('pii.phone', DIGITS)).toBeNull();
  });
});

describe('rewritePersonal', () => {
  it('changes the text in one step that Undo takes back', () => {
    const before = 'to = "ann@corp.io"  # 🗝️';
    const notebook = notebookOf(before);
    const [cell] = notebook.cells;
    const findings = new NotebookFindings(notebook);
    const finding = findingOf({
      weakness_id: 'pii.email',
      start: { line: 1, column: 7, offset: 6 },
      end: { line: 1, column: 18, offset: 17 }
    });
    findings.set(cell, 'source', [finding], [], before);

    rewritePersonal(notebook, findings.list()[0], 'mask', trans);
    expect(cell.getSource()).toBe('to = "a***@***"  # 🗝️');
    cell.undo();
    expect(cell.getSource()).toBe(before);

    rewritePersonal(notebook, findings.list()[0], 'fake', trans);
    expect(cell.getSource()).toBe('to = "user@example.com"  # 🗝️');
  });

  it('leaves outputs alone', () => {
    const notebook = notebookOf('x');
    const [cell] = notebook.cells;
    const finding = findingOf({ weakness_id: 'pii.email', part: 'output' });
    rewritePersonal(
      notebook,
      { key: 'k', finding, cell, from: 0, to: 1 },
      'mask',
      trans
    );
    expect(cell.getSource()).toBe('x');
  });
});
