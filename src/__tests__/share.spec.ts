import { Notification } from '@jupyterlab/apputils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import { framePromise } from '@jupyterlab/testing';

import type { IShareResponse } from '../protocol/protocol';
import { RequestError } from '../server/request';
import { copyName, shareCopy } from '../actions/share';
import {
  notebookOf,
  NOTHING_FOUND,
  StubClient,
  trans,
  variableOf
} from './fixtures';

const CLEAN = notebookOf('clean').toJSON();

function answerOf(
  changes: Partial<IShareResponse['report']> = {}
): IShareResponse {
  return {
    content: CLEAN,
    report: {
      variables: [variableOf()],
      places: 1,
      copies: 2,
      outputs_dropped: 0,
      pictures: [],
      suppressed: 0,
      notes: [],
      personal_taken: {},
      personal_left: [],
      personal_failed: false,
      images: [],
      looked_for_names: true,
      left: [],
      needed: ['API_KEY'],
      clean: true,
      ...changes
    }
  };
}

describe('copyName', () => {
  it.each([
    [[], 'model-clean.ipynb'],
    [['model-clean.ipynb'], 'model-clean-2.ipynb'],
    [['model-clean.ipynb', 'model-clean-2.ipynb'], 'model-clean-3.ipynb'],
    [['model-clean-2.ipynb'], 'model-clean.ipynb']
  ])('beside %p it is %s', (taken, expected) => {
    expect(copyName('a/model.ipynb', new Set(taken))).toBe(expected);
  });
});

