import type { EventClock } from "../../src/tango/event/consumer/event-transport.ts";
import type { ZmtpClock } from "../../src/tango/zmtp/zmtp-clock.ts";

/** A clock that only the test moves. */
export class VirtualClock implements EventClock, ZmtpClock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly call: () => void }>();

  /** How many timers run. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  setTimer(milliseconds: number, call: () => void): () => void {
    return this.after(milliseconds, call);
  }

  /** Moves on, and calls what is due, each at its time. */
  tick(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.call();
    }
    this.#now = end;
  }
}
