import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import type { AttributeTable } from "../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../src/tango/server/test-context/device-test-context.ts";
import type { Encoded } from "../../src/tango/value/encoded.ts";
import { EncodedAttribute } from "../../src/tango/value/encoded-image.ts";
import { runInOrbContext } from "../../src/threading/orb-registry.ts";
import { ROOT } from "../support/source-files.ts";

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

/** Serves the same images, says where, and ends with its input. */
const SERVER = `
import sys, numpy, tango
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
    sys.stdin.read()
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

for (const { release, script } of [
  { release: "9.3", script: "tango93.sh" },
  { release: "10.0", script: "tango10.sh" },
]) {
  const python = (program: string, ...args: string[]) =>
    spawn("bash", [
      join(ROOT, "test/interop/peers", script),
      "exec",
      "/usr/bin/python3",
      "-c",
      program,
      ...args,
    ]);

  // PyTango 9.3 has no way to serve what its EncodedAttribute has encoded.
  const decodes = release === "10.0" ? test : () => {};
  decodes(`decodes the images of PyTango ${release}`, LIMITED, async () => {
    const server = python(SERVER);
    const closed = once(server, "close");
    try {
      let address = "";
      for await (const line of createInterface(server.stdout)) {
        const [word, name, , port] = line.split(" ");
        if (word !== "SERVED") continue;
        address = `tango://127.0.0.1:${port}/${name}#dbase=no`;
        break;
      }
      await runInOrbContext(async () => {
        const device = new DeviceProxy(address);
        const [gray8, gray16, rgb24] = await device.readAttributes(["gray8", "gray16", "rgb24"]);
        const rows = <A extends ArrayLike<number>>(image: { toRows(): A[] }) =>
          image.toRows().map((row) => Array.from(row));
        assert.deepEqual(rows(EncodedAttribute.decodeGray8(gray8!.value as Encoded)), GRAY8);
        assert.deepEqual(rows(EncodedAttribute.decodeGray16(gray16!.value as Encoded)), GRAY16);
        const colours = EncodedAttribute.decodeRgb24(rgb24!.value as Encoded);
        assert.deepEqual({ ...colours, data: Uint8Array.from(colours.data) }, RGB24);
      });
    } finally {
      server.stdin.end();
      await closed;
    }
  });

  test(`encodes images that PyTango ${release} decodes`, LIMITED, async () => {
    await using context = await DeviceTestContext.start(Camera);
    const client = python(CLIENT, context.getDeviceAccess());
    const [output, errors, [code]] = await Promise.all([
      text(client.stdout),
      text(client.stderr),
      once(client, "close"),
    ]);
    assert.equal(code, 0, errors);
    assert.deepEqual(JSON.parse(output), {
      gray8: GRAY8,
      gray16: GRAY16,
      // Without alpha, the last octet of the four.
      rgb24: [[0x030201, 0x060504]],
    });
  });
}
