import { Notification } from '@jupyterlab/apputils';
import { Signal } from '@lumino/signaling';
import { YNotebook } from '@jupyter/ydoc';
import type { ISharedCodeCell } from '@jupyter/ydoc';

import { KeepOut } from '../actions/keepOut';
import { printedBy, takeOut } from '../model/known';
import { NotebookFindings } from '../model/notebookFindings';
import type { IScrubKnownRequest } from '../protocol/protocol';
import { DEFAULT_OPTIONS } from '../server/settings';
import type { ICtFindings, ICtSettings } from '../model/tokens';
import { findingOf, StubClient, trans } from './fixtures';

const STREAM = (text: string) => ({
  output_type: 'stream' as const,
  name: 'stdout' as const,
  text
});

describe('stored values in outputs', () => {
  let client: StubClient;
  let notebook: YNotebook;
  let cell: ISharedCodeCell;
  let findings: NotebookFindings;

  const mark = (changes = {}) =>
    findings.set(
      cell,
      'outputs',
      [
        findingOf({
          weakness_id: 'leak.known-value',
          part: 'output',
          variable: 'PASSWORD',
          ...changes
        })
      ],
      [],
      ''
    );
  const replaced = ({ content }: IScrubKnownRequest) => {
    const text = JSON.stringify(content.cells[0].outputs);
    return Promise.resolve({
      cells: [
        {
          index: 0,
          id: 'c1',
          outputs: [{ index: 0, output: STREAM('<REDACTED:PASSWORD>\n') }]
        }
      ],
      places: text.includes('value') ? 1 : 0
    } as never);
  };

  beforeEach(() => {
    Notification.manager.dismiss();
    client = new StubClient();
    client.answerScrubKnown = replaced;
    notebook = YNotebook.create() as YNotebook;
    notebook.insertCell(0, { cell_type: 'code', source: 'first()' });
    cell = notebook.insertCell(1, {
      cell_type: 'code',
      source: 'print(p)',
      outputs: [STREAM('the value\n')]
    }) as unknown as ISharedCodeCell;
    findings = new NotebookFindings(notebook);
  });

  afterEach(() => findings.dispose());

  it('names what is printed, but not what was ignored', () => {
    mark();
    expect(printedBy(findings.list())).toEqual(['PASSWORD']);
    mark({ suppressed: { kind: 'tag', reason: 'shown' } });
    expect(printedBy(findings.list())).toEqual([]);
  });

  it('sends the one cell, replaces its output, and can bring it back', async () => {
    const context = { client, path: 'a.ipynb', trans };
    await takeOut(context, findings, cell, ['PASSWORD']);
    const [sent] = client.knownScrubs;
    expect(sent.variables).toEqual(['PASSWORD']);
    expect(sent.content.cells).toHaveLength(1);
    expect(cell.getOutputs()).toEqual([STREAM('<REDACTED:PASSWORD>\n')]);
    findings.restore();
    expect(cell.getOutputs()).toEqual([STREAM('the value\n')]);
  });

  it('leaves the output where the server refuses, and says so', async () => {
    client.answerScrubKnown = () => Promise.reject(new Error('no'));
    const context = { client, path: 'a.ipynb', trans };
    await takeOut(context, findings, cell, ['PASSWORD']);
    expect(cell.getOutputs()).toEqual([STREAM('the value\n')]);
    expect(Notification.manager.notifications[0].message).toContain(
      'The outputs were not changed.'
    );
  });

  describe('with the setting', () => {
    let keepOut: KeepOut;
    const settled = () => new Promise(resolve => setTimeout(resolve));
    const begin = (keepValuesOut: boolean) => {
      const store = {
        all: [findings],
        notebooksChanged: new Signal<object, void>({})
      } as unknown as ICtFindings;
      const settings = {
        options: { ...DEFAULT_OPTIONS, keepValuesOut }
      } as ICtSettings;
      const pathOf = () => 'a.ipynb';
      keepOut = new KeepOut({ client, store, settings, trans, pathOf });
    };

    afterEach(() => keepOut.dispose());

    it('takes out what arrives, once, and leaves what was restored', async () => {
      begin(true);
      findings.outdate(cell);
      mark();
      await settled();
      expect(cell.getOutputs()).toEqual([STREAM('<REDACTED:PASSWORD>\n')]);
      findings.restore();
      mark({ title: 'again' });
      await settled();
      expect(client.knownScrubs).toHaveLength(1);
      expect(cell.getOutputs()).toEqual([STREAM('the value\n')]);
    });

    it('leaves outputs that were there before', async () => {
      begin(true);
      mark();
      await settled();
      expect(client.knownScrubs).toEqual([]);
    });

    it('does nothing unless it is on', async () => {
      begin(false);
      findings.outdate(cell);
      mark();
      await settled();
      expect(client.knownScrubs).toEqual([]);
    });
  });
});
