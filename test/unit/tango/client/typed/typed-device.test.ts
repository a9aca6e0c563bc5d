import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  attribute,
  checkInterface,
  command,
  Device,
  type DeviceAttribute,
  type DeviceInterface,
  DeviceProxy,
  DeviceTestContext,
  describeDevice,
  type EventData,
  type EventStream,
  type TypedDevice,
  typedDevice,
} from "../../../../../src/index.ts";

class PowerSupply extends Device {
  @attribute({ dtype: "DevDouble" }) accessor current = 0;
  @attribute({ dtype: "DevEnum", enumLabels: ["LOW", "HIGH"] }) accessor range = 0;
  @attribute({ dtype: "DevLong64", access: "READ" }) accessor pulses = 0n;
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 10, access: "READ" }) accessor ramp =
    new Float64Array([1, 2]);
  @attribute({ dtype: "DevString", access: "WRITE" }) accessor note = "";

  @command({ dtypeIn: "DevLong", dtypeOut: "DevVarDoubleArray" }) measure(points: number) {
    return new Float64Array(points);
  }
  @command() stop() {}
}

const INTERFACE = {
  attributes: {
    current: { dtype: "DevDouble", access: "READ_WRITE" },
    range: { dtype: "DevEnum", access: "READ_WRITE", enumLabels: ["LOW", "HIGH"] },
    pulses: { dtype: "DevLong64" },
    ramp: { dtype: "DevDouble", dformat: "SPECTRUM" },
    note: { dtype: "DevString", access: "WRITE" },
    State: { dtype: "DevState" },
    Status: { dtype: "DevString" },
  },
  commands: {
    measure: { dtypeIn: "DevLong", dtypeOut: "DevVarDoubleArray" },
    stop: {},
    Init: {},
    State: { dtypeOut: "DevState" },
    Status: { dtypeOut: "DevString" },
  },
} as const satisfies DeviceInterface;

async function served(t: TestContext): Promise<DeviceProxy> {
  const context = await DeviceTestContext.start(PowerSupply);
  t.after(() => context.stop());
  return context.device;
}

test("a device of a known interface is called as any other, and what it gives has its type", async (t) => {
  const device = typedDevice(INTERFACE, await served(t));
  await device.writeAttribute("range", "HIGH");
  await device.writeAttributes({ current: 2.5, note: "hello" });
  const [range, current] = await device.readAttributes(["range", "current"]);
  const values: [number | null, number | null] = [range.value, current.value];
  assert.deepEqual(values, [1, 2.5]);
  const ramp: DeviceAttribute<Float64Array> = await device.readAttribute("ramp");
  assert.deepEqual(Array.from(ramp.value!), [1, 2]);
  const pulses: bigint | null = (await device.readAttribute("pulses")).value;
  assert.equal(pulses, 0n);
  const measured: Float64Array = await device.commandInout("measure", 3);
  assert.equal(measured.length, 3);
  const nothing: undefined = await device.commandInout("stop");
  assert.equal(nothing, undefined);
  const written: number | null = (await device.writeReadAttribute("current", 3)).value;
  assert.equal(written, 3);
  const [state] = await device.writeReadAttributes({ range: 0 }, ["State"]);
  assert.equal(state.value, "UNKNOWN");
  assert.equal(await device.state(), "UNKNOWN", "what is not typed is there as well");
});

test("a new proxy is made for a name", async () => {
  const device = typedDevice(INTERFACE, "tango://127.0.0.1:1/lab/supply/1#dbase=no");
  assert.ok((device as unknown) instanceof DeviceProxy);
  assert.throws(() => typedDevice(INTERFACE, "a/b"), { reason: "API_WrongDeviceNameSyntax" });
});

test("a running device is described as its class declares it", async (t) => {
  const device = await served(t);
  assert.deepEqual(await describeDevice(device), INTERFACE);
  await checkInterface(INTERFACE, device);
});

