import assert from "node:assert/strict";
import { test } from "node:test";
import { WrongData } from "../../src/tango/error/dev-failed-classes.ts";
import { EncodedAttribute } from "../../src/tango/value/encoded-image.ts";
import { ImageValue } from "../../src/tango/value/image-value.ts";
import { RECORDED, recordedOriginal, recordedPictures, tangoPictures } from "../support/jpeg-corpus.ts";

// JPEG of libjpeg-turbo 2.1.5, cppTango 9.3.4 and 10.0.2: ours has the same octets, and is decoded to the same pixels.

const { width, height } = RECORDED;

for (const { name, jpeg, grey, rgb } of recordedPictures()) {
  const [asGrey, asColours] = [
    { format: "JPEG_GRAY8", data: jpeg },
    { format: "JPEG_RGB", data: jpeg },
  ];
  if (grey !== undefined && rgb !== undefined) {
    test(`decodes as libjpeg does: ${name}`, () => {
      const image = EncodedAttribute.decodeGray8(asGrey);
      assert.deepEqual(image, new ImageValue(grey, width, height));
      assert.deepEqual(EncodedAttribute.decodeRgb24(asColours), { width, height, data: rgb });
      assert.deepEqual(EncodedAttribute.decodeRgb32(asColours), { width, height, data: withAlpha(rgb) });
    });
  } else {
    test(`says what it is that is not decoded: ${name}`, () => {
      const found = name.endsWith("arithmetic")
        ? /coding is arithmetic \(SOF9\)/
        : /4 components, as in CMYK/;
      assert.throws(
        () => EncodedAttribute.decodeRgb24(asColours),
        (error) =>
          error instanceof WrongData && error.reason === "API_WrongFormat" && found.test(error.message),
      );
    });
  }
}

for (const { kind, quality, format, jpeg, pixels } of tangoPictures()) {
  test(`encodes and decodes ${kind} of quality ${quality} as cppTango 10`, () => {
    if (kind === "gray8") {
      const image = new ImageValue(recordedOriginal(1), width, height);
      assert.deepEqual(EncodedAttribute.encodeJpegGray8(image, quality), { format, data: jpeg });
      assert.deepEqual(EncodedAttribute.decodeGray8({ format, data: jpeg }).data, pixels);
      return;
    }
    const octets = kind === "rgb24" ? 3 : 4;
    const image = { width, height, data: recordedOriginal(octets) };
    const encoded =
      octets === 3
        ? EncodedAttribute.encodeJpegRgb24(image, quality)
        : EncodedAttribute.encodeJpegRgb32(image, quality);
    assert.deepEqual(encoded, { format, data: jpeg });
    const decoded = EncodedAttribute.decodeRgb32({ format, data: jpeg });
    assert.deepEqual(decoded.data, new Uint8ClampedArray(pixels));
  });
}

function withAlpha(rgb: Uint8Array): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: (rgb.length / 3) * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : rgb[3 * (i >> 2) + (i % 4)]!,
  );
}
