import { type Frame, type FrameComponent, NOTHING } from "./frame.ts";
import { type HuffmanLookup, type HuffmanTable, lookupOf } from "./huffman-table.ts";
import type { JpegTables } from "./tables.ts";
import { damagedJpeg } from "./wrong-jpeg.ts";

/** A component in a scan. */
export interface ScanComponent {
  readonly component: FrameComponent;
  /** Undefined where the scan has no such code. */
  readonly dc: HuffmanLookup | undefined;
  readonly ac: HuffmanLookup | undefined;
  /** The mean of the block before, which the next one is told relative to. */
  prediction: number;
}

/** What a scan header says (ITU-T T.81 B.2.3), checked. */
export interface Scan {
  readonly components: readonly ScanComponent[];
  /** The coefficients in it, in the order of ZIGZAG. */
  readonly first: number;
  readonly last: number;
  /** Whether it adds one bit to coefficients that earlier scans have begun. */
  readonly refines: boolean;
  /** The bits at the lower end that it leaves to later scans. */
  readonly missingBits: number;
}

/** Throws WrongData API_DecodeErr for what makes no sense in this frame. */
export function parseScan(header: Uint8Array, frame: Frame, tables: JpegTables): Scan {
  const count = header[0]!;
  if (count < 1 || count > frame.components.length || header.length !== 4 + 2 * count)
    throw damagedJpeg(`its scan header of ${header.length} octets has ${count} components`);
  const [first, last, bits] = [header[1 + 2 * count]!, header[2 + 2 * count]!, header[3 + 2 * count]!];
  const progress = frame.progressive
    ? progressOf(count, first, last, bits >> 4, bits & 0xf)
    : // Others have but one choice, and may say anything here, as with libjpeg.
      { first: 0, last: 63, refines: false, missingBits: 0 };

  const components = Array.from({ length: count }, (_, i): ScanComponent => {
    const [id, code] = [header[1 + 2 * i]!, header[2 + 2 * i]!];
    const component = frame.components.find((one) => one.id === id);
    if (component === undefined) throw damagedJpeg(`it has a scan of component ${id}, which it has not`);
    begin(component, progress);
    const hasMean = progress.first === 0 && !progress.refines;
    return {
      component,
      dc: hasMean ? lookup(tables.dc, code >> 4) : undefined,
      ac: progress.last > 0 ? lookup(tables.ac, code & 0xf) : undefined,
      prediction: 0,
    };
  });
  return { components, ...progress };
}

type Progress = Omit<Scan, "components">;

/** ITU-T T.81 G.1.1.1: the mean of a block has scans of its own, other coefficients have scans of one component. */
function progressOf(count: number, first: number, last: number, had: number, missingBits: number): Progress {
  const isBand = first > 0 && count === 1 && first <= last && last < 64;
  const refines = had > 0;
  if (!(isBand || (first === 0 && last === 0)) || missingBits > 13 || (refines && had !== missingBits + 1))
    throw damagedJpeg(`it has a scan of coefficients ${first} to ${last}, bits ${had} to ${missingBits}`);
  return { first, last, refines, missingBits };
}

/** Notes which bits of which coefficients a scan brings: each comes once, in order, which also limits how many scans there can be. */
function begin(component: FrameComponent, { first, last, refines, missingBits }: Progress): void {
  for (let k = first; k <= last; k++) {
    if (component.missingBits[k] !== (refines ? missingBits + 1 : NOTHING))
      throw damagedJpeg(`its scans of component ${component.id} do not follow each other`);
    component.missingBits[k] = missingBits;
  }
}

function lookup(tables: readonly (HuffmanTable | undefined)[], index: number): HuffmanLookup {
  const table = tables[index];
  if (table === undefined) throw damagedJpeg(`a Huffman table ${index} is missing`);
  return lookupOf(table);
}
