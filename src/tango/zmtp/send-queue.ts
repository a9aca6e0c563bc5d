import { Buffer } from "node:buffer";
import type { EncodedMessage } from "./message-encoder.ts";

/** A message in the queue of a subscriber. */
export interface QueuedMessage extends EncodedMessage {
  /** Whether newer messages may take its place: nobody waited to have it in the queue. */
  readonly evictable: boolean;
  /** To be called once by each subscriber that does not look at the chunks any more, where somebody wants to know. */
  readonly onLeft?: (() => void) | undefined;
}

/** What is to be written of a queue. */
export interface TakenMessages {
  readonly chunks: readonly Uint8Array[];
  readonly messages: number;
  readonly octets: number;
  /** To be called when the chunks are not looked at any more. */
  readonly onLeft: (() => void) | undefined;
}

/** The messages that wait to be sent to one subscriber, the oldest first. */
export class SendQueue {
  #messages: QueuedMessage[] = [];
  /** Where the oldest is: those before have left. */
  #head = 0;
  #octets = 0;

  /** How many there are. */
  get length(): number {
    return this.#messages.length - this.#head;
  }

  /** The octets of all of them. */
  get octets(): number {
    return this.#octets;
  }

  push(message: QueuedMessage): void {
    this.#messages.push(message);
    this.#octets += message.size;
  }

  /**
   * Takes the oldest messages, and gives the chunks to be written: small ones are joined, up to JOINED octets; at least one message, and none
   * that makes it more than JOINED octets together.
   */
  take(): TakenMessages {
    const first = this.#messages[this.#head]!;
    let end = this.#head + 1;
    let octets = first.size;
    while (end < this.#messages.length && octets + this.#messages[end]!.size <= JOINED) {
      octets += this.#messages[end]!.size;
      end++;
    }
    const messages = end - this.#head;
    if (messages === 1) {
      this.#advance(end, octets);
      return { chunks: first.chunks, messages, octets, onLeft: first.onLeft };
    }
    const chunks = [this.#join(end, octets)];
    for (let i = this.#head; i < end; i++) this.#messages[i]!.onLeft?.();
    this.#advance(end, octets);
    return { chunks, messages, octets, onLeft: undefined };
  }

  /** Takes the oldest message that may be evicted out; false where there is none. */
  evict(): boolean {
    for (let i = this.#head; i < this.#messages.length; i++) {
      const message = this.#messages[i]!;
      if (!message.evictable) continue;
      message.onLeft?.();
      if (i === this.#head) {
        this.#advance(i + 1, message.size);
      } else {
        this.#messages.splice(i, 1);
        this.#octets -= message.size;
      }
      return true;
    }
    return false;
  }

  /** Drops all; returns how many that were. */
  clear(): number {
    const { length } = this;
    this.#messages = [];
    this.#head = 0;
    this.#octets = 0;
    return length;
  }

  #join(end: number, octets: number): Buffer {
    const joined = Buffer.allocUnsafe(octets);
    let at = 0;
    for (let i = this.#head; i < end; i++) {
      for (const chunk of this.#messages[i]!.chunks) {
        joined.set(chunk, at);
        at += chunk.length;
      }
    }
    return joined;
  }

  #advance(to: number, octets: number): void {
    this.#octets -= octets;
    if (to === this.#messages.length) {
      this.#messages.length = 0;
      this.#head = 0;
      return;
    }
    // Those that left must not be held; they are moved out when they are many, so that each costs the same.
    this.#messages.fill(GONE, this.#head, to);
    this.#head = to;
    if (this.#head < MOST_GONE || this.#head * 2 < this.#messages.length) return;
    this.#messages.splice(0, this.#head);
    this.#head = 0;
  }
}

/** Up to so many octets of small messages are sent as one piece: a copy costs less than a stream's bookkeeping for each of them. */
export const JOINED = 64 * 1024;
const MOST_GONE = 64;
const GONE: QueuedMessage = { chunks: [], size: 0, evictable: false, onLeft: undefined };
