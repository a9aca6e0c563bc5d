/**
 * Numbers as a line of small bars, one for each, between the least and the greatest of them. A number that is none, or is not finite, is a gap;
 * where all are the same the bars are of half height.
 */
export function sparkline(values: readonly number[]): string {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  // Each halved first: the difference of two doubles may be more than a double can be.
  const range = greatest / 2 - least / 2;
  const bar = (value: number): string => {
    if (!Number.isFinite(value)) return " ";
    if (range === 0) return BARS[(BARS.length - 1) >> 1]!;
    return BARS[Math.round(((value / 2 - least / 2) / range) * (BARS.length - 1))]!;
  };
  return values.map(bar).join("");
}

/** A list of numbers in at most `width` of them: each is the mean of as many neighbours, without those that are not finite. */
export function condensed(values: ArrayLike<number | bigint>, width: number): readonly number[] {
  const { length } = values;
  if (length <= width) return Array.from(values, Number);
  return Array.from({ length: width }, (_, i) => {
    const from = Math.floor((i * length) / width);
    return meanOf(values, from, Math.floor(((i + 1) * length) / width));
  });
}

function meanOf(values: ArrayLike<number | bigint>, from: number, to: number): number {
  let mean = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    const value = Number(values[i]);
    if (!Number.isFinite(value)) continue;
    count++;
    mean += value / count - mean / count;
  }
  return count === 0 ? Number.NaN : mean;
}

const BARS = "▁▂▃▄▅▆▇█";
