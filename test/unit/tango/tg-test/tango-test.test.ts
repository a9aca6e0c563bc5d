import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { TangoTest } from "../../../../src/tango/tg-test/tango-test.ts";
import type { DeviceAttribute } from "../../../../src/tango/value/device-attribute.ts";
import { ImageValue } from "../../../../src/tango/value/image-value.ts";
import { OrbContext } from "../../../../src/threading/orb-context.ts";
import { listenFor, serveDevice } from "../../../support/served-device.ts";

async function tangoTest(t: TestContext) {
  const { served, device } = await serveDevice(TangoTest, {}, "sys/tg_test/1");
  const { address, stop } = await listenFor(served);
  const context = new OrbContext();
  t.after(async () => {
    await context.close();
    await stop();
  });
  const proxy = new DeviceProxy(address, { context });
  const read = async (name: string) => (await proxy.readAttribute(name)).value;
  return { device, proxy, read };
}

test("has the attributes and commands of the C++ one, in its order and as it describes them", async (t) => {
  const { proxy } = await tangoTest(t);
  const specified = (text: string) => (UNSPECIFIED.has(text) ? "" : text);
  const attributes = (await proxy.attributeListQuery()).map((info) => [
    info.name,
    info.dataType,
    info.dataFormat,
    info.writable,
    `${info.maxDimX}x${info.maxDimY}`,
    specified(info.writableAttrName),
    info.label,
    specified(info.description),
    specified(info.minValue),
    specified(info.maxValue),
    info.enumLabels.join(","),
  ]);
  const commands = (await proxy.commandListQuery()).map((info) => [
    info.cmdName,
    info.inType,
    info.outType,
    info.inTypeDesc,
    info.outTypeDesc,
    info.dispLevel,
  ]);
  const recorded = readFileSync(new URL("./tango-test-10.0.2.txt", import.meta.url), "utf8");
  const lines = recorded.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assert.deepEqual(
    [...attributes, ...commands].map((columns) => columns.join("|")),
    lines,
  );
});

const UNSPECIFIED = new Set(["Not specified", "None", "No description"]);

test("lets every attribute be read but the two that are there to fail", async (t) => {
  const { proxy } = await tangoTest(t);
  const names = await proxy.getAttributeList();
  const readings = await proxy.readAttributes(names.filter((name) => !FAILING.has(name)));
  for (const reading of readings) {
    assert.equal(reading.hasFailed, false, reading.name);
    const size = [reading.dimX, reading.dimY];
    if (reading.name.includes("_image")) assert.deepEqual(size, [251, 251], reading.name);
    else if (/_spectrum|wave/.test(reading.name)) assert.deepEqual(size, [256, 0], reading.name);
    else assert.deepEqual(size, [1, 0], reading.name);
  }
});

const FAILING = new Set(["no_value", "throw_exception"]);

test("fails as it is asked to", async (t) => {
  const { proxy } = await tangoTest(t);
  await assert.rejects(proxy.readAttribute("throw_exception"), (error) => {
    assert.ok(error instanceof DevFailed);
    const [first] = error.errors;
    assert.deepEqual(
      [first?.reason, first?.desc, first?.origin],
      ["exception test", "here is the exception you requested", "TangoTest::read_throw_exception"],
    );
    return true;
  });
  await assert.rejects(proxy.readAttribute("no_value"), { reason: "API_AttrValueNotSet" });
});

test("reads what was written to booleans, strings and spectra, up to 256 elements", async (t) => {
  const { proxy, read } = await tangoTest(t);
  assert.deepEqual([await read("boolean_scalar"), await read("string_scalar")], [true, "Default string"]);
  await proxy.writeAttribute("boolean_scalar", false);
  await proxy.writeAttribute("string_scalar", "hola");
  await proxy.writeAttribute("string_spectrum", ["a", "b"]);
  await proxy.writeAttribute(
    "double_spectrum",
    Float64Array.from({ length: 300 }, (_, i) => i),
  );
  assert.deepEqual([await read("boolean_scalar"), await read("string_scalar")], [false, "hola"]);
  assert.deepEqual(await read("string_spectrum"), ["a", "b"]);
  assert.deepEqual(
    await read("double_spectrum"),
    Float64Array.from({ length: 256 }, (_, i) => i),
  );
  await proxy.commandInout("Init");
  assert.equal((await proxy.readAttribute("string_spectrum")).dimX, 256);
});

test("reads the images that were written; of long_image always the whole", async (t) => {
  const { proxy } = await tangoTest(t);
  const rows = [
    [1, 2],
    [3, 4],
  ];
  await proxy.writeAttribute("short_image", rows);
  await proxy.writeAttribute("long_image", rows);
  await proxy.writeAttribute("string_image", [["a"], ["b"]]);
  const [shorts, longs, strings] = await proxy.readAttributes(["short_image", "long_image", "string_image"]);
  assert.deepEqual(elementsOf(shorts!), [1, 2, 3, 4]);
  assert.deepEqual([longs!.dimX, longs!.dimY], [251, 251]);
  assert.deepEqual(elementsOf(longs!).slice(0, 5), [1, 2, 3, 4, 0]);
  assert.deepEqual(elementsOf(strings!), ["a", "b"]);
});

