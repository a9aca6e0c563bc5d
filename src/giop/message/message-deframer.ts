import { Buffer } from "node:buffer";
import { DEFAULT_LIMITS } from "../cdr/limits.ts";
import { checkMessageHeader, HEADER_SIZE, hasMoreFragments, messageSize } from "./message-header.ts";
import { ProtocolError } from "./protocol-error.ts";

/**
 * Cuts a stream of octets into GIOP messages.
 *
 * Each message comes in memory of its own that begins at offset 0, so that what is aligned in the message is aligned in
 * memory and typed arrays can be views of it. A header is judged as soon as its twelve octets are there; the memory for
 * a large message grows with what has arrived, whatever its header promises.
 */
export class MessageDeframer {
  readonly #onMessage: (message: Uint8Array) => void;
  readonly #maxMessageSize: number;
  readonly #header = Buffer.allocUnsafeSlow(HEADER_SIZE);
  /** Where the octets of the present message go: `#header` until that is complete. */
  #target: Buffer = this.#header;
  #filled = 0;
  /** The size of the present message; 0 until its header is complete. */
  #size = 0;
  #stopped = false;

  /** `onMessage` gets each message in turn, from within push(), and may call stop(). It must not throw. */
  constructor(
    onMessage: (message: Uint8Array) => void,
    maxMessageSize: number = DEFAULT_LIMITS.maxMessageSize,
  ) {
    this.#onMessage = onMessage;
    this.#maxMessageSize = maxMessageSize;
  }

  /** Octets held of a message that is not complete yet. */
  get buffered(): number {
    return this.#filled;
  }

  /**
   * Takes the next octets of the stream; they are copied, so that the caller may use their memory again. Throws
   * a ProtocolError for octets that are no GIOP message or promise one that is too large; nothing can follow then.
   */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      at += this.#size === 0 ? this.#takeHeader(chunk, at) : this.#takeBody(chunk, at);
      if (this.#size > 0 && this.#filled === this.#size) this.#deliver();
    }
  }

  /** Ends it: what comes in is ignored from now on, even the rest of a chunk that is being pushed. */
  stop(): void {
    this.#stopped = true;
    this.#target = this.#header;
    this.#filled = 0;
    this.#size = 0;
  }

  #takeHeader(chunk: Uint8Array, at: number): number {
    const taken = this.#copy(chunk, at, HEADER_SIZE);
    if (this.#filled === HEADER_SIZE) this.#beginMessage(chunk.length - at - taken);
    return taken;
  }

  #beginMessage(available: number): void {
    const header = this.#header;
    try {
      checkMessageHeader(header);
      const size = messageSize(header);
      if (size > this.#maxMessageSize) {
        const problem = `the peer announces a message of ${size} bytes; at most ${this.#maxMessageSize} are taken`;
        throw new ProtocolError(problem, header);
      }
      this.#size = size;
    } catch (error) {
      this.stop();
      throw error;
    }
    this.#target = this.#memory(available < TRUSTED_AFTER ? FIRST_CAPACITY : TRUSTED_CAPACITY + available);
    this.#target.set(header);
  }

  #takeBody(chunk: Uint8Array, at: number): number {
    if (this.#filled === this.#target.length) this.#grow(chunk.length - at);
    return this.#copy(chunk, at, this.#target.length);
  }

  #grow(available: number): void {
    const grown = this.#memory(Math.max(this.#target.length * 2, this.#filled + available));
    this.#target.copy(grown, 0, 0, this.#filled);
    this.#target = grown;
  }

  /**
   * Memory for the present message, of `wanted` octets if it is as large. Where fragments will follow there is some to spare
   * behind it, so that the last of them, which is often small, can be joined in place.
   */
  #memory(wanted: number): Buffer {
    const capacity = Math.min(this.#size, wanted);
    if (!hasMoreFragments(this.#header)) return Buffer.allocUnsafeSlow(capacity);
    return Buffer.allocUnsafeSlow(capacity + fragmentSpare(capacity)).subarray(0, capacity);
  }

  /** Copies what `chunk` has from `at` on until `end` octets are filled; returns how many that were. */
  #copy(chunk: Uint8Array, at: number, end: number): number {
    const count = Math.min(end - this.#filled, chunk.length - at);
    this.#target.set(chunk.subarray(at, at + count), this.#filled);
    this.#filled += count;
    return count;
  }

  #deliver(): void {
    const message = this.#target;
    this.#target = this.#header;
    this.#filled = 0;
    this.#size = 0;
    this.#onMessage(message);
  }
}

/** Octets of memory left behind a message of `size` octets that fragments will follow; never more than it has itself. */
export function fragmentSpare(size: number): number {
  return Math.min(size, FRAGMENT_SPARE);
}

const FRAGMENT_SPARE = 4096;
// Memory taken for a large message before more of it has arrived. Whoever sends its first kilobytes along with the header is
// trusted with more, since copying a message as it grows costs more than anything else done with it. Well below the 1 MiB that
// any input may cost, however little of it has come.
const FIRST_CAPACITY = 64 * 1024;
const TRUSTED_AFTER = 4096;
const TRUSTED_CAPACITY = 640 * 1024;
