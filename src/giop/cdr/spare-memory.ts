import { Buffer } from "node:buffer";

/**
 * Memory for large messages, to be used again: to have fresh memory of that size for each costs more than to fill it, since its pages must
 * be mapped and V8 collects garbage for it. It keeps what came back last, up to 8 MiB together.
 */
export class SpareMemory {
  /** What may be taken, the latest last: it is the likeliest to be in the caches of the processor. */
  readonly #pieces: Buffer[] = [];
  #octets = 0;
  /** What was taken and did not come back. */
  readonly #taken = new WeakSet<ArrayBufferLike>();

  /** Memory of at least `size` octets, with anything in it. It is the taker's until it is given back, or for good. */
  take(size: number): Buffer {
    const at = this.#pieces.findLastIndex((piece) => piece.length >= size);
    const memory = at < 0 ? Buffer.allocUnsafeSlow(size) : this.#pieces.splice(at, 1)[0]!;
    if (at >= 0) this.#octets -= memory.length;
    this.#taken.add(memory.buffer);
    return memory;
  }

  /** Takes back the memory behind `octets`, which nobody looks at any more; not what was not taken from here, or is back already. */
  giveBack(octets: Uint8Array): void {
    const { buffer } = octets;
    if (!this.#taken.delete(buffer) || buffer.byteLength > MOST_KEPT) return;
    this.#pieces.push(Buffer.from(buffer));
    this.#octets += buffer.byteLength;
    while (this.#octets > MOST_KEPT) this.#octets -= this.#pieces.shift()!.length;
  }
}

/** From this size on, in octets, it is worth while. */
export const WORTH_KEEPING = 64 * 1024;
const MOST_KEPT = 8 * 1024 * 1024;
