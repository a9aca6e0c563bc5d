import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

/** A JPEG file of libjpeg-turbo or cppTango 9.3, and the pixels to which libjpeg-turbo decodes it; without these one of a kind that is not decoded. */
export interface RecordedPicture {
  readonly name: string;
  readonly jpeg: Uint8Array;
  readonly grey?: Uint8Array;
  readonly rgb?: Uint8Array;
}

/** What the EncodedAttribute of PyTango 10 made of the picture, and of that again: a grey picture, or one of four octets a pixel. */
export interface TangoPicture {
  readonly kind: "gray8" | "rgb24" | "rgb32";
  readonly quality: number;
  readonly format: string;
  readonly jpeg: Uint8Array;
  readonly pixels: Uint8Array;
}

export function recordedPictures(): RecordedPicture[] {
  return read("libjpeg-turbo-2.1.5") as RecordedPicture[];
}

export function tangoPictures(): TangoPicture[] {
  return read("tango-10.0.2") as TangoPicture[];
}

/** In pixels, of all recorded pictures. */
export const RECORDED = { width: 19, height: 13 };

/** The recorded picture as it was before: grey for one octet a pixel, else red, green, blue and 200. */
export function recordedOriginal(octets: 1 | 3 | 4): Uint8Array {
  const { width, height } = RECORDED;
  return Uint8Array.from({ length: octets * width * height }, (_, i) => {
    const pixel = Math.floor(i / octets);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (octets === 1) return 9 * x + 5 * y + ((Math.floor(x / 6) + Math.floor(y / 4)) % 2) * 20;
    return [12 * x, 17 * y, 255 - 5 * x - 6 * y, 200][i % octets]!;
  });
}

/** The peak signal-to-noise ratio of two pictures, in decibels: 30 is a fair likeness, 50 cannot be told apart. */
export function likeness(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) throw new RangeError(`${one.length} pixels are not ${other.length}`);
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i]! - other[i]!) ** 2;
  return 10 * Math.log10((255 * 255 * one.length) / sum);
}

const OCTETS = new Set(["jpeg", "grey", "rgb", "pixels"]);

function read(maker: string): unknown {
  const text = readFileSync(join(ROOT, "fixtures/pictures", `${maker}.json`), "utf8");
  return JSON.parse(text, (key, value) =>
    OCTETS.has(key) ? new Uint8Array(Buffer.from(value as string, "hex")) : value,
  );
}
