import type { YNotebook } from '@jupyter/ydoc';

import { CodeLook } from '../live/codeLook';
import { NotebookFindings } from '../model/notebookFindings';
import { DEFAULT_OPTIONS } from '../server/settings';
import {
  append,
  cellAt,
  findingOf,
  notebookOf,
  policyOf,
  StubClient
} from './fixtures';

describe('CodeLook', () => {
  let client: StubClient;
  let findings: NotebookFindings;
  let isOn: boolean;
  let look: CodeLook;
  let notebook: YNotebook;

  beforeEach(() => {
    jest.useFakeTimers();
    client = new StubClient();
    isOn = true;
    notebook = notebookOf('name = input()', 'eval(name)', {
      cell_type: 'markdown',
      source: 'text'
    });
    findings = new NotebookFindings(notebook);
    client.answerCode = () =>
      Promise.resolve({
        findings: [
          findingOf({
            weakness_id: 'python.injection.code',
            cell: 2,
            cell_id: 'c2'
          })
        ],
        errors: [],
        seconds: 0,
        policy: policyOf(),
        waiting: false
      });
    look = new CodeLook(
      findings,
      () => 'a.ipynb',
      client,
      () => ({ ...DEFAULT_OPTIONS, code: isOn })
    );
  });

  afterEach(() => {
    look.dispose();
    jest.useRealTimers();
  });

  it('sends all code cells, and shows what was found in a group of its own', async () => {
    await look.look();
    expect(client.codes[0].cells.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(findings.code().map(({ cell }) => cell?.getId())).toEqual(['c2']);
    expect(findings.secrets()).toEqual([]);
    expect(findings.blocking()).toEqual([]);
  });

  it('looks once after a burst of keystrokes', async () => {
    await jest.advanceTimersByTimeAsync(1000);
    append(cellAt(notebook, 1), ' ');
    await jest.advanceTimersByTimeAsync(500);
    append(cellAt(notebook, 1), ' ');
    expect(client.codes).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1000);
    expect(client.codes).toHaveLength(2);
    expect(client.bodies).toEqual([]);
  });

  it('asks nothing where it is switched off', async () => {
    isOn = false;
    await look.look();
    expect(client.codes).toEqual([]);
  });
});
