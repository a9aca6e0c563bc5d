import { BitReader } from "./bit-reader.ts";
import type { Frame } from "./frame.ts";
import { progressiveBlocks } from "./progressive-block.ts";
import type { Scan, ScanComponent } from "./scan-header.ts";
import { sequentialBlocks } from "./sequential-block.ts";
import type { JpegTables } from "./tables.ts";

/** Decodes the blocks of a scan, whose data begin at `at`. Gives where the octets begin that it has not read. */
export function decodeScan(
  data: Uint8Array,
  at: number,
  frame: Frame,
  scan: Scan,
  tables: JpegTables,
): number {
  const reader = new BitReader(data, at);
  const blocks = frame.progressive ? progressiveBlocks(scan) : sequentialBlocks(scan, tables);
  const { restartInterval } = tables;
  let [unit, restarts] = [0, 0];
  const startUnit = (): void => {
    if (unit > 0 && restartInterval > 0 && unit % restartInterval === 0) {
      reader.restart(restarts++ & 7);
      for (const component of scan.components) component.prediction = 0;
      blocks.restart();
    }
    unit++;
  };

  blocks.restart();
  if (scan.components.length === 1) {
    const [one] = scan.components as [ScanComponent];
    const { blocksPerRow, blocksPerColumn, stride } = one.component;
    for (let y = 0; y < blocksPerColumn; y++) {
      for (let x = 0; x < blocksPerRow; x++) {
        startUnit();
        blocks.decode(reader, one, y * (stride >> 3) + x);
        reader.checkEnd();
      }
    }
    return reader.position;
  }

  for (let unitY = 0; unitY < frame.unitsPerColumn; unitY++) {
    for (let unitX = 0; unitX < frame.unitsPerRow; unitX++) {
      startUnit();
      for (const one of scan.components) {
        const { across, down, stride } = one.component;
        for (let y = unitY * down; y < (unitY + 1) * down; y++) {
          for (let x = unitX * across; x < (unitX + 1) * across; x++)
            blocks.decode(reader, one, y * (stride >> 3) + x);
        }
      }
      reader.checkEnd();
    }
  }
  return reader.position;
}
