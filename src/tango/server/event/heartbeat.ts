import type { Clock } from "../../../threading/clock.ts";

/** Does something every nine seconds as long as anybody needs it: without subscribers there is no timer. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #isNeeded: () => boolean;
  readonly #beat: () => void;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, isNeeded: () => boolean, beat: () => void) {
    this.#clock = clock;
    this.#isNeeded = isNeeded;
    this.#beat = beat;
  }

  /** Whether it goes on. */
  get isBeating(): boolean {
    return this.#cancel !== null;
  }

  /** Begins, at once, unless it goes on. */
  start(): void {
    if (this.#cancel === null) this.#next();
  }

  /** Ends it. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #next(): void {
    this.#cancel = null;
    if (!this.#isNeeded()) return;
    this.#cancel = this.#clock.setTimer(PERIOD_MS, () => this.#next());
    this.#beat();
  }
}

/** As cppTango; clients miss it after ten seconds. */
const PERIOD_MS = 9000;
