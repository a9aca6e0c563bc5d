/** Lets things be done one after another: those of one key, whereas those of different keys do not wait for each other. */
export class Turns {
  /** The end of what came last, for each key at which anything is done. */
  readonly #ends = new Map<string, Promise<unknown>>();

  /**
   * Does something when all that came before it has ended, well or not. `wait` waits for that, and may give up: then it rejects, and nothing is
   * done.
   */
  take<T>(
    key: string,
    work: () => Promise<T>,
    wait: (turn: Promise<unknown>) => Promise<unknown> = (turn) => turn,
  ): Promise<T> {
    const before = this.#ends.get(key) ?? Promise.resolve();
    const result = wait(before).then(work);
    const end = Promise.allSettled([before, result]).then(() => {
      if (this.#ends.get(key) === end) this.#ends.delete(key);
    });
    this.#ends.set(key, end);
    return result;
  }
}
