import { framePromise } from '@jupyterlab/testing';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import React from 'react';

import type { IPanelContext } from '../../panel/context';
import { PanelContext } from '../../panel/context';
import { PanelMemory } from '../../panel/memory';
import { Views } from '../../panel/Views';
import type { IProjectState } from '../../project/project';
import { Settings } from '../../server/settings';
import { StubClient, trans } from '../fixtures';
import { byPath, fileWith } from './kit';

const STATE: IProjectState = {
  kind: 'done',
  folder: 'work',
  done: 3,
  total: 3,
  what: '',
  message: ''
};

describe('the view of the project', () => {
  const project = {
    changed: new Signal<object, void>({}),
    state: STATE,
    isRunning: false,
    files: byPath(),
    start: jest.fn(),
    cancel: jest.fn(),
    repositoryOf: jest.fn().mockResolvedValue('work')
  };
  const replacer = {
    changed: new Signal<object, void>({}),
    undoable: 0,
    replace: jest.fn().mockResolvedValue(undefined),
    undo: jest.fn()
  };
  const where = {
    folder: 'work/deep',
    changed: new Signal<object, void>({}),
    ask: jest.fn().mockResolvedValue('other')
  };
  const open = jest.fn();
  let widget: Widget;
  let memory: PanelMemory;

  /** Nothing has a size under test, and a list without height shows no rows. */
  beforeAll(() => {
    const sizes = { clientHeight: 600, clientWidth: 300, offsetHeight: 100 };
    for (const [name, value] of Object.entries(sizes)) {
      Object.defineProperty(HTMLElement.prototype, name, {
        configurable: true,
        value
      });
    }
  });

  async function show(
    state: Partial<IProjectState>,
    ...files: ReturnType<typeof fileWith>[]
  ): Promise<void> {
    project.state = { ...STATE, ...state };
    project.isRunning = project.state.kind === 'running';
    project.files = byPath(...files);
    memory = new PanelMemory();
    memory.view = 'project';
    const context = {
      client: new StubClient(),
      findings: { current: null },
      settings: new Settings(),
      memory,
      trans,
      leave: jest.fn(),
      project: { project, replacer, where, open }
    } as unknown as IPanelContext;
    widget = ReactWidget.create(
      <PanelContext.Provider value={context}>
        <Views />
      </PanelContext.Provider>
    );
    Widget.attach(widget, document.body);
    await settled();
  }

  async function settled(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 150));
    await framePromise();
    await framePromise();
  }

  afterEach(() => {
    widget.dispose();
    jest.clearAllMocks();
  });

  const text = () => widget.node.querySelector('[role="status"]')?.textContent;
  const button = (name: string) =>
    [...widget.node.querySelectorAll('button')].find(
      each => each.textContent === name
    )!;
  const rows = () => [
    ...widget.node.querySelectorAll<HTMLElement>('.ct-List-item')
  ];
  const press = (row: HTMLElement, key: string) =>
    row.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

  it.each([
    [{ kind: 'never' }, 'Not scanned yet'],
    [{ kind: 'running' }, 'Scanning /work…'],
    [{ kind: 'done' }, 'Nothing found: scanned 3 files in /work'],
    [{ kind: 'done', total: 0 }, 'There is nothing to scan in /work'],
    [{ kind: 'failed' }, 'The scan of /work failed'],
    [
      { kind: 'cancelled', done: 1 },
      'Nothing found, but the scan of /work was cancelled after 1 of 3 files'
    ]
  ] as const)('says what is so: %j', async (state, expected) => {
    await show(state);
    expect(text()).toBe(expected);
  });

  it('shows how far it is, in words that are not announced, and stops', async () => {
    await show(
      { kind: 'running', done: 1, what: 'work/b.ipynb' },
      fileWith('work/a.ipynb', ['high'])
    );
    expect(widget.node.querySelector('progress')?.value).toBeCloseTo(1 / 3);
    expect(widget.node.textContent).toContain('1 of 3 files, 1 found');
    expect(widget.node.textContent).toContain('work/b.ipynb');
    expect(text()).toBe('Scanning /work…');
    button('Cancel').click();
    expect(project.cancel).toHaveBeenCalled();
  });

  it('names what could not be read, and does not call it clean', async () => {
    const errors = [
      { path: 'work/bad.ipynb', message: 'is empty', cell: null }
    ];
    await show({}, fileWith('work/bad.ipynb', [], { errors }));
    expect(text()).toContain('but not all could be read');
    expect(widget.node.querySelector('.ct-Errors')?.textContent).toContain(
      'bad.ipynb: is empty'
    );
  });

  it('scans the folder, the repository, or another folder', async () => {
    await show({ kind: 'never' });
    button('Scan').click();
    const wish = { scope: 'folder', all_text: false };
    expect(project.start).toHaveBeenLastCalledWith({
      ...wish,
      path: 'work/deep'
    });
    const radios = () =>
      widget.node.querySelectorAll<HTMLInputElement>('input[type="radio"]');
    radios()[1].click();
    await settled();
    button('Scan').click();
    expect(project.start).toHaveBeenLastCalledWith({ ...wish, path: 'work' });
    button('Another folder…').click();
    await settled();
    expect(radios()[2].checked).toBe(true);
    button('Scan').click();
    expect(project.start).toHaveBeenLastCalledWith({ ...wish, path: 'other' });
  });

  it('opens the file at what was found, by mouse and keyboard', async () => {
    const file = fileWith('work/a.ipynb', ['low', 'critical']);
    await show({}, file);
    expect(rows()).toHaveLength(3);
    widget.node.querySelector<HTMLElement>('.ct-ProjectFound')!.click();
    expect(open).toHaveBeenLastCalledWith('work/a.ipynb', file.findings[1]);
    press(rows()[2], 'Enter');
    expect(open).toHaveBeenLastCalledWith('work/a.ipynb', file.findings[0]);
    press(rows()[0], 'ArrowLeft');
    await settled();
    expect(rows()).toHaveLength(1);
  });

  it('replaces in the files that are chosen, and takes it back', async () => {
    await show(
      {},
      fileWith('work/a.ipynb', ['high']),
      fileWith('work/b.ipynb', ['low']),
      fileWith('work/c.csv', ['low'], { kind: 'data' })
    );
    const boxes = [
      ...widget.node.querySelectorAll<HTMLInputElement>('.ct-ProjectFile input')
    ];
    expect(boxes.map(({ disabled }) => disabled)).toEqual([false, false, true]);
    press(rows()[0], ' ');
    await settled();
    button('Replace in 1 file…').click();
    expect(replacer.replace).toHaveBeenLastCalledWith(['work/a.ipynb']);
    widget.node
      .querySelector<HTMLInputElement>('.ct-ReplaceBar input')!
      .click();
    await settled();
    button('Replace in 2 files…').click();
    expect(replacer.replace).toHaveBeenLastCalledWith([
      'work/a.ipynb',
      'work/b.ipynb'
    ]);
    replacer.undoable = 2;
    replacer.changed.emit();
    await settled();
    button('Undo the replacement in 2 files').click();
    expect(replacer.undo).toHaveBeenCalled();
    replacer.undoable = 0;
  });
});
