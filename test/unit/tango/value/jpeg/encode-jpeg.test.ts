import assert from "node:assert/strict";
import { test } from "node:test";
import { planesOf, toColours, toGrey } from "../../../../../src/tango/value/jpeg/colours.ts";
import { decodeJpeg } from "../../../../../src/tango/value/jpeg/decode-jpeg.ts";
import { encodeJpeg } from "../../../../../src/tango/value/jpeg/encode-jpeg.ts";
import { Random } from "../../../../fuzz/random.ts";
import { likeness } from "../../../../support/jpeg-corpus.ts";

const greyOf = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return 128 + 90 * Math.sin(x / 9) * Math.cos(y / 7);
  });

const coloursOf = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 90 * Math.sin((x + 20 * (i % 3)) / 19) * Math.cos(y / 23);
  });

test("keeps a picture of any size as well as its quality promises", () => {
  for (const [width, height] of [
    [1, 1],
    [7, 3],
    [8, 8],
    [9, 17],
    [16, 16],
    [33, 31],
    [120, 90],
  ] as const) {
    const [grey, colours] = [greyOf(width, height), coloursOf(width, height)];
    for (const { quality, least } of [
      { quality: 100, least: 45 },
      { quality: 90, least: 35 },
      { quality: 50, least: 28 },
      { quality: 10, least: 20 },
    ]) {
      const greyAgain = toGrey(decodeJpeg(encodeJpeg([{ width, height, data: grey }], quality)));
      const title = `${width} x ${height} at quality ${quality}`;
      assert.ok(likeness(grey, greyAgain) > least, `${title}: ${likeness(grey, greyAgain)} dB`);
      const planes = planesOf(colours, width, height, 3);
      const coloursAgain = toColours(decodeJpeg(encodeJpeg(planes, quality)), 3);
      assert.ok(
        likeness(colours, coloursAgain) > least - 8,
        `${title}: ${likeness(colours, coloursAgain)} dB`,
      );
    }
  }
});

test("keeps black, white and grey to the bit", () => {
  for (const level of [0, 77, 128, 255]) {
    const data = new Uint8Array(20 * 20).fill(level);
    assert.deepEqual(toGrey(decodeJpeg(encodeJpeg([{ width: 20, height: 20, data }], 100))), data);
    const colours = new Uint8Array(3 * 20 * 20).fill(level);
    const decoded = toColours(decodeJpeg(encodeJpeg(planesOf(colours, 20, 20, 3), 100)), 3);
    assert.deepEqual(decoded, new Uint8ClampedArray(colours));
  }
});

test("encodes noise, which needs most octets", () => {
  const data = new Random(1).bytes(64 * 48).map((octet) => (octet & 1) * 255);
  for (const quality of [0, 50, 100]) {
    const decoded = toGrey(decodeJpeg(encodeJpeg([{ width: 64, height: 48, data }], quality)));
    assert.ok(likeness(data, decoded) > (quality === 100 ? 30 : 5));
  }
});

test("encodes the longest rows and columns", () => {
  const data = new Uint8Array(65_535).map((_, i) => i >> 8);
  for (const { width, height } of [
    { width: 65_535, height: 1 },
    { width: 1, height: 65_535 },
  ]) {
    const decoded = decodeJpeg(encodeJpeg([{ width, height, data }], 90));
    assert.deepEqual([decoded.frame.width, decoded.frame.height], [width, height]);
    assert.ok(likeness(data, toGrey(decoded)) > 45);
  }
});
