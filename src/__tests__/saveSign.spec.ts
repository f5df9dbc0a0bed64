import { NotebookFindings } from '../model/notebookFindings';
import type { IFinding } from '../protocol/protocol';
import { saveSign } from '../save/saveSign';
import { cellAt, findingOf, notebookOf, trans } from './fixtures';

describe('saveSign', () => {
  const notebook = notebookOf('xxx');
  let findings: NotebookFindings;

  const find = (...changes: Partial<IFinding>[]) =>
    findings.set(
      cellAt(notebook, 1),
      'source',
      changes.map(each => findingOf(each)),
      [],
      'xxx'
    );
  const text = () => saveSign(findings, trans)?.text ?? null;

  beforeEach(() => {
    findings = new NotebookFindings(notebook, ({ severity }) =>
      ['critical', 'high'].includes(severity)
    );
  });

  it('counts what a save is refused for, however little of it is shown', () => {
    find(
      {},
      { severity: 'medium' },
      { severity: 'low' },
      { confidence: 'low' },
      { suppressed: { kind: 'tag', reason: '' } }
    );
    expect(text()).toBeNull();
    findings.setRefusal('no');
    expect(text()).toBe('Not saved: 2 secrets');
    find({}, { weakness_id: 'pii.iban' });
    expect(text()).toBe('Not saved: 1 secret and personal data');
    find({ weakness_id: 'pii.iban' });
    expect(text()).toBe('Not saved: personal data');
  });

  it('says that nothing prevents saving once what did is gone, until it is saved', () => {
    find({});
    findings.setRefusal('no');
    find();
    expect(saveSign(findings, trans)).toMatchObject({
      text: 'Not saved yet',
      isFree: true
    });
    findings.setRefusal(null);
    expect(text()).toBeNull();
  });

  it('claims nothing where what prevents it is not seen here', () => {
    findings.setRefusal('no');
    expect(text()).toBe('Not saved');
  });
});
