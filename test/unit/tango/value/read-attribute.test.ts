import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Any } from "../../../../src/giop/idl/any.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import type { AttrValUnion } from "../../../../src/tango/idl/attr-val-union.ts";
import type { AttributeValue_5 } from "../../../../src/tango/idl/attribute-value.ts";
import {
  DevVarDoubleArray,
  DevVarEncodedArray,
  DevVarStringArray,
} from "../../../../src/tango/idl/data-types.ts";
import { DevState } from "../../../../src/tango/idl/enums.ts";
import { CMD_ARG_TYPE } from "../../../../src/tango/value/cmd-arg-type.ts";
import { ImageValue } from "../../../../src/tango/value/image-value.ts";
import {
  deviceAttributeFrom1,
  deviceAttributeFrom3,
  deviceAttributeFrom4,
  deviceAttributeFrom5,
} from "../../../../src/tango/value/read-attribute.ts";

const TIME = { tv_sec: 1700000000, tv_usec: 5, tv_nsec: 0 };
const dim = (dim_x: number, dim_y = 0) => ({ dim_x, dim_y });

function wire(value: AttrValUnion, changes: Partial<AttributeValue_5> = {}): AttributeValue_5 {
  return {
    value,
    quality: "ATTR_VALID",
    data_format: "SCALAR",
    data_type: CMD_ARG_TYPE.DevDouble,
    time: TIME,
    name: "x",
    r_dim: dim(1),
    w_dim: dim(0),
    err_list: [],
    ...changes,
  };
}

function doubles(...values: number[]): AttrValUnion {
  return { kind: "double_att_value", value: Float64Array.from(values), discriminator: "ATT_DOUBLE" };
}

const NO_DATA: AttrValUnion = { kind: "union_no_data", value: true, discriminator: "ATT_NO_DATA" };

test("reads a scalar without and with a set point", () => {
  const readOnly = deviceAttributeFrom5(wire(doubles(1.5)));
  assert.deepEqual([readOnly.value, readOnly.writeValue], [1.5, null]);
  assert.deepEqual([readOnly.nbRead, readOnly.nbWritten, readOnly.type], [1, 0, "DevDouble"]);
  assert.equal(readOnly.time.toISOString(), "2023-11-14T22:13:20.000005Z");
  const readWrite = deviceAttributeFrom5(wire(doubles(1.5, 2.5), { w_dim: dim(1) }));
  assert.deepEqual([readWrite.value, readWrite.writeValue], [1.5, 2.5]);
});

test("takes the one value of a write-only attribute for both", () => {
  const reading = deviceAttributeFrom5(wire(doubles(3), { w_dim: dim(1) }));
  assert.deepEqual([reading.value, reading.writeValue], [3, 3]);
});

test("reads a spectrum without copying it", () => {
  const data = doubles(1, 2, 3, 9);
  const alone = deviceAttributeFrom5(wire(data, { data_format: "SPECTRUM", r_dim: dim(4) }));
  assert.equal(alone.value, data.value);
  const both = deviceAttributeFrom5(wire(data, { data_format: "SPECTRUM", r_dim: dim(3), w_dim: dim(1) }));
  assert.deepEqual(both.value, Float64Array.of(1, 2, 3));
  assert.deepEqual(both.writeValue, Float64Array.of(9));
  assert.equal((both.value as Float64Array).buffer, (data.value as Float64Array).buffer);
  const empty = deviceAttributeFrom5(wire(doubles(), { data_format: "SPECTRUM", r_dim: dim(0) }));
  assert.deepEqual(empty.value, new Float64Array());
});

