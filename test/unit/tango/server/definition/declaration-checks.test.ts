import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionsOf } from "../../../../../src/tango/server/definition/class-definition.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { ServedClass } from "../../../../../src/tango/server/served-class.ts";

const read = () => 1;

/** What is said of a class of plain JavaScript with these static tables. */
function refusal(tables: object): string {
  class Pump extends Device {}
  Object.assign(Pump, tables);
  try {
    definitionsOf(Pump);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message;
  }
  return "none";
}

test("names what is wrong with an attribute, and what is possible", () => {
  const ofLevel = (spec: object) => refusal({ attributes: { level: spec } });
  for (const dtype of ["float", "DevVarDoubleArray", ["DevDouble"], undefined, 5]) {
    assert.match(
      ofLevel({ dtype, read }),
      /^Pump: attribute level: its dtype is ("\w+"|missing|no string); it is one of DevBoolean, .*, DevEnum \(arrays/,
    );
  }
  assert.match(
    ofLevel({ dtype: "DevLong", dformat: "spectrum", maxDimX: 3, read }),
    /dformat is "spectrum"; it is one of SCALAR, SPECTRUM, IMAGE$/,
  );
  assert.match(ofLevel({ dtype: "DevLong", access: "RW", read }), /access is "RW"; it is one of READ, /);
  assert.match(ofLevel({ dtype: "DevLong", displayLevel: "EXPORT", read }), /one of OPERATOR, EXPERT$/);
  const spectrum = { dtype: "DevLong", dformat: "SPECTRUM", read };
  assert.match(ofLevel(spectrum), /a SPECTRUM needs maxDimX$/);
  for (const maxDimX of ["3", 0, 1.5, 3e9]) {
    assert.match(
      ofLevel({ ...spectrum, maxDimX }),
      /its maxDimX is a whole number from 1 to 2147483647, not /,
    );
  }
  const image = { ...spectrum, dformat: "IMAGE", maxDimX: 3 };
  assert.match(ofLevel(image), /an IMAGE needs maxDimY$/);
  assert.match(ofLevel({ ...image, maxDimY: -1 }), /its maxDimY is .*, not -1$/);
  assert.match(ofLevel({ dtype: "DevLong", read: "readLevel" }), /attribute level: its read is no function$/);
  for (const pollingPeriod of [1, -1, 5.5, "1s"]) {
    assert.match(ofLevel({ dtype: "DevLong", pollingPeriod, read }), /pollingPeriod .* 5 at least, not /);
  }
});

test("refuses options that there are not, and knows PyTango's spelling", () => {
  const ofLevel = (spec: object) => refusal({ attributes: { level: { dtype: "DevLong", read, ...spec } } });
  assert.equal(
    ofLevel({ min_value: 3 }),
    "Pump: attribute level: there is no option min_value: it is called minValue",
  );
  assert.equal(ofLevel({ fget: read }), "Pump: attribute level: there is no option fget");
  assert.match(
    refusal({ commands: { go: { dtype_in: "DevLong", execute: read } } }),
    /it is called dtypeIn$/,
  );
  assert.match(
    refusal({ deviceProperties: { host: { dtype: "DevString", default_value: "a" } } }),
    /property host: .* it is called defaultValue$/,
  );
  assert.match(refusal({ pipes: { scan: { read, display_level: "EXPERT" } } }), /it is called displayLevel$/);
});

test("names what is wrong with commands, properties and pipes", () => {
  const ofGo = (spec: object) => refusal({ commands: { go: spec } });
  assert.match(ofGo({}), /^Pump: command go: nothing executes it$/);
  assert.match(ofGo({ execute: "go" }), /command go: its execute is no function$/);
  assert.match(ofGo({ dtypeIn: "double", execute: read }), /its dtypeIn is "double"; it is one of DevVoid, /);
  assert.match(ofGo({ dtypeOut: "Unknown", execute: read }), /its dtypeOut is "Unknown"; it is one of/);
  assert.match(
    refusal({ classProperties: { n: { dtype: "str" } } }),
    /property n: its dtype is "str"; it is/,
  );
  assert.match(refusal({ pipes: { scan: { read: 3 } } }), /pipe scan: its read is no function$/);
  assert.match(refusal({ pipes: { scan: {} } }), /pipe scan: nothing reads it$/);
});

test("refuses what is no device class, or has no name", () => {
  class Pump {}
  const refused = (deviceClass: unknown) => () => new ServedClass(deviceClass as typeof Device);
  assert.throws(refused(Pump), {
    name: "TypeError",
    message: "a device class extends Device; Pump does not",
  });
  assert.throws(refused({}), /extends Device; this object does not$/);
  assert.throws(refused(undefined), /extends Device; this undefined does not$/);
  const nameless = (() => class extends Device {})();
  assert.throws(refused(nameless), /has no name: give it one, or a static TangoClassName/);
});
