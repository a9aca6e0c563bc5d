import type { BitReader } from "./bit-reader.ts";
import type { BlockDecoder } from "./block-decoder.ts";
import { transformBack } from "./cosine-transform.ts";
import { type QuantisationTable, ZIGZAG } from "./quantisation.ts";
import type { Scan, ScanComponent } from "./scan-header.ts";
import { type JpegTables, quantisationOf } from "./tables.ts";
import { damagedJpeg } from "./wrong-jpeg.ts";

/** The blocks of a sequential picture (ITU-T T.81 F.2): each is complete, and becomes samples at once. */
export function sequentialBlocks(scan: Scan, tables: JpegTables): BlockDecoder {
  const steps = new Map(scan.components.map((one) => [one, quantisationOf(one.component, tables)]));
  const block = new Int32Array(64);
  return {
    decode(reader, one, index) {
      decodeCoefficients(reader, one, steps.get(one)!, block);
      const { plane, stride } = one.component;
      const perRow = stride >> 3;
      transformBack(block, plane, 8 * (stride * Math.trunc(index / perRow) + (index % perRow)), stride);
    },
    restart() {},
  };
}

function decodeCoefficients(
  reader: BitReader,
  one: ScanComponent,
  steps: QuantisationTable,
  block: Int32Array,
): void {
  one.prediction += reader.signed(reader.symbol(one.dc!) & 0xf);
  block[0] = one.prediction * steps[0]!;
  const ac = one.ac!;
  for (let k = 1; k < 64; k++) {
    const symbol = reader.symbol(ac);
    const size = symbol & 0xf;
    if (size === 0) {
      if (symbol !== SIXTEEN_ZEROS) return;
      k += 15;
      continue;
    }
    k += symbol >> 4;
    if (k > 63) throw damagedJpeg("a block has more than 64 coefficients");
    const at = ZIGZAG[k]!;
    block[at] = reader.signed(size) * steps[at]!;
  }
}

const SIXTEEN_ZEROS = 0xf0;