describe('shareCopy', () => {
  let client: StubClient;
  let files: string[];
  let hidden: string[];
  let saved: { path: string; content: INotebookContent }[];
  const open = jest.fn();
  const ORIGINAL = notebookOf('key = "abc"').toJSON();

  const contents = {
    localPath: (path: string) => path.replace(/^\w+:/, ''),
    driveName: (path: string) => /^(\w+):/.exec(path)?.[1] ?? '',
    get: (path: string) => {
      const name = path.split('/').pop() ?? '';
      const written = saved.find(file => file.path === path);
      if (written) {
        return Promise.resolve({ content: written.content });
      }
      if (path === 'RTC:a' || path === 'a' || path === '') {
        return Promise.resolve({ content: files.map(name => ({ name })) });
      }
      if ([...files, ...hidden].includes(name)) {
        return Promise.resolve({ content: ORIGINAL });
      }
      const response = new Response('', { status: 404 });
      return Promise.reject(new ServerConnection.ResponseError(response));
    },
    save: (path: string, { content }: { content: INotebookContent }) => {
      saved.push({ path, content });
      return Promise.resolve({ path });
    }
  } as unknown as Contents.IManager;

  const run = async (
    path: string,
    shown: INotebookContent | null,
    choice: string | string[] = 'keep'
  ) => {
    const columns = ['email'];
    const done = shareCopy(
      { client, columns, contents, open, trans },
      path,
      shown
    );
    for (let round = 0; round < 4; round++) {
      await framePromise();
    }
    const dialog = document.querySelector('.jp-Dialog');
    for (const value of [choice].flat()) {
      dialog?.querySelector<HTMLElement>(`input[value="${value}"]`)?.click();
    }
    await framePromise();
    dialog?.querySelector<HTMLElement>('.jp-mod-accept')?.click();
    await done;
  };
  const messages = () => Notification.manager.notifications;

  beforeEach(() => {
    Notification.manager.dismiss();
    open.mockClear();
    client = new StubClient();
    client.answerShare = () => Promise.resolve(answerOf());
    files = ['model.ipynb'];
    hidden = [];
    saved = [];
  });

  it('saves what the server made of the notebook as it is shown', async () => {
    await run('a/model.ipynb', notebookOf('unsaved').toJSON(), 'scrub');
    expect(client.shares[0]).toMatchObject({
      path: 'a/model.ipynb',
      outputs: 'scrub',
      personal: [],
      columns: ['email']
    });
    expect(client.shares[0].content.cells[0].source).toBe('unsaved');
    expect(saved).toEqual([{ path: 'a/model-clean.ipynb', content: CLEAN }]);
    expect(messages()[0].message).toBe(
      'Saved model-clean.ipynb. 1 secret taken out. A scan of the copy found nothing.'
    );
  });

  it('reads a notebook from its file where it is not open', async () => {
    await run('model.ipynb', null);
    expect(client.shares[0].content).toEqual(ORIGINAL);
    expect(saved[0].path).toBe('model-clean.ipynb');
  });

  it('writes over no file, listed or hidden', async () => {
    files.push('Model-Clean.ipynb');
    hidden.push('model-clean-2.ipynb');
    await run('a/model.ipynb', ORIGINAL);
    expect(saved[0].path).toBe('a/model-clean-3.ipynb');
  });

  it('saves by the Contents API where the notebook is shared in real time', async () => {
    await run('RTC:a/model.ipynb', ORIGINAL);
    expect(saved[0].path).toBe('a/model-clean.ipynb');
  });

  it('saves nothing where the server refuses', async () => {
    client.answerShare = () =>
      Promise.reject(new RequestError('Not clean.', 409, 'not-clean'));
    await run('a/model.ipynb', ORIGINAL);
    expect(saved).toEqual([]);
    expect(messages()[0].message).toBe('No copy was made. Not clean.');
  });

  it('sends the kinds of personal data that stay chosen', async () => {
    const kind = (name: string, count: number) => ({
      kind: name,
      title: name,
      count,
      cells: [2]
    });
    client.looks = [
      {
        ...NOTHING_FOUND,
        personal: [kind('pii.email', 9), kind('pii.iban', 1)],
        images: [4],
        looked_for_names: false
      }
    ];
    client.answerShare = () =>
      Promise.resolve(answerOf({ personal_taken: { 'pii.email': 9 } }));
    let text = '';
    const done = run('a/model.ipynb', ORIGINAL, ['keep', 'pii.iban']);
    for (let round = 0; round < 4; round++) {
      await framePromise();
      text ||= document.querySelector('.jp-Dialog')?.textContent ?? '';
    }
    await done;
    expect(text).toContain('E-mail addresses (9)');
    expect(text).toContain('IBANs (1)');
    expect(text).toContain(
      'Images and attachments are not read: look at cell 4'
    );
    expect(text).toContain('Names of people were not looked for');
    expect(client.shares[0].personal).toEqual(['pii.email']);
    expect(messages()[0].message).toContain(
      '9 places with personal data replaced. A scan of the copy found nothing.'
    );
  });

  it('claims nothing where the file that was written is not clean', async () => {
    client.looks = [
      NOTHING_FOUND,
      {
        ...NOTHING_FOUND,
        found: [
          { kind: 'pii.phone', title: 'Telephone number', count: 2, cells: [3] }
        ]
      }
    ];
    await run('a/model.ipynb', ORIGINAL);
    expect(messages()[0].message).toContain(
      'A scan still finds: Telephone number (2).'
    );
    expect(messages()[0].message).not.toContain('found nothing');
    messages()[0].options.actions?.[1].callback(new MouseEvent('click'));
    await framePromise();
    await framePromise();
    expect(document.querySelector('.ct-Report-clean')).toBeNull();
    expect(document.querySelector('.ct-Report')?.textContent).toContain(
      'Found, perhaps by mistake: Telephone number (2), in cell 3.'
    );
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
  });

  it('says that names were not looked for, and what the copy needs', async () => {
    client.looks = [
      NOTHING_FOUND,
      { ...NOTHING_FOUND, looked_for_names: false }
    ];
    client.answerShare = () =>
      Promise.resolve(
        answerOf({
          looked_for_names: false,
          needed: ['PASSWORD', 'PSEUDONYM_KEY']
        })
      );
    await run('a/model.ipynb', ORIGINAL);
    expect(messages()[0].message).toContain(
      'found nothing; names of people were not looked for.'
    );
    messages()[0].options.actions?.[1].callback(new MouseEvent('click'));
    await framePromise();
    await framePromise();
    const text = document.querySelector('.ct-Report')?.textContent;
    expect(text).toContain('names of people were not looked for');
    expect(text).toContain('PSEUDONYM_KEY');
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
  });

  it('asks to look at the report where something is left', async () => {
    client.looks = [NOTHING_FOUND, { ...NOTHING_FOUND, suppressed: 1 }];
    client.answerShare = () =>
      Promise.resolve(answerOf({ suppressed: 1, pictures: [3] }));
    await run('a/model.ipynb', ORIGINAL);
    expect(messages()[0].message).toContain('Look at the report');
    const [opens, report] = messages()[0].options.actions ?? [];
    opens.callback(new MouseEvent('click'));
    expect(open).toHaveBeenCalledWith('a/model-clean.ipynb');
    report.callback(new MouseEvent('click'));
    await framePromise();
    await framePromise();
    const text = document.querySelector('.ct-Report')?.textContent;
    expect(text).toContain('1 finding stays');
    expect(text).toContain('look at cell 3');
    document.querySelector<HTMLElement>('.jp-mod-accept')?.click();
  });
});
