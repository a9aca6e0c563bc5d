import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type {
  AttributeTable,
  CommandTable,
} from "../../../../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { forwarded } from "../../../../../src/tango/server/forwarded/forwarded-definition.ts";
import { MultiDeviceTestContext } from "../../../../../src/tango/server/test-context/multi-device-test-context.ts";
import { ImageValue } from "../../../../../src/tango/value/image-value.ts";
import { until } from "../../../../support/until.ts";

class Root extends Device {
  static readonly attributes: AttributeTable<Root> = {
    current: {
      dtype: "DevDouble",
      label: "The current",
      unit: "A",
      maxValue: 10,
      maxWarning: 8,
      memorized: true,
      read: function () {
        return this.amperes;
      },
      write(value) {
        this.amperes = value;
      },
    },
    trace: { dtype: "DevLong", dformat: "SPECTRUM", maxDimX: 4, read: () => [1, 2, 3] },
    picture: {
      dtype: "DevUShort",
      dformat: "IMAGE",
      maxDimX: 4,
      maxDimY: 4,
      read: () => [
        [1, 2],
        [3, 4],
      ],
    },
    mode: { dtype: "DevEnum", enumLabels: ["off", "on"], read: () => 1, write() {} },
    coded: { dtype: "DevEncoded", read: () => ({ format: "f", data: Uint8Array.of(1, 2) }) },
    target: { dtype: "DevString", access: "WRITE", write() {} },
    readback: { dtype: "DevDouble", access: "READ_WITH_WRITE", writeAttribute: "current", read: () => 4 },
    unsure: { dtype: "DevDouble", read: () => ({ quality: "ATTR_INVALID" as const }) },
    broken: {
      dtype: "DevDouble",
      read() {
        throw new Error("no sensor");
      },
    },
  };
  amperes = 1.5;
}

const NAMES = Object.keys(Root.attributes);

class Front extends Device {
  static readonly attributes: AttributeTable<Front> = {
    own: { dtype: "DevLong", read: () => 7 },
    ...Object.fromEntries(NAMES.map((name) => [name, forwarded()])),
  };

  override initDevice(): void {
    this.setState("ON");
  }
}

/** The root device comes second: it is not yet there when the other is made. */
async function serve(rootAtts = Object.fromEntries(NAMES.map((name) => [name, `test/source/1/${name}`]))) {
  const context = await MultiDeviceTestContext.start([
    { class: Front, devices: [{ name: "test/front/1", rootAtts }] },
    { class: Root, devices: ["test/source/1"] },
  ]);
  return { context, front: context.getDevice("test/front/1"), root: context.getDevice("test/source/1") };
}

async function failureOf(call: Promise<unknown>): Promise<string[]> {
  return call.then(
    () => assert.fail("the call succeeded"),
    (error) => {
      assert.ok(error instanceof DevFailed);
      return error.errors.map(({ reason, desc }) => `${reason}: ${desc}`);
    },
  );
}

/** Whether the first poll is over, before which there is nothing in the cache. */
async function isPolled(device: DeviceProxy, attribute: string): Promise<boolean> {
  const history = device.attributeHistory(attribute, 1);
  if (
    await history.then(
      () => true,
      () => false,
    )
  )
    return true;
  assert.match((await failureOf(history))[0]!, /^API_NoDataYet/);
  return false;
}

test("has the types, values and configuration of root attributes", async () => {
  const { context, front } = await serve();
  await using _ = context;
  assert.deepEqual(await front.getAttributeList(), ["own", ...NAMES, "State", "Status"]);
  assert.equal(await front.state(), "ON");
  const info = await front.getAttributeConfig("current");
  assert.equal(info.rootAttrName, "test/source/1/current");
  assert.equal(info.label, "current");
  assert.equal(info.unit, "A");
  assert.equal(info.maxValue, "10");
  assert.equal(info.writable, "READ_WRITE");
  assert.equal(info.writableAttrName, "current");
  assert.equal(info.memorized, "MEMORIZED");
  assert.deepEqual((await front.getAttributeConfig("mode")).enumLabels, ["off", "on"]);
  assert.equal((await front.getAttributeConfig("own")).rootAttrName, "Not specified");
});

