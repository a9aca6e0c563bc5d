import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAttributeInput } from "../../../src/cli/attribute-input.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";

function input(
  dataType: string,
  dataFormat: string,
  args: readonly string[],
  enumLabels?: readonly string[],
) {
  return parseAttributeInput({ name: "x", dataType, dataFormat, ...(enumLabels && { enumLabels }) }, args);
}

test("reads a scalar from one argument", () => {
  assert.equal(input("DevLong64", "SCALAR", ["9007199254740993"]), 9007199254740993n);
  assert.equal(input("DevString", "SCALAR", ["[not json]"]), "[not json]");
  assert.equal(input("DevEnum", "SCALAR", ["B"], ["A", "B"]), 1);
  assert.throws(
    () => input("DevDouble", "SCALAR", ["1", "2"]),
    usage(/scalar of type DevDouble.*one value, not 2/),
  );
  assert.throws(() => input("DevDouble", "SCALAR", []), usage(/missing/));
});

test("reads a spectrum from several arguments or from JSON, exactly", () => {
  assert.deepEqual(input("DevDouble", "SPECTRUM", ["1", "-2.5", "nan"]), [1, -2.5, Number.NaN]);
  assert.deepEqual(input("DevLong64", "SPECTRUM", ["[9007199254740993, -1]"]), [9007199254740993n, -1n]);
  assert.deepEqual(input("DevString", "SPECTRUM", ['["a, b", "c\\"d", e]']), ["a, b", 'c"d', "e"]);
  assert.deepEqual(input("DevState", "SPECTRUM", ["[ON, OFF]"]), ["ON", "OFF"]);
  assert.deepEqual(input("DevBoolean", "SPECTRUM", ["[true,false]"]), [true, false]);
  assert.deepEqual(input("DevDouble", "SPECTRUM", ["[]"]), []);
  assert.deepEqual(input("DevShort", "SPECTRUM", ["7"]), [7]);
  assert.throws(() => input("DevShort", "SPECTRUM", ["[1, 40000]"]), usage(/range/));
  assert.throws(() => input("DevShort", "SPECTRUM", ["[1, [2]]"]), usage(/flat array/));
  assert.throws(() => input("DevShort", "SPECTRUM", ["[1, 2"]), usage(/not JSON/));
});

test("reads an image from JSON rows", () => {
  assert.deepEqual(input("DevShort", "IMAGE", ["[[1, 2, 3], [4, 5, 6]]"]), [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.deepEqual(input("DevShort", "IMAGE", ["[]"]), []);
  assert.throws(
    () => input("DevShort", "IMAGE", ["[[1, 2], [3]]"]),
    usage(/row 1 .* has 1 values, the first has 2/),
  );
  assert.throws(() => input("DevShort", "IMAGE", ["[1, 2]"]), usage(/JSON array/));
  assert.throws(() => input("DevShort", "IMAGE", ["1", "2"]), usage(/image/));
});

test("reads a DevEncoded from format and hexadecimal digits", () => {
  assert.deepEqual(input("DevEncoded", "SCALAR", ["json", "7b7d"]), {
    format: "json",
    data: Uint8Array.of(0x7b, 0x7d),
  });
  assert.throws(() => input("DevEncoded", "SCALAR", ["json"]), usage(/FORMAT HEX/));
});

function usage(message: RegExp) {
  return (thrown: unknown): boolean => thrown instanceof UsageError && message.test(thrown.message);
}
