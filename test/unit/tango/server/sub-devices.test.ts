import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import type { AttributeTable, CommandTable } from "../../../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import { SubDevices } from "../../../../src/tango/server/sub-devices.ts";
import { MultiDeviceTestContext } from "../../../../src/tango/server/test-context/multi-device-test-context.ts";

class Opener extends Device {
  static readonly commands: CommandTable<Opener> = {
    Open: {
      dtypeIn: "DevString",
      async execute(name: string) {
        await new DeviceProxy(name).state();
      },
    },
    OpenLater: {
      dtypeIn: "DevString",
      async execute(name: string) {
        const opened = new Promise((resolve, reject) => {
          setTimeout(() => this.open(name).then(resolve, reject), 0);
        });
        this.later = opened;
      },
    },
    Wait: {
      async execute() {
        await this.later;
      },
    },
  };
  static readonly attributes: AttributeTable<Opener> = {
    level: {
      dtype: "DevDouble",
      async read() {
        await this.open("test/opened/2");
        return 1;
      },
    },
  };
  later: Promise<unknown> = Promise.resolve();

  override async initDevice(): Promise<void> {
    await this.open("Test/Opened/1");
  }

  async open(name: string): Promise<void> {
    await new DeviceProxy(name).ping();
  }
}

class Opened extends Device {}

test("tells which devices the devices of a server have opened, as a server of cppTango", async () => {
  await using context = await MultiDeviceTestContext.start([
    { class: Opened, devices: ["test/opened/1", "test/opened/2", "test/opened/3"] },
    { class: Opener, devices: ["Test/Opener/1"] },
  ]);
  const opener = context.getDevice("test/opener/1");
  const admin = context.getDevice("dserver/opened/opened");
  const told = () => admin.commandInout<string[]>("QuerySubDevice");
  const [first, second] = ["test/opener/1 test/opened/1", "test/opener/1 test/opened/2"];
  assert.deepEqual(await told(), [first]);
  await opener.readAttribute("level");
  await opener.readAttribute("level");
  assert.deepEqual(await told(), [first, second]);
  await assert.rejects(opener.commandInout("Open", "test/opened/4"));
  const full = context.getDeviceAccess("test/opened/3");
  await opener.commandInout("Open", full);
  assert.deepEqual(await told(), [first, second, `test/opener/1 ${full}`]);
  // What no device does on behalf of a caller stands for itself.
  await opener.commandInout("OpenLater", "test/opened/2");
  await opener.commandInout("Wait");
  assert.deepEqual(await told(), ["test/opened/2", first, second, `test/opener/1 ${full}`]);
  await opener.commandInout("Init");
  assert.deepEqual(await told(), ["test/opened/2", first]);
  await admin.commandInout("DevRestart", "test/opener/1");
  assert.deepEqual(await told(), ["test/opened/2", first]);
});

test("forgets what was opened before its device was forgotten, also where that connects later", () => {
  const subDevices = new SubDevices();
  const early = subDevices.watch("Test/Opened/1");
  subDevices.forget("");
  const late = subDevices.watch("Test/Opened/2");
  early();
  late();
  assert.deepEqual(subDevices.list(), ["test/opened/2"]);
});

test("names no device where the calls of several are serialised together", async () => {
  await using context = await MultiDeviceTestContext.start(
    [
      { class: Opened, devices: ["test/opened/1"] },
      { class: Opener, devices: ["test/opener/1"] },
    ],
    { serialModel: "BY_CLASS" },
  );
  const admin = context.getDevice("dserver/opened/opened");
  assert.deepEqual(await admin.commandInout("QuerySubDevice"), ["test/opened/1"]);
});
