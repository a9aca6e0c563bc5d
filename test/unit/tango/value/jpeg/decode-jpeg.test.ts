import assert from "node:assert/strict";
import { test } from "node:test";
import { WrongData } from "../../../../../src/tango/error/dev-failed-classes.ts";
import { toColours, toGrey } from "../../../../../src/tango/value/jpeg/colours.ts";
import { decodeJpeg } from "../../../../../src/tango/value/jpeg/decode-jpeg.ts";
import { encodeJpeg } from "../../../../../src/tango/value/jpeg/encode-jpeg.ts";
import { segment } from "../../../../../src/tango/value/jpeg/segment.ts";
import { mutate } from "../../../../fuzz/mutation.ts";
import { Random } from "../../../../fuzz/random.ts";
import { recordedPictures } from "../../../../support/jpeg-corpus.ts";

const PICTURES = recordedPictures().filter(({ rgb }) => rgb !== undefined);
const GREY = encodeJpeg([{ width: 24, height: 16, data: new Uint8Array(24 * 16).map((_, i) => i) }], 75);

const refused = (jpeg: ArrayLike<number>, reason: "API_DecodeErr" | "API_WrongFormat", desc: RegExp): void =>
  assert.throws(
    () => decodeJpeg(Uint8Array.from(jpeg)),
    (error) => {
      assert.ok(error instanceof WrongData, String(error));
      assert.equal(error.reason, reason);
      assert.match(error.errors[0]!.desc, desc);
      return true;
    },
  );

/** GREY with other octets in the place of its first segment of this marker; null for none. */
function changed(marker: number, content: readonly number[] | null, otherMarker = marker): number[] {
  const octets = [...GREY];
  const at = octets.findIndex((octet, i) => octet === 0xff && octets[i + 1] === marker);
  const size = 2 + (octets[at + 2]! << 8) + octets[at + 3]!;
  octets.splice(at, size, ...(content === null ? [] : segment(otherMarker, content)));
  return octets;
}

const FRAME = [8, 0, 16, 0, 24, 1, 1, 0x11, 0];

test("refuses what is no JPEG, and kinds that are not decoded", () => {
  refused([], "API_DecodeErr", /does not begin with a marker SOI/);
  refused([...Buffer.from("hello")], "API_DecodeErr", /does not begin with a marker SOI/);
  for (const [marker, found] of [
    [0xc3, /lossless \(SOF3\)/],
    [0xc5, /hierarchical \(SOF5\)/],
    [0xc9, /arithmetic \(SOF9\)/],
    [0xca, /arithmetic \(SOF10\)/],
    [0xf7, /JPEG-LS/],
  ] as const)
    refused(changed(0xc0, FRAME, marker), "API_WrongFormat", found);
  refused(changed(0xc0, [12, ...FRAME.slice(1)]), "API_WrongFormat", /samples have 12 bits, not 8/);
  refused(changed(0xc0, [8, 0, 0, 0, 24, 1, 1, 0x11, 0]), "API_WrongFormat", /height is left open/);
  refused(changed(0xc0, [8, 0, 16, 0, 24, 2, 1, 0x11, 0, 2, 0x11, 0]), "API_WrongFormat", /has 2 components/);
});

test("refuses segments that make no sense", () => {
  refused(changed(0xc0, FRAME.slice(0, 8)), "API_DecodeErr", /frame header has 8 octets/);
  refused(changed(0xc0, [8, 0, 16, 0, 0, 1, 1, 0x11, 0]), "API_DecodeErr", /width is 0/);
  refused(changed(0xc0, [8, 0, 16, 0, 24, 1, 1, 0x51, 0]), "API_DecodeErr", /5 x 1 blocks in a unit/);
  refused(changed(0xc0, [8, 0, 16, 0, 24, 1, 1, 0x11, 4]), "API_DecodeErr", /no quantisation table 4/);
  refused(changed(0xc0, null), "API_DecodeErr", /scan before its frame/);
  refused(changed(0xdb, null), "API_DecodeErr", /quantisation table 0 is missing/);
  refused(changed(0xdb, [0x20, ...new Array(64).fill(1)]), "API_DecodeErr", /wrong segment of quantisation/);
  refused(changed(0xc4, null), "API_DecodeErr", /Huffman table 0 is missing/);
  refused(
    changed(0xc4, [0, 3, ...new Array(15).fill(0), 1, 2, 3]),
    "API_DecodeErr",
    /too many codes of 1 bits/,
  );
  refused(changed(0xc4, [0, 200, ...new Array(15).fill(0)]), "API_DecodeErr", /wrong segment of Huffman/);
  refused(changed(0xda, [1, 9, 0, 0, 63, 0]), "API_DecodeErr", /component 9, which it has not/);
  refused(changed(0xda, [2, 1, 0, 0, 63, 0]), "API_DecodeErr", /scan header of 6 octets has 2/);
  refused(changed(0xe0, [0], 0xdd), "API_DecodeErr", /segment DRI has 1 octets/);
  refused([0xff, 0xd8, ...segment(0xc0, FRAME), ...GREY.subarray(2)], "API_DecodeErr", /two frames/);
  refused([0xff, 0xd8, 0xff, 0xd9], "API_DecodeErr", /ends before all components have come/);
  refused([0xff, 0xd8, 0xff, 0xd8, ...GREY.subarray(2)], "API_DecodeErr", /marker 0xd8 out of place/);
  refused([0xff, 0xd8, 0xff, 0x01, ...GREY.subarray(2)], "API_DecodeErr", /no marker at octet 2/);
  refused([0xff, 0xd8, 0xff, 0xe0, 0, 1, ...GREY.subarray(2)], "API_DecodeErr", /segment 0xe0 is incomplete/);
});

