import type { Clock } from "../../src/threading/clock.ts";

/** A clock that stands until a test moves it. Its time begins at 0, which is `START`. */
export class VirtualClock implements Clock {
  static readonly START = new Date("2026-01-02T03:04:05.000Z");
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly wake: () => void }>();

  /** How many timers wait. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(VirtualClock.START.getTime() + this.#now);
  }

  setTimer(ms: number, wake: () => void): () => void {
    const timer = { at: this.#now + ms, wake };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Lets time pass, and wakes what is due, each at its moment. */
  tick(ms: number): void {
    const end = this.#now + ms;
    while (this.#wakeNext(end));
    this.#now = end;
  }

  /** The same, with all that happens in that time: the promises that go on from what is woken. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    while (this.#wakeNext(end)) await settle();
    this.#now = end;
  }

  /** Lets time pass in which nothing else happens, as when a program works without pause. */
  skip(ms: number): void {
    this.#now += ms;
  }

  #wakeNext(end: number): boolean {
    const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (next === undefined) return false;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}

/** Waits until promises have gone on as far as they can. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
