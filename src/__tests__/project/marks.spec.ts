import { framePromise } from '@jupyterlab/testing';
import { Signal } from '@lumino/signaling';

import { FileMarks, MarkMaker } from '../../project/marks';
import type { Marks } from '../../project/marks';
import { Settings } from '../../server/settings';
import type { ICtProject } from '../../model/tokens';
import { trans } from '../fixtures';
import { byPath, fileWith } from './kit';

/** A row as JupyterLab's file browser draws it. */
function row(name: string): HTMLElement {
  const item = document.createElement('li');
  item.className = 'jp-DirListing-item';
  item.innerHTML =
    '<div class="jp-DirListing-itemName"><span class="jp-DirListing-itemText"></span></div>';
  item.querySelector('.jp-DirListing-itemText')!.textContent = name;
  return item;
}

describe('FileMarks', () => {
  const project = {
    changed: new Signal<object, void>({}),
    files: byPath(
      fileWith('work/a.ipynb', ['high', 'critical']),
      fileWith('work/deep/er/b.ipynb', ['low'])
    )
  } as unknown as ICtProject;
  let browser: { node: HTMLElement; model: { path: string } };
  let current: Marks;
  let marks: FileMarks;

  beforeEach(() => {
    current = new MarkMaker(project, new Settings(), trans).make();
    browser = {
      node: document.createElement('div'),
      model: { path: 'RTC:work' }
    };
    for (const name of ['a.ipynb', 'clean.ipynb', 'deep']) {
      browser.node.append(row(name));
    }
    marks = new FileMarks(browser as never, () => current);
  });

  afterEach(() => marks.dispose());

  const texts = () =>
    [...browser.node.children].map(
      each => each.querySelector('.ct-FileMark')?.textContent ?? null
    );

  it('marks files and the folders above them, with words for a screen reader', async () => {
    await framePromise();
    expect(texts()).toEqual([
      '2 findings (Critical: 1, High: 1)',
      null,
      '1 file with findings in it'
    ]);
    const mark = browser.node.querySelector<HTMLElement>('.ct-FileMark')!;
    expect(mark.title).toBe('2 findings (Critical: 1, High: 1)');
    expect(mark.dataset.severity).toBe('critical');
  });

  it('follows rows that are drawn anew for other files', async () => {
    await framePromise();
    const [first, second] = browser.node.querySelectorAll(
      '.jp-DirListing-itemText'
    );
    first.textContent = 'clean.ipynb';
    second.textContent = 'a.ipynb';
    await Promise.resolve();
    await framePromise();
    expect(texts()[0]).toBeNull();
    expect(texts()[1]).toContain('2 findings');
  });

  it('follows the folder that is shown', async () => {
    browser.model.path = 'elsewhere';
    browser.node.append(row('a.ipynb'));
    await Promise.resolve();
    await framePromise();
    expect(texts()).toEqual([null, null, null, null]);
  });

  it('draws nothing where nothing changed, and takes all away at the end', async () => {
    await framePromise();
    const mark = browser.node.querySelector('.ct-FileMark')!.firstChild;
    marks.update();
    await framePromise();
    expect(browser.node.querySelector('.ct-FileMark')!.firstChild).toBe(mark);
    marks.dispose();
    expect(texts()).toEqual([null, null, null]);
  });
});
