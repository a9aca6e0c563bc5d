/** Octets that grow at their end: those of segments, and bits, of which the highest of each octet is the first (ITU-T T.81 F.1.2.3). */
export class BitWriter {
  #data = new Uint8Array(4096);
  #size = 0;
  #bits = 0;
  #count = 0;

  /** Makes room for `size` octets more. */
  reserve(size: number): void {
    if (this.#size + size <= this.#data.length) return;
    const data = new Uint8Array(Math.max(2 * this.#data.length, this.#size + size));
    data.set(this.#data);
    this.#data = data;
  }

  octets(octets: ArrayLike<number>): void {
    this.reserve(octets.length);
    this.#data.set(octets, this.#size);
    this.#size += octets.length;
  }

  /** The last `count` bits of `bits`, at most 16, where there is room for twice as many. Behind an octet 0xff comes a 0, lest it seem a marker. */
  put(bits: number, count: number): void {
    this.#bits = (this.#bits << count) | bits;
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      const octet = (this.#bits >>> this.#count) & 0xff;
      this.#data[this.#size++] = octet;
      if (octet === 0xff) this.#data[this.#size++] = 0;
    }
    this.#bits &= 0xff;
  }

  /** Fills the last octet by ones. */
  align(): void {
    this.reserve(2);
    if (this.#count > 0) this.put(0x7f >> (this.#count - 1), 8 - this.#count);
  }

  /** What was written, in memory of its own. */
  finish(): Uint8Array {
    return this.#data.slice(0, this.#size);
  }
}
