import assert from "node:assert/strict";
import { test } from "node:test";
import { exactJson } from "../../../src/cli/exact-json.ts";
import { ImageValue } from "../../../src/tango/value/image-value.ts";
import { TimeVal } from "../../../src/tango/value/time-val.ts";

test("writes what JSON can hold as it is, and the rest as strings", () => {
  const cases: readonly [value: unknown, json: string][] = [
    [undefined, "null"],
    [null, "null"],
    [true, "true"],
    [0.1, "0.1"],
    [-0, "-0"],
    [1e300, "1e+300"],
    [5e-324, "5e-324"],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
    [9007199254740991n, "9007199254740991"],
    [9007199254740992n, '"9007199254740992"'],
    [-9223372036854775808n, '"-9223372036854775808"'],
    ['quo"te\n', '"quo\\"te\\n"'],
    [Float64Array.of(1, Number.NaN), '[1,"NaN"]'],
    [BigUint64Array.of(1n, 18446744073709551615n), '[1,"18446744073709551615"]'],
    [Uint8Array.of(1, 2), "[1,2]"],
    [["a", [true]], '["a",[true]]'],
    [new ImageValue(Int16Array.of(1, 2, 3, 4, 5, 6), 3, 2), "[[1,2,3],[4,5,6]]"],
    [{ format: "json", data: Uint8Array.of(0x7b, 0x7d) }, '{"format":"json","data":"7b7d"}'],
    [{ a: 1, missing: undefined, b: { c: null } }, '{"a":1,"b":{"c":null}}'],
    [new TimeVal(0, 1), '"1970-01-01T00:00:00.000001Z"'],
  ];
  for (const [value, json] of cases) {
    assert.equal(exactJson(value), json);
    JSON.parse(json);
  }
});
