import assert from "node:assert/strict";
import { test } from "node:test";
import { WrongData } from "../../../../src/tango/error/dev-failed-classes.ts";
import { EncodedAttribute } from "../../../../src/tango/value/encoded-image.ts";
import { ImageValue } from "../../../../src/tango/value/image-value.ts";
import { Random } from "../../../fuzz/random.ts";
import { likeness } from "../../../support/jpeg-corpus.ts";

const ROWS = [
  [1, 2, 255],
  [4, 5, 6],
];
const NOISE = new ImageValue(new Random(3).bytes(32 * 32), 32, 32);

test("encodes shades of grey as cppTango and decodes them", () => {
  const gray8 = EncodedAttribute.encodeGray8(ROWS);
  assert.deepEqual(gray8, { format: "GRAY8", data: Uint8Array.of(0, 3, 0, 2, 1, 2, 255, 4, 5, 6) });
  const image = EncodedAttribute.decodeGray8(gray8);
  assert.deepEqual([image.dimX, image.dimY, image.at(2, 0)], [3, 2, 255]);
  assert.equal(image.data.buffer, gray8.data.buffer);
  const gray16 = EncodedAttribute.encodeGray16(new ImageValue(Uint16Array.of(0x0102, 0xffee), 1, 2));
  assert.deepEqual(gray16, { format: "GRAY16", data: Uint8Array.of(0, 1, 0, 2, 1, 2, 0xff, 0xee) });
  assert.deepEqual(EncodedAttribute.decodeGray16(gray16).toRows(), [
    Uint16Array.of(0x0102),
    Uint16Array.of(0xffee),
  ]);
});

test("encodes colours and decodes them", () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const rgb24 = EncodedAttribute.encodeRgb24({ width: 2, height: 1, data });
  assert.deepEqual(rgb24, { format: "RGB24", data: Uint8Array.of(0, 2, 0, 1, ...data) });
  assert.deepEqual(EncodedAttribute.decodeRgb24(rgb24), { width: 2, height: 1, data });
  assert.deepEqual(EncodedAttribute.decodeRgb32(rgb24), {
    width: 2,
    height: 1,
    data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255),
  });
});

test("encodes JPEG, and decodes it into memory of its own", () => {
  const grey = EncodedAttribute.encodeJpegGray8(ROWS);
  assert.equal(grey.format, "JPEG_GRAY8");
  assert.deepEqual(grey, EncodedAttribute.encodeJpegGray8(ROWS, 100));
  const image = EncodedAttribute.decodeGray8(grey);
  assert.deepEqual([image.dimX, image.dimY], [3, 2]);
  assert.ok(likeness(image.data, ROWS.flat()) > 45);
  assert.notEqual(image.data.buffer, grey.data.buffer);

  const [width, height] = [16, 2];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i % 3) * 40 + i);
  const colours = EncodedAttribute.encodeJpegRgb24({ width, height, data });
  assert.equal(colours.format, "JPEG_RGB");
  const rgb24 = EncodedAttribute.decodeRgb24(colours);
  assert.deepEqual([rgb24.width, rgb24.height, rgb24.data.constructor], [width, height, Uint8Array]);
  assert.ok(likeness(rgb24.data, data) > 35);
  const rgb32 = EncodedAttribute.decodeRgb32(colours);
  assert.deepEqual(
    rgb32.data.filter((_, i) => i % 4 !== 3),
    new Uint8ClampedArray(rgb24.data),
  );
  assert.ok(rgb32.data.every((octet, i) => i % 4 !== 3 || octet === 255));
  // What is in the fourth octet does not matter.
  const pixels = rgb32.data.map((octet, i) => (i % 4 === 3 ? i : (data[3 * (i >> 2) + (i % 4)] ?? octet)));
  assert.deepEqual(EncodedAttribute.encodeJpegRgb32({ width, height, data: pixels }), colours);
});

test("takes the quality of JPEG as cppTango does", () => {
  const size = (quality: number) => EncodedAttribute.encodeJpegGray8(NOISE, quality).data.length;
  assert.ok(size(10) < size(75) && size(75) < size(100));
  assert.equal(size(0), size(1));
  assert.equal(size(75), size(75.9));
});

test("decodes JPEG in colours as brightness, and in grey as colours", () => {
  const data = Uint8Array.of(255, 0, 0, 255, 0, 0);
  const { data: red } = EncodedAttribute.encodeJpegRgb24({ width: 2, height: 1, data });
  const brightness = EncodedAttribute.decodeGray8({ format: "JPEG_GRAY8", data: red });
  assert.deepEqual(brightness.data, Uint8Array.of(76, 76));
  const { data: grey } = EncodedAttribute.encodeJpegGray8([[90, 90]]);
  const colours = EncodedAttribute.decodeRgb24({ format: "JPEG_RGB", data: grey });
  assert.deepEqual(colours, { width: 2, height: 1, data: new Uint8Array(6).fill(90) });
});

