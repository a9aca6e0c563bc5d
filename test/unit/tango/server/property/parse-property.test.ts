import assert from "node:assert/strict";
import { test } from "node:test";
import {
  defineProperty,
  type PropertyType,
} from "../../../../../src/tango/server/definition/property-definition.ts";
import { parseProperty } from "../../../../../src/tango/server/property/parse-property.ts";

const parsed = (dtype: PropertyType, lines: readonly string[]) =>
  parseProperty(defineProperty("gain", { dtype }), lines, "a/b/c");

const VALUES: readonly (readonly [dtype: PropertyType, lines: readonly string[], value: unknown])[] = [
  ["DevString", ["one"], "one"],
  ["DevString", [" two ", "lines"], " two \nlines"],
  ["DevBoolean", ["TRUE"], true],
  ["DevBoolean", ["0"], false],
  ["DevShort", ["-7"], -7],
  ["DevUShort", [" 65535 "], 65535],
  ["DevLong", ["1e3"], 1000],
  ["DevLong64", ["-9223372036854775808"], -9223372036854775808n],
  ["DevULong64", ["+18446744073709551615"], 18446744073709551615n],
  ["DevDouble", ["2.5"], 2.5],
  ["DevDouble", ["-inf"], Number.NEGATIVE_INFINITY],
  ["DevFloat", ["nan"], Number.NaN],
  ["DevState", ["moving"], "MOVING"],
  ["DevVarStringArray", ["a", " b"], ["a", " b"]],
  ["DevVarDoubleArray", ["1", "2.5"], Float64Array.of(1, 2.5)],
  ["DevVarLongArray", ["1", "-2"], Int32Array.of(1, -2)],
  ["DevVarLong64Array", ["1", "-2"], BigInt64Array.of(1n, -2n)],
  ["DevVarCharArray", ["0", "255"], Uint8Array.of(0, 255)],
  ["DevVarBooleanArray", ["true", "0"], [true, false]],
];

for (const [dtype, lines, value] of VALUES) {
  test(`reads ${JSON.stringify(lines)} as ${dtype}`, () => assert.deepEqual(parsed(dtype, lines), value));
}

const MALFORMED: readonly (readonly [dtype: PropertyType, lines: readonly string[], line: string])[] = [
  ["DevLong", ["1.5"], "1.5"],
  ["DevShort", ["32768"], "32768"],
  ["DevLong", ["0x10"], "0x10"],
  ["DevULong", ["-1"], "-1"],
  ["DevDouble", [""], ""],
  ["DevDouble", ["1,5"], "1,5"],
  ["DevBoolean", ["yes"], "yes"],
  ["DevState", ["READY"], "READY"],
  ["DevLong64", ["1.0"], "1.0"],
  ["DevVarDoubleArray", ["1", "two"], "two"],
];

for (const [dtype, lines, line] of MALFORMED) {
  test(`refuses ${JSON.stringify(lines)} as ${dtype}, naming the property and its owner`, () => {
    assert.throws(
      () => parsed(dtype, lines),
      (error: { reason: string; message: string }) => {
        assert.equal(error.reason, "API_IncompatibleArgumentType");
        assert.ok(
          error.message.includes(`Property gain of a/b/c: ${JSON.stringify(line)} is not a`),
          error.message,
        );
        return true;
      },
    );
  });
}
