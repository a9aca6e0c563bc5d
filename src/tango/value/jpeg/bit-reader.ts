import { type HuffmanLookup, LOOKUP_BITS } from "./huffman-table.ts";
import { Marker } from "./marker.ts";
import { damagedJpeg } from "./wrong-jpeg.ts";

/**
 * Reads the bits of a scan, up to the next marker. Behind them come zeros, so that nothing has to be checked with each code:
 * `checkEnd()` after each block does that.
 */
export class BitReader {
  readonly #data: Uint8Array;
  #at: number;
  /** The next `#count` bits, at the lower end. */
  #bits = 0;
  #count = 0;
  /** How many zeros have been put behind the last bit. */
  #lacking = 0;

  constructor(data: Uint8Array, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** Where the octets begin that have not been looked at: at a marker, once all bits were read. */
  get position(): number {
    return this.#at;
  }

  /** The symbol of the next code. Throws WrongData API_DecodeErr where the table has none. */
  symbol(table: HuffmanLookup): number {
    if (this.#count < 16) this.#fill();
    const short = table.short[(this.#bits >>> (this.#count - LOOKUP_BITS)) & ((1 << LOOKUP_BITS) - 1)]!;
    if (short !== 0) {
      this.#count -= short >>> 8;
      return short & 0xff;
    }
    for (let length = LOOKUP_BITS + 1; length <= 16; length++) {
      const code = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code < table.ends[length]!) {
        this.#count -= length;
        return table.symbols[code + table.offsets[length]!]!;
      }
    }
    this.checkEnd();
    throw damagedJpeg("it has bits that are no code of its Huffman table");
  }

  /** `count` bits as they are, at most 16. */
  bits(count: number): number {
    if (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  /** A number of `count` bits, at most 16, of which those with a 0 in front are negative (ITU-T T.81 F.2.2.1, EXTEND). */
  signed(count: number): number {
    if (count === 0) return 0;
    const bits = this.bits(count);
    return bits < 1 << (count - 1) ? bits - (1 << count) + 1 : bits;
  }

  /** Throws WrongData API_DecodeErr where more bits were read than there are. */
  checkEnd(): void {
    if (this.#count < this.#lacking) throw damagedJpeg("its data end within the picture");
  }

  /** Goes on behind the restart marker `number`, from 0 to 7. Throws WrongData API_DecodeErr where another marker comes, or none. */
  restart(number: number): void {
    const data = this.#data;
    let at = this.#at;
    while (at < data.length && !(data[at] === 0xff && data[at + 1] !== 0 && data[at + 1] !== 0xff)) at++;
    if (data[at + 1] !== Marker.RST0 + number) throw damagedJpeg(`its restart marker ${number} is missing`);
    this.#at = at + 2;
    this.#bits = this.#count = this.#lacking = 0;
  }

  #fill(): void {
    const data = this.#data;
    while (this.#count <= 24) {
      let octet = this.#at < data.length ? data[this.#at]! : 0xff;
      if (octet !== 0xff) {
        this.#at++;
      } else if (data[this.#at + 1] === 0) {
        this.#at += 2;
      } else {
        octet = 0;
        this.#lacking += 8;
      }
      this.#bits = (this.#bits << 8) | octet;
      this.#count += 8;
    }
  }
}