/** Of an image. */
function elementsOf({ value }: DeviceAttribute): unknown[] {
  assert.ok(value instanceof ImageValue);
  return Array.from(value.data as ArrayLike<unknown>);
}

test("moves scalars within what was written, from the next step on", async (t) => {
  const { device, proxy, read } = await tangoTest(t);
  device.data.start(null);
  await proxy.writeAttribute("short_scalar", 1);
  await proxy.writeAttribute("ulong_scalar", 1);
  await proxy.writeAttribute("double_scalar_w", 10);
  assert.deepEqual([await read("short_scalar"), await read("short_scalar_ro")], [0, 0]);
  assert.equal(await read("ulong64_scalar"), 0n);
  const reading = await proxy.readAttribute("double_scalar_rww");
  assert.deepEqual([reading.value, reading.writeValue], [device.data.generation.sine(10), 10]);
});

test("keeps a label that was written until the next step, then its place", async (t) => {
  const { device, proxy } = await tangoTest(t);
  device.data.start(60_000);
  await proxy.writeAttribute("enum_scalar", "LABEL2");
  assert.equal((await proxy.readAttribute("enum_scalar")).value, 2);
  await proxy.writeAttribute("enum_spectrum", [2, 2, 2]);
  await proxy.writeAttribute("enum_image", [[2, 2]]);
  const read = async () => {
    const [spectrum, image] = await proxy.readAttributes(["enum_spectrum", "enum_image"]);
    return [Array.from(spectrum!.value as Int16Array), elementsOf(image!) as number[]];
  };
  assert.deepEqual(await read(), [
    [2, 2, 2],
    [2, 2],
  ]);
  // What comes of its own is one of the first two labels.
  const stored = (name: string) => device.data.stored<object>(name, () => assert.fail());
  for (const name of ["enum_spectrum", "enum_image"]) device.data.store(name, { ...stored(name), step: -1 });
  const [spectrum, image] = await read();
  assert.deepEqual([spectrum?.length, image?.length], [3, 2]);
  assert.ok([...spectrum!, ...image!].every((label) => label < 2));
});

test("gives back what its commands get", async (t) => {
  const { proxy } = await tangoTest(t);
  for (const [command, value] of ECHOES) assert.deepEqual(await proxy.commandInout(command, value), value);
  assert.equal(await proxy.commandInout("DevVoid"), undefined);
});

const ECHOES: readonly [command: string, value: never][] = (
  [
    ["DevBoolean", true],
    ["DevDouble", -1.5],
    ["DevFloat", 0.5],
    ["DevLong", -3],
    ["DevLong64", -(2n ** 63n)],
    ["DevShort", -4],
    ["DevString", "hola\n"],
    ["DevULong", 2 ** 32 - 1],
    ["DevULong64", 2n ** 64n - 1n],
    ["DevUShort", 65535],
    ["DevVarCharArray", Uint8Array.of(0, 255)],
    ["DevVarDoubleArray", Float64Array.of(1.5)],
    ["DevVarDoubleStringArray", { dvalue: Float64Array.of(1), svalue: ["a", ""] }],
    ["DevVarFloatArray", Float32Array.of(0.25)],
    ["DevVarLong64Array", BigInt64Array.of(-1n)],
    ["DevVarLongArray", Int32Array.of()],
    ["DevVarLongStringArray", { lvalue: Int32Array.of(1, 2), svalue: ["b"] }],
    ["DevVarShortArray", Int16Array.of(-1)],
    ["DevVarStringArray", ["a", "b"]],
    ["DevVarULong64Array", BigUint64Array.of(1n)],
    ["DevVarULongArray", Uint32Array.of(1)],
    ["DevVarUShortArray", Uint16Array.of(1)],
  ] as const
).map(([command, value]) => [command, value as never]);

test("does not crash on request", async (t) => {
  const { proxy } = await tangoTest(t);
  for (const command of ["CrashFromDevelopperThread", "CrashFromOmniThread", "DumpExecutionState"])
    assert.equal(await proxy.commandInout(command), undefined);
  assert.equal((await proxy.commandQuery("CrashFromOmniThread")).dispLevel, "EXPERT");
});

test("runs, and fails and runs again by SwitchStates", async (t) => {
  const { proxy } = await tangoTest(t);
  assert.deepEqual(
    [await proxy.state(), await proxy.status()],
    ["RUNNING", "The device is in RUNNING state."],
  );
  await proxy.commandInout("SwitchStates");
  assert.deepEqual([await proxy.state(), await proxy.status()], ["FAULT", "The device is in FAULT state."]);
  await proxy.commandInout("SwitchStates");
  assert.equal(await proxy.state(), "RUNNING");
});