test("reads what the root has", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const value = async (name: string) => (await front.readAttribute(name)).value;
  assert.equal(await value("current"), 1.5);
  assert.deepEqual(await value("trace"), Int32Array.of(1, 2, 3));
  assert.deepEqual(await value("picture"), new ImageValue(Uint16Array.of(1, 2, 3, 4), 2, 2));
  assert.equal(await value("mode"), 1);
  assert.deepEqual(await value("coded"), { format: "f", data: Uint8Array.of(1, 2) });
  const readback = await front.readAttribute("readback");
  assert.deepEqual([readback.value, readback.writeValue], [4, 0]);
  await root.writeAttribute("target", "there");
  assert.equal(await value("target"), "there");
  assert.equal((await front.readAttribute("unsure")).quality, "ATTR_INVALID");
  assert.deepEqual(await failureOf(front.readAttribute("broken")), [
    "API_StdException: Error: no sensor",
    `API_AttributeFailed: Failed to read_attribute on device ${proxyName(root)}, attribute broken`,
    "API_AttributeFailed: Reading root attribute broken on device test/source/1 failed!",
    `API_AttributeFailed: Failed to read_attribute on device ${proxyName(front)}, attribute broken`,
  ]);
});

function proxyName(device: DeviceProxy): string {
  return device.devName();
}

test("writes what the root takes", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  await front.writeAttribute("current", 9);
  const { value, writeValue, quality } = await root.readAttribute("current");
  assert.deepEqual([value, writeValue, quality], [9, 9, "ATTR_WARNING"]);
  const read = await front.readAttribute("current");
  assert.deepEqual([read.value, read.writeValue, read.quality], [9, 9, "ATTR_WARNING"]);
  assert.equal(await front.state(), "ALARM");
  const both = await front.writeReadAttribute("current", 3);
  assert.deepEqual([both.value, both.writeValue], [3, 3]);
  await front.writeAttribute("mode", "off");
  const [first] = await failureOf(front.writeAttribute("current", 11));
  assert.match(first!, /^API_WAttrOutsideLimit/);
  await root.writeAttribute("current", 4);
  assert.equal((await front.readAttribute("current")).writeValue, 4);
});

test("configures the root, but keeps its label for itself", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const info = await front.getAttributeConfig("current");
  await front.setAttributeConfig({ ...info, label: "Mine", unit: "mA", maxValue: "20" });
  const ofRoot = await root.getAttributeConfig("current");
  assert.deepEqual([ofRoot.label, ofRoot.unit, ofRoot.maxValue], ["The current", "mA", "20"]);
  const changed = await front.getAttributeConfig("current");
  assert.deepEqual([changed.label, changed.unit, changed.maxValue], ["Mine", "mA", "20"]);
  await root.setAttributeConfig({ ...ofRoot, unit: "kA" });
  assert.equal((await front.getAttributeConfig("current")).unit, "kA");
  await front.setAttributeConfig({ ...changed, label: "Not specified" });
  assert.equal((await front.getAttributeConfig("current")).label, "current");
});

test("is polled at its root alone, which gives its history", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  assert.deepEqual((await failureOf(front.pollAttribute("current", 1000))).slice(0, 1), [
    "API_NotSupportedFeature: Attribute current is a forwarded attribute.\nIt's not supported to poll a forwarded attribute.\nPolling has to be done on the root attribute (test/source/1/current)",
  ]);
  await root.pollAttribute("current", 60_000);
  await until(() => isPolled(root, "current"));
  const history = await front.attributeHistory("current", 5);
  assert.deepEqual(
    history.map(({ name, value }) => [name, value]),
    [["current", 1.5]],
  );
  front.setSource("CACHE");
  assert.equal((await front.readAttribute("current")).value, 1.5);
  const [reason] = await failureOf(front.readAttribute("trace"));
  assert.match(reason!, /^API_AttrNotPolled/);
});

test("says in its status which roots are wrong, in the words of cppTango", async () => {
  const { context, front } = await serve({
    current: "test/source/1/nope",
    trace: "test/source",
    picture: "test/front/1/own",
    coded: "Not defined",
  });
  await using _ = context;
  const { value: state } = await front.readAttribute("State");
  const { value: status } = await front.readAttribute("Status");
  assert.equal(state, "ALARM");
  const lines = String(status).split("\n");
  assert.deepEqual(lines.slice(0, 17), [
    "The device is in ALARM state.",
    "Forwarded attribute current is not correctly configured! ",
    "Root attribute name = test/source/1/nope",
    "You can update it using the Jive tool",
    "Error: Attribute not found in root device",
    "Forwarded attribute trace is not correctly configured! ",
    "Root attribute name = test/source",
    "You can update it using the Jive tool",
    "Error: Wrong syntax in root attribute definition",
    "Forwarded attribute picture is not correctly configured! ",
    "Root attribute name = test/front/1/own",
    "You can update it using the Jive tool",
    "Error: Root device is local device",
    "Forwarded attribute mode is not correctly configured! ",
    "Root attribute name = Not defined",
    "You can update it using the Jive tool",
    "Error: Missing or wrong root attribute definition",
  ]);
  assert.deepEqual((await failureOf(front.readAttribute("current"))).slice(0, 1), [
    "API_AttrNotFound: current attribute not found",
  ]);
});

