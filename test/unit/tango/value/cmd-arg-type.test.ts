import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { DevState } from "../../../../src/tango/idl/enums.ts";
import {
  type AttributeInputOf,
  type AttributeValueOf,
  CMD_ARG_TYPE,
  type CommandInputOf,
  type CommandValueOf,
  cmdArgTypeName,
  isAttributeType,
} from "../../../../src/tango/value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../../../src/tango/value/device-attribute.ts";
import type { Encoded } from "../../../../src/tango/value/encoded.ts";

/** Fails to compile where the two types are not the same. */
function same<A, B>(
  _proof: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false,
): void {}

test("types values as they come", () => {
  same<AttributeValueOf<"DevDouble">, number>(true);
  same<AttributeValueOf<"DevLong64">, bigint>(true);
  same<AttributeValueOf<"DevState">, DevState>(true);
  same<AttributeValueOf<"DevEncoded">, Encoded>(true);
  same<AttributeValueOf<"DevDouble", "SPECTRUM">, Float64Array>(true);
  same<AttributeValueOf<"DevString", "SPECTRUM">, string[]>(true);
  same<AttributeValueOf<"DevShort", "IMAGE">["dimX"], number>(true);
  same<DeviceAttribute<AttributeValueOf<"DevBoolean">>["value"], boolean | null>(true);
  same<CommandValueOf<"DevVoid">, undefined>(true);
  same<CommandValueOf<"DevVarStateArray">, DevState[]>(true);
  const pair: CommandInputOf<"DevVarLongStringArray"> = [[1], ["a"]];
  const named: CommandInputOf<"DevVarLongStringArray"> = { lvalue: Int32Array.of(1), svalue: ["a"] };
  const label: AttributeInputOf<"DevEnum"> = "HIGH";
  const image: AttributeInputOf<"DevDouble", "IMAGE"> = [[1], Float32Array.of(2)];
  // @ts-expect-error a text is no number
  const wrong: AttributeInputOf<"DevDouble"> = "1";
  assert.equal([pair, named, label, image, wrong].length, 5);
});

test("refuses values that no attribute or command has", () => {
  const mixed: (string | number | boolean)[][] = [
    ["a", 1],
    ["b", true],
  ];
  const calls = [
    // @ts-expect-error no attribute is a Date
    (device: DeviceProxy) => device.readAttribute<Date>("x"),
    // @ts-expect-error no command gives a Date
    (device: DeviceProxy) => device.commandInout<Date>("x"),
    // @ts-expect-error rows of texts, numbers and booleans belong to no type
    (device: DeviceProxy) => device.writeAttribute("x", mixed),
    (device: DeviceProxy) => device.readAttribute<Float64Array>("x"),
    (device: DeviceProxy) => device.readAttribute<"A" | "B">("x"),
    (device: DeviceProxy) => device.readAttribute<AttributeValueOf<"DevUShort", "IMAGE">>("x"),
    (device: DeviceProxy) => device.readAttribute<AttributeValueOf<"DevState", "SPECTRUM">>("x"),
    (device: DeviceProxy) => device.commandInout<undefined>("x"),
    (device: DeviceProxy) => device.writeAttribute("x", [[1, 2], Int16Array.of(3, 4)]),
  ];
  assert.equal(calls.length, 9);
});

test("knows which types attributes can have", () => {
  const types = Object.values(CMD_ARG_TYPE).map(cmdArgTypeName).filter(isAttributeType);
  assert.equal(types.length, 14);
  assert.ok(types.includes("DevEnum"));
  assert.equal(isAttributeType("DevVarDoubleArray"), false);
  assert.equal(DevState.labels.length, 14);
});
