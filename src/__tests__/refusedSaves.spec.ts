import { Dialog, showErrorMessage } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import { AskedSaves } from '../save/askedSaves';
import { RefusedSaves } from '../save/refusedSaves';
import { REFUSED } from '../protocol/protocol';
import { settled } from './fixtures';

const MESSAGE = `${REFUSED} secrets (cell 2: Test key). Save again.`;

/** A document whose saves fail as JupyterLab's do. */
class StubDocument {
  readonly model = { stateChanged: new Signal<object, object>({}) };
  readonly ready = Promise.resolve();
  readonly saveState: Signal<this, string> = new Signal<this, string>(this);
  readonly saveAs = () => this.save(MESSAGE);

  async save(message: string | null): Promise<boolean> {
    await this.ready;
    this.saveState.emit('started');
    await settled();
    if (message === null) {
      this.saveState.emit('completed');
      return true;
    }
    void showErrorMessage('File Save Error for a.ipynb', { message });
    this.saveState.emit('failed');
    return false;
  }
}

describe('RefusedSaves', () => {
  let commands: CommandRegistry;
  let document_: StubDocument;
  let signs: (string | null)[];
  let told: string[];

  const dialogs = () => document.querySelectorAll('.jp-Dialog').length;

  beforeEach(() => {
    commands = new CommandRegistry();
    document_ = new StubDocument();
    signs = [];
    told = [];
    const current = () => ({ context: document_ }) as unknown as Widget;
    const saves = new RefusedSaves(new AskedSaves(commands, current), {
      sign: (_, message) => signs.push(message),
      tell: (_, message) => told.push(message)
    });
    saves.watch(document_ as unknown as DocumentRegistry.Context);
    commands.addCommand('docmanager:save', {
      describedBy: { args: {} },
      execute: () => document_.save(MESSAGE)
    });
    commands.addCommand('notebook:run-cell', {
      describedBy: { args: {} },
      execute: () => document_.save(MESSAGE)
    });
  });

  it('is quiet where a timer saved', async () => {
    await document_.save(MESSAGE);
    await settled();
    expect(signs).toEqual([MESSAGE]);
    expect(told).toEqual([]);
    expect(dialogs()).toBe(0);
  });

  it('tells where a command saved, and only where it is one that saves', async () => {
    await commands.execute('docmanager:save');
    expect(told).toEqual([MESSAGE]);
    await commands.execute('notebook:run-cell');
    expect(told).toHaveLength(1);
    expect(signs).toHaveLength(2);
    expect(dialogs()).toBe(0);
  });

  it('tells where a dialog was answered, but is quiet behind an open one', async () => {
    const dialog = new Dialog({ title: 'Save your work?' });
    const answer = dialog.launch();
    await settled();
    await document_.save(MESSAGE);
    expect(told).toEqual([]);
    dialog.resolve();
    await answer;
    await document_.save(MESSAGE);
    expect(told).toEqual([MESSAGE]);
    await new Promise(resolve => setTimeout(resolve));
    await document_.save(MESSAGE);
    expect(told).toHaveLength(1);
  });

  it('takes the sign away when a save succeeds, or the document is clean again', async () => {
    await document_.save(null);
    await settled();
    document_.model.stateChanged.emit({ name: 'dirty', newValue: false });
    expect(signs).toEqual([null, null]);
  });

  it('leaves every other failure to JupyterLab', async () => {
    await document_.save('No space left on device');
    await settled();
    expect(signs).toEqual([]);
    expect(dialogs()).toBe(1);
    // Closed as a person would: one that is disposed of rejects for nobody to see.
    Dialog.tracker.forEach(dialog => dialog.reject());
    await settled();
  });

  it('tells after "Save as", however long that took', async () => {
    await document_.saveAs();
    expect(told).toEqual([MESSAGE]);
  });
});
