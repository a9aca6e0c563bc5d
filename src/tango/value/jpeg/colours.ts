import { downsampleRow, upsampledRows } from "./chroma.ts";
import type { DecodedJpeg } from "./decode-jpeg.ts";
import type { SamplePlane } from "./encode-jpeg.ts";

// Red, green and blue, and brightness (Y) with the differences to blue (Cb) and red (Cr), as JFIF 1.02 relates them: in integers, factors times
// 65536, rounded as in libjpeg.

/**
 * What `encodeJpeg` takes for a picture in colours: Cb and Cr have half the rows and columns, as those of cppTango. Pixels have 3 octets, or 4, of
 * which the last is not looked at.
 */
export function planesOf(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  octets: 3 | 4,
): SamplePlane[] {
  const brightness = new Uint8Array(width * height);
  const half = { width: 8 * Math.ceil(width / 16), height: Math.ceil(height / 2) };
  const [blue, red] = [new Uint8Array(half.width * half.height), new Uint8Array(half.width * half.height)];
  const rows = Array.from({ length: 4 }, () => new Uint8Array(2 * half.width));
  const [upperBlue, lowerBlue, upperRed, lowerRed] = rows as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  for (let y = 0; y < height; y++) {
    const [cb, cr] = y % 2 === 0 ? [upperBlue, upperRed] : [lowerBlue, lowerRed];
    for (let x = 0, from = y * width * octets; x < width; x++, from += octets) {
      const [r, g, b] = [pixels[from]!, pixels[from + 1]!, pixels[from + 2]!];
      brightness[y * width + x] = brightnessOf(r, g, b);
      cb[x] = (32_768 * b - 11_059 * r - 21_709 * g + MIDDLE) >> 16;
      cr[x] = (32_768 * r - 27_439 * g - 5_329 * b + MIDDLE) >> 16;
    }
    cb.fill(cb[width - 1]!, width);
    cr.fill(cr[width - 1]!, width);
    const isLast = y === height - 1;
    if (y % 2 === 0 && !isLast) continue;
    const at = (y >> 1) * half.width;
    downsampleRow(upperBlue, y % 2 === 0 ? upperBlue : lowerBlue, blue, at, half.width);
    downsampleRow(upperRed, y % 2 === 0 ? upperRed : lowerRed, red, at, half.width);
  }
  return [
    { width, height, data: brightness },
    { ...half, data: blue },
    { ...half, data: red },
  ];
}

/** The brightness of each pixel, from 0 to 255, row by row. */
export function toGrey({ frame, colours }: DecodedJpeg): Uint8Array {
  const { width, height } = frame;
  const grey = new Uint8Array(width * height);
  const rows = frame.components.map((component) => upsampledRows(frame, component));
  for (let y = 0, at = 0; y < height; y++, at += width) {
    const row = rows[0]!(y);
    if (colours !== "RGB") {
      grey.set(row.subarray(0, width), at);
      continue;
    }
    const [green, blue] = [rows[1]!(y), rows[2]!(y)];
    for (let x = 0; x < width; x++) grey[at + x] = brightnessOf(row[x]!, green[x]!, blue[x]!);
  }
  return grey;
}

/** Red, green and blue of each pixel; where it has 4 octets, the last is 255. */
export function toColours({ frame, colours }: DecodedJpeg, octets: 3 | 4): Uint8ClampedArray {
  const { width, height } = frame;
  const pixels = new Uint8ClampedArray(octets * width * height);
  if (octets === 4) pixels.fill(255);
  const [first, second, third] = frame.components.map((component) => upsampledRows(frame, component));
  for (let y = 0, at = 0; y < height; y++) {
    const one = first!(y);
    const two = second?.(y) ?? one;
    const three = third?.(y) ?? one;
    for (let x = 0; x < width; x++, at += octets) {
      if (colours !== "YCbCr") {
        pixels[at] = one[x]!;
        pixels[at + 1] = two[x]!;
        pixels[at + 2] = three[x]!;
        continue;
      }
      const [brightness, blue, red] = [one[x]!, two[x]! - 128, three[x]! - 128];
      pixels[at] = brightness + ((91_881 * red + HALF) >> 16);
      pixels[at + 1] = brightness + ((-22_554 * blue - 46_802 * red + HALF) >> 16);
      pixels[at + 2] = brightness + ((116_130 * blue + HALF) >> 16);
    }
  }
  return pixels;
}

function brightnessOf(red: number, green: number, blue: number): number {
  return (19_595 * red + 38_470 * green + 7_471 * blue + HALF) >> 16;
}

const HALF = 0x8000;
/** 128, and a little less than a half. */
const MIDDLE = 128 * 65_536 + HALF - 1;
