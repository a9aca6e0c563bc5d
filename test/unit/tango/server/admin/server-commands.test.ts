import assert from "node:assert/strict";
import { test } from "node:test";
import {
  attribute,
  classProperty,
  command,
  deviceProperty,
} from "../../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { memoryServer } from "../../../../support/memory-server.ts";
import { until } from "../../../../support/until.ts";

class Pump extends Device {
  static readonly ended: string[] = [];
  @deviceProperty({ dtype: "DevString", doc: "Where it is" }) accessor place = "";
  @deviceProperty({ dtype: "DevVarDoubleArray", doc: "Its limits", defaultValue: [0.5, 10] })
  accessor limits = new Float64Array();
  @deviceProperty({ dtype: "DevBoolean", doc: "Whether it is used", defaultValue: true }) accessor used =
    true;
  @classProperty({ dtype: "DevLong", doc: "How many there may be", defaultValue: 8 }) accessor most = 0;
  @attribute({ dtype: "DevDouble" }) accessor speed = 0;

  override initDevice(): void {
    this.setState("ON");
  }

  override deleteDevice(): void {
    Pump.ended.push(this.getName());
  }
}

class Valve extends Device {}

const CLASSES = [
  [Pump, "test/pump/1", "Test/Pump/2"],
  [Valve, "test/valve/1"],
] as const;

test("tells classes and devices, in the order of the server", async (t) => {
  const { server, admin } = memoryServer(t, CLASSES);
  await server.start();
  assert.deepEqual(await admin().commandInout("QueryClass"), ["Pump", "Valve"]);
  assert.deepEqual(await admin().commandInout("QueryDevice"), [
    "Pump::test/pump/1",
    "Pump::Test/Pump/2",
    "Valve::test/valve/1",
  ]);
  assert.deepEqual(await admin().commandInout("QuerySubDevice"), []);
});

test("tells the properties of a class: name, description, default", async (t) => {
  const { server, admin } = memoryServer(t, CLASSES);
  await server.start();
  assert.deepEqual(await admin().commandInout("QueryWizardDevProperty", "PUMP"), [
    "place",
    "Where it is",
    "Not specified",
    "limits",
    "Its limits",
    "0.5\n10",
    "used",
    "Whether it is used",
    "true",
  ]);
  assert.deepEqual(await admin().commandInout("QueryWizardClassProperty", "pump"), [
    "most",
    "How many there may be",
    "8",
  ]);
  assert.deepEqual(await admin().commandInout("QueryWizardDevProperty", "Valve"), []);
  for (const [query, name] of [
    ["QueryWizardDevProperty", "Nope"],
    ["QueryWizardClassProperty", "NOPE"],
    ["QueryWizardDevProperty", "DServer"],
  ] as const) {
    const message = new RegExp(`Class ${name.toLowerCase()} not found in device server`);
    await assert.rejects(admin().commandInout(query, name), { reason: "API_ClassNotFound", message });
  }
});

test("restarts one device, which stays polled and locked", async (t) => {
  const { server, proxy, admin } = memoryServer(t, CLASSES);
  await server.start();
  const pump = proxy("test/pump/2");
  const before = server.util.getDeviceByName("test/pump/2");
  await pump.writeAttribute("speed", 5);
  await pump.pollAttribute("speed", 1000);
  await admin().commandInout("LockDevice", { lvalue: [10], svalue: ["test/pump/2"] });
  Pump.ended.length = 0;
  await admin().commandInout("DevRestart", "tango://somewhere:1/TEST/pump/2#dbase=no");
  assert.deepEqual(Pump.ended, ["Test/Pump/2"]);
  assert.notEqual(server.util.getDeviceByName("test/pump/2"), before);
  const isLocked = () => server.running.devices.get("test/pump/2").lock.owner !== null;
  assert.equal(isLocked(), true);
  assert.equal(await pump.getAttributePollPeriod("speed"), 1000);
  assert.equal((await pump.readAttribute("speed")).value, 0);
  assert.equal(server.running.devices.size, 4);

  const stranger = new OrbContext();
  t.after(() => stranger.close());
  await assert.rejects(admin(stranger).commandInout("DevRestart", "test/pump/2"), {
    reason: "API_DeviceLocked",
    message:
      /Device test\/pump\/2 is locked by another client\. Your request is not allowed while a device is locked\./,
  });
  await admin().commandInout("UnLockDevice", { lvalue: [0], svalue: ["test/pump/2"] });
  await admin(stranger).commandInout("DevRestart", "test/pump/2");
  assert.equal(isLocked(), false);
});

test("answers what waits for a device before that is restarted, and nothing after its end", async (t) => {
  let isAtWork = false;
  let finish = () => {};
  const log: string[] = [];
  class Slow extends Device {
    @command({ dtypeIn: "DevString" }) async note(text: string): Promise<void> {
      if (text === "first") {
        isAtWork = true;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      }
      log.push(text);
    }

    override deleteDevice(): void {
      log.push("end");
    }
  }
  const { server, proxy, admin } = memoryServer(t, [[Slow, "test/slow/1"]]);
  await server.start();
  const slow = proxy("test/slow/1");
  const calls = [slow.commandInout("note", "first")];
  await until(() => isAtWork);
  calls.push(slow.commandInout("note", "second"));
  const { monitor } = server.running.devices.get("test/slow/1");
  const waiting = () => (monitor as unknown as { waiting: number }).waiting;
  await until(() => waiting() === 1);
  calls.push(admin().commandInout("DevRestart", "test/slow/1") as Promise<undefined>);
  await until(() => waiting() === 2);
  const late = assert.rejects(slow.commandInout("note", "late"), { reason: "API_CorbaException" });
  await late;
  finish();
  await Promise.all(calls);
  assert.deepEqual(log, ["first", "second", "end"]);
  await proxy("test/slow/1").commandInout("note", "third");
});

