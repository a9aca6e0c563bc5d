import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeTable } from "../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../src/tango/server/test-context/device-test-context.ts";
import type { Encoded } from "../../src/tango/value/encoded.ts";
import { EncodedAttribute } from "../../src/tango/value/encoded-image.ts";
import { ImageValue } from "../../src/tango/value/image-value.ts";
import { runInOrbContext } from "../../src/threading/orb-registry.ts";
import { likeness } from "../support/jpeg-corpus.ts";
import { end, lineOf, run, TANGO_RELEASES } from "../support/tango-release.ts";
import { patientProxy } from "./tango/patient-client.ts";

// Images in a DevEncoded: those of PyTango's EncodedAttribute read by us, and ours read by PyTango.

const LIMITED = { timeout: 60_000 };
const GRAY8 = [
  [1, 2, 255],
  [4, 5, 6],
];
const GRAY16 = [[258], [65_535]];
const RGB24 = { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

/** Smooth, and grey of 8 columns: the decoder that cppTango 9.3 has of its own takes other JPEG pictures, even its own ones, amiss. */
const SHADES = new ImageValue(
  Uint8Array.from({ length: 8 * 16 }, (_, i) => 8 * (i % 8) + 6 * (i >> 3)),
  8,
  16,
);
const COLOURS = {
  width: 16,
  height: 16,
  data: Uint8Array.from({ length: 3 * 16 * 16 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 16, Math.floor(i / 48)];
    return [5 * x, 7 * y, 2 * (x + y)][i % 3]!;
  }),
};
const RGB32 = {
  ...COLOURS,
  data: Uint8Array.from({ length: 4 * 16 * 16 }, (_, i) =>
    i % 4 === 3 ? 200 : COLOURS.data[3 * (i >> 2) + (i % 4)]!,
  ),
};
const QUALITY = 75;
const JPEG = {
  jpeg_gray8: EncodedAttribute.encodeJpegGray8(SHADES, QUALITY),
  jpeg_rgb24: EncodedAttribute.encodeJpegRgb24(COLOURS, QUALITY),
  jpeg_rgb32: EncodedAttribute.encodeJpegRgb32(RGB32, QUALITY),
};

class Camera extends Device {
  static readonly attributes: AttributeTable<Camera> = {
    gray8: { dtype: "DevEncoded", read: () => EncodedAttribute.encodeGray8(GRAY8) },
    gray16: { dtype: "DevEncoded", read: () => EncodedAttribute.encodeGray16(GRAY16) },
    rgb24: { dtype: "DevEncoded", read: () => EncodedAttribute.encodeRgb24(RGB24) },
    jpeg_gray8: { dtype: "DevEncoded", read: () => JPEG.jpeg_gray8 },
    jpeg_rgb24: { dtype: "DevEncoded", read: () => JPEG.jpeg_rgb24 },
    jpeg_rgb32: { dtype: "DevEncoded", read: () => JPEG.jpeg_rgb32 },
  };
}

/** Serves the same images, and says where. */
const SERVER = `
import time, numpy, tango
from tango.server import Device, attribute
from tango.test_context import DeviceTestContext

class Camera(Device):
    @attribute(dtype=tango.DevEncoded)
    def gray8(self):
        encoded = tango.EncodedAttribute()
        encoded.encode_gray8(numpy.array(${JSON.stringify(GRAY8)}, dtype=numpy.uint8))
        return encoded
    @attribute(dtype=tango.DevEncoded)
    def gray16(self):
        encoded = tango.EncodedAttribute()
        encoded.encode_gray16(numpy.array(${JSON.stringify(GRAY16)}, dtype=numpy.uint16))
        return encoded
    @attribute(dtype=tango.DevEncoded)
    def rgb24(self):
        encoded = tango.EncodedAttribute()
        encoded.encode_rgb24(numpy.array([[[1, 2, 3], [4, 5, 6]]], dtype=numpy.uint8))
        return encoded
    @attribute(dtype=tango.DevEncoded)
    def jpeg_gray8(self):
        encoded = tango.EncodedAttribute()
        encoded.encode_jpeg_gray8(bytes(${JSON.stringify(Array.from(SHADES.data))}), 8, 16, ${QUALITY})
        return encoded
    @attribute(dtype=tango.DevEncoded)
    def jpeg_rgb24(self):
        encoded = tango.EncodedAttribute()
        encoded.encode_jpeg_rgb24(bytes(${JSON.stringify(Array.from(COLOURS.data))}), 16, 16, ${QUALITY})
        return encoded
    @attribute(dtype=tango.DevEncoded)
    def jpeg_rgb32(self):
        encoded = tango.EncodedAttribute()
        encoded.encode_jpeg_rgb32(bytes(${JSON.stringify(Array.from(RGB32.data))}), 16, 16, ${QUALITY})
        return encoded

with DeviceTestContext(Camera, process=True, host="127.0.0.1") as device:
    print("SERVED " + device.name() + " " + device.get_dev_host() + " " + device.get_dev_port(), flush=True)
    while True:
        time.sleep(60)
`;

