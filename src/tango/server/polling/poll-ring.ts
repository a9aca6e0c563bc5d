import type { DevError } from "../../error/dev-error.ts";
import type { TimeVal } from "../../value/time-val.ts";

/** What polling keeps of one reading or execution: an AttributeSnapshot, a CommandRecord. */
export interface PollRecord {
  readonly time: TimeVal;
  /** Why it failed; empty where it did not. */
  readonly errors: readonly DevError[];
}

/** A record with what is known of its making. Moments are milliseconds of the polling's clock. */
export interface RingEntry<R extends PollRecord> {
  readonly record: R;
  /** When it began: the age of what is in the cache is counted from here. */
  readonly when: number;
  /** How many milliseconds it took; null for a record that the device filled in itself. */
  readonly neededMs: number | null;
}

/** The last records of a polled object, `depth` of them at most: a new one takes the place of the oldest. */
export class PollRing<R extends PollRecord> {
  /** How many records it keeps. */
  readonly depth: number;
  readonly #entries: RingEntry<R>[] = [];
  /** Where the next entry goes once the ring is full: the place of the oldest. */
  #oldest = 0;

  /** A ring for `depth` records, at least one. */
  constructor(depth: number) {
    this.depth = Math.max(1, depth);
  }

  /** How many records there are. */
  get size(): number {
    return this.#entries.length;
  }

  /** The entry that came last; undefined for an empty ring. */
  get newest(): RingEntry<R> | undefined {
    return this.size === 0 ? undefined : this.#entry(0);
  }

  /** Adds a record that began at `when` and took `neededMs`. */
  add(record: R, when: number, neededMs: number | null): void {
    const entry = { record, when, neededMs };
    if (this.size < this.depth) {
      this.#entries.push(entry);
    } else {
      this.#entries[this.#oldest] = entry;
      this.#oldest = (this.#oldest + 1) % this.depth;
    }
  }

  /** The last `count` records, the oldest first; as many as there are where there are fewer. */
  last(count: number): R[] {
    const found = Math.min(Math.max(0, count), this.size);
    return Array.from({ length: found }, (_, i) => this.#entry(found - 1 - i).record);
  }

  /** The milliseconds between the beginnings of successive records, the newest pair first, `count` of them at most. */
  deltas(count: number): number[] {
    const found = Math.max(0, Math.min(count, this.size - 1));
    return Array.from({ length: found }, (_, i) => this.#entry(i).when - this.#entry(i + 1).when);
  }

  /** The entry before which `age` newer ones came. */
  #entry(age: number): RingEntry<R> {
    return this.#entries[(this.#oldest + this.size - 1 - age) % this.size]!;
  }
}
