import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { framePromise } from '@jupyterlab/testing';

import { messageTooltip, openMessage } from '../editor/messageTooltip';

describe('openMessage', () => {
  const replace = jest.fn();
  let view: EditorView;

  const dialog = () =>
    document.querySelector<HTMLElement>('.ct-MessageTooltip');
  const focused = () =>
    document.activeElement === dialog()
      ? 'dialog'
      : document.activeElement?.textContent;
  const press = (key: string, shiftKey = false) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        shiftKey,
        bubbles: true,
        cancelable: true
      })
    );

  beforeAll(() => {
    // Nothing has a place under test, and the editor asks where text is.
    Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  });

  beforeEach(async () => {
    replace.mockClear();
    const state = EditorState.create({
      doc: 'key = "abc"',
      extensions: [messageTooltip]
    });
    view = new EditorView({ state, parent: document.body });
    const content = document.createElement('p');
    content.textContent = 'Why it matters.';
    openMessage(view, {
      from: 7,
      to: 10,
      label: 'Secret: Key',
      content,
      actions: [
        { name: 'Replace', run: replace },
        { name: 'Ignore…', run: jest.fn() }
      ]
    });
    await framePromise();
    await framePromise();
  });

  afterEach(() => view.destroy());

  it('has the focus and a name', () => {
    expect(focused()).toBe('dialog');
    expect(dialog()?.getAttribute('aria-label')).toBe('Secret: Key');
  });

  it('leaves the cursor at the start, where the message is', () => {
    expect(view.state.selection.main).toMatchObject({ anchor: 10, head: 7 });
  });

  it('keeps Tab among its buttons', () => {
    const seen = ['Tab', 'Tab', 'Tab'].map(key => (press(key), focused()));
    expect(seen).toEqual(['Replace', 'Ignore…', 'dialog']);
    press('Tab', true);
    expect(focused()).toBe('Ignore…');
  });

  it('gives the focus back to the editor on Escape', () => {
    press('Escape');
    expect(dialog()).toBeNull();
    expect(view.hasFocus).toBe(true);
  });

  it('closes and does what a button says', () => {
    dialog()?.querySelector('button')?.click();
    expect(dialog()).toBeNull();
    expect(replace).toHaveBeenCalledTimes(1);
  });
});
