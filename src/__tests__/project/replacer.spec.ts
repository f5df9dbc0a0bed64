import { Notification } from '@jupyterlab/apputils';

import type { IProjectClient } from '../../project/client';
import type { IReplacerContext } from '../../project/replacer';
import type { IReplaceDetailsProps } from '../../project/ReplaceDetails';
import { Replacer } from '../../project/replacer';
import type { IProjectRedactRequest } from '../../protocol/protocol';
import type { IQuestion } from '../../redact/previewDialog';
import { confirmPreview } from '../../redact/previewDialog';
import { Settings } from '../../server/settings';
import { trans } from '../fixtures';

jest.mock('../../redact/previewDialog');

const PLAN = {
  variables: [],
  cells: [],
  replaced: [],
  diffs: [],
  files: [],
  notes: [],
  out_of_reach: []
};

describe('Replacer', () => {
  const refresh = jest.fn();
  const revert = jest.fn();
  /** A text file that is open. */
  const document = (path: string, dirty: boolean) => ({
    context: { path, model: { dirty }, revert, isDisposed: false }
  });
  let asked: IProjectRedactRequest[];
  let confirmation: IQuestion;
  let projects: jest.Mocked<Pick<IProjectClient, 'undo' | 'dropUndo'>>;
  let replacer: Replacer;

  beforeEach(() => {
    jest.clearAllMocks();
    asked = [];
    projects = {
      undo: jest.fn().mockResolvedValue([{ path: 'a.py', error: null }]),
      dropUndo: jest.fn()
    };
    const replace = async (request: IProjectRedactRequest) => {
      asked.push(request);
      const files = request.paths.map(path => ({
        path,
        copies: 1,
        error: path === 'bad.py' ? 'is read-only' : null
      }));
      return request.dry_run
        ? PLAN
        : { files, stored: [], notes: [], undo: 'u' };
    };
    jest.mocked(confirmPreview).mockImplementation(async given => {
      confirmation = given;
      await given.preview.refresh();
      await given.apply();
      return true;
    });
    replacer = new Replacer({
      projects: { ...projects, replace },
      project: { refresh, state: { folder: 'work' } },
      settings: new Settings(),
      shell: {
        widgets: () => [document('open.py', false), document('dirty.py', true)]
      },
      tracker: { currentWidget: null, find: () => undefined },
      trans
    } as unknown as IReplacerContext);
  });

  afterEach(() => replacer['_keep'](null));

  it('plans first, writes what was agreed on, and looks at the files again', async () => {
    await replacer.replace(['a.py', 'open.py', 'dirty.py']);
    expect(asked.map(({ dry_run }) => dry_run)).toEqual([true, false]);
    // What has unsaved changes is left, and named.
    expect(asked[1].paths).toEqual(['a.py', 'open.py']);
    const { sorted } = confirmation.details().props as IReplaceDetailsProps;
    expect(sorted.unsaved).toEqual(['dirty.py']);
    expect(asked[1]).toMatchObject({ folder: 'work', store: 'auto' });
    expect(revert).toHaveBeenCalledTimes(1);
    expect(refresh).toHaveBeenLastCalledWith(['a.py', 'open.py']);
    expect(replacer.undoable).toBe(2);
  });

  it('reports what could not be changed', async () => {
    const warned = jest.spyOn(Notification, 'warning');
    await replacer.replace(['a.py', 'bad.py']);
    expect(warned.mock.calls[0][0]).toContain('1 file could not be changed.');
    expect(replacer.undoable).toBe(1);
  });

  it('puts the files back once, and forgets them when the page is closed', async () => {
    const changed = jest.fn();
    replacer.changed.connect(changed);
    await replacer.replace(['a.py']);
    await replacer.undo();
    expect(projects.undo.mock.calls).toEqual([['u']]);
    expect(replacer.undoable).toBe(0);
    expect(changed).toHaveBeenCalledTimes(2);
    await replacer.undo();
    expect(projects.undo).toHaveBeenCalledTimes(1);
    await replacer.replace(['a.py']);
    projects.dropUndo.mockClear();
    window.dispatchEvent(new Event('pagehide'));
    expect(projects.dropUndo).toHaveBeenCalledWith('u');
  });

  it('says why nothing was put back, and lets one try again', async () => {
    const told = jest.spyOn(Notification, 'error');
    await replacer.replace(['a.py']);
    projects.undo.mockRejectedValueOnce(new Error('The server is away.'));
    await replacer.undo();
    expect(told.mock.calls[0][0]).toContain('The server is away.');
    expect(replacer.undoable).toBe(1);
  });
});
