/**
 * Runs what a person asks for one after the other: a click while something else is under way
 * waits for its turn, and is not lost.
 */
export class OneByOne {
  /**
   * Run a task when those before it have ended, well or badly.
   *
   * @param key What is asked for; asked for again while it waits or runs, it is done once
   * @returns When it has run; rejects as the task does
   */
  async run(key: string, task: () => Promise<void>): Promise<void> {
    if (this._keys.has(key)) {
      return;
    }
    this._keys.add(key);
    const turn = this._last.then(task);
    this._last = turn.catch(() => undefined);
    try {
      await turn;
    } finally {
      this._keys.delete(key);
    }
  }

  private _last: Promise<void> = Promise.resolve();
  private readonly _keys = new Set<string>();
}
