import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceProperty } from "../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import { memoryServer } from "../../../support/memory-server.ts";

let obstacle: Error | null = null;

class Motor extends Device {
  override initDevice(): void {
    if (this.getName() === "test/motor/1" && obstacle !== null) throw obstacle;
    this.setState("ON");
  }
}

test("leaves a device whose initialisation fails in FAULT with the text, and serves the others", async (t) => {
  obstacle = new Error("no current");
  const { server, proxy } = memoryServer(t, [[Motor, "test/motor/1", "test/motor/2"]]);
  await server.start();
  const motor = proxy("test/motor/1");
  assert.equal(await motor.state(), "FAULT");
  assert.match(
    await motor.status(),
    /^The device is in FAULT state\.\nIts initialisation failed:\n.*no current/s,
  );
  assert.equal(await proxy("test/motor/2").state(), "ON");

  await assert.rejects(motor.commandInout("Init"), ({ errors }) => {
    assert.deepEqual(
      errors.slice(0, 2).map(({ reason, desc }: { reason: string; desc: string }) => [reason, desc]),
      [
        ["API_StdException", "Error: no current"],
        [
          "API_InitThrowsException",
          "Init command failed!!\nHINT: RESTART device with the Restart command of the device server adm. device\nDevice server adm. device name = dserver/Test/unit",
        ],
      ],
    );
    return true;
  });
  assert.equal(await motor.state(), "FAULT");

  obstacle = null;
  await motor.commandInout("Init");
  assert.equal(await motor.state(), "ON");
  assert.equal(await motor.status(), "The device is in ON state.");

  obstacle = new Error("no cooling");
  await assert.rejects(motor.commandInout("Init"));
  assert.equal(await motor.state(), "FAULT", "it is not ready, whatever it was");
  assert.match(await motor.status(), /no cooling/);
});

let isBlocked = true;

class Fragile extends Device {
  readonly parts: string[];

  constructor(...args: ConstructorParameters<typeof Device>) {
    super(...args);
    if (isBlocked) throw new Error("no parts");
    this.parts = ["one"];
    this.setState("ON");
  }
}

test("serves a device that cannot be constructed as one in FAULT, until it can be", async (t) => {
  isBlocked = true;
  const { server, proxy, admin } = memoryServer(t, [
    [Fragile, "test/fragile/1"],
    [Motor, "test/motor/2"],
  ]);
  await server.start();
  const fragile = proxy("test/fragile/1");
  assert.equal(await fragile.state(), "FAULT");
  assert.match(await fragile.status(), /Its initialisation failed:\n.*no parts/);
  assert.equal((await fragile.info()).devClass, "Fragile");
  await assert.rejects(fragile.commandInout("Init"), { reason: "API_StdException" });
  assert.equal(await proxy("test/motor/2").state(), "ON");
  assert.deepEqual(await admin().commandInout("QueryDevice"), [
    "Fragile::test/fragile/1",
    "Motor::test/motor/2",
  ]);

  isBlocked = false;
  await admin().commandInout("DevRestart", "test/fragile/1");
  assert.equal(await proxy("test/fragile/1").state(), "ON");
});

class Sentinel extends Device {
  seen = 0;

  override initDevice(): void {
    this.setState("ON");
  }

  override serverInitHook(): void {
    this.seen = this.getUtil().getDeviceList().length;
    if (this.getName().endsWith("2")) throw new Error("nothing to watch");
  }
}

test("tells devices that all are there, and leaves one that cannot bear it in FAULT", async (t) => {
  const { server, proxy } = memoryServer(t, [[Sentinel, "test/sentinel/1", "test/sentinel/2"]]);
  await server.start();
  const [first] = server.util.getDeviceListByClass("sentinel") as Sentinel[];
  assert.equal(first!.seen, 2);
  assert.equal(await proxy("test/sentinel/1").state(), "ON");
  const second = proxy("test/sentinel/2");
  assert.equal(await second.state(), "FAULT");
  assert.match(
    await second.status(),
    /^Device\[test\/sentinel\/2\] server_init_hook has failed due to DevFailed:\n.*nothing to watch/,
  );
});

class Configured extends Device {
  @deviceProperty({ dtype: "DevDouble", mandatory: true }) accessor gain = 0;

  override initDevice(): void {
    this.setState("ON");
  }
}

test("reads properties again for Init", async (t) => {
  const { server, database, proxy } = memoryServer(t, [[Configured, "test/configured/1"]]);
  await server.start();
  const device = proxy("test/configured/1");
  assert.match(await device.status(), /gain/);
  await database.putDeviceProperties("test/configured/1", { gain: 2.5 });
  await device.commandInout("Init");
  assert.equal(await device.state(), "ON");
  assert.equal((server.util.getDeviceByName("test/configured/1") as Configured).gain, 2.5);
});
