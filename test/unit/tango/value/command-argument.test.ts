import assert from "node:assert/strict";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { Any } from "../../../../src/giop/idl/any.ts";
import { double, ulong } from "../../../../src/giop/idl/primitives.ts";
import { sequence } from "../../../../src/giop/idl/sequence.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { struct } from "../../../../src/giop/idl/struct.ts";
import { WrongData } from "../../../../src/tango/error/dev-failed-classes.ts";
import {
  type CmdArgType,
  type CommandInputOf,
  type CommandValueOf,
  cmdArgTypeName,
  cmdArgTypeNumber,
} from "../../../../src/tango/value/cmd-arg-type.ts";
import {
  commandTypeOf,
  decodeCommandResult,
  encodeCommandArgument,
} from "../../../../src/tango/value/command-argument.ts";

/** The any as a peer would get it. */
function across(any: Any): Any {
  const writer = new CdrWriter();
  Any.encode(writer, any);
  return Any.decode(new CdrReader(writer.bytes(), writer.format));
}

function given<T extends CmdArgType>(type: T, input: CommandInputOf<T>, value: CommandValueOf<T>) {
  return { type, input, value };
}

const ENCODED = { format: "json", data: Uint8Array.of(123, 125) };

const CASES = [
  given("DevVoid", null, undefined),
  given("DevBoolean", true, true),
  given("DevShort", -32768, -32768),
  given("DevLong", 2147483647, 2147483647),
  given("DevLong64", -5, -5n),
  given("DevFloat", 1.5, 1.5),
  given("DevDouble", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  given("DevUChar", 255, 255),
  given("DevUShort", 65535, 65535),
  given("DevULong", 4294967295, 4294967295),
  given("DevULong64", 2n ** 64n - 1n, 2n ** 64n - 1n),
  given("DevString", "hola", "hola"),
  given("DevState", "MOVING", "MOVING"),
  given("DevEncoded", ENCODED, ENCODED),
  given("DevVarBooleanArray", [true, false], [true, false]),
  given("DevVarCharArray", [1, 2], Uint8Array.of(1, 2)),
  given("DevVarShortArray", [1, -2], Int16Array.of(1, -2)),
  given("DevVarLongArray", [3, 4], Int32Array.of(3, 4)),
  given("DevVarLong64Array", [1, 2n], BigInt64Array.of(1n, 2n)),
  given("DevVarFloatArray", [1.5], Float32Array.of(1.5)),
  given("DevVarDoubleArray", Float32Array.of(1.5), Float64Array.of(1.5)),
  given("DevVarUShortArray", Uint8Array.of(7), Uint16Array.of(7)),
  given("DevVarULongArray", [], new Uint32Array()),
  given("DevVarULong64Array", BigUint64Array.of(9n), BigUint64Array.of(9n)),
  given("DevVarStringArray", ["a", ""], ["a", ""]),
  given("DevVarStateArray", ["ON", "OFF"], ["ON", "OFF"]),
  given("DevVarEncodedArray", [ENCODED], [ENCODED]),
  given("DevVarLongStringArray", { lvalue: [1], svalue: ["a"] }, { lvalue: Int32Array.of(1), svalue: ["a"] }),
  given("DevVarLongStringArray", [[1, 2], []], { lvalue: Int32Array.of(1, 2), svalue: [] }),
  given("DevVarDoubleStringArray", [[1.5], ["a"]], { dvalue: Float64Array.of(1.5), svalue: ["a"] }),
];

for (const { type, input, value } of CASES) {
  test(`carries a ${type} both ways`, () => {
    const any = across(encodeCommandArgument(type, input, "Try"));
    assert.deepEqual(decodeCommandResult(type, any), value);
    assert.equal(commandTypeOf(any), type);
  });
}

test("carries what has no TypeCode of its own: ConstDevString as string, DevEnum as short", () => {
  assert.equal(
    decodeCommandResult("ConstDevString", across(encodeCommandArgument("ConstDevString", "a", "x"))),
    "a",
  );
  assert.equal(decodeCommandResult("DevEnum", across(encodeCommandArgument("DevEnum", 2, "x"))), 2);
});

test("accepts what peers send without the names of types", () => {
  const bare = across(Any.of(sequence(double), [1.5]));
  assert.deepEqual(decodeCommandResult("DevVarDoubleArray", bare), Float64Array.of(1.5));
  const anonymous = across(
    Any.of(struct("IDL:Tango/DevVarDoubleStringArray:1.0", { "": sequence(double), b: sequence(string) }), {
      "": [2],
      b: ["x"],
    }),
  );
  assert.deepEqual(decodeCommandResult("DevVarDoubleStringArray", anonymous), {
    dvalue: Float64Array.of(2),
    svalue: ["x"],
  });
});

const WRONG: readonly (readonly [type: CmdArgType, input: unknown, problem: string])[] = [
  ["DevVoid", 1, "1 is not undefined"],
  ["DevLong", undefined, "undefined is not an integer from -2147483648 to 2147483647"],
  ["DevLong", 2.5, "2.5 is not an integer from -2147483648 to 2147483647"],
  ["DevUChar", 256, "256 is not an integer from 0 to 255"],
  ["DevULong64", -1, "-1 is not a bigint (or safe integer) from 0 to 18446744073709551615"],
  [
    "DevLong64",
    2 ** 60,
    "1152921504606847000 is not a bigint (or safe integer) from -9223372036854775808 to 9223372036854775807",
  ],
  ["DevDouble", "1", '"1" is not a number'],
  ["DevBoolean", 1, "1 is not a boolean"],
  ["DevString", null, "null is not a string of ISO 8859-1 without NUL"],
  ["DevString", "5 €", '"5 €" is not a string of ISO 8859-1 without NUL'],
  ["DevVarStringArray", ["a\0b"], 'element 0 is "a\\u0000b", not a string of ISO 8859-1 without NUL'],
  [
    "DevEncoded",
    { format: "x", data: "y" },
    "an object (Object) is not { format: string, data: Uint8Array }",
  ],
  ["DevVarStringArray", "abc", '"abc" is not an array'],
  ["DevVarStringArray", ["a", 1], "element 1 is 1, not a string of ISO 8859-1 without NUL"],
  ["DevVarShortArray", [1, 40000], "element 1 is 40000, not an integer from -32768 to 32767"],
  ["DevVarLongStringArray", { lvalue: [1], svalue: "a" }, 'svalue: "a" is not an array'],
  ["DevVarLongStringArray", [[1]], "an array of 1 is not the pair [numbers, texts]"],
  ["DevVarDoubleStringArray", 5, "5 is not { dvalue, svalue }"],
];

for (const [type, input, problem] of WRONG) {
  test(`refuses ${type}: ${problem}`, () => {
    assert.throws(
      () => encodeCommandArgument(type, input, "Try"),
      (error) => {
        assert.ok(error instanceof WrongData);
        assert.equal(error.reason, "API_IncompatibleCmdArgumentType");
        assert.equal(
          error.errors[0]?.desc,
          `Incompatible argument for command Try, expected type is ${type}: ${problem}`,
        );
        return true;
      },
    );
  });
}

test("refuses a state that there is not", () => {
  assert.throws(() => encodeCommandArgument("DevState", "on", "Try"), /"on" is not a state \(ON, OFF, /);
});

test("tells an empty result from a wrong one", () => {
  const reason = (type: CmdArgType, any: Any) => {
    try {
      decodeCommandResult(type, any);
    } catch (error) {
      assert.ok(error instanceof WrongData);
      return `${error.reason}: ${error.errors[0]?.desc}`;
    }
    return "";
  };
  assert.equal(
    reason("DevLong", Any.EMPTY),
    "API_EmptyDeviceData: Cannot extract, no data in DeviceData object ",
  );
  assert.equal(
    reason("DevLong", Any.of(double, 1)),
    "API_IncompatibleCmdArgumentType: Cannot extract, data in DeviceData object is not a DevLong but a DevDouble",
  );
  assert.match(reason("DevPipeBlob", Any.EMPTY), /^API_CmdArgumentTypeNotSupported/);
  assert.match(reason("Unknown", Any.EMPTY), /^API_CmdArgumentTypeNotSupported/);
  assert.equal(decodeCommandResult("DevVoid", Any.of(double, 1)), undefined);
  assert.equal(commandTypeOf(Any.of(struct("IDL:X/Y:1.0", { a: ulong }), { a: 1 })), "Unknown");
});

test("numbers the types as cppTango does", () => {
  assert.equal(cmdArgTypeName(5), "DevDouble");
  assert.equal(cmdArgTypeName(20), "ConstDevString");
  assert.equal(cmdArgTypeName(27), "Unknown");
  assert.equal(cmdArgTypeName(100), "Unknown");
  assert.equal(cmdArgTypeName(-1), "Unknown");
  assert.equal(cmdArgTypeNumber("DevVarEncodedArray"), 32);
});