test("takes empty images, and data with something behind the pixels", () => {
  assert.equal(EncodedAttribute.decodeGray8(EncodedAttribute.encodeGray8([])).data.length, 0);
  const longer = { format: "GRAY8", data: Uint8Array.of(0, 1, 0, 1, 7, 8) };
  assert.deepEqual(EncodedAttribute.decodeGray8(longer).data, Uint8Array.of(7));
});

test("refuses what is no such image", () => {
  const refused = (call: () => unknown, reason: string, desc: RegExp) =>
    assert.throws(call, (error) => {
      assert.ok(error instanceof WrongData);
      assert.equal(error.reason, reason);
      assert.match(error.errors[0]!.desc, desc);
      return true;
    });
  const gray8 = EncodedAttribute.encodeGray8(ROWS);
  refused(
    () => EncodedAttribute.decodeGray16(gray8),
    "API_WrongFormat",
    /format GRAY16 is wanted, not .*GRAY8/,
  );
  refused(
    () => EncodedAttribute.decodeGray8({ format: "GRAY8", data: Uint8Array.of(255, 255, 255, 255, 1) }),
    "API_WrongFormat",
    /65535 x 65535 .* has 1 octets of pixels/,
  );
  refused(
    () => EncodedAttribute.decodeGray8({ format: "GRAY8", data: Uint8Array.of(0) }),
    "API_WrongFormat",
    /1 octets are no image/,
  );
  refused(
    () => EncodedAttribute.decodeRgb24(null as never),
    "API_WrongFormat",
    /RGB24 or JPEG_RGB is wanted/,
  );
  refused(
    () => EncodedAttribute.encodeRgb24({ width: 2, height: 2, data: new Uint8Array(3) }),
    "API_InvalidArgs",
    /12 octets, not 3/,
  );
  const colours = (data: unknown) => () =>
    EncodedAttribute.encodeRgb24({ width: 1, height: 1, data: data as Uint8Array });
  refused(colours([1, -1, 2]), "API_InvalidArgs", /from 0 to 255, not -1/);
  refused(colours([300, 1, 2]), "API_InvalidArgs", /from 0 to 255, not 300/);
  refused(colours([1, 2, 2.5]), "API_InvalidArgs", /from 0 to 255, not 2.5/);
  refused(colours("abc"), "API_InvalidArgs", /from 0 to 255, not "a"/);
  refused(colours(undefined), "API_InvalidArgs", /has width, height and data, unlike an object/);
  refused(
    () => EncodedAttribute.encodeRgb24(null as never),
    "API_InvalidArgs",
    /has width, height and data, unlike null/,
  );
  refused(() => EncodedAttribute.encodeGray8([[1], [1, 2]]), "API_InvalidArgs", /row 1/);
  refused(() => EncodedAttribute.encodeGray8([[256]]), "API_InvalidArgs", /from 0 to 255, not 256/);
  refused(() => EncodedAttribute.encodeGray16([[0.5]]), "API_InvalidArgs", /from 0 to 65535, not 0.5/);
  const wide = new ImageValue(new Uint8Array(65_536), 65_536, 1);
  refused(() => EncodedAttribute.encodeJpegGray8(wide), "API_InvalidArgs", /1 to 65535 columns/);
  refused(
    () => EncodedAttribute.encodeJpegGray8([]),
    "API_InvalidArgs",
    /1 to 65535 columns .*, not 0 and 0/,
  );
  refused(() => EncodedAttribute.encodeJpegGray8([[256]]), "API_InvalidArgs", /from 0 to 255, not 256/);
  for (const quality of [-1, 101, Number.NaN, "best" as never])
    refused(
      () => EncodedAttribute.encodeJpegGray8(ROWS, quality),
      "API_InvalidArgs",
      /quality of JPEG is from 0/,
    );
  refused(
    () => EncodedAttribute.encodeJpegRgb32({ width: 1, height: 1, data: new Uint8Array(3) }),
    "API_InvalidArgs",
    /4 octets, not 3/,
  );
  const jpeg = EncodedAttribute.encodeJpegGray8(ROWS);
  refused(
    () => EncodedAttribute.decodeRgb24(jpeg),
    "API_WrongFormat",
    /RGB24 or JPEG_RGB is wanted, not .*GRAY8/,
  );
  refused(() => EncodedAttribute.decodeGray16(jpeg), "API_WrongFormat", /GRAY16 is wanted, not .*JPEG_GRAY8/);
  const cut = { format: "JPEG_GRAY8", data: jpeg.data.subarray(0, -9) };
  refused(() => EncodedAttribute.decodeGray8(cut), "API_DecodeErr", /JPEG picture is damaged: its data end/);
  refused(() => EncodedAttribute.encodeGray8(wide), "API_InvalidArgs", /0 to 65535 columns/);
});
