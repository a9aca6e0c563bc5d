import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeTable } from "../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../src/tango/server/test-context/device-test-context.ts";
import type { Encoded } from "../../src/tango/value/encoded.ts";
import { EncodedAttribute } from "../../src/tango/value/encoded-image.ts";
import { runInOrbContext } from "../../src/threading/orb-registry.ts";
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

class Camera extends Device {
  static readonly attributes: AttributeTable<Camera> = {
    gray8: { dtype: "DevEncoded", read: () => EncodedAttribute.encodeGray8(GRAY8) },
    gray16: { dtype: "DevEncoded", read: () => EncodedAttribute.encodeGray16(GRAY16) },
    rgb24: { dtype: "DevEncoded", read: () => EncodedAttribute.encodeRgb24(RGB24) },
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
        });
      } finally {
        await end(server);
      }
    });
  }

  test(`encodes images that PyTango ${release.version} decodes`, LIMITED, async () => {
    await using context = await DeviceTestContext.start(Camera);
    const client = run(release, "/usr/bin/python3", "-c", CLIENT, context.getDeviceAccess());
    assert.deepEqual(JSON.parse(await lineOf(client, /^\{/)), {
      gray8: GRAY8,
      gray16: GRAY16,
      // Without alpha, the last octet of the four.
      rgb24: [[0x030201, 0x060504]],
    });
    await end(client);
  });
}
