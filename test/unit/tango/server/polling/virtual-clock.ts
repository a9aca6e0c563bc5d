import type { PollingClock } from "../../../../../src/tango/server/polling/polling-clock.ts";

/** A clock that stands until a test moves it. Its time begins at 0, which is `START`. */
export class VirtualClock implements PollingClock {
  static readonly START = new Date("2026-01-02T03:04:05.000Z");
  #now = 0;
  readonly #timers = new Set<{ at: number; wake: () => void }>();

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(VirtualClock.START.getTime() + this.#now);
  }

  setTimer(ms: number, wake: () => void): () => void {
    const timer = { at: this.#now + ms, wake };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass, and all that happens in it: timers at their moments, and the promises that go on from them. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers.delete(next);
      next.wake();
      await settle();
    }
    this.#now = end;
  }

  /** Lets time pass in which nothing else happens, as when a program works without pause. */
  skip(ms: number): void {
    this.#now += ms;
  }
}

/** Waits until promises have gone on as far as they can. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
