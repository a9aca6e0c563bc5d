import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { DeviceProxy, OrbContext } from "../../src/index.ts";
import { MemoryServerDatabase } from "../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceServer } from "../../src/tango/server/device-server.ts";
import { forwarded } from "../../src/tango/server/forwarded/forwarded-definition.ts";
import { ROOT } from "../support/source-files.ts";

// Forwarded attributes of ours, whose roots are attributes of the C++ TangoTest.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", script: "tango10.sh" },
] as const;

class Front extends Device {
  static readonly attributes = {
    scalar: forwarded({ label: "Scalar" }),
    spectrum: forwarded(),
    image: forwarded(),
    written: forwarded(),
    wrong: forwarded(),
  };
}

/** What a PyTango client sees of them, in JSON. */
const PROGRAM = `
import json, sys, tango
device = tango.DeviceProxy(sys.argv[1])
def info(name):
    i = device.get_attribute_config(name)
    return [i.name, i.label, i.root_attr_name, str(tango.CmdArgType.values[i.data_type]), str(i.data_format)]
print(json.dumps({
    "list": list(device.get_attribute_list()),
    "scalar": info("scalar"),
    "image": info("image"),
    "types": [type(device.read_attribute(name).value).__name__ for name in ("scalar", "spectrum", "image")],
    "status": device.read_attribute("Status").value,
}))
`;

for (const { release, variable, script } of RELEASES) {
  describe(`forwarded attributes, with Tango ${release}`, { timeout: 120_000 }, () => {
    const name = "test/front/1";
    let server: DeviceServer;
    let context: OrbContext;
    let front: DeviceProxy;
    let root: DeviceProxy;
    let rootDevice: string;

    before(async () => {
      const tangoHost = process.env[variable];
      assert.ok(
        tangoHost,
        `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`,
      );
      context = new OrbContext();
      rootDevice = `tango://${tangoHost}/sys/tg_test/1`;
      const rootOf = (attribute: string) => ({ __root_att: `${rootDevice}/${attribute}` });
      const attributeProperties = {
        scalar: rootOf("double_scalar"),
        spectrum: rootOf("long_spectrum_ro"),
        image: rootOf("ushort_image_ro"),
        written: rootOf("short_scalar_w"),
        wrong: rootOf("nothing"),
      };
      server = new DeviceServer([Front], {
        server: { executable: "Front", instance: "interop" },
        database: () =>
          new MemoryServerDatabase({ classes: { Front: { devices: { [name]: { attributeProperties } } } } }),
        output: new PassThrough().resume(),
      });
      await server.start();
      front = new DeviceProxy(`127.0.0.1:${server.running.port}/${name}#dbase=no`, { context });
      root = new DeviceProxy("sys/tg_test/1", { context, tangoHost });
    });
    after(async () => {
      await server?.stop();
      await context?.close();
    });

    it("are seen by PyTango as by a server of cppTango", async () => {
      const seen = await seenByPyTango(script, `127.0.0.1:${server.running.port}/${name}#dbase=no`);
      assert.deepEqual(seen, {
        list: ["scalar", "spectrum", "image", "written", "State", "Status"],
        scalar: ["scalar", "Scalar", `${rootDevice}/double_scalar`, "DevDouble", "SCALAR"],
        image: ["image", "image", `${rootDevice}/ushort_image_ro`, "DevUShort", "IMAGE"],
        types: ["float", "ndarray", "ndarray"],
        status: [
          "The device is in ALARM state.",
          "Forwarded attribute wrong is not correctly configured! ",
          `Root attribute name = ${rootDevice}/nothing`,
          "You can update it using the Jive tool",
          "Error: Attribute not found in root device",
        ].join("\n"),
      });
    });

    it("are written and read at the root", async () => {
      const before = await root.readAttribute<number>("short_scalar_w");
      try {
        await front.writeAttribute("written", 42);
        assert.equal((await root.readAttribute("short_scalar_w")).writeValue, 42);
        assert.equal((await front.readAttribute("written")).writeValue, 42);
      } finally {
        await root.writeAttribute("short_scalar_w", before.writeValue ?? 0);
      }
    });
  });
}

async function seenByPyTango(script: string, device: string): Promise<unknown> {
  const peer = join(ROOT, "test/interop/peers", script);
  const child = spawn("bash", [peer, "exec", "/usr/bin/python3", "-c", PROGRAM, device], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const [output, errors] = [text(child.stdout), text(child.stderr)];
  const [code] = await closed;
  assert.equal(code, 0, await errors);
  return JSON.parse(await output);
}
