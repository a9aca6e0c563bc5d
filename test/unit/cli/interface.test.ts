import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { interfaceName, interfaceSource } from "../../../src/cli/interface-source.ts";
import { attribute, command, Device, DeviceTestContext, describeDevice } from "../../../src/index.ts";
import { commandOutput } from "../../support/command-output.ts";
import { compilePrograms } from "../../support/compiled-program.ts";

class PowerSupply extends Device {
  @attribute({ dtype: "DevDouble", unit: "A", doc: "at its output" }) accessor current = 0;
  @attribute({ dtype: "DevEnum", enumLabels: ["LOW", "HIGH"], access: "READ" }) accessor range = 0;
  @command({ dtypeIn: "DevLong", docIn: "how many", dtypeOut: "DevVarDoubleArray" }) measure(points: number) {
    return new Float64Array(points);
  }
}

test("writes a module that compiles and says what the device has", async (t) => {
  const context = await DeviceTestContext.start(PowerSupply);
  t.after(() => context.stop());
  const name = context.getDeviceAccess();
  const { code, out, err } = await commandOutput("interface", name);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(
    out,
    /^ {4}\/\*\* at its output; in A \*\/\n {4}current: \{ dtype: "DevDouble", access: "READ_WRITE" \},$/m,
  );
  assert.match(out, /^ {4}range: \{ dtype: "DevEnum", enumLabels: \["LOW", "HIGH"\] \},$/m);
  assert.match(out, /^ {4}\/\*\* takes: how many \*\/\n {4}measure: \{/m);
  const [program] = await compilePrograms(t, [out]);
  const { PowerSupply: written } = await import(pathToFileURL(program!.file).href);
  assert.deepEqual(written, await describeDevice(context.device));
  assert.deepEqual(JSON.parse((await commandOutput("--json", "interface", name)).out), written);
  assert.match(
    (await commandOutput("interface", name, "--name", "Supply")).out,
    /^export const Supply = \{$/m,
  );
  assert.match(
    (await commandOutput("interface", name, "--name", "supply_1")).out,
    /^export const supply_1 = \{$/m,
  );
  const refused = await commandOutput("interface", name, "--name", "power supply");
  assert.deepEqual([refused.code, refused.out], [2, ""]);
  assert.match(refused.err, /it should be like PowerSupply/);
});

test("nothing that a device says becomes code", async (t) => {
  const evil = '*/ throw new Error("code"); /*\n"';
  const described = {
    target: evil,
    devClass: evil,
    attributes: [
      { name: "__proto__", label: evil, description: evil, unit: evil },
      { name: "b", label: "b", description: "@ts-expect-error", unit: "" },
    ] as never,
    commands: [
      { cmdName: evil, inType: "DevLong", outType: "DevVoid", inTypeDesc: evil, outTypeDesc: "" },
    ] as never,
  };
  const attributes = JSON.parse(
    `{ "__proto__": { "dtype": "DevEnum", "enumLabels": [${JSON.stringify(evil)}] }, "b": { "dtype": "DevString" } }`,
  );
  const shapes = { attributes, commands: { [evil]: { dtypeIn: "DevLong" } } } as const;
  const [program] = await compilePrograms(t, [interfaceSource(interfaceName(evil), shapes, described)]);
  const written = Object.values(await import(pathToFileURL(program!.file).href));
  assert.deepEqual(written, [shapes]);
  const steering = { a: { dtype: "DevEnum", enumLabels: ["\u009b2J\u202e"] } } as const;
  const shown = interfaceSource("A", { attributes: steering, commands: {} }, described);
  assert.match(shown, /"\\u009b2J\\u202e"/);
});

test("a constant is called as the class, with what no identifier has left out", () => {
  assert.equal(interfaceName("TangoTest"), "TangoTest");
  assert.equal(interfaceName("my-power supply"), "MyPowerSupply");
  assert.equal(interfaceName("3D"), "Device3D");
  assert.equal(interfaceName("été"), "T");
  assert.equal(interfaceName(""), "Device");
  assert.equal(interfaceName("DeviceInterface"), "DeviceDeviceInterface");
});
