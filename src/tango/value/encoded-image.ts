import { devError } from "../error/dev-error.ts";
import { WrongData } from "../error/dev-failed-classes.ts";
import { describeArgument } from "../error/wrong-argument.ts";
import type { Encoded } from "./encoded.ts";
import { type ImageRows, ImageValue } from "./image-value.ts";

/** An image in colours: the octets of its pixels, row by row. */
export interface ColourImage<A extends Uint8Array | Uint8ClampedArray = Uint8Array> {
  readonly width: number;
  readonly height: number;
  readonly data: A;
}

/**
 * Images as values of type DevEncoded, in the formats GRAY8, GRAY16 and RGB24 of cppTango's EncodedAttribute: width and height as 16 bits
 * each, then the pixels, all most significant octet first. Those compressed as JPEG (JPEG_GRAY8, JPEG_RGB) are for a decoder of JPEG, which takes their
 * `data` as they are.
 *
 * ```ts
 * const { value } = await camera.readAttribute<Encoded>("image");
 * const picture = EncodedAttribute.decodeGray8(value!);
 * console.log(picture.dimX, picture.dimY, picture.at(0, 0));
 * ```
 * To encode throws WrongData API_InvalidArgs for what is no such image; to decode throws WrongData API_WrongFormat for another format, and for less data
 * than width and height promise.
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
    if (typeof image?.data?.length !== "number")
      throw noImage(`an image in colours has width, height and data, unlike ${describeArgument(image)}`);
    const { width, height, data } = image;
    if (data.length !== 3 * width * height) {
      throw noImage(
        `${width} x ${height} pixels in colours are ${3 * width * height} octets, not ${data.length}`,
      );
    }
    checkPixels(data, 0xff);
    return encoded("RGB24", width, height, data);
  },

  /** The pixels are a view of what was received. */
  decodeGray8(value: Encoded): ImageValue<number, Uint8Array> {
    const { width, height, pixels } = decoded(value, "GRAY8", 1);
    return new ImageValue(pixels, width, height);
  },

  /** The pixels in memory of their own. */
  decodeGray16(value: Encoded): ImageValue<number, Uint16Array> {
    const { width, height, pixels } = decoded(value, "GRAY16", 2);
    const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.length);
    const data = Uint16Array.from({ length: width * height }, (_, i) => view.getUint16(2 * i));
    return new ImageValue(data, width, height);
  },

  /** Three octets for each pixel: red, green, blue. They are a view of what was received. */
  decodeRgb24(value: Encoded): ColourImage {
    const { width, height, pixels } = decoded(value, "RGB24", 3);
    return { width, height, data: pixels };
  },

  /**
   * Four octets for each pixel, as the ImageData of a canvas has them: red, green, blue, and 255 for opaque, where cppTango has 0.
   */
  decodeRgb32(value: Encoded): ColourImage<Uint8ClampedArray> {
    const { width, height, pixels } = decoded(value, "RGB24", 3);
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
  for (const size of [width, height]) {
    if (!Number.isInteger(size) || size < 0 || size > MAX_SIZE)
      throw noImage(`an image has 0 to ${MAX_SIZE} columns and rows, not ${width} and ${height}`);
  }
  const data = new Uint8Array(HEADER_SIZE + pixels.length);
  const header = new DataView(data.buffer);
  header.setUint16(0, width);
  header.setUint16(2, height);
  data.set(pixels, HEADER_SIZE);
  return { format, data };
}

function decoded(value: Encoded, wanted: string, octetsPerPixel: number) {
  const { format, data } = value ?? {};
  if (format !== wanted || !(data instanceof Uint8Array)) {
    throw wrongFormat(`an image in format ${wanted} is wanted, not ${describeArgument(format ?? value)}`);
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
