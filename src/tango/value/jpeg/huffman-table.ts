import { damagedJpeg } from "./wrong-jpeg.ts";

/** A code as a segment DHT has it (ITU-T T.81 B.2.4.2): how many codes have 1 to 16 bits, and the symbols in the order of their codes. */
export interface HuffmanTable {
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

/** The codes of the symbols, to encode by. */
export interface HuffmanCodes {
  readonly codes: Uint16Array;
  /** In bits; 0 for a symbol that has no code. */
  readonly lengths: Uint8Array;
}

/** To decode by: LOOKUP_BITS bits at once, longer codes by their lengths. */
export interface HuffmanLookup {
  /** By the next bits: the length of the code times 256, and its symbol; 0 where the code is longer. */
  readonly short: Uint16Array;
  /** By lengths: the first code that is longer, which no code of this length reaches, and what is added to a code to find its symbol. */
  readonly ends: Int32Array;
  readonly offsets: Int32Array;
  readonly symbols: Uint8Array;
}

export const LOOKUP_BITS = 9;

/** Throws WrongData API_DecodeErr for more codes of a length than there can be. */
export function codesOf(table: HuffmanTable): HuffmanCodes {
  const codes = new Uint16Array(256);
  const lengths = new Uint8Array(256);
  eachCode(table, (symbol, code, length) => {
    codes[symbol] = code;
    lengths[symbol] = length;
  });
  return { codes, lengths };
}

/** Throws WrongData API_DecodeErr for more codes of a length than there can be. */
export function lookupOf(table: HuffmanTable): HuffmanLookup {
  const short = new Uint16Array(1 << LOOKUP_BITS);
  const ends = new Int32Array(17);
  const offsets = new Int32Array(17);
  eachCode(table, (symbol, code, length, i) => {
    ends[length] = code + 1;
    offsets[length] = i - code;
    if (length > LOOKUP_BITS) return;
    const rest = LOOKUP_BITS - length;
    short.fill((length << 8) | symbol, code << rest, (code + 1) << rest);
  });
  return { short, ends, offsets, symbols: table.symbols };
}

/** Codes of one length follow each other; those one bit longer begin behind the last of them (ITU-T T.81 annex C). */
function eachCode(
  { counts, symbols }: HuffmanTable,
  take: (symbol: number, code: number, length: number, index: number) => void,
): void {
  let [code, i] = [0, 0];
  for (let length = 1; length <= 16; length++, code <<= 1) {
    const count = counts[length - 1]!;
    if (code + count > 1 << length)
      throw damagedJpeg(`its Huffman table has too many codes of ${length} bits`);
    for (let end = i + count; i < end; i++, code++) take(symbols[i]!, code, length, i);
  }
}

/** The codes of ITU-T T.81 tables K.3 to K.6, which libjpeg takes, too. */
export const STANDARD_TABLES: Readonly<Record<"dc" | "ac", readonly [HuffmanTable, HuffmanTable]>> = {
  dc: [
    table("00010501010101010100000000000000", "000102030405060708090a0b"),
    table("00030101010101010101010000000000", "000102030405060708090a0b"),
  ],
  ac: [
    table(
      "0002010303020403050504040000017d",
      "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a" +
        "434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7" +
        "a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
    ),
    table(
      "00020102040403040705040400010277",
      "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a3536373839" +
        "3a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5" +
        "a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
    ),
  ],
};

function table(counts: string, symbols: string): HuffmanTable {
  return { counts: octets(counts), symbols: octets(symbols) };
}

function octets(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
