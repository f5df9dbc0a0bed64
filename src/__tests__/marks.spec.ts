import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { linter, setDiagnostics } from '@codemirror/lint';

import { marks, showMarks } from '../editor/marks';

describe('showMarks', () => {
  let view: EditorView;

  const mark = (from: number, to: number) => ({
    from,
    to,
    className: 'ct-mark',
    message: () => ({
      from,
      to,
      label: 'Secret',
      content: document.createElement('p'),
      actions: []
    })
  });
  const ours = () =>
    [...view.dom.querySelectorAll('.ct-mark')].map(node => node.textContent);
  const theirs = () =>
    [...view.dom.querySelectorAll('.cm-lintRange')].map(
      node => node.textContent
    );

  beforeEach(() => {
    const state = EditorState.create({
      doc: 'key = "abc"',
      extensions: [linter(null), marks]
    });
    view = new EditorView({ state, parent: document.body });
  });

  afterEach(() => view.destroy());

  it('leaves the diagnostics of another extension alone, and is left alone by it', () => {
    const diagnostic = { from: 0, to: 3, severity: 'error', message: 'no' };
    view.dispatch(setDiagnostics(view.state, [diagnostic as never]));
    showMarks(view, [mark(7, 10)]);
    expect([ours(), theirs()]).toEqual([['abc'], ['key']]);

    view.dispatch(setDiagnostics(view.state, []));
    expect([ours(), theirs()]).toEqual([['abc'], []]);

    view.dispatch(setDiagnostics(view.state, [diagnostic as never]));
    showMarks(view, []);
    expect([ours(), theirs()]).toEqual([[], ['key']]);
  });

  it('moves with the text, and goes with it', () => {
    showMarks(view, [mark(7, 10)]);
    view.dispatch({ changes: { from: 0, insert: 'my ' } });
    expect(ours()).toEqual(['abc']);
    view.dispatch({ changes: { from: 0, to: view.state.doc.length } });
    expect(ours()).toEqual([]);
  });

  it('underlines once what is found twice in one place', () => {
    showMarks(view, [
      { ...mark(7, 10), className: 'ct-mark ct-mark-high' },
      { ...mark(7, 10), className: 'ct-mark ct-mark-low' }
    ]);
    expect(ours()).toEqual(['abc']);
  });

  it('passes over what lies behind the end', () => {
    showMarks(view, [mark(7, 99), mark(0, 3)]);
    expect(ours()).toEqual(['key']);
  });
});