test("reads an image, its set point never written as TangoTest sends it", () => {
  const reading = deviceAttributeFrom5(
    wire(doubles(1, 2, 3, 4, 5, 6, 0), { data_format: "IMAGE", r_dim: dim(3, 2), w_dim: dim(1, 0) }),
  );
  const image = reading.value;
  assert.ok(image instanceof ImageValue);
  assert.deepEqual(image.toRows(), [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  const written = reading.writeValue;
  assert.ok(written instanceof ImageValue);
  assert.deepEqual([written.dimX, written.dimY, written.toRows()], [1, 0, []]);
  assert.deepEqual([reading.nbRead, reading.nbWritten], [6, 1]);
});

test("reads states, strings, encoded values and enums", () => {
  const state = deviceAttributeFrom5(
    wire({ kind: "dev_state_att", value: "RUNNING", discriminator: "DEVICE_STATE" }, { data_type: 19 }),
  );
  assert.deepEqual([state.value, state.type], ["RUNNING", "DevState"]);
  const encoded = deviceAttributeFrom5(
    wire(
      {
        kind: "encoded_att_value",
        value: [
          { encoded_format: "a", encoded_data: Uint8Array.of(1) },
          { encoded_format: "b", encoded_data: Uint8Array.of(2) },
        ],
        discriminator: "ATT_ENCODED",
      },
      { data_type: 28, w_dim: dim(1) },
    ),
  );
  assert.deepEqual(encoded.value, { format: "a", data: Uint8Array.of(1) });
  assert.deepEqual(encoded.writeValue, { format: "b", data: Uint8Array.of(2) });
  const enumeration = deviceAttributeFrom5(
    wire({ kind: "short_att_value", value: Int16Array.of(2), discriminator: "ATT_SHORT" }, { data_type: 29 }),
  );
  assert.deepEqual([enumeration.type, enumeration.value], ["DevEnum", 2]);
  const text = deviceAttributeFrom5(
    wire(
      { kind: "string_att_value", value: ["a", "b", ""], discriminator: "ATT_STRING" },
      {
        data_type: 8,
        data_format: "SPECTRUM",
        r_dim: dim(2),
        w_dim: dim(1),
      },
    ),
  );
  assert.deepEqual([text.value, text.writeValue], [["a", "b"], [""]]);
});

test("has no value where the quality is invalid", () => {
  const reading = deviceAttributeFrom5(wire(NO_DATA, { quality: "ATTR_INVALID", r_dim: dim(0) }));
  assert.deepEqual(
    [reading.value, reading.writeValue, reading.isEmpty, reading.hasFailed],
    [null, null, true, false],
  );
  const kept = deviceAttributeFrom5(wire(doubles(1, 2), { quality: "ATTR_INVALID", w_dim: dim(1) }));
  assert.deepEqual([kept.value, kept.writeValue], [null, 2]);
});

test("is empty without elements, and keeps the type that it would have", () => {
  const row = deviceAttributeFrom5(wire(doubles(), { data_format: "SPECTRUM", data_type: 5, r_dim: dim(0) }));
  assert.deepEqual([row.value, row.isEmpty, row.type], [new Float64Array(), true, "DevDouble"]);
  const set = deviceAttributeFrom5(
    wire(doubles(2), { data_format: "SPECTRUM", r_dim: dim(0), w_dim: dim(1) }),
  );
  assert.deepEqual([set.value, set.writeValue, set.isEmpty], [new Float64Array(), Float64Array.of(2), false]);
});

test("throws the errors of a failed attribute when its value is asked for", () => {
  const level = { reason: "API_AttrValueNotSet", severity: "ERR", desc: "not set", origin: "here" } as const;
  const reading = deviceAttributeFrom5(wire(NO_DATA, { err_list: [level], data_type: 100, r_dim: dim(0) }));
  assert.deepEqual([reading.hasFailed, reading.isEmpty, reading.type], [true, true, "Unknown"]);
  // Servers send memory they never set as the time of a failure.
  assert.deepEqual([reading.time.tvSec, reading.dataFormat], [0, "FMT_UNKNOWN"]);
  for (const extract of [() => reading.value, () => reading.writeValue]) {
    assert.throws(extract, (error) => error instanceof DevFailed && error.errors[0] === level);
  }
});

test("fails a value whose size is not what its dimensions say", () => {
  for (const changes of [
    { r_dim: dim(3), data_format: "SPECTRUM" },
    { r_dim: dim(-1), data_format: "SPECTRUM" },
    { r_dim: dim(1000, 1000), data_format: "IMAGE" },
    { r_dim: dim(0), w_dim: dim(5), data_format: "SPECTRUM" },
  ] as const) {
    const reading = deviceAttributeFrom5(wire(doubles(1, 2), changes));
    assert.equal(reading.errors[0]?.reason, "API_IncoherentDevData");
  }
});

test("reads what devices of IDL 4, 3 and 1 give", () => {
  const { data_type: _, ...wire4 } = wire(doubles(1, 2), { w_dim: dim(1) });
  const four = deviceAttributeFrom4(wire4);
  assert.deepEqual([four.type, four.value, four.writeValue], ["DevDouble", 1, 2]);
  const wire3 = { ...wire4, value: Any.of(DevVarDoubleArray, Float64Array.of(1, 2)) };
  const three = deviceAttributeFrom3(wire3);
  assert.deepEqual(
    [three.type, three.dataFormat, three.value, three.writeValue],
    ["DevDouble", "SCALAR", 1, 2],
  );
  assert.deepEqual(
    deviceAttributeFrom3(wire3, { dataFormat: "SPECTRUM", enumLabels: [] }).value,
    Float64Array.of(1),
  );
  const state = deviceAttributeFrom3({ ...wire3, value: Any.of(DevState, "ON"), w_dim: dim(0) });
  assert.deepEqual([state.type, state.value], ["DevState", "ON"]);
  const none = deviceAttributeFrom3({ ...wire3, value: Any.EMPTY, quality: "ATTR_INVALID" });
  assert.deepEqual([none.type, none.value], ["Unknown", null]);
  const encoded = deviceAttributeFrom3({
    ...wire3,
    value: Any.of(DevVarEncodedArray, [{ encoded_format: "a", encoded_data: Uint8Array.of(1) }]),
    w_dim: dim(0),
  });
  assert.deepEqual(encoded.value, { format: "a", data: Uint8Array.of(1) });
  const wire1 = {
    value: Any.of(DevVarStringArray, ["a", "b", "c"]),
    quality: "ATTR_VALID",
    time: TIME,
    name: "x",
  } as const;
  const one = deviceAttributeFrom1({ ...wire1, dim_x: 2, dim_y: 0 });
  assert.deepEqual(
    [one.dataFormat, one.value, one.writeValue, one.wDimX],
    ["SPECTRUM", ["a", "b"], ["c"], 1],
  );
});

test("keeps its data where it is copied or posted", () => {
  const reading = deviceAttributeFrom5(wire(doubles(1, 2), { w_dim: dim(1) }));
  for (const copy of [structuredClone(reading), { ...reading }]) {
    assert.deepEqual([copy.value, copy.writeValue, copy.name, copy.quality], [1, 2, "x", "ATTR_VALID"]);
  }
  const level = { reason: "API_AttrValueNotSet", severity: "ERR", desc: "not set", origin: "here" } as const;
  const failed = deviceAttributeFrom5(wire(NO_DATA, { err_list: [level], r_dim: dim(0) }));
  for (const copy of [structuredClone(failed), { ...failed }]) {
    assert.deepEqual([copy.errors, Object.hasOwn(copy, "value")], [[level], false]);
  }
  assert.match(inspect(failed), /API_AttrValueNotSet/);
});

test("shows itself on the console and as JSON", () => {
  const reading = deviceAttributeFrom5(
    wire(
      { kind: "long64_att_value", value: BigInt64Array.of(1n, 2n ** 60n), discriminator: "ATT_LONG64" },
      {
        data_type: CMD_ARG_TYPE.DevLong64,
        data_format: "SPECTRUM",
        r_dim: dim(2),
      },
    ),
  );
  assert.match(inspect(reading), /^DeviceAttribute \{[\s\S]*name: 'x'[\s\S]*value: BigInt64Array/);
  const json = JSON.parse(JSON.stringify(reading)) as Record<string, unknown>;
  assert.deepEqual(json.value, [1, "1152921504606846976"]);
  assert.equal(json.writeValue, null);
  assert.equal(json.time, "2023-11-14T22:13:20.000005Z");
});
