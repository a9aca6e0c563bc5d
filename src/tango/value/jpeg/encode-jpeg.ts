import { BitWriter } from "./bit-writer.ts";
import { transformForward } from "./cosine-transform.ts";
import { codesOf, type HuffmanCodes, STANDARD_TABLES } from "./huffman-table.ts";
import { Marker } from "./marker.ts";
import { CHROMINANCE, LUMINANCE, type QuantisationTable, scaledByQuality, ZIGZAG } from "./quantisation.ts";
import { segment } from "./segment.ts";

/** The samples of one component, from 0 to 255, row by row. */
export interface SamplePlane {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/**
 * Encodes grey, which is one plane, or brightness and two differences of colours, the latter with half the rows and columns: as baseline JPEG with
 * the tables of ITU-T T.81 annex K in a file of JFIF 1.01, to the last octet what libjpeg makes of it where nothing is set but the `quality`, from 0
 * to 100. Width and height are from 1 to 65535.
 */
export function encodeJpeg(planes: readonly SamplePlane[], quality: number): Uint8Array {
  const { width, height } = planes[0]!;
  const isGrey = planes.length === 1;
  const size = isGrey ? 1 : 2;
  const components = planes.map(
    (plane, i) => new Component(plane, i === 0 ? size : 1, i === 0 ? 0 : 1, quality),
  );
  const kinds = isGrey ? [0] : [0, 1];
  const writer = new BitWriter();
  writer.octets([0xff, Marker.SOI, ...segment(Marker.APP0, JFIF)]);
  for (const kind of kinds)
    writer.octets(segment(Marker.DQT, [kind, ...ZIGZAG.map((at) => components[kind]!.steps[at]!)]));
  const sizes = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  const frame = components.flatMap(({ size, kind }, i) => [i + 1, (size << 4) | size, kind]);
  writer.octets(segment(Marker.SOF0, [8, ...sizes, components.length, ...frame]));
  for (const kind of kinds) {
    const [dc, ac] = [STANDARD_TABLES.dc[kind]!, STANDARD_TABLES.ac[kind]!];
    writer.octets(segment(Marker.DHT, [kind, ...dc.counts, ...dc.symbols]));
    writer.octets(segment(Marker.DHT, [0x10 | kind, ...ac.counts, ...ac.symbols]));
  }
  const scan = components.flatMap(({ kind }, i) => [i + 1, (kind << 4) | kind]);
  writer.octets(segment(Marker.SOS, [components.length, ...scan, 0, 63, 0]));

  for (let y = 0; y < Math.ceil(height / (8 * size)); y++) {
    for (let x = 0; x < Math.ceil(width / (8 * size)); x++) {
      for (const component of components) component.encodeUnit(x, y, writer);
    }
  }
  writer.align();
  writer.octets([0xff, Marker.EOI]);
  return writer.finish();
}

class Component {
  readonly size: number;
  readonly kind: 0 | 1;
  readonly steps: QuantisationTable;
  readonly #plane: SamplePlane;
  readonly #dc: HuffmanCodes;
  readonly #ac: HuffmanCodes;
  readonly #block = new Int32Array(64);
  #mean = 0;

  /** `size`: how many blocks a unit has of it across and down. `kind`: which tables are its own, 0 for brightness, 1 for colour. */
  constructor(plane: SamplePlane, size: number, kind: 0 | 1, quality: number) {
    this.size = size;
    this.kind = kind;
    this.#plane = plane;
    this.steps = scaledByQuality(kind === 0 ? LUMINANCE : CHROMINANCE, quality);
    this.#dc = codesOf(STANDARD_TABLES.dc[kind]);
    this.#ac = codesOf(STANDARD_TABLES.ac[kind]);
  }

  encodeUnit(unitX: number, unitY: number, writer: BitWriter): void {
    const { width, height } = this.#plane;
    for (let y = 8 * unitY * this.size; y < 8 * (unitY + 1) * this.size; y += 8) {
      for (let x = 8 * unitX * this.size; x < 8 * (unitX + 1) * this.size; x += 8) {
        writer.reserve(MAX_BLOCK_SIZE);
        if (x < width && y < height) {
          this.#load(x, y);
          transformForward(this.#block);
          this.#quantise();
        } else {
          // Nobody sees it: as the block before, at a single level, it takes fewest bits.
          this.#block.fill(0);
          this.#block[0] = this.#mean;
        }
        this.#encode(writer);
      }
    }
  }

  /** Beyond the edges the last row and the last column go on. */
  #load(x: number, y: number): void {
    const { data, width, height } = this.#plane;
    const block = this.#block;
    const isWhole = x + 8 <= width;
    for (let row = 0, to = 0; row < 8; row++) {
      const from = Math.min(y + row, height - 1) * width;
      if (isWhole) for (let column = x; column < x + 8; column++) block[to++] = data[from + column]! - 128;
      else
        for (let column = x; column < x + 8; column++)
          block[to++] = data[from + Math.min(column, width - 1)]! - 128;
    }
  }

  /** The transform has left coefficients times 8; halves are rounded away from 0. */
  #quantise(): void {
    const block = this.#block;
    for (let i = 0; i < 64; i++) {
      const step = this.steps[i]! << 3;
      const value = block[i]!;
      const half = step >> 1;
      block[i] = value < 0 ? -(((half - value) / step) | 0) : ((half + value) / step) | 0;
    }
  }

  /** ITU-T T.81 F.1.2. */
  #encode(writer: BitWriter): void {
    const block = this.#block;
    const difference = block[0]! - this.#mean;
    this.#mean = block[0]!;
    put(writer, this.#dc, 0, difference);
    let zeros = 0;
    for (let k = 1; k < 64; k++) {
      const value = block[ZIGZAG[k]!]!;
      if (value === 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16) putCode(writer, this.#ac, SIXTEEN_ZEROS);
      put(writer, this.#ac, zeros, value);
      zeros = 0;
    }
    if (zeros > 0) putCode(writer, this.#ac, END_OF_BLOCK);
  }
}

/** The code of so many zeros and of a number of so many bits, then these bits. */
function put(writer: BitWriter, codes: HuffmanCodes, zeros: number, value: number): void {
  const size = 32 - Math.clz32(value < 0 ? -value : value);
  putCode(writer, codes, (zeros << 4) | size);
  if (size > 0) writer.put((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
}

function putCode(writer: BitWriter, { codes, lengths }: HuffmanCodes, symbol: number): void {
  writer.put(codes[symbol]!, lengths[symbol]!);
}

/** "JFIF", version 1.01, one pixel as high as wide, no thumbnail. */
const JFIF = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
const SIXTEEN_ZEROS = 0xf0;
const END_OF_BLOCK = 0x00;
/** 64 codes of 16 bits and numbers of 11, each octet followed by a 0. */
const MAX_BLOCK_SIZE = 512;
