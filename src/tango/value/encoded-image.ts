import { devError } from "../error/dev-error.ts";
import { WrongData } from "../error/dev-failed-classes.ts";
import { describeArgument } from "../error/wrong-argument.ts";
import type { Encoded } from "./encoded.ts";
import { type ImageRows, ImageValue } from "./image-value.ts";
import { planesOf, toColours, toGrey } from "./jpeg/colours.ts";
import { decodeJpeg } from "./jpeg/decode-jpeg.ts";
import { encodeJpeg } from "./jpeg/encode-jpeg.ts";

/** An image in colours: the octets of its pixels, row by row. */
export interface ColourImage<A extends Uint8Array | Uint8ClampedArray = Uint8Array> {
  readonly width: number;
  readonly height: number;
  readonly data: A;
}

/**
 * Images as values of type DevEncoded, in the formats of cppTango's EncodedAttribute. GRAY8, GRAY16 and RGB24: width and height as 16 bits
 * each, then the pixels, all most significant octet first. JPEG_GRAY8 and JPEG_RGB: a JPEG file, and nothing else.
 *
 * ```ts
 * const { value } = await camera.readAttribute<Encoded>("image");
 * const picture = EncodedAttribute.decodeGray8(value!);
 * console.log(picture.dimX, picture.dimY, picture.at(0, 0));
 * ```
 * JPEG is written as cppTango 10 does, octet for octet: baseline, colours with half the rows and columns of brightness. The `quality` is from 0, the
 * worst, which counts as 1, to 100, the best and PyTango's default; fractions are cut off. What is read may be progressive, too, and of up to 67,108,864
 * pixels, as 8192 x 8192.
 *
 * To encode throws WrongData API_InvalidArgs for what is no such image; to decode throws WrongData: API_WrongFormat for another format, for kinds of
 * JPEG that are not decoded (arithmetic, lossless, 12 bits, CMYK), and for less data than width and height promise; API_DecodeErr, as cppTango 10, for
 * JPEG that is damaged, and for JPEG that is cut off, where cppTango fills in grey.
 */
export const EncodedAttribute = {
  /** Pixels from 0 to 255. */
  encodeGray8(image: ImageRows<number>): Encoded {
    const { data, dimX, dimY } = imageOf(image);
    checkPixels(data, 0xff);
    return encoded("GRAY8", dimX, dimY, data);
  },

  /** Pixels from 0 to 65535. */
  encodeGray16(image: ImageRows<number>): Encoded {
    const { data, dimX, dimY } = imageOf(image);
    checkPixels(data, 0xffff);
    const pixels = new Uint8Array(2 * data.length);
    const view = new DataView(pixels.buffer);
    for (let i = 0; i < data.length; i++) view.setUint16(2 * i, data[i]!);
    return encoded("GRAY16", dimX, dimY, pixels);
  },

  /** Three octets for each pixel: red, green, blue. */
  encodeRgb24(image: ColourImage<Uint8Array | Uint8ClampedArray>): Encoded {
    const { width, height, data } = coloursOf(image, 3);
    return encoded("RGB24", width, height, data);
  },

  /** Pixels from 0 to 255, at least one. */
  encodeJpegGray8(image: ImageRows<number>, quality = BEST_QUALITY): Encoded {
    const { data, dimX, dimY } = imageOf(image);
    checkPixels(data, 0xff);
    checkJpeg(dimX, dimY, quality);
    return { format: "JPEG_GRAY8", data: encodeJpeg([{ width: dimX, height: dimY, data }], quality) };
  },

  /** Three octets for each pixel: red, green, blue. At least one pixel. */
  encodeJpegRgb24(image: ColourImage<Uint8Array | Uint8ClampedArray>, quality = BEST_QUALITY): Encoded {
    return jpegOf(image, 3, quality);
  },

  /** Four octets for each pixel, as the ImageData of a canvas has them: red, green, blue, and one that JPEG cannot keep. At least one pixel. */
  encodeJpegRgb32(image: ColourImage<Uint8Array | Uint8ClampedArray>, quality = BEST_QUALITY): Encoded {
    return jpegOf(image, 4, quality);
  },

  /**
   * Takes GRAY8, whose pixels are a view of what was received, and JPEG_GRAY8, whose pixels are in memory of their own. Of a JPEG in colours these are the
   * brightness of each pixel, where cppTango gives its colours for shades of grey.
   */
  decodeGray8(value: Encoded): ImageValue<number, Uint8Array> {
    if (isJpeg(value, "JPEG_GRAY8")) {
      const picture = decodeJpeg(value.data);
      return new ImageValue(toGrey(picture), picture.frame.width, picture.frame.height);
    }
    const { width, height, pixels } = decoded(value, "GRAY8", 1, "JPEG_GRAY8");
    return new ImageValue(pixels, width, height);
  },

  /** The pixels in memory of their own. */
  decodeGray16(value: Encoded): ImageValue<number, Uint16Array> {
    const { width, height, pixels } = decoded(value, "GRAY16", 2);
    const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.length);
    const data = Uint16Array.from({ length: width * height }, (_, i) => view.getUint16(2 * i));
    return new ImageValue(data, width, height);
  },

  /**
   * Three octets for each pixel: red, green, blue. Takes RGB24, where they are a view of what was received, and JPEG_RGB, where they are memory of its
   * own; of a JPEG in grey all three are the same.
   */
  decodeRgb24(value: Encoded): ColourImage {
    if (isJpeg(value, "JPEG_RGB")) {
      const { width, height, data } = coloursOfJpeg(value.data, 3);
      return { width, height, data: new Uint8Array(data.buffer) };
    }
    const { width, height, pixels } = decoded(value, "RGB24", 3, "JPEG_RGB");
    return { width, height, data: pixels };
  },

  /**
   * Four octets for each pixel, as the ImageData of a canvas has them: red, green, blue, and 255 for opaque, where cppTango has 0 with RGB24, and before
   * release 10 with JPEG_RGB. Takes RGB24 and JPEG_RGB, and gives memory of its own.
   */
  decodeRgb32(value: Encoded): ColourImage<Uint8ClampedArray> {
    if (isJpeg(value, "JPEG_RGB")) return coloursOfJpeg(value.data, 4);
    const { width, height, pixels } = decoded(value, "RGB24", 3, "JPEG_RGB");
    const data = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
      data[to] = pixels[from]!;
      data[to + 1] = pixels[from + 1]!;
      data[to + 2] = pixels[from + 2]!;
    }
    return { width, height, data };
  },
};

