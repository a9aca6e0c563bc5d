import assert from "node:assert/strict";
import { hostname } from "node:os";
import { test } from "node:test";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { Device as DeviceInterface } from "../../../../../src/tango/idl/device.ts";
import type { DevState } from "../../../../../src/tango/idl/enums.ts";
import { fullHostName } from "../../../../../src/tango/naming/tango-host.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { memoryServer } from "../../../../support/memory-server.ts";

let failure: (() => Error) | null = null;

class Laser extends Device {
  override initDevice(): void {
    this.addVersionInfo("Laser", "4.2");
    this.setState("ON");
  }

  override devState(): DevState {
    if (failure !== null) throw failure();
    return "ON";
  }

  override devStatus(): string {
    if (failure !== null) throw failure();
    return "fine";
  }
}

test("tells what a device is", async (t) => {
  const { server, proxy, admin } = memoryServer(t, [[Laser, "Test/Laser/1"]], {
    contents: {
      classes: {
        Laser: {
          properties: { doc_url: "http://x", svn_tag: "v1", svn_location: "http://svn" },
          devices: { "Test/Laser/1": { properties: { description: "A red one" } } },
        },
      },
    },
  });
  await server.start();
  const laser = proxy("test/laser/1");
  const host = (await fullHostName(hostname())).toLowerCase();
  assert.equal(await laser.name(), "Test/Laser/1");
  assert.equal(await laser.description(), "A red one");
  assert.match(await laser.admName(), /dserver\/Test\/unit/);
  assert.deepEqual(await laser.info(), {
    devClass: "Laser",
    serverId: "Test/unit",
    serverHost: host,
    serverVersion: 6,
    docUrl: "Doc URL = http://x\nSVN Tag = v1\nSVN Location = http://svn",
    devType: "Uninitialised",
    versionInfo: { Bandoneon: "0.1.0", idl: "6.0.2", Laser: "4.2" },
  });
  const { devClass, docUrl } = await admin().info();
  assert.deepEqual([devClass, docUrl], ["DServer", "Doc URL = http://www.tango-controls.org"]);
  assert.equal(await admin().description(), "A device server device !!");
});

test("tells who called what, the newest first", async (t) => {
  const { server, proxy } = memoryServer(t, [[Laser, "test/laser/1"]]);
  await server.start();
  const laser = proxy("test/laser/1");
  await laser.info();
  await laser.name();
  await laser.ping();
  const [ping, name, info] = await laser.blackBox(3);
  const WHEN = "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d:\\d\\d : ";
  assert.match(ping!, new RegExp(`^${WHEN}Operation ping requested from `));
  assert.match(name!, new RegExp(`^${WHEN}Attribute name requested from `));
  assert.match(info!, new RegExp(`^${WHEN}Operation info_6 requested from `));
  assert.match((await laser.blackBox(1))[0]!, /Operation blackbox requested from /);
  await assert.rejects(laser.blackBox(0), { reason: "API_BlackBoxArgument" });
});

test("gives state and status as CORBA attributes, and why not by minor codes, as cppTango", async (t) => {
  failure = null;
  const { server, client } = memoryServer(t, [[Laser, "test/laser/1"]]);
  await server.start();
  const { host, port } = server.running;
  const laser = client.orb.proxy(DeviceInterface, `corbaloc:iiop:${host}:${port}/test/laser/1`);
  assert.equal(await laser._get_state(), "ON");
  assert.equal(await laser._get_status(), "fine");
  failure = () => new DevFailed([{ reason: "No_Light", desc: "", origin: "", severity: "ERR" }]);
  await assert.rejects(laser._get_state(), { kind: "IMP_LIMIT", minor: 11 });
  assert.equal(await laser._get_status(), "Got exception    when trying to build device status");
  failure = () => new RangeError("too dark");
  await assert.rejects(laser._get_state(), { kind: "IMP_LIMIT", minor: 12 });
  await assert.rejects(laser._get_status(), { kind: "IMP_LIMIT", minor: 12 });
});
