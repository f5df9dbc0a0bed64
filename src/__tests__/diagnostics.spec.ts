import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

import type { IDiagnosticsContext } from '../editor/diagnostics';
import { findingsExtension } from '../editor/diagnostics';
import { NotebookFindings } from '../model/notebookFindings';
import { offScreen, onScreen } from '../editor/onScreen';
import {
  cellAt,
  findingOf,
  notebookOf,
  settled,
  StubClient,
  trans
} from './fixtures';

jest.mock('../editor/onScreen');

/** Say of an editor whether it is on the screen. */
async function say(view: EditorView, isSeen: boolean): Promise<void> {
  const calls = jest.mocked(onScreen).mock.calls;
  calls.find(([element]) => element === view.dom)?.[1](isSeen);
  await settled();
}

describe('the underlines of a cell', () => {
  const notebook = notebookOf('key = 1');
  const cell = cellAt(notebook, 1);
  let findings: NotebookFindings;
  let view: EditorView;
  let updates: number;

  const marks = () =>
    [...view.dom.querySelectorAll('.ct-mark')].map(node => node.textContent);

  async function found(...titles: string[]): Promise<void> {
    const all = titles.map(title => findingOf({ title }));
    findings.set(cell, 'source', all, [], 'key = 1');
    await settled();
  }

  beforeEach(() => {
    findings = new NotebookFindings(notebook);
    updates = 0;
    const store = {
      notebooksChanged: { connect: jest.fn(), disconnect: jest.fn() },
      ofCell: () => findings
    };
    const context = { client: new StubClient(), findings: store, trans };
    const state = EditorState.create({
      doc: 'key = 1',
      extensions: [
        findingsExtension(cell, context as unknown as IDiagnosticsContext),
        EditorView.updateListener.of(() => (updates += 1))
      ]
    });
    view = new EditorView({ state, parent: document.body });
  });

  afterEach(() => {
    view.destroy();
    findings.dispose();
  });

  it('are made when somebody sees the editor, however often it was scanned before', async () => {
    await found('a');
    await found('b', 'c');
    await found('d');
    expect([updates, marks()]).toEqual([0, []]);

    await say(view, true);
    expect([updates, marks()]).toEqual([1, ['key']]);

    await say(view, false);
    await found();
    expect(updates).toBe(1);
    await say(view, true);
    expect([updates, marks()]).toEqual([2, []]);
  });

  it('are made anew in no editor that comes back as it was', async () => {
    await found('a');
    for (const isSeen of [true, false, true]) {
      await say(view, isSeen);
    }
    expect(updates).toBe(1);
  });

  it('are looked after for as long as the editor lives', () => {
    const told = () => jest.mocked(offScreen).mock.calls.map(([node]) => node);
    expect(told().includes(view.dom)).toBe(false);
    view.destroy();
    expect(told().includes(view.dom)).toBe(true);
  });
});