test("what a device has not as it is expected is named, all of it", async (t) => {
  const device = await served(t);
  const wanted = {
    attributes: {
      CURRENT: { dtype: "DevDouble", access: "WRITE" },
      voltage: { dtype: "DevDouble" },
      range: { dtype: "DevEnum", enumLabels: ["LOW", "MIDDLE", "HIGH"] },
      pulses: { dtype: "DevLong64", access: "READ_WRITE" },
      ramp: { dtype: "DevDouble", dformat: "IMAGE" },
      note: { dtype: "DevString" },
    },
    commands: {
      measure: { dtypeIn: "DevShort", dtypeOut: "DevVarDoubleArray" },
      stop: { dtypeOut: "DevLong" },
      On: {},
    },
  } as const satisfies DeviceInterface;
  await assert.rejects(checkInterface(wanted, device), (error: { reason: string; message: string }) => {
    assert.equal(error.reason, "API_InterfaceMismatch");
    const [, differences] = error.message.split("is expected: ");
    assert.deepEqual(
      differences!.split("; ").map((text) => text.replace(/ \(check.*/, "")),
      [
        "there is no attribute voltage",
        "the attribute range has the labels LOW, HIGH, not LOW, MIDDLE, HIGH",
        "the attribute pulses is READ, not READ_WRITE",
        "the attribute ramp is DevDouble SPECTRUM, not DevDouble IMAGE",
        "the attribute note is WRITE, not READ",
        "the command measure takes DevLong, not DevShort",
        "the command stop gives DevVoid, not DevLong",
        "there is no command On",
      ],
    );
    return true;
  });
});

/** Never called: the compiler is what is tested. */
export function mistakes(device: TypedDevice<typeof INTERFACE>): void {
  // @ts-expect-error: a misspelt name
  void device.readAttribute("curent");
  // @ts-expect-error: it can only be written
  void device.readAttribute("note");
  // @ts-expect-error: one of the names is misspelt
  void device.readAttributes(["current", "voltage"]);
  // @ts-expect-error: it can only be read
  void device.writeAttribute("pulses", 1n);
  // @ts-expect-error: not a number
  void device.writeAttribute("current", "much");
  // @ts-expect-error: not one of the labels
  void device.writeAttribute("range", "MIDDLE");
  // @ts-expect-error: it can only be read
  void device.writeAttributes({ ramp: [1] });
  // @ts-expect-error: there is no such command
  void device.commandInout("On");
  // @ts-expect-error: it takes an argument
  void device.commandInout("measure");
  // @ts-expect-error: it takes a number
  void device.commandInout("measure", "many");
  // @ts-expect-error: it takes no argument
  void device.commandInout("stop", 3);
  // @ts-expect-error: the event has numbers
  void device.subscribeEvent("current", "change", (event: EventData<string>) => event);
  // @ts-expect-error: a misspelt name
  void device.events("curent", "change");
}

/** Nor is this: of one of several names nobody knows more than of all. */
export async function unions(
  device: TypedDevice<typeof INTERFACE>,
  name: "current" | "ramp",
  enumeration: "range" | "current",
  command: "stop" | "measure",
): Promise<void> {
  const { value }: DeviceAttribute<number | Float64Array> = await device.readAttribute(name);
  // @ts-expect-error: it may be a row
  const one: number | null = value;
  const [first] = await device.readAttributes([name]);
  // @ts-expect-error: here, too
  const another: number | null = first.value;
  // @ts-expect-error: neither a number nor a label
  void device.writeAttribute(enumeration, "MIDDLE");
  // @ts-expect-error: it may give something
  const nothing: undefined = await device.commandInout(command);
  void [one, another, nothing];
}

/** And what is known only when the program runs: everything is possible, nothing is refused. */
export async function described(device: TypedDevice<DeviceInterface>): Promise<void> {
  const { value } = await device.readAttribute("current");
  // @ts-expect-error: it may be anything
  const one: number | null = value;
  await device.writeAttribute("current", 1);
  // @ts-expect-error: no attribute takes it
  await device.writeAttribute("current", new Date());
  await device.commandInout("measure", 10);
  await device.commandInout("stop");
  void one;
}

/** Never called either: what compiles. */
export function uses(device: TypedDevice<typeof INTERFACE>): void {
  void device.subscribeEvent("current", "change", ({ attrValue }) => attrValue?.value?.toFixed(3));
  void device.subscribeEvent("current", "attr_conf", ({ attrConf }) => attrConf?.unit);
  void device.subscribeEvent("intr_change", ({ attList }) => attList.length);
  const events: EventStream<EventData<bigint>> = device.events("pulses", "periodic");
  void events;
  void device.commandInout("stop", undefined, { timeoutMs: 1000 });
  void device.commandInout("measure", 3, { timeoutMs: 1000 });
  void device.attributeHistory("pulses", 3).then(([first]) => first?.value?.toString());
  void device.writeAttribute("range", 1);
}