test("refuses a picture that its data cannot hold before it takes memory for it", () => {
  const claim = (width: number, height: number) => [
    8,
    height >> 8,
    height & 0xff,
    width >> 8,
    width & 0xff,
    1,
    1,
    0x11,
    0,
  ];
  refused(
    changed(0xc0, claim(65_535, 65_535)),
    "API_WrongFormat",
    /65535 x 65535 pixels, where 67108864 are/,
  );
  refused(changed(0xc0, claim(8192, 8192)), "API_DecodeErr", /octets cannot hold 8192 x 8192 pixels/);
  refused(changed(0xc0, claim(8192, 8192), 0xc2), "API_DecodeErr", /octets cannot hold 8192 x 8192 pixels/);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 1000; i++)
    assert.throws(() => decodeJpeg(Uint8Array.from(changed(0xc0, claim(8192, 8192)))));
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024);
});

test("refuses a picture with more scans than it may have", () => {
  const { jpeg } = PICTURES.find(({ name }) => name === "libjpeg grey, progressive, 2 x 2 blocks in a unit")!;
  const scan = jpeg.findIndex((octet, i) => octet === 0xff && jpeg[i + 1] === 0xda);
  // The first scan, and once more.
  const end = jpeg.findIndex((octet, i) => i > scan + 2 && octet === 0xff && jpeg[i + 1] !== 0);
  const twice = [...jpeg.subarray(0, end), ...jpeg.subarray(scan, end), ...jpeg.subarray(end)];
  refused(twice, "API_DecodeErr", /scans of component 1 do not follow each other/);
});

test("takes what the format allows: octets before markers, segments of others, octets behind the end", () => {
  const expected = toGrey(decodeJpeg(GREY));
  for (const octets of [
    [0xff, 0xd8, 0xff, 0xff, 0xff, ...GREY.subarray(3)],
    [0xff, 0xd8, ...segment(0xfe, [1, 2, 3]), ...segment(0xe1, [0xff, 0xd9]), ...GREY.subarray(2)],
    [...GREY, 1, 2, 3],
    [...GREY.subarray(0, -2), 0x55, 0x55, ...GREY.subarray(-2)],
  ])
    assert.deepEqual(toGrey(decodeJpeg(Uint8Array.from(octets))), expected);
});

test("takes no picture that is cut off, wherever", () => {
  for (const { jpeg, name } of PICTURES) {
    for (let length = 0; length < jpeg.length; length++) {
      assert.throws(
        () => decodeJpeg(jpeg.subarray(0, length)),
        (error) => error instanceof WrongData && error.reason === "API_DecodeErr",
        `${name}, ${length} octets`,
      );
    }
  }
});

test("decodes damaged pictures or says why not", () => {
  const jpegs = PICTURES.map(({ jpeg }) => jpeg);
  let decodedOnes = 0;
  for (let index = 0; index < 4000; index++) {
    const random = Random.ofInput(20_251, index);
    const damaged = mutate(random.pick(jpegs), jpegs, random);
    try {
      const picture = decodeJpeg(damaged);
      const size = picture.frame.width * picture.frame.height;
      assert.equal(toGrey(picture).length, size);
      assert.equal(toColours(picture, 4).length, 4 * size);
      decodedOnes++;
    } catch (error) {
      assert.ok(error instanceof WrongData, `input ${index}: ${error}`);
      assert.ok(error.reason === "API_DecodeErr" || error.reason === "API_WrongFormat", error.reason);
    }
  }
  assert.ok(decodedOnes > 100 && decodedOnes < 3900, `${decodedOnes} were decoded`);
});
