import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandInput } from "../../../src/cli/command-input.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";

function input(inType: string, ...args: readonly string[]) {
  return parseCommandInput({ cmdName: "Do", inType, inTypeDesc: "what to do" }, args);
}

test("reads scalars and arrays by the declared type", () => {
  assert.equal(input("DevVoid"), undefined);
  assert.equal(input("DevULong64", "18446744073709551615"), 18446744073709551615n);
  assert.equal(input("ConstDevString", "text"), "text");
  assert.deepEqual(input("DevVarCharArray", "0", "255"), [0, 255]);
  assert.deepEqual(input("DevVarLong64Array", "[9007199254740993]"), [9007199254740993n]);
  assert.deepEqual(input("DevVarStringArray", "a", "b c"), ["a", "b c"]);
  assert.deepEqual(input("DevVarBooleanArray", "[true, 0]"), [true, false]);
  assert.deepEqual(input("DevVarStateArray", "on", "FAULT"), ["ON", "FAULT"]);
  assert.deepEqual(input("DevEncoded", "raw", "00ff"), { format: "raw", data: Uint8Array.of(0, 255) });
  assert.deepEqual(input("DevVarEncodedArray", '[["raw", "00"], [json, 7b7d]]'), [
    { format: "raw", data: Uint8Array.of(0) },
    { format: "json", data: Uint8Array.of(0x7b, 0x7d) },
  ]);
});

test("reads numbers and texts by name or as a pair", () => {
  const both = { lvalue: [1, -2], svalue: ["a", "3"] };
  assert.deepEqual(input("DevVarLongStringArray", '{"lvalue": [1, -2], "svalue": ["a", "3"]}'), both);
  assert.deepEqual(input("DevVarLongStringArray", '[[1, -2], ["a", 3]]'), both);
  assert.deepEqual(input("DevVarDoubleStringArray", "{dvalue: [0.5, NaN]}"), {
    dvalue: [0.5, Number.NaN],
    svalue: [],
  });
  assert.throws(() => input("DevVarLongStringArray", '{"dvalue": [1]}'), usage(/no "dvalue" in it/));
  assert.throws(() => input("DevVarLongStringArray", "[1.5]"), usage(/lvalue/));
  assert.throws(() => input("DevVarLongStringArray", '{"lvalue": [2147483648]}'), usage(/range of DevLong/));
  assert.throws(() => input("DevVarLongStringArray", "1", "a"), usage(/give one value, not 2/));
});

test("says what is wrong with the arguments", () => {
  assert.throws(() => input("DevVoid", "1"), usage(/Do takes no argument/));
  assert.throws(() => input("DevShort"), usage(/wants an argument of type DevShort \(what to do\)/));
  assert.throws(() => input("DevShort", "1", "2"), usage(/one DevShort/));
  assert.throws(() => input("DevVarShortArray", "1", "x"), usage(/not an integer/));
});

function usage(message: RegExp) {
  return (thrown: unknown): boolean => thrown instanceof UsageError && message.test(thrown.message);
}
