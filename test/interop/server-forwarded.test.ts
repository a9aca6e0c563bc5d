import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { type DeviceProxy, OrbContext } from "../../src/index.ts";
import { MemoryServerDatabase } from "../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceServer } from "../../src/tango/server/device-server.ts";
import { forwarded } from "../../src/tango/server/forwarded/forwarded-definition.ts";
import { ROOT } from "../support/source-files.ts";
import { patientProxy } from "./tango/patient-client.ts";

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

/**
 * What a PyTango client of either release is sent, in JSON: the events of the roots double_scalar, which is polled, and long_spectrum_ro,
 * which is not. Without a device it serves them itself by cppTango, which PyTango 10 can.
 */
const EVENTS_PROGRAM = `
import json, sys, time, tango
root_name = sys.argv[1]
root = tango.DeviceProxy(root_name)

def reasons(failed):
    return [[e.reason, e.desc.split(" on device ")[0]] for e in failed.args]

def outcome(device, name, type):
    try:
        device.unsubscribe_event(device.subscribe_event(name, type, lambda event: None))
        return "subscribed"
    except tango.DevFailed as failed:
        return reasons(failed)

def seen(device):
    periodic, configurations = [], []

    def take(event):
        # On a busy machine the root polls late now and then, and says so by an event.
        if not event.err or event.errors[0].reason != "API_PollThreadOutOfSync":
            periodic.append(event)

    id = device.subscribe_event("scalar", tango.EventType.PERIODIC_EVENT, take)
    end = time.time() + 20
    while len(periodic) < 4 and time.time() < end:
        time.sleep(0.1)
    device.unsubscribe_event(id)
    id = device.subscribe_event("scalar", tango.EventType.ATTR_CONF_EVENT, configurations.append)
    config = root.get_attribute_config("double_scalar")
    unit = config.unit
    for i in range(20):
        time.sleep(0.5)
        config.unit = "V" if i % 2 == 0 else unit
        root.set_attribute_config(config)
        if i % 2 == 1 and any(c.attr_conf.unit == "V" for c in configurations):
            break
    device.unsubscribe_event(id)
    types = tango.EventType
    return {
        "periodic": sorted({(e.err, e.attr_name.split("/")[-1].split("#")[0], e.attr_value.name, type(e.attr_value.value).__name__) for e in periodic}),
        "count": min(len(periodic), 4),
        "configurations": sorted({(c.attr_conf.name, c.attr_conf.label, c.attr_conf.unit) for c in configurations}),
        "change": outcome(device, "scalar", types.CHANGE_EVENT),
        "unpolled": outcome(device, "spectrum", types.CHANGE_EVENT),
        "archive": outcome(device, "spectrum", types.ARCHIVE_EVENT),
        "data ready": outcome(device, "spectrum", types.DATA_READY_EVENT),
        "user": outcome(device, "spectrum", types.USER_EVENT),
    }

root.poll_attribute("double_scalar", 200)
try:
    if len(sys.argv) > 2:
        print(json.dumps(seen(tango.DeviceProxy(sys.argv[2]))))
    else:
        from tango.server import Device, attribute
        from tango.test_context import DeviceTestContext
        class Front(Device):
            scalar = attribute(name="scalar", label="Scalar", forwarded=True)
            spectrum = attribute(name="spectrum", forwarded=True)
        roots = {"scalar": root_name + "/double_scalar", "spectrum": root_name + "/long_spectrum_ro"}
        with DeviceTestContext(Front, root_atts=roots, process=True) as device:
            print(json.dumps(seen(device)))
finally:
    root.stop_poll_attribute("double_scalar")
`;

/** How a client is told what the root says: it goes through two servers. */
const refusedWith = (reason: string, desc: string) => [
  [reason, desc],
  ...Array.from({ length: 2 }, () => [
    ["API_CommandFailed", "Failed to execute command_inout"],
    ["API_DSFailedRegisteringEvent", "Device server send exception while trying to register event"],
  ]).flat(),
];
const NOT_POLLED = refusedWith(
  "API_AttributePollingNotStarted",
  "The polling (necessary to send events) for the attribute long_spectrum_ro is not started",
);
const EVENTS = {
  periodic: [[false, "scalar", "scalar", "float"]],
  count: 4,
  configurations: [
    ["scalar", "Scalar", ""],
    ["scalar", "Scalar", "V"],
  ],
  change: refusedWith(
    "API_EventPropertiesNotSet",
    "Event properties (abs_change or rel_change) for attribute double_scalar are not set",
  ),
  unpolled: NOT_POLLED,
  archive: NOT_POLLED,
  "data ready": refusedWith(
    "API_AttributeNotDataReadyEnabled",
    "The attribute long_spectrum_ro is not data ready event enabled",
  ),
  user: "subscribed",
};

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
      front = patientProxy(`127.0.0.1:${server.running.port}/${name}#dbase=no`, { context });
      root = patientProxy("sys/tg_test/1", { context, tangoHost });
    });
    after(async () => {
      await server?.stop();
      await context?.close();
    });

    it("are seen by PyTango as by a server of cppTango", async () => {
      const seen = await seenByPyTango(script, PROGRAM, `127.0.0.1:${server.running.port}/${name}#dbase=no`);
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

    it("send the events of their roots to PyTango", async () => {
      const address = `tango://127.0.0.1:${server.running.port}/${name}#dbase=no`;
      assert.deepEqual(await seenByPyTango(script, EVENTS_PROGRAM, rootDevice, address), EVENTS);
    });

    // PyTango 9.3 cannot serve forwarded attributes without a database.
    if (release === "10.0") {
      it("send them as a server of cppTango does", async () => {
        assert.deepEqual(await seenByPyTango(script, EVENTS_PROGRAM, rootDevice), EVENTS);
      });
    }

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

async function seenByPyTango(script: string, program: string, ...args: string[]): Promise<unknown> {
  const peer = join(ROOT, "test/interop/peers", script);
  const child = spawn("bash", [peer, "exec", "/usr/bin/python3", "-c", program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const [output, errors] = [text(child.stdout), text(child.stderr)];
  const [code] = await closed;
  assert.equal(code, 0, await errors);
  // A server of cppTango in it says that it is ready, and more.
  return JSON.parse((await output).trim().split("\n").at(-1)!);
}