const CLIENT = `
import json, sys, tango
device = tango.DeviceProxy(sys.argv[1])
encoded = tango.EncodedAttribute()
def decoded(name, decode):
    return decode(device.read_attribute(name, extract_as=tango.ExtractAs.Nothing)).tolist()
print(json.dumps({
    "gray8": decoded("gray8", encoded.decode_gray8),
    "gray16": decoded("gray16", encoded.decode_gray16),
    "rgb24": decoded("rgb24", encoded.decode_rgb32),
    "jpeg_gray8": decoded("jpeg_gray8", encoded.decode_gray8),
    "jpeg_rgb24": decoded("jpeg_rgb24", encoded.decode_rgb32),
    "jpeg_rgb32": decoded("jpeg_rgb32", encoded.decode_rgb32),
}))
`;

for (const release of TANGO_RELEASES) {
  // PyTango 9.3 has no way to serve what its EncodedAttribute has encoded.
  if (release.version === "10.0") {
    test(`decodes the images of PyTango ${release.version}`, LIMITED, async () => {
      const server = run(release, "/usr/bin/python3", "-c", SERVER);
      try {
        const [, name, , port] = (await lineOf(server, /^SERVED /)).split(" ");
        await runInOrbContext(async () => {
          const device = patientProxy(`tango://127.0.0.1:${port}/${name}#dbase=no`);
          const [gray8, gray16, rgb24] = await device.readAttributes(["gray8", "gray16", "rgb24"]);
          const rows = <A extends ArrayLike<number>>(image: { toRows(): A[] }) =>
            image.toRows().map((row) => Array.from(row));
          assert.deepEqual(rows(EncodedAttribute.decodeGray8(gray8!.value as Encoded)), GRAY8);
          assert.deepEqual(rows(EncodedAttribute.decodeGray16(gray16!.value as Encoded)), GRAY16);
          const colours = EncodedAttribute.decodeRgb24(rgb24!.value as Encoded);
          assert.deepEqual({ ...colours, data: Uint8Array.from(colours.data) }, RGB24);

          const readings = await device.readAttributes(Object.keys(JPEG));
          const jpegs = readings.map(({ value }) => value as Encoded);
          const received = readings.map(({ name }, i) => {
            const { format, data } = jpegs[i]!;
            return [name, { format, data: Uint8Array.from(data) }];
          });
          assert.deepEqual(Object.fromEntries(received), JPEG);
          const shades = EncodedAttribute.decodeGray8(jpegs[0]!);
          assert.ok(likeness(shades.data, SHADES.data) > 35);
          assert.ok(likeness(EncodedAttribute.decodeRgb24(jpegs[1]!).data, COLOURS.data) > 35);
        });
      } finally {
        await end(server);
      }
    });
  }

  test(`encodes images that PyTango ${release.version} decodes`, LIMITED, async () => {
    await using context = await DeviceTestContext.start(Camera);
    const client = run(release, "/usr/bin/python3", "-c", CLIENT, context.getDeviceAccess());
    const { jpeg_gray8, jpeg_rgb24, jpeg_rgb32, ...plain } = JSON.parse(
      await lineOf(client, /^\{/),
    ) as Images;
    assert.deepEqual(plain, {
      gray8: GRAY8,
      gray16: GRAY16,
      // Without alpha, the last octet of the four.
      rgb24: [[0x030201, 0x060504]],
    });
    const [shades, ...colours] = [jpeg_gray8.flat(), octetsOf(jpeg_rgb24), octetsOf(jpeg_rgb32)];
    if (release.version === "10.0") {
      assert.deepEqual(shades, [...EncodedAttribute.decodeGray8(JPEG.jpeg_gray8).data]);
      for (const each of colours)
        assert.deepEqual(each, [...EncodedAttribute.decodeRgb24(JPEG.jpeg_rgb24).data]);
    } else {
      assert.ok(likeness(shades, SHADES.data) > 35);
      for (const each of colours) assert.ok(likeness(each, COLOURS.data) > 35);
    }
    await end(client);
  });
}

type Images = Record<"jpeg_gray8" | "jpeg_rgb24" | "jpeg_rgb32", number[][]>;

/** Red, green and blue of pixels that PyTango gives as numbers of 32 bits. */
function octetsOf(pixels: number[][]): number[] {
  return pixels.flat().flatMap((pixel) => [pixel & 0xff, (pixel >> 8) & 0xff, (pixel >> 16) & 0xff]);
}
