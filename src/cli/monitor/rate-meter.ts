/** How often something happened lately: over the last 10 s, or since the meter was made where that is less. */
export class RateMeter {
  readonly #now: () => number;
  readonly #start: number;
  /** How often it happened in each slot of the window, in a circle. */
  readonly #counts = new Float64Array(SLOTS);
  /** The slot counted from 0 on, without end. */
  #slot = 0;

  /** `now` is a clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
    this.#start = now();
  }

  /** It happened once. */
  count(): void {
    this.#advance();
    this.#counts[this.#slot % SLOTS]!++;
  }

  /** How often a second. */
  perSecond(): number {
    const elapsed = this.#advance();
    const sum = this.#counts.reduce((total, count) => total + count, 0);
    // The slot that goes on now is part of the window only as far as it has come.
    const window = (SLOTS - 1) * SLOT_MS + (elapsed % SLOT_MS);
    // Within the first second a rate would say more than is known.
    return (sum * 1000) / Math.max(Math.min(elapsed, window), 1000);
  }

  /** Forgets what has left the window; gives how long ago the meter was made. */
  #advance(): number {
    const elapsed = this.#now() - this.#start;
    const slot = Math.floor(elapsed / SLOT_MS);
    if (slot - this.#slot >= SLOTS) this.#counts.fill(0);
    else for (let past = this.#slot + 1; past <= slot; past++) this.#counts[past % SLOTS] = 0;
    this.#slot = slot;
    return elapsed;
  }
}

const SLOT_MS = 500;
/** Ten seconds, and the slot that goes on now. */
const SLOTS = 21;
