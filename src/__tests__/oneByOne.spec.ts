import { PromiseDelegate } from '@lumino/coreutils';

import { OneByOne } from '../actions/oneByOne';

describe('OneByOne', () => {
  it('keeps a second request until the first has ended', async () => {
    const queue = new OneByOne();
    const first = new PromiseDelegate<void>();
    const order: string[] = [];
    const running = queue.run('a', async () => {
      await first.promise;
      order.push('a');
    });
    const waiting = queue.run('b', async () => void order.push('b'));
    first.resolve();
    await Promise.all([running, waiting]);
    expect(order).toEqual(['a', 'b']);
  });

  it('does once what is asked for twice meanwhile, and again later', async () => {
    const queue = new OneByOne();
    let count = 0;
    const task = async () => void (count += 1);
    await Promise.all([queue.run('a', task), queue.run('a', task)]);
    expect(count).toBe(1);
    await queue.run('a', task);
    expect(count).toBe(2);
  });

  it('goes on after a task that failed', async () => {
    const queue = new OneByOne();
    const failed = queue.run('a', () => Promise.reject(new Error('no')));
    let ran = false;
    const next = queue.run('b', async () => void (ran = true));
    await expect(failed).rejects.toThrow('no');
    await next;
    expect(ran).toBe(true);
  });
});
