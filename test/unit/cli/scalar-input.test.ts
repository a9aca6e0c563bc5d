import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHex, parseScalar } from "../../../src/cli/scalar-input.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { DevState } from "../../../src/tango/idl/enums.ts";

test("reads each type from text", () => {
  const cases: readonly [type: string, text: string, value: unknown][] = [
    ["DevBoolean", "true", true],
    ["DevBoolean", "OFF", false],
    ["DevBoolean", "1", true],
    ["DevUChar", "255", 255],
    ["DevUChar", "0x1f", 31],
    ["DevShort", "-32768", -32768],
    ["DevUShort", "65535", 65535],
    ["DevLong", "+2147483647", 2147483647],
    ["DevLong", "-0x10", -16],
    ["DevULong", "4294967295", 4294967295],
    ["DevLong64", "-9223372036854775808", -9223372036854775808n],
    ["DevULong64", "18446744073709551615", 18446744073709551615n],
    ["DevFloat", "3.4e38", 3.4e38],
    ["DevDouble", "-.5", -0.5],
    ["DevDouble", "1.", 1],
    ["DevDouble", "5e-324", 5e-324],
    ["DevDouble", "NaN", Number.NaN],
    ["DevDouble", "-inf", Number.NEGATIVE_INFINITY],
    ["DevDouble", "-0", -0],
    ["DevString", " as it is ", " as it is "],
    ["ConstDevString", "", ""],
    ["DevState", "running", "RUNNING"],
    ["DevState", "0", "ON"],
    ["DevState", "13", "UNKNOWN"],
  ];
  for (const [type, text, value] of cases)
    assert.ok(Object.is(parseScalar(type, text), value), `${type} ${text}`);
});

test("rejects what is no value of the type, or out of its range", () => {
  const cases: readonly [type: string, text: string, message: RegExp][] = [
    ["DevBoolean", "maybe", /true or false/],
    ["DevUChar", "256", /range of DevUChar \(0 to 255\)/],
    ["DevUChar", "-1", /range/],
    ["DevShort", "32768", /range of DevShort \(-32768 to 32767\)/],
    ["DevLong", "2147483648", /range/],
    ["DevULong", "4294967296", /range/],
    ["DevLong64", "9223372036854775808", /range/],
    ["DevULong64", "18446744073709551616", /range/],
    ["DevLong", "1.5", /not an integer/],
    ["DevLong", "1e3", /not an integer/],
    ["DevLong", "", /not an integer/],
    ["DevFloat", "3.5e38", /range of DevFloat/],
    ["DevDouble", "1e309", /range of DevDouble/],
    ["DevDouble", "", /not a number/],
    ["DevDouble", ".", /not a number/],
    ["DevDouble", "0x10", /not a number/],
    ["DevState", "BROKEN", /give one of ON, OFF/],
    ["DevState", "14", /not a state/],
    ["DevPipeBlob", "x", /cannot be given/],
  ];
  for (const [type, text, message] of cases)
    assert.throws(() => parseScalar(type, text), error(message), text);
});

test("reads an enumerated value by its label, else by its number", () => {
  const labels = ["Off", "On", "1", "ON"];
  assert.equal(parseScalar("DevEnum", "On", labels), 1);
  assert.equal(parseScalar("DevEnum", "off", labels), 0);
  assert.equal(parseScalar("DevEnum", "1", labels), 2);
  assert.equal(parseScalar("DevEnum", "3", labels), 3);
  assert.equal(parseScalar("DevEnum", "7"), 7);
  assert.throws(() => parseScalar("DevEnum", "4", labels), error(/Off \(0\), On \(1\)/));
  assert.throws(() => parseScalar("DevEnum", "oN", labels), error(/not one of the labels/));
  assert.throws(() => parseScalar("DevEnum", "40000"), error(/not one of the labels/));
});

test("reads octets from hexadecimal digits", () => {
  assert.deepEqual(parseHex("0aFF00"), Uint8Array.of(10, 255, 0));
  assert.deepEqual(parseHex("0x7b7d"), Uint8Array.of(0x7b, 0x7d));
  assert.deepEqual(parseHex(""), new Uint8Array(0));
  assert.throws(() => parseHex("abc"), error(/pairs of hexadecimal digits/));
});

function error(message: RegExp) {
  return (thrown: unknown): boolean => thrown instanceof UsageError && message.test(thrown.message);
}

test("knows every state by its number", () => {
  assert.deepEqual(
    DevState.labels.map((_, number) => parseScalar("DevState", String(number))),
    DevState.labels,
  );
});
