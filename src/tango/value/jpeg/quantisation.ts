/** The 64 steps by which the coefficients of a block are divided, row by row. */
export type QuantisationTable = Uint16Array;

/** Where the coefficients that are sent one behind the other lie in a block, row by row (ITU-T T.81 figure A.6). */
// biome-ignore format: eight in a line
export const ZIGZAG: Uint8Array = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10,
  17, 24, 32, 25, 18, 11, 4, 5,
  12, 19, 26, 33, 40, 48, 41, 34,
  27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36,
  29, 22, 15, 23, 30, 37, 44, 51,
  58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
);

/** For grey and brightness, at quality 50 (ITU-T T.81 table K.1). */
// biome-ignore format: eight in a line
export const LUMINANCE: QuantisationTable = Uint16Array.of(
  16, 11, 10, 16, 24, 40, 51, 61,
  12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77,
  24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
);

/** For colour, at quality 50 (ITU-T T.81 table K.2). */
// biome-ignore format: eight in a line
export const CHROMINANCE: QuantisationTable = Uint16Array.of(
  17, 18, 24, 47, 99, 99, 99, 99,
  18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
);

/**
 * A table of quality 50 for another quality, with steps from 1 to 255, as libjpeg, and so cppTango 10, makes it: `quality` from 0 to 100, 0 counts
 * as 1, and fractions are cut off.
 */
export function scaledByQuality(table: QuantisationTable, quality: number): QuantisationTable {
  const whole = Math.max(1, Math.trunc(quality));
  const percent = whole < 50 ? Math.trunc(5000 / whole) : 200 - 2 * whole;
  return table.map((step) => Math.min(255, Math.max(1, Math.trunc((step * percent + 50) / 100))));
}