function imageOf(image: ImageRows<number>): ImageValue {
  if (image instanceof ImageValue) return image;
  try {
    return ImageValue.fromRows(image);
  } catch (error) {
    throw noImage((error as Error).message);
  }
}

function coloursOf(
  image: ColourImage<Uint8Array | Uint8ClampedArray>,
  octets: 3 | 4,
): ColourImage<Uint8Array | Uint8ClampedArray> {
  if (typeof image?.data?.length !== "number")
    throw noImage(`an image in colours has width, height and data, unlike ${describeArgument(image)}`);
  const { width, height, data } = image;
  const size = octets * width * height;
  if (data.length !== size)
    throw noImage(`${width} x ${height} pixels in colours are ${size} octets, not ${data.length}`);
  checkPixels(data, 0xff);
  return image;
}

function jpegOf(image: ColourImage<Uint8Array | Uint8ClampedArray>, octets: 3 | 4, quality: number): Encoded {
  const { width, height, data } = coloursOf(image, octets);
  checkJpeg(width, height, quality);
  return { format: "JPEG_RGB", data: encodeJpeg(planesOf(data, width, height, octets), quality) };
}

function coloursOfJpeg(data: Uint8Array, octets: 3 | 4) {
  const picture = decodeJpeg(data);
  const { width, height } = picture.frame;
  return { width, height, data: toColours(picture, octets) };
}

function checkJpeg(width: number, height: number, quality: number): void {
  checkSize("an image in JPEG", width, height, 1);
  if (!(quality >= 0 && quality <= BEST_QUALITY))
    throw noImage(`the quality of JPEG is from 0 to ${BEST_QUALITY}, not ${describeArgument(quality)}`);
}

function checkSize(what: string, width: number, height: number, least: number): void {
  for (const size of [width, height]) {
    if (!Number.isInteger(size) || size < least || size > MAX_SIZE)
      throw noImage(`${what} has ${least} to ${MAX_SIZE} columns and rows, not ${width} and ${height}`);
  }
}

function checkPixels(pixels: ArrayLike<number>, most: number): void {
  if (pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray) return;
  if (pixels instanceof Uint16Array && most === 0xffff) return;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i]!;
    if (!(Number.isInteger(pixel) && pixel >= 0 && pixel <= most))
      throw noImage(`a pixel is an integer from 0 to ${most}, not ${describeArgument(pixel)}`);
  }
}

function encoded(format: string, width: number, height: number, pixels: ArrayLike<number>): Encoded {
  checkSize("an image", width, height, 0);
  const data = new Uint8Array(HEADER_SIZE + pixels.length);
  const header = new DataView(data.buffer);
  header.setUint16(0, width);
  header.setUint16(2, height);
  data.set(pixels, HEADER_SIZE);
  return { format, data };
}

function isJpeg(value: Encoded, wanted: "JPEG_GRAY8" | "JPEG_RGB"): boolean {
  return value?.format === wanted && value.data instanceof Uint8Array;
}

function decoded(value: Encoded, wanted: string, octetsPerPixel: number, orJpeg?: string) {
  const { format, data } = value ?? {};
  if (format !== wanted || !(data instanceof Uint8Array)) {
    const formats = orJpeg === undefined ? wanted : `${wanted} or ${orJpeg}`;
    throw wrongFormat(`an image in format ${formats} is wanted, not ${describeArgument(format ?? value)}`);
  }
  if (data.length < HEADER_SIZE) throw wrongFormat(`${data.length} octets are no image in format ${wanted}`);
  const header = new DataView(data.buffer, data.byteOffset, HEADER_SIZE);
  const [width, height] = [header.getUint16(0), header.getUint16(2)];
  const size = width * height * octetsPerPixel;
  if (data.length < HEADER_SIZE + size) {
    const has = `${data.length - HEADER_SIZE} octets of pixels, not ${size}`;
    throw wrongFormat(`an image of ${width} x ${height} in format ${wanted} has ${has}`);
  }
  return { width, height, pixels: data.subarray(HEADER_SIZE, HEADER_SIZE + size) };
}

function wrongFormat(desc: string): WrongData {
  return new WrongData([devError("API_WrongFormat", desc, "EncodedAttribute")]);
}

function noImage(desc: string): WrongData {
  return new WrongData([devError("API_InvalidArgs", desc, "EncodedAttribute")]);
}

const HEADER_SIZE = 4;
const MAX_SIZE = 0xffff;
const BEST_QUALITY = 100;
