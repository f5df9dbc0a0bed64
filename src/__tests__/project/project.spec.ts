import type { IProjectClient } from '../../project/client';
import type { IProjectResponse } from '../../protocol/protocol';
import { Project } from '../../project/project';
import { followSaves } from '../../project/saves';
import { RequestError } from '../../server/request';
import { trans } from '../fixtures';
import { answerWith, fileWith } from './kit';

const WISH = { path: 'work', scope: 'folder', all_text: false } as const;

describe('Project', () => {
  let client: jest.Mocked<IProjectClient>;
  let project: Project;

  beforeEach(() => {
    jest.useFakeTimers();
    client = {
      info: jest.fn().mockResolvedValue({ job: null, repository: null }),
      start: jest.fn().mockResolvedValue(answerWith([], { state: 'waiting' })),
      follow: jest.fn().mockResolvedValue(answerWith([])),
      again: jest.fn().mockResolvedValue([]),
      stop: jest.fn().mockResolvedValue(undefined),
      replace: jest.fn(),
      undo: jest.fn(),
      keepUndo: jest.fn(),
      dropUndo: jest.fn()
    };
    project = new Project(client, trans);
  });

  afterEach(() => {
    project.dispose();
    jest.useRealTimers();
  });

  const answers = (...list: readonly (IProjectResponse | Error)[]) =>
    list.forEach(each =>
      each instanceof Error
        ? client.follow.mockRejectedValueOnce(each)
        : client.follow.mockResolvedValueOnce(each)
    );

  it('follows a scan to its end, and asks only for what is new', async () => {
    answers(
      answerWith([fileWith('a', ['high'])], { state: 'running', cursor: 1 }),
      answerWith([fileWith('b', ['low'])], { more: true, cursor: 2 }),
      answerWith([fileWith('c', ['low'])], { cursor: 3 })
    );
    const kinds = new Set<string>();
    project.changed.connect(() => kinds.add(project.state.kind));

    const scan = project.start(WISH);
    await jest.advanceTimersByTimeAsync(2000);
    await scan;

    expect([...project.files.keys()]).toEqual(['a', 'b', 'c']);
    expect(client.follow.mock.calls.map(([, since]) => since)).toEqual([
      0, 1, 2
    ]);
    expect([...kinds]).toEqual(['starting', 'waiting', 'running', 'done']);
    expect(project.isRunning).toBe(false);
  });

  it('finds the scan of the server again after a reload', async () => {
    client.info.mockResolvedValue({ job: 'j', repository: null });
    answers(answerWith([fileWith('a', ['high'])]));
    await project.attach();
    expect(project.state).toMatchObject({ kind: 'done', folder: 'work' });
    expect(project.files.size).toBe(1);
  });

  it('says that the server does not answer, and goes on when it does', async () => {
    answers(
      new RequestError('no route', 0, ''),
      answerWith([fileWith('a', ['high'])])
    );
    void project.start(WISH);
    await jest.advanceTimersByTimeAsync(100);
    expect(project.state.message).toContain('does not answer');
    expect(project.isRunning).toBe(true);
    await jest.advanceTimersByTimeAsync(3000);
    expect(project.state).toMatchObject({ kind: 'done', message: '' });
  });

  it('fails with the words of the server, and keeps what was found', async () => {
    answers(
      answerWith([fileWith('a', ['high'])], { state: 'running' }),
      new RequestError('This scan is no longer known here.', 404, 'no-job')
    );
    void project.start(WISH);
    await jest.advanceTimersByTimeAsync(2000);
    expect(project.state).toMatchObject({
      kind: 'failed',
      message: 'This scan is no longer known here.'
    });
    expect(project.files.size).toBe(1);
  });

  it('stops, also before the server answered the start', async () => {
    let answer: (value: IProjectResponse) => void = () => undefined;
    client.start.mockReturnValue(new Promise(resolve => (answer = resolve)));
    void project.start(WISH);
    await project.cancel();
    expect(project.state.kind).toBe('cancelled');
    answer(answerWith([fileWith('a', ['high'])]));
    await jest.advanceTimersByTimeAsync(1000);
    expect(project.files.size).toBe(0);
  });

  it('has a new scan take the place of the one before', async () => {
    answers(answerWith([fileWith('old', ['high'])]));
    await project.start(WISH);
    answers(answerWith([fileWith('new', ['high'])]));
    await project.start(WISH);
    expect([...project.files.keys()]).toEqual(['new']);
  });

  it('looks again at what was saved, in one request, until the result is there', async () => {
    answers(answerWith([fileWith('a', ['high']), fileWith('b', ['low'])]));
    await project.start(WISH);
    client.follow.mockClear();
    client.again.mockResolvedValue(['a']);
    answers(
      answerWith([], { cursor: 2 }),
      answerWith([fileWith('a', [])], { cursor: 3 })
    );
    project.refresh(['a']);
    project.refresh(['notes.txt']);
    await jest.advanceTimersByTimeAsync(3000);
    expect(client.again.mock.calls).toEqual([['j', ['a', 'notes.txt']]]);
    expect(client.follow).toHaveBeenCalledTimes(2);
    expect([...project.files.keys()]).toEqual(['b']);
  });

  it('looks again at the first of them at once, and collects the next', async () => {
    answers(answerWith([fileWith('a', ['high'])]));
    await project.start(WISH);
    client.again.mockResolvedValue([]);
    project.refresh(['a']);
    await jest.advanceTimersByTimeAsync(100);
    expect(client.again.mock.calls).toEqual([['j', ['a']]]);
    project.refresh(['b']);
    project.refresh(['c']);
    await jest.advanceTimersByTimeAsync(100);
    expect(client.again).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1500);
    expect(client.again.mock.calls[1]).toEqual(['j', ['b', 'c']]);
  });

  it('does not wait for ever for a file that is not answered', async () => {
    answers(answerWith([fileWith('a', ['high'])]));
    await project.start(WISH);
    client.follow.mockClear();
    client.again.mockResolvedValue(['a']);
    client.follow.mockResolvedValue(answerWith([], { cursor: 1 }));
    project.refresh(['a']);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(client.follow).toHaveBeenCalledTimes(60);
  });

  it('asks nothing about saves before there was a scan', async () => {
    project.refresh(['a']);
    await jest.advanceTimersByTimeAsync(3000);
    expect(client.again).not.toHaveBeenCalled();
  });
});

describe('followSaves', () => {
  it('tells of saves, moves and deletions, with and without collaboration', () => {
    const refresh = jest.fn();
    type Slot = (sender: unknown, args: object) => void;
    const slots: Slot[] = [];
    const signal = { connect: (slot: Slot) => slots.push(slot) };
    followSaves({ refresh }, { fileChanged: signal } as never, signal as never);
    const [onChanged, onEvent] = slots;
    onChanged(null, {
      type: 'rename',
      oldValue: { path: 'RTC:a' },
      newValue: { path: 'RTC:b' }
    });
    onChanged(null, {
      type: 'delete',
      oldValue: { path: 'c' },
      newValue: null
    });
    onChanged(null, {
      type: 'save',
      oldValue: { path: 'd' },
      newValue: { path: 'd' }
    });
    onEvent(null, { schema_id: 'https://example.org', path: 'x' });
    onEvent(null, {
      schema_id: 'https://events.codethreat.com/ct_jupyter/save/v1',
      path: 'e'
    });
    expect(refresh.mock.calls).toEqual([
      [['b', 'a']],
      [['c']],
      [['d']],
      [['e']]
    ]);
  });
});
