import type { BitReader } from "./bit-reader.ts";
import type { ScanComponent } from "./scan-header.ts";

/** Decodes one block: the `index`-th of its component's plane, counted row by row in blocks. */
export interface BlockDecoder {
  decode(reader: BitReader, component: ScanComponent, index: number): void;
  /** At the begin, and behind each restart marker. */
  restart(): void;
}
