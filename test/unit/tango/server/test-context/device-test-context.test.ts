import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { attribute, command, deviceProperty } from "../../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../../../../src/tango/server/test-context/device-test-context.ts";
import { runInOrbContext } from "../../../../../src/threading/orb-registry.ts";

class PowerSupply extends Device {
  @deviceProperty({ dtype: "DevString" }) accessor host = "nowhere";
  @attribute({ dtype: "DevDouble", memorized: true, hwMemorized: true }) accessor current = 1.5;

  override initDevice(): void {
    this.setState("ON");
  }

  @command({ dtypeOut: "DevString" }) where(): string {
    return this.host;
  }
}

test("serves a device with its properties, and gives a proxy of it", async () => {
  await using context = await DeviceTestContext.start(PowerSupply, { properties: { host: "localhost" } });
  await context.device.writeAttribute("current", 3);
  assert.equal((await context.device.readAttribute("current")).value, 3);
  assert.equal(await context.device.commandInout("where"), "localhost");
  assert.equal(await context.device.state(), "ON");
  assert.equal(context.device, context.device);
  assert.equal(context.device.devName(), "test/nodb/powersupply");
});

test("writes memorized values when it starts, and keeps what is written over a restart", async () => {
  await using context = await DeviceTestContext.start(PowerSupply, { memorized: { current: 7 } });
  assert.equal((await context.device.readAttribute("current")).value, 7);
  await context.device.writeAttribute("current", 8);
  await context.stop();
  await context.start();
  assert.equal((await context.device.readAttribute("current")).value, 8);
});

test("names device and server for any program on this machine", async () => {
  await using context = await DeviceTestContext.start(PowerSupply, {
    serverName: "Supplies",
    instanceName: "lab",
    deviceName: "lab/supply/1",
  });
  const access = `tango://127.0.0.1:${context.port}`;
  assert.equal(context.getDeviceAccess(), `${access}/lab/supply/1#dbase=no`);
  assert.equal(context.getServerAccess(), `${access}/dserver/Supplies/lab#dbase=no`);
  await runInOrbContext(async () => {
    assert.equal(await new DeviceProxy(context.getDeviceAccess()).state(), "ON");
    await new DeviceProxy(context.getServerAccess()).ping();
  });
});

test("takes devices and properties from a database file", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "bandoneon-"));
  t.after(() => rm(folder, { recursive: true }));
  const db = join(folder, "supply.db");
  const device = "test/nodb/powersupply";
  await writeFile(db, `PowerSupply/powersupply/DEVICE/PowerSupply: "${device}"\n\n${device}->host: filed\n`);
  await using context = await DeviceTestContext.start(PowerSupply, { db });
  assert.equal(await context.device.commandInout("where"), "filed");
});

test("rejects a start with the error of a device that fails, unless failures are allowed", async () => {
  class Failing extends Device {
    override initDevice(): void {
      throw new Error("no answer from the crate");
    }
  }
  await assert.rejects(DeviceTestContext.start(Failing), /no answer from the crate/);
  await using context = await DeviceTestContext.start(Failing, { allowsFailedInit: true, output: silence() });
  assert.equal(await context.device.state(), "FAULT");
  assert.match(await context.device.status(), /no answer from the crate/);
});

test("rejects a start that takes too long, naming the device", async () => {
  let release!: () => void;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  class Hanging extends Device {
    override initDevice(): Promise<void> {
      return released;
    }
    override deleteDevice(): void {}
  }
  const starting = DeviceTestContext.start(Hanging, { timeoutMs: 50 });
  const reason = await starting.then(
    () => assert.fail("it started"),
    (error: DevFailed) => error,
  );
  release();
  assert.ok(reason instanceof DevFailed);
  assert.equal(reason.errors[0]?.reason, "API_DeviceTimedOut");
  assert.match(reason.message, /test\/nodb\/hanging/);
});

test("rejects a start with what is wrong with a class", async () => {
  class Wrong extends Device {
    static readonly attributes = { wave: { dtype: "DevDouble", dformat: "SPECTRUM", read: () => [1] } };
  }
  await assert.rejects(DeviceTestContext.start(Wrong), {
    name: "TypeError",
    message: "Wrong: attribute wave: a SPECTRUM needs maxDimX",
  });
});

test("refuses what is no device class", async () => {
  for (const wrong of [undefined, {}, "PowerSupply"]) {
    await assert.rejects(
      DeviceTestContext.start(wrong as unknown as typeof PowerSupply),
      /^TypeError: a test is of a device class, and this is /,
    );
  }
  await assert.rejects(DeviceTestContext.start(Map as unknown as typeof PowerSupply), {
    name: "TypeError",
    message: "a device class extends Device; Map does not",
  });
});

test("has no device before the start and after the stop", async () => {
  const context = new DeviceTestContext(PowerSupply);
  assert.throws(() => context.device, /does not run: call start\(\) first/);
  await context.start();
  const { device } = context;
  await context.stop();
  assert.throws(() => context.device, /does not run/);
  await assert.rejects(device.ping(), /API_OrbContextClosed/);
  await context.stop();
});

test("stops when the admin device is told to kill the server", async () => {
  await using context = await DeviceTestContext.start(PowerSupply);
  const { device } = context;
  await runInOrbContext(async () => {
    await new DeviceProxy(context.getServerAccess()).commandInout("Kill");
    while (context.server.isRunning) await new Promise((resolve) => setImmediate(resolve));
  });
  await assert.rejects(device.ping());
});

function silence(): PassThrough {
  return new PassThrough().resume();
}