test("are added and removed while the device lives", async () => {
  class Growing extends Device {
    static readonly commands: CommandTable<Growing> = {
      Grow: {
        dtypeIn: "DevVarStringArray",
        execute([name, root]: readonly string[]) {
          return this.addAttribute(forwarded({ name: name!, root: root!, label: "Grown" }));
        },
      },
      Shrink: {
        dtypeIn: "DevString",
        execute(name: string) {
          return this.removeAttribute(name);
        },
      },
    };
    static readonly attributes: AttributeTable<Growing> = { own: { dtype: "DevLong", read: () => 7 } };

    /** Before its root is there. */
    override async initDevice(): Promise<void> {
      this.setState("ON");
      await this.addAttribute(forwarded({ name: "first", root: "test/source/1/current" }));
    }
  }
  await using context = await MultiDeviceTestContext.start([
    { class: Growing, devices: ["test/growing/1"] },
    { class: Root, devices: ["test/source/1"] },
  ]);
  const growing = context.getDevice("test/growing/1");
  const names = async () => [...(await growing.getAttributeList())].slice(0, -2).sort();
  assert.deepEqual(await names(), ["first", "own"]);
  const used = await context.getDevice("dserver/growing/growing").commandInout("QuerySubDevice");
  assert.deepEqual(used, ["test/growing/1 test/source/1"]);
  await growing.commandInout("Grow", ["second", "test/source/1/trace"]);
  await growing.commandInout("Grow", ["second", "test/source/1/trace"]);
  await growing.commandInout("Grow", ["third", "test/source/1/nothing"]);
  assert.deepEqual(await names(), ["first", "own", "second"]);
  assert.equal((await growing.getAttributeConfig("second")).label, "Grown");
  assert.deepEqual((await growing.readAttribute("second")).value, Int32Array.of(1, 2, 3));
  assert.equal(await growing.state(), "ALARM");
  assert.match(await growing.status(), /Forwarded attribute third is not correctly configured/);
  await growing.commandInout("Shrink", "third");
  await growing.commandInout("Shrink", "second");
  assert.deepEqual(await names(), ["first", "own"]);
  assert.equal(await growing.state(), "ON");
  // A second initialisation adds what is there already.
  await growing.commandInout("Init");
  assert.deepEqual(await names(), ["first", "own"]);
  const other = await failureOf(growing.commandInout("Grow", ["first", "test/source/1/trace"]));
  assert.match(other[0]!, /^API_AttrNotFound: .* other definition\n\(root attribute\)/);
  const admin = context.getDevice("dserver/growing/growing");
  assert.deepEqual(await admin.commandInout("QuerySubDevice"), []);
  const refused = await failureOf(growing.commandInout("Grow", ["own", "test/source/1/trace"]));
  assert.match(refused[0]!, /^API_AttrNotFound: .* already exists for your device but with other definition/);
});

test("are added to a device that has none, and take no other attribute's place", async () => {
  class Plain extends Device {
    static readonly commands: CommandTable<Plain> = {
      Forward: {
        dtypeIn: "DevString",
        execute(root: string) {
          return this.addAttribute(forwarded({ name: "here", root }));
        },
      },
      Own: {
        execute() {
          return this.addAttribute({ name: "here", dtype: "DevLong", read: () => 7 });
        },
      },
      Remove: {
        execute() {
          return this.removeAttribute("here");
        },
      },
    };
  }
  await using context = await MultiDeviceTestContext.start([
    { class: Plain, devices: ["test/plain/1"] },
    { class: Root, devices: ["test/source/1"] },
  ]);
  const plain = context.getDevice("test/plain/1");
  await plain.commandInout("Forward", "test/source/1/current");
  assert.equal((await plain.readAttribute("here")).value, 1.5);
  assert.match((await failureOf(plain.commandInout("Own")))[0]!, /^API_AttrNotFound: .* other definition/);
  await plain.commandInout("Remove");
  await plain.commandInout("Own");
  assert.equal((await plain.readAttribute("here")).value, 7);
  await plain.commandInout("Remove");
  // Also one that is not there yet: it may come.
  await plain.commandInout("Forward", "test/source/1/nothing");
  assert.match((await failureOf(plain.commandInout("Own")))[0]!, /^API_AttrNotFound: .* other definition/);
  await plain.commandInout("Remove");
  await plain.commandInout("Own");
  assert.equal((await plain.readAttribute("here")).value, 7);
});
