import assert from "node:assert/strict";
import { test } from "node:test";
import { WrongData } from "../../../../src/tango/error/dev-failed-classes.ts";
import type { AttrDataFormat } from "../../../../src/tango/idl/enums.ts";
import type { AttributeType, CmdArgType } from "../../../../src/tango/value/cmd-arg-type.ts";
import { ImageValue } from "../../../../src/tango/value/image-value.ts";
import {
  encodeAttributeValue1,
  encodeAttributeValue4,
  type WriteTarget,
} from "../../../../src/tango/value/write-attribute.ts";

function target(
  dataType: CmdArgType,
  dataFormat: AttrDataFormat = "SCALAR",
  enumLabels?: string[],
): WriteTarget {
  return { name: "x", dataType, dataFormat, ...(enumLabels === undefined ? {} : { enumLabels }) };
}

const SCALARS: readonly (readonly [AttributeType, unknown, string, ArrayLike<unknown>])[] = [
  ["DevBoolean", true, "bool_att_value", [true]],
  ["DevShort", 1, "short_att_value", [1]],
  ["DevLong", 1, "long_att_value", [1]],
  ["DevLong64", 1, "long64_att_value", [1n]],
  ["DevFloat", 1.5, "float_att_value", [1.5]],
  ["DevDouble", 1.5, "double_att_value", [1.5]],
  ["DevUChar", 1, "uchar_att_value", [1]],
  ["DevUShort", 1, "ushort_att_value", [1]],
  ["DevULong", 1, "ulong_att_value", [1]],
  ["DevULong64", 1n, "ulong64_att_value", [1n]],
  ["DevString", "a", "string_att_value", ["a"]],
  ["DevState", "ON", "state_att_value", ["ON"]],
  [
    "DevEncoded",
    { format: "f", data: Uint8Array.of(1) },
    "encoded_att_value",
    [{ encoded_format: "f", encoded_data: Uint8Array.of(1) }],
  ],
  ["DevEnum", 2, "short_att_value", [2]],
];

for (const [type, value, kind, elements] of SCALARS) {
  test(`writes a ${type} scalar as cppTango does`, () => {
    const wire = encodeAttributeValue4(target(type), value);
    assert.deepEqual(wire, {
      value: { kind, value: elements },
      quality: "ATTR_VALID",
      data_format: "FMT_UNKNOWN",
      time: { tv_sec: 0, tv_usec: 0, tv_nsec: 0 },
      name: "x",
      r_dim: { dim_x: 0, dim_y: 0 },
      w_dim: { dim_x: 1, dim_y: 0 },
      err_list: [],
    });
  });
}

test("writes a spectrum: a typed array of the type as it is, other arrays converted", () => {
  const data = Float64Array.of(1, 2);
  const wire = encodeAttributeValue4(target("DevDouble", "SPECTRUM"), data);
  assert.equal((wire.value as { value: unknown }).value, data);
  assert.deepEqual(wire.w_dim, { dim_x: 2, dim_y: 0 });
  const converted = encodeAttributeValue4(target("DevShort", "SPECTRUM"), [1, 2, 3]);
  assert.deepEqual(converted.value, { kind: "short_att_value", value: Int16Array.of(1, 2, 3) });
});

test("writes an image from an ImageValue and from rows", () => {
  const image = new ImageValue(Uint8Array.of(1, 2, 3, 4, 5, 6), 3, 2);
  const wire = encodeAttributeValue4(target("DevUChar", "IMAGE"), image);
  assert.equal((wire.value as { value: unknown }).value, image.data);
  assert.deepEqual(wire.w_dim, { dim_x: 3, dim_y: 2 });
  assert.deepEqual(encodeAttributeValue4(target("DevUChar", "IMAGE"), image.toRows()), wire);
  const text = encodeAttributeValue4(target("DevString", "IMAGE"), [["a"], ["b"]]);
  assert.deepEqual(
    [text.value, text.w_dim],
    [
      { kind: "string_att_value", value: ["a", "b"] },
      { dim_x: 1, dim_y: 2 },
    ],
  );
});

test("writes an enum by its label", () => {
  const labels = ["OFF", "LOW", "HIGH"];
  const wire = encodeAttributeValue4(target("DevEnum", "SCALAR", labels), "HIGH");
  assert.deepEqual(wire.value, { kind: "short_att_value", value: [2] });
  const spectrum = encodeAttributeValue4(target("DevEnum", "SPECTRUM", labels), ["LOW", 0]);
  assert.deepEqual(spectrum.value, { kind: "short_att_value", value: Int16Array.of(1, 0) });
});

test("writes to devices before IDL 4 with an any", () => {
  const wire = encodeAttributeValue1(target("DevDouble", "SPECTRUM"), [1, 2]);
  assert.deepEqual([wire.dim_x, wire.dim_y, wire.name], [2, 0, "x"]);
  assert.deepEqual(wire.value.value, Float64Array.of(1, 2));
  assert.equal(wire.value.typeCode.kind, "tk_alias");
});

for (const [what, value, problem] of [
  [target("DevDouble"), "1", '(DevDouble, SCALAR): "1" is not a number'],
  [target("DevDouble"), [1], "(DevDouble, SCALAR): an array of 1 is not a number"],
  [target("DevDouble", "SPECTRUM"), 1, "(DevDouble, SPECTRUM): 1 is not an array"],
  [target("DevDouble", "IMAGE"), 1, "(DevDouble, IMAGE): 1 is neither an ImageValue nor an array of rows"],
  [target("DevDouble", "IMAGE"), [1], "(DevDouble, IMAGE): row 0 is 1, not an array"],
  [
    target("DevDouble", "IMAGE"),
    [[1], [1, 2]],
    "(DevDouble, IMAGE): row 1 of the image has 2 elements, the first one has 1",
  ],
  [
    target("DevEnum", "SCALAR", ["A", "B"]),
    "C",
    '(DevEnum, SCALAR): "C" is not the number of a label (from 0) or one of "A", "B"',
  ],
  [target("Unknown"), 1, "(Unknown, SCALAR): no value can be written to the type Unknown"],
  [
    target("DevLong", "FMT_UNKNOWN"),
    1,
    "(DevLong, FMT_UNKNOWN): no value can be written to the format FMT_UNKNOWN",
  ],
] as const) {
  test(`refuses ${problem}`, () => {
    assert.throws(
      () => encodeAttributeValue4(what, value),
      (error) =>
        error instanceof WrongData &&
        error.reason === "API_IncompatibleAttrArgumentType" &&
        error.errors[0]?.desc === `Incompatible value for attribute x ${problem}`,
    );
  });
}
