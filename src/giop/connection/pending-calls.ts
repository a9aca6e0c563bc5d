import type { ClientCall, ClientLocate } from "./client-call.ts";

/**
 * What a client connection has sent and waits for, by request id. Ids are even, as omniORB's are; after 2^32
 * they begin anew and pass over those still pending.
 */
export class PendingCalls {
  readonly #calls = new Map<number, ClientCall | ClientLocate>();
  readonly #onUnexpectedReply: ((requestId: number) => void) | undefined;
  #lastId: number;
  #lateReplies = 0;
  #unknownReplies = 0;

  /** `onUnexpectedReply` hears of answers to requests that were never sent. Ids follow `lastId`, which is even. */
  constructor(onUnexpectedReply?: (requestId: number) => void, lastId = 0) {
    this.#onUnexpectedReply = onUnexpectedReply;
    this.#lastId = lastId;
  }

  /** How many wait. */
  get size(): number {
    return this.#calls.size;
  }

  /** How many answers came for calls that had been given up. */
  get lateReplies(): number {
    return this.#lateReplies;
  }

  /** How many answers came for calls that were never made. */
  get unknownReplies(): number {
    return this.#unknownReplies;
  }

  /** An id that no pending call has. */
  nextId(): number {
    do {
      this.#lastId = this.#lastId >= MAX_ID ? 2 : this.#lastId + 2;
    } while (this.#calls.has(this.#lastId));
    return this.#lastId;
  }

  /** Waits for the answer to this call. */
  add(call: ClientCall | ClientLocate): void {
    this.#calls.set(call.requestId, call);
  }

  /** Gives up the call with this id; false where there is none. */
  delete(requestId: number): boolean {
    return this.#calls.delete(requestId);
  }

  /** The call an answer belongs to, which no longer waits; undefined (and counted) where nobody waits for it. */
  take(requestId: number): ClientCall | ClientLocate | undefined {
    const call = this.#calls.get(requestId);
    if (call !== undefined) {
      this.#calls.delete(requestId);
    } else if (requestId % 2 === 0 && requestId > 0 && requestId <= this.#lastId) {
      this.#lateReplies++;
    } else {
      this.#unknownReplies++;
      this.#onUnexpectedReply?.(requestId);
    }
    return call;
  }

  /** All that wait, which no longer do. */
  takeAll(): readonly (ClientCall | ClientLocate)[] {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    return calls;
  }
}

const MAX_ID = 0xffff_fffe;
