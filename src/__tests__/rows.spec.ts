import { NotebookFindings } from '../model/notebookFindings';
import { rowsOf } from '../panel/rows';
import type { Severity } from '../protocol/severity';
import { rank } from '../protocol/severity';
import { cellAt, findingOf, notebookOf } from './fixtures';

const NONE: ReadonlySet<Severity> = new Set();

function storeOf(severities: Severity[][], minimum: Severity = 'low') {
  const notebook = notebookOf(...severities.map(() => 'x'));
  const findings = new NotebookFindings(
    notebook,
    ({ severity }) => rank(severity) <= rank(minimum)
  );
  severities.forEach((own, index) => {
    const found = own.map(severity => findingOf({ severity, title: severity }));
    findings.set(cellAt(notebook, index + 1), 'source', found, [], 'x');
  });
  return { findings, notebook };
}

function text(
  findings: NotebookFindings,
  hidden = NONE,
  showIgnored = false
): string[] {
  return rowsOf(findings, hidden, showIgnored).map(row => {
    switch (row.kind) {
      case 'cell':
        return `cell ${row.position} (${row.count})`;
      case 'finding':
        return row.located.finding.title;
      case 'ignored':
        return `ignored ${row.count}`;
    }
  });
}

describe('rowsOf', () => {
  it('puts the cell with the worst finding first, and the worst first in it', () => {
    const { findings } = storeOf([
      ['low'],
      ['medium', 'critical'],
      ['critical']
    ]);
    expect(text(findings)).toEqual([
      'cell 2 (2)',
      'critical',
      'medium',
      'cell 3 (1)',
      'critical',
      'cell 1 (1)',
      'low'
    ]);
  });

  it('numbers cells as they stand now', () => {
    const { findings, notebook } = storeOf([['high'], []]);
    notebook.insertCell(0, { cell_type: 'code' });
    findings.reorder();
    expect(text(findings)).toEqual(['cell 2 (1)', 'high']);
  });

  it('leaves out severities that are switched off', () => {
    const { findings } = storeOf([['high', 'low']]);
    expect(text(findings, new Set<Severity>(['high']))).toEqual([
      'cell 1 (1)',
      'low'
    ]);
  });

  it('leaves out what is below the least severity of the settings', () => {
    const { findings } = storeOf([['high', 'low']], 'medium');
    expect(text(findings)).toEqual(['cell 1 (1)', 'high']);
  });

  it('folds what is ignored at the end', () => {
    const { findings, notebook } = storeOf([['low']]);
    const suppressed = { kind: 'comment', reason: 'used in tests' } as const;
    findings.set(
      cellAt(notebook, 1),
      'outputs',
      [
        findingOf({
          part: 'output',
          severity: 'critical',
          title: 'old',
          suppressed
        })
      ],
      [],
      ''
    );
    expect(text(findings)).toEqual(['cell 1 (1)', 'low', 'ignored 1']);
    expect(text(findings, NONE, true)).toEqual([
      'cell 1 (1)',
      'low',
      'ignored 1',
      'old'
    ]);
  });
});

describe('NotebookFindings', () => {
  it('tells which cells changed, and of many changes once', () => {
    const { findings, notebook } = storeOf([['low'], []]);
    const heard = jest.fn();
    findings.changed.connect((_, cells) => heard(cells));
    findings.batch(() => {
      findings.set(cellAt(notebook, 1), 'source', [], [], '');
      findings.set(cellAt(notebook, 2), 'source', [findingOf()], [], 'x');
    });
    expect(heard.mock.calls).toEqual([[new Set(notebook.cells)]]);
  });

  it('makes its list once for all who ask, and anew after each change', () => {
    const { findings, notebook } = storeOf([['low'], ['high']]);
    const order = () => findings.list().map(({ finding }) => finding.title);
    const first = findings.list();
    expect(findings.list()).toBe(first);
    expect(findings.secrets()).toBe(findings.secrets());

    findings.edit(cellAt(notebook, 1), [{ insert: 'ab' }]);
    expect(findings.list()[0].from).toBe(2);
    notebook.moveCell(0, 1);
    findings.set(cellAt(notebook, 2), 'source', [], [], '');
    expect(order()).toEqual(['high']);
    notebook.deleteCell(0);
    expect(order()).toEqual([]);
  });

  it('is silent when a scan finds what it found before', () => {
    const { findings, notebook } = storeOf([['low']]);
    const heard = jest.fn();
    findings.changed.connect(heard);
    const same = [findingOf({ severity: 'low', title: 'low' })];
    findings.set(cellAt(notebook, 1), 'source', same, [], 'x');
    expect(heard).not.toHaveBeenCalled();
  });
});
