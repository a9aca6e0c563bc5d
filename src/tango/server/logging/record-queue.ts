import type { LogRecord } from "./log-record.ts";

/** How much a RecordQueue may hold, and how it is emptied. */
export interface RecordQueueLimits {
  readonly maxRecords: number;
  /** Of the messages together, in UTF-16 code units. */
  readonly maxCharacters: number;
  /** How many records are written at once. */
  readonly batchSize: number;
}

/**
 * Records on their way to a target that takes its time. One `write` runs at a time, and must not reject. When it is full the oldest records
 * go, since the newest tell best what a device does now.
 */
export class RecordQueue {
  readonly #write: (records: readonly LogRecord[]) => Promise<void>;
  readonly #limits: RecordQueueLimits;
  #records: LogRecord[] = [];
  /** Where in `#records` those that wait begin: taking one off the front of a long array would move all others. */
  #first = 0;
  #characters = 0;
  #dropped = 0;
  #emptying: Promise<void> | undefined;

  constructor(limits: RecordQueueLimits, write: (records: readonly LogRecord[]) => Promise<void>) {
    this.#limits = limits;
    this.#write = write;
  }

  /** How many records wait, without those being written. */
  get length(): number {
    return this.#records.length - this.#first;
  }

  /** How many records had to go. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Puts a record behind the others. */
  push(record: LogRecord): void {
    this.#records.push(record);
    this.#characters += record.message.length;
    while (this.length > this.#limits.maxRecords || this.#characters > this.#limits.maxCharacters) {
      this.#take(1);
      this.#dropped++;
    }
    this.#emptying ??= this.#empty();
  }

  /** Fulfilled when nothing waits and nothing is being written. */
  async idle(): Promise<void> {
    while (this.#emptying !== undefined) await this.#emptying;
  }

  async #empty(): Promise<void> {
    // What the same turn still tells goes with it.
    await Promise.resolve();
    while (this.length > 0) await this.#write(this.#take(this.#limits.batchSize));
    this.#emptying = undefined;
  }

  #take(count: number): readonly LogRecord[] {
    const taken = this.#records.slice(this.#first, this.#first + count);
    this.#first += taken.length;
    for (const { message } of taken) this.#characters -= message.length;
    if (this.#first * 2 >= this.#records.length) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
    return taken;
  }
}
