import { Buffer } from "node:buffer";

/**
 * Memory for large messages, to be used again: to have fresh memory of that size for each costs more than to fill it, since its pages must
 * be mapped and V8 collects garbage for it. It keeps one piece, the largest that came back.
 */
export class SpareMemory {
  #spare: Buffer | undefined;

  /** Memory of at least `size` octets, with anything in it. It is the taker's until it is given back, or for good. */
  take(size: number): Buffer {
    const spare = this.#spare;
    if (spare === undefined || spare.length < size) return Buffer.allocUnsafeSlow(size);
    this.#spare = undefined;
    return spare;
  }

  /** Takes memory back that nobody looks at any more. */
  giveBack(memory: Buffer): void {
    if (memory.length <= MOST_KEPT && memory.length > (this.#spare?.length ?? 0)) this.#spare = memory;
  }
}

/** From this size on, in octets, it is worth while. */
export const WORTH_KEEPING = 64 * 1024;
const MOST_KEPT = 8 * 1024 * 1024;
