import { encodeChanges } from "./journal-record.ts";
import { StoreWriteError } from "./store-error.ts";
import type { RowChange } from "./table.ts";

/** What may wait, in characters of JSON: beyond it new writes are refused. All of it becomes one record. */
const MAX_WAITING = 16 * 1024 * 1024;
/** What one write may have, in characters of JSON. */
const MAX_WRITE = 64 * 1024 * 1024;

/** A write that waits to be written down. */
export interface WaitingWrite {
  /** What `encodeChanges` made of it. */
  readonly json: string;
  /** Tells who made it how it went; null once that is done. */
  settled: ((error?: Error) => void) | null;
}

/** Writes that wait to be written down, oldest first. Bounded: the newest is refused. */
export class WriteQueue {
  readonly #path: string;
  #writes: WaitingWrite[] = [];
  #length = 0;

  /** `path` is that of the store, for errors. */
  constructor(path: string) {
    this.#path = path;
  }

  get isEmpty(): boolean {
    return this.#writes.length === 0;
  }

  /** In characters of JSON. */
  get length(): number {
    return this.#length;
  }

  /** Takes a write. Throws a StoreWriteError where it is too large, or too much waits. */
  add(changes: readonly RowChange[], settled: (error?: Error) => void): WaitingWrite {
    const json = encodeChanges(changes);
    if (json.length > MAX_WRITE) {
      const problem = `the ${changes.length} changes of one write are ${json.length} characters, more than ${MAX_WRITE}: make several writes of them`;
      throw new StoreWriteError("STORE_TOO_LARGE", this.#path, problem);
    }
    if (this.#length >= MAX_WAITING) {
      const problem = `${this.#writes.length} writes of ${this.#length} characters wait for the disk: await some before you make more`;
      throw new StoreWriteError("STORE_BUSY", this.#path, problem);
    }
    const write = { json, settled };
    this.#writes.push(write);
    this.#length += json.length;
    return write;
  }

  /** Gives all that waits, and forgets it. */
  takeAll(): WaitingWrite[] {
    const taken = this.#writes;
    this.#writes = [];
    this.#length = 0;
    return taken;
  }
}

/** Tells who made these writes how they went, in their order. Gives how many had not been told before. */
export function settleAll(writes: readonly WaitingWrite[], error?: Error): number {
  let count = 0;
  for (const write of writes) {
    const { settled } = write;
    if (settled === null) continue;
    count++;
    write.settled = null;
    settled(error);
  }
  return count;
}
