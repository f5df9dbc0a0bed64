import { Signal } from '@lumino/signaling';

import type { SavedContext } from '../save/saveGuard';
import { guardContext } from '../save/saveGuard';

describe('guardContext', () => {
  const sender = {};
  let model: { contentChanged: Signal<object, void>; dirty: boolean };
  let saveState: Signal<object, string>;

  const change = () => {
    model.dirty = true;
    model.contentChanged.emit();
  };
  const start = () => saveState.emit('started');
  /** As JupyterLab does it: the mark goes, then the signal comes. */
  const complete = () => {
    model.dirty = false;
    saveState.emit('completed');
  };

  beforeEach(() => {
    model = { contentChanged: new Signal(sender), dirty: true };
    saveState = new Signal(sender);
    const context = { isDisposed: false, model, saveState };
    guardContext(context as unknown as SavedContext);
  });

  it('leaves what was saved whole as saved', () => {
    change();
    start();
    complete();
    expect(model.dirty).toBe(false);
  });

  it('keeps a change unsaved that was made while a save was in flight', () => {
    start();
    change();
    complete();
    expect(model.dirty).toBe(true);
    start();
    complete();
    expect(model.dirty).toBe(false);
  });

  it('trusts neither of two saves in flight: the older may be written last', () => {
    start();
    change();
    start();
    complete();
    expect(model.dirty).toBe(true);
    complete();
    expect(model.dirty).toBe(true);
    start();
    complete();
    expect(model.dirty).toBe(false);
  });

  it('leaves the mark to a save that failed', () => {
    start();
    change();
    saveState.emit('failed');
    expect(model.dirty).toBe(true);
    start();
    complete();
    expect(model.dirty).toBe(false);
  });

  it('gets over a save that was cancelled, and so is never answered', () => {
    start();
    start();
    complete();
    start();
    complete();
    expect(model.dirty).toBe(false);
    start();
    complete();
    expect(model.dirty).toBe(false);
  });

  it('takes an answer that nobody waits for any more for a write of something old', () => {
    start();
    complete();
    complete();
    expect(model.dirty).toBe(true);
  });
});
