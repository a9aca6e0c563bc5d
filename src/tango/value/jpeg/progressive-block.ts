import type { BitReader } from "./bit-reader.ts";
import type { BlockDecoder } from "./block-decoder.ts";
import { transformBack } from "./cosine-transform.ts";
import type { Frame } from "./frame.ts";
import { ZIGZAG } from "./quantisation.ts";
import type { Scan, ScanComponent } from "./scan-header.ts";
import { type JpegTables, quantisationOf } from "./tables.ts";
import { damagedJpeg } from "./wrong-jpeg.ts";

/** The blocks of a scan of a progressive picture (ITU-T T.81 G.1.2 and G.2): some coefficients, or one bit more of them. */
export function progressiveBlocks(scan: Scan): BlockDecoder {
  if (scan.first > 0) return new AcBlocks(scan);
  const bit = 1 << scan.missingBits;
  return {
    decode(reader, one, index) {
      const { coefficients } = one.component;
      if (scan.refines) {
        if (reader.bits(1) === 1) coefficients[64 * index]! |= bit;
        return;
      }
      one.prediction += reader.signed(reader.symbol(one.dc!) & 0xf);
      coefficients[64 * index] = one.prediction * bit;
    },
    restart() {},
  };
}

/** Makes samples of the coefficients, once all scans are there. */
export function transformAll(frame: Frame, tables: JpegTables): void {
  const block = new Int32Array(64);
  for (const component of frame.components) {
    const steps = quantisationOf(component, tables);
    const { coefficients, plane, stride } = component;
    for (let from = 0; from < coefficients.length; from += 64) {
      for (let i = 0; i < 64; i++) block[i] = coefficients[from + i]! * steps[i]!;
      const row = Math.trunc(from / (8 * stride));
      transformBack(block, plane, 8 * stride * row + ((from >> 3) % stride), stride);
    }
  }
}

/** Scans of coefficients other than the mean, which have one component. */
class AcBlocks implements BlockDecoder {
  readonly #first: number;
  readonly #last: number;
  readonly #refines: boolean;
  readonly #bit: number;
  /** Blocks from the present one on that have no further coefficient in this scan. */
  #ended = 0;

  constructor({ first, last, refines, missingBits }: Scan) {
    this.#first = first;
    this.#last = last;
    this.#refines = refines;
    this.#bit = 1 << missingBits;
  }

  restart(): void {
    this.#ended = 0;
  }

  decode(reader: BitReader, one: ScanComponent, index: number): void {
    const { hasDetail } = one.component;
    // What has no bits is passed over at once: else a few octets could have much work done for a large picture.
    if (this.#ended > 0 && !(this.#refines && hasDetail[index] === 1)) {
      this.#ended--;
      return;
    }
    const begins = this.#refines
      ? this.#refine(reader, one, 64 * index)
      : this.#begin(reader, one, 64 * index);
    if (begins) hasDetail[index] = 1;
  }

  /** Whether there are new coefficients; this one and the next. */
  #begin(reader: BitReader, { component: { coefficients }, ac }: ScanComponent, at: number): boolean {
    let begins = false;
    for (let k = this.#first; k <= this.#last; k++) {
      const symbol = reader.symbol(ac!);
      const [run, size] = [symbol >> 4, symbol & 0xf];
      if (size === 0) {
        if (run < 15) {
          this.#ended = (1 << run) + reader.bits(run) - 1;
          break;
        }
        k += 15;
        continue;
      }
      k += run;
      if (k > this.#last) throw tooMany();
      coefficients[at + ZIGZAG[k]!] = reader.signed(size) * this.#bit;
      begins = true;
    }
    return begins;
  }

  /** New coefficients are 1 or -1, behind a number of those that stay 0; those already there have a bit each on the way. */
  #refine(reader: BitReader, { component: { coefficients }, ac }: ScanComponent, at: number): boolean {
    let begins = false;
    let k = this.#first;
    while (this.#ended === 0 && k <= this.#last) {
      const symbol = reader.symbol(ac!);
      const [run, size] = [symbol >> 4, symbol & 0xf];
      if (size > 1) throw damagedJpeg("a refined coefficient begins with more than 1");
      if (size === 0 && run < 15) {
        this.#ended = (1 << run) + reader.bits(run);
        break;
      }
      const value = size === 0 ? 0 : reader.bits(1) === 1 ? this.#bit : -this.#bit;
      k = this.#refineUntilZero(reader, coefficients, at, k, run);
      if (value !== 0) {
        if (k > this.#last) throw tooMany();
        coefficients[at + ZIGZAG[k]!] = value;
        begins = true;
      }
      k++;
    }
    if (this.#ended > 0) {
      this.#refineUntilZero(reader, coefficients, at, k, 64);
      this.#ended--;
    }
    return begins;
  }

  /** Gives the coefficient behind `zeros` that are 0, which is 0 too; or that behind the last one. */
  #refineUntilZero(
    reader: BitReader,
    coefficients: Int16Array,
    at: number,
    from: number,
    zeros: number,
  ): number {
    let left = zeros;
    for (let k = from; k <= this.#last; k++) {
      const i = at + ZIGZAG[k]!;
      const value = coefficients[i]!;
      if (value !== 0) {
        if (reader.bits(1) === 1 && (value & this.#bit) === 0)
          coefficients[i] = value + (value > 0 ? this.#bit : -this.#bit);
      } else if (left-- === 0) {
        return k;
      }
    }
    return this.#last + 1;
  }
}

function tooMany() {
  return damagedJpeg("a block has more coefficients than its scan");
}