test("restarts a device whose initialisation then fails: it is in FAULT, and there", async (t) => {
  let isBroken = false;
  class Fuse extends Device {
    override initDevice(): void {
      if (isBroken) throw new Error("blown");
      this.setState("ON");
    }
  }
  const { server, proxy, admin } = memoryServer(t, [[Fuse, "test/fuse/1"]]);
  await server.start();
  isBroken = true;
  await admin().commandInout("DevRestart", "test/fuse/1");
  assert.equal(await proxy("test/fuse/1").state(), "FAULT");
  isBroken = false;
  await admin().commandInout("DevRestart", "test/fuse/1");
  assert.equal(await proxy("test/fuse/1").state(), "ON");
});

test("restarts no device that it does not have, and not the admin device alone", async (t) => {
  const { server, admin } = memoryServer(t, CLASSES);
  await server.start();
  for (const name of ["nope/nope/1", "tango://h:1/nope/nope/1#dbase=no", "dserver/Test/unit"]) {
    await assert.rejects(admin().commandInout("DevRestart", name), ({ errors }) => {
      assert.deepEqual(
        [errors[0].reason, errors[0].desc],
        ["API_DeviceNotFound", `Device ${name} not found`],
      );
      return true;
    });
  }
});

for (const restart of ["RestartServer", "Init"]) {
  test(`makes all devices anew by ${restart}, and those that the database has got`, async (t) => {
    const { server, database, proxy, admin } = memoryServer(t, CLASSES);
    await server.start();
    const objects = server.util.getDeviceList();
    await database.addDevice("test/pump/3", "Pump");
    await database.deleteDevice("test/pump/1");
    await database.putClassProperties("Pump", { most: 3 });
    Pump.ended.length = 0;
    assert.equal(await admin().commandInout(restart), undefined);
    await until(() => Pump.ended.length > 0);
    assert.equal(await proxy("test/pump/3").state(), "ON");
    assert.deepEqual(await admin().commandInout("QueryDevice"), [
      "Pump::Test/Pump/2",
      "Pump::test/pump/3",
      "Valve::test/valve/1",
    ]);
    assert.deepEqual(Pump.ended, ["Test/Pump/2", "test/pump/1"]);
    assert.ok(server.util.getDeviceList().every((one) => !objects.includes(one)));
    assert.equal((server.util.getDeviceByName("test/pump/3") as Pump).most, 3);
    assert.equal([...server.running.devices].at(-1), server.running.adminDevice);
    await assert.rejects(proxy("test/pump/1").state());
    assert.equal(await admin().state(), "ON");
    assert.equal(await admin().status(), "The device is ON\nThe polling is ON");
  });
}

test("stops and starts all polling", async (t) => {
  const { server, admin, proxy } = memoryServer(t, CLASSES);
  await server.start();
  await admin().commandInout("StopPolling");
  assert.equal(await admin().status(), "The device is ON\nThe polling is OFF");
  // What comes to life then is not polled either.
  await proxy("test/pump/1").pollAttribute("speed", 10);
  await admin().commandInout("DevRestart", "test/pump/1");
  assert.equal(server.running.polling.isOn, false);
  await admin().commandInout("StartPolling");
  assert.equal(await admin().status(), "The device is ON\nThe polling is ON");
});

test("makes and deletes devices while it runs", async (t) => {
  const { server, database, proxy } = memoryServer(t, CLASSES);
  await server.start();
  const { util } = server;
  await util.createDevice("pump", "test/pump/9");
  assert.equal(await proxy("test/pump/9").state(), "ON");
  assert.deepEqual(await database.deviceNames("Pump"), ["test/pump/1", "Test/Pump/2", "test/pump/9"]);
  await assert.rejects(util.createDevice("pump", "TEST/pump/9"), { reason: "API_MethodArgument" });
  await assert.rejects(util.createDevice("nope", "test/pump/10"), { reason: "API_ClassNotFound" });
  Pump.ended.length = 0;
  await util.deleteDevice("TEST/pump/9");
  assert.deepEqual(Pump.ended, ["test/pump/9"]);
  assert.deepEqual(await database.deviceNames("Pump"), ["test/pump/1", "Test/Pump/2"]);
  await assert.rejects(proxy("test/pump/9").state());
  await assert.rejects(util.deleteDevice("test/pump/9"), { reason: "API_DeviceNotFound" });
  // Changes at once are made one after the other.
  await Promise.all(["a", "b", "c"].map((member) => util.createDevice("Valve", `test/valve/${member}`)));
  await Promise.all([
    util.restartDevice("test/valve/a"),
    util.deleteDevice("test/valve/b"),
    util.restartDevice("test/valve/a"),
  ]);
  assert.deepEqual(await database.deviceNames("Valve"), ["test/valve/1", "test/valve/a", "test/valve/c"]);
});
