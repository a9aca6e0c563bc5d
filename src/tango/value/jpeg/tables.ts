import type { FrameComponent } from "./frame.ts";
import type { HuffmanTable } from "./huffman-table.ts";
import { type QuantisationTable, ZIGZAG } from "./quantisation.ts";
import { uint16 } from "./segment.ts";
import { damagedJpeg } from "./wrong-jpeg.ts";

/** The tables that segments before a scan have defined, each by its number from 0 to 3. */
export interface JpegTables {
  readonly quantisation: (QuantisationTable | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** Units from one restart marker to the next; 0 where there are none. */
  restartInterval: number;
}

/** Takes the tables of a segment DQT (ITU-T T.81 B.2.4.1). Throws WrongData API_DecodeErr for what is no such segment. */
export function defineQuantisation(content: Uint8Array, tables: JpegTables): void {
  let at = 0;
  while (at < content.length) {
    const [precision, index] = [content[at]! >> 4, content[at]! & 0xf];
    const size = precision === 0 ? 64 : 128;
    if (precision > 1 || index > 3 || ++at + size > content.length)
      throw damagedJpeg("it has a wrong segment of quantisation tables");
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++)
      table[ZIGZAG[k]!] = precision === 0 ? content[at + k]! : uint16(content, at + 2 * k);
    tables.quantisation[index] = table;
    at += size;
  }
}

/** Takes the tables of a segment DHT (ITU-T T.81 B.2.4.2). Throws WrongData API_DecodeErr for what is no such segment. */
export function defineHuffman(content: Uint8Array, tables: JpegTables): void {
  let at = 0;
  while (at < content.length) {
    const [kind, index] = [content[at]! >> 4, content[at]! & 0xf];
    const counts = content.slice(at + 1, at + 17);
    const size = counts.reduce((sum, count) => sum + count, 0);
    at += 17 + size;
    if (kind > 1 || index > 3 || size > 256 || at > content.length)
      throw damagedJpeg("it has a wrong segment of Huffman tables");
    tables[kind === 0 ? "dc" : "ac"][index] = { counts, symbols: content.slice(at - size, at) };
  }
}

/** The table of a component, as the segments so far have it. Throws WrongData API_DecodeErr where there is none. */
export function quantisationOf({ quantisation }: FrameComponent, tables: JpegTables): QuantisationTable {
  const table = tables.quantisation[quantisation];
  if (table === undefined) throw damagedJpeg(`its quantisation table ${quantisation} is missing`);
  return table;
}
