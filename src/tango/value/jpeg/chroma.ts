import type { Frame, FrameComponent } from "./frame.ts";

/**
 * Rows of a component in the width of the picture. Where it has half the samples of the picture in a direction, they are weighed by their distance, 3 to 1,
 * as in libjpeg; other relations repeat them.
 */
export function upsampledRows(
  frame: Frame,
  component: FrameComponent,
): (y: number) => Uint8Array | Uint8ClampedArray {
  const { plane, stride, width, height } = component;
  const [acrossTimes, downTimes] = [frame.across / component.across, frame.down / component.down];
  if (acrossTimes === 1 && downTimes === 1) return (y) => plane.subarray(y * stride, y * stride + width);

  const row = new Uint8Array(frame.width + 1);
  const isWeighed =
    (acrossTimes === 2 && downTimes <= 2 && width > 2) || (acrossTimes === 1 && downTimes === 2);
  if (!isWeighed || !Number.isInteger(downTimes)) {
    return (y) => {
      const from = Math.floor(y / downTimes) * stride;
      for (let x = 0; x < frame.width; x++) row[x] = plane[from + Math.floor(x / acrossTimes)]!;
      return row;
    };
  }

  const sums = new Uint16Array(width);
  return (y) => {
    const near = Math.floor(y / downTimes);
    const far = downTimes === 1 ? near : Math.min(Math.max(y % 2 === 0 ? near - 1 : near + 1, 0), height - 1);
    for (let x = 0; x < width; x++) sums[x] = 3 * plane[near * stride + x]! + plane[far * stride + x]!;
    if (acrossTimes === 1) {
      const rounding = y % 2 === 0 ? 1 : 2;
      for (let x = 0; x < width; x++) row[x] = (sums[x]! + rounding) >> 2;
      return row;
    }
    const [left, right] = downTimes === 1 ? [4, 8] : [8, 7];
    for (let x = 0; x < width; x++) {
      const three = 3 * sums[x]!;
      row[2 * x] = (three + sums[x === 0 ? 0 : x - 1]! + left) >> 4;
      row[2 * x + 1] = (three + sums[x + 1 === width ? x : x + 1]! + right) >> 4;
    }
    return row;
  };
}

/** Half of the rows, put into one: the means of 2 x 2 samples, rounded up and down in turns, as in libjpeg. */
export function downsampleRow(
  upper: Uint8Array,
  lower: Uint8Array,
  to: Uint8Array,
  at: number,
  count: number,
): void {
  for (let x = 0; x < count; x++) {
    const sum = upper[2 * x]! + upper[2 * x + 1]! + lower[2 * x]! + lower[2 * x + 1]!;
    to[at + x] = (sum + 1 + (x & 1)) >> 2;
  }
}
