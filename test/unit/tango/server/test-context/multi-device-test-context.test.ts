import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { AttributeProxy } from "../../../../../src/tango/client/attribute-proxy.ts";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import {
  attribute,
  classProperty,
  command,
  deviceProperty,
} from "../../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../../../../src/tango/server/test-context/device-test-context.ts";
import { MultiDeviceTestContext } from "../../../../../src/tango/server/test-context/multi-device-test-context.ts";
import { runInOrbContext } from "../../../../../src/threading/orb-registry.ts";

class Source extends Device {
  @deviceProperty({ dtype: "DevDouble" }) accessor start = 1;
  @classProperty({ dtype: "DevString" }) accessor vendor = "";
  @attribute({ dtype: "DevDouble", memorized: true, hwMemorized: true }) accessor level = 0;

  override initDevice(): void {
    this.level = this.start;
  }
}

class Doubler extends Device {
  @deviceProperty({ dtype: "DevString", mandatory: true }) accessor source = "";

  @command({ dtypeOut: "DevDouble" }) doubled(): Promise<number> {
    return runInOrbContext(async () => {
      const { value } = await new DeviceProxy(this.source).readAttribute<number>("level");
      return 2 * Number(value);
    });
  }

  @command({ dtypeOut: "DevDouble" }) async tripled(): Promise<number> {
    const { value } = await new AttributeProxy(`${this.source}/level`).read<number>();
    return 3 * Number(value);
  }
}

test("serves several devices of several classes, each with its properties", async () => {
  await using context = await MultiDeviceTestContext.start([
    {
      class: Source,
      classProperties: { vendor: "Ohm" },
      devices: [
        "test/source/1",
        { name: "test/source/2", properties: { start: 5 }, memorized: { level: 9 } },
      ],
    },
    { class: Doubler, devices: [{ name: "test/doubler/1", properties: { source: "none" } }] },
  ]);
  assert.equal((await context.getDevice("test/source/1").readAttribute("level")).value, 1);
  assert.equal((await context.getDevice("test/source/2").readAttribute("level")).value, 9);
  assert.equal(context.getDevice("TEST/source/1"), context.getDevice("test/source/1"));
  assert.equal(context.server.name, "Source/source");
  await assert.rejects(context.getDevice("test/source/3").ping());
});

test("lets devices of one context call those of another", async () => {
  await using sources = await MultiDeviceTestContext.start([{ class: Source, devices: ["test/source/1"] }]);
  await using doublers = await MultiDeviceTestContext.start([
    {
      class: Doubler,
      devices: [{ name: "test/doubler/1", properties: { source: sources.getDeviceAccess("test/source/1") } }],
    },
  ]);
  await sources.getDevice("test/source/1").writeAttribute("level", 21);
  assert.equal(await doublers.getDevice("test/doubler/1").commandInout("doubled"), 42);
});

test("names the property that a device cannot do without", async () => {
  await assert.rejects(
    MultiDeviceTestContext.start([{ class: Doubler, devices: ["test/doubler/1"] }]),
    /property source is mandatory/,
  );
});

test("refuses no class at all, and a class that is there twice", () => {
  assert.throws(() => new MultiDeviceTestContext([]), TypeError);
  const sources = { class: Source, devices: ["test/source/1"] };
  assert.throws(() => new MultiDeviceTestContext([sources, sources]), /the class Source is there twice/);
});

test("refuses a class without its devices, and names that no device can have", () => {
  const start = (classes: unknown) => () =>
    new MultiDeviceTestContext(classes as ConstructorParameters<typeof MultiDeviceTestContext>[0]);
  for (const one of [Source, undefined, { class: Source }, { devices: ["test/source/1"] }]) {
    assert.throws(start([one]), /^TypeError: a class of a test is given with its devices: \{ class: /);
  }
  assert.throws(
    start([{ class: Source, devices: ["source1"] }]),
    /Device name source1 does not have the correct/,
  );
  const twice = [
    { class: Source, devices: ["test/source/1"] },
    { class: Doubler, devices: [{ name: "TEST/Source/1" }] },
  ];
  assert.throws(start(twice), /Each device must have different name/);
});

test("leaves nothing open, whether the start succeeds or fails, many times in a row and at once", async () => {
  class Failing extends Device {
    override initDevice(): void {
      throw new Error("no answer");
    }
  }
  const once = async (i: number) => {
    if (i % 4 === 3) return assert.rejects(DeviceTestContext.start(Failing));
    await using context = await DeviceTestContext.start(Source);
    await context.device.writeAttribute("level", i);
    assert.equal((await context.device.readAttribute("level")).value, i);
  };
  await once(0);
  const before = await settledResources();
  for (let i = 0; i < 12; i++) await once(i);
  await Promise.all(Array.from({ length: 12 }, (_, i) => once(i)));
  assert.deepEqual(await settledResources(), before);
});

/** What keeps the process alive, a few turns after sockets were closed. */
async function settledResources(): Promise<string[]> {
  for (let i = 0; i < 10; i++) await turn();
  return process.getActiveResourcesInfo().sort();
}

test("lets names without a host lead to its devices, for these", async () => {
  const classes = [
    { class: Source, devices: ["test/source/1"] },
    { class: Doubler, devices: [{ name: "test/doubler/1", properties: { source: "Test/Source/1" } }] },
  ];
  await using context = await MultiDeviceTestContext.start(classes);
  await using other = await MultiDeviceTestContext.start(classes);
  await other.getDevice("test/source/1").writeAttribute("level", 21);
  assert.equal(await context.getDevice("test/doubler/1").commandInout("doubled"), 2);
  assert.equal(await other.getDevice("test/doubler/1").commandInout("doubled"), 42);
});

test("leads attributes to its devices too, and says so by the names as they were written", async () => {
  await using context = await MultiDeviceTestContext.start([
    { class: Source, devices: [{ name: "test/source/1", properties: { start: 7 } }] },
    { class: Doubler, devices: [{ name: "test/doubler/1", properties: { source: "Test/Source/1" } }] },
  ]);
  assert.equal(await context.getDevice("test/doubler/1").commandInout("tripled"), 21);
  const admin = context.getDevice("dserver/source/source");
  assert.deepEqual(await admin.commandInout("QuerySubDevice"), ["test/doubler/1 test/source/1"]);
});

test("leaves names without a host to the database where that is wanted", async () => {
  const classes = [
    { class: Source, devices: ["test/source/1"] },
    { class: Doubler, devices: [{ name: "test/doubler/1", properties: { source: "test/source/1" } }] },
  ];
  await using context = await MultiDeviceTestContext.start(classes, { resolvesNames: false });
  await assert.rejects(context.getDevice("test/doubler/1").commandInout("doubled"));
});
