import { Any } from "../../giop/idl/any.ts";
import type { Codec } from "../../giop/idl/codec.ts";
import { short } from "../../giop/idl/primitives.ts";
import { string } from "../../giop/idl/string.ts";
import { withoutAliases } from "../../giop/typecode/typecode.ts";
import { devError } from "../error/dev-error.ts";
import { WrongData } from "../error/dev-failed-classes.ts";
import type { Reason } from "../error/reason.ts";
import {
  type DevEncoded,
  DevVarDoubleStringArray,
  DevVarEncodedArray,
  DevVarLongStringArray,
} from "../idl/data-types.ts";
import { elementTypeOf, elementTypeOfAny } from "./any-elements.ts";
import { type AttributeType, type CmdArgType, type CommandArrays, isAttributeType } from "./cmd-arg-type.ts";
import { ELEMENT_TYPES, elementsToWire, elementToWire, isArrayLike, show } from "./element-type.ts";
import { encodedFromWire } from "./encoded.ts";

/**
 * The any that carries the argument of a command that takes `type`. Throws WrongData API_IncompatibleCmdArgumentType, naming
 * the command and the element, for a value that is not of the type, and API_CmdArgumentTypeNotSupported for a type that
 * commands cannot have. `role` says to people what the value is: servers send results so.
 */
export function encodeCommandArgument(
  type: CmdArgType,
  value: unknown,
  command: string,
  role: "argument" | "result" = "argument",
): Any {
  const wrong = (problem: string) =>
    wrongData(
      "API_IncompatibleCmdArgumentType",
      `Incompatible ${role} for command ${command}, expected type is ${type}: ${problem}`,
    );
  if (type === "DevVoid") {
    if (value === undefined || value === null) return Any.EMPTY;
    throw wrong(`${show(value)} is not undefined`);
  }
  if (type === "ConstDevString")
    return Any.of(string, elementToWire(ELEMENT_TYPES.DevString, value, wrong) as string);
  if (isAttributeType(type)) {
    const element = ELEMENT_TYPES[type];
    return Any.of(element.codec, elementToWire(element, value, wrong));
  }
  if (isArrayType(type)) {
    const element = ELEMENT_TYPES[ELEMENT_OF_ARRAY[type]];
    return Any.of(element.arrayCodec, elementsToWire(element, value, wrong));
  }
  if (type === "DevVarLongStringArray") {
    const { numbers, svalue } = numbersAndTexts("DevLong", "lvalue", value, wrong);
    return Any.of(DevVarLongStringArray, { lvalue: numbers as ArrayLike<number>, svalue });
  }
  if (type === "DevVarDoubleStringArray") {
    const { numbers, svalue } = numbersAndTexts("DevDouble", "dvalue", value, wrong);
    return Any.of(DevVarDoubleStringArray, { dvalue: numbers as ArrayLike<number>, svalue });
  }
  throw wrongData(
    "API_CmdArgumentTypeNotSupported",
    `Command ${command} takes the type ${type}, which commands cannot have`,
  );
}

/**
 * The value in what a command gave, as a command that gives `type` promises. `undefined` for DevVoid. Throws WrongData
 * API_EmptyDeviceData where there is none, API_IncompatibleCmdArgumentType where it is another type.
 */
export function decodeCommandResult(type: CmdArgType, argout: Any): unknown {
  if (type === "DevVoid") return undefined;
  const codec = codecOf(type);
  if (codec === undefined) {
    throw wrongData("API_CmdArgumentTypeNotSupported", `Values of the type ${type} cannot be extracted`);
  }
  if (!argout.holds(codec)) {
    if (isEmpty(argout)) {
      throw wrongData("API_EmptyDeviceData", "Cannot extract, no data in DeviceData object ");
    }
    throw wrongData(
      "API_IncompatibleCmdArgumentType",
      `Cannot extract, data in DeviceData object is not a ${type} but a ${commandTypeOf(argout)}`,
    );
  }
  const value = argout.extract(codec);
  if (type === "DevEncoded") return encodedFromWire(value as DevEncoded);
  if (codec === DevVarEncodedArray) return (value as DevEncoded[]).map(encodedFromWire);
  return value;
}

/** The type of what a command gave, by its TypeCode; "Unknown" for one that commands cannot have. */
export function commandTypeOf(argout: Any): CmdArgType {
  const typeCode = withoutAliases(argout.typeCode);
  switch (typeCode.kind) {
    case "tk_null":
    case "tk_void":
      return "DevVoid";
    case "tk_sequence": {
      const found = elementTypeOfAny(argout);
      return found === undefined ? "Unknown" : (ARRAY_OF_ELEMENT[found.type] ?? "Unknown");
    }
    default: {
      const type = elementTypeOf(typeCode);
      if (type !== undefined && argout.holds(ELEMENT_TYPES[type].codec)) return type;
      if (argout.holds(DevVarLongStringArray)) return "DevVarLongStringArray";
      return argout.holds(DevVarDoubleStringArray) ? "DevVarDoubleStringArray" : "Unknown";
    }
  }
}

/** What a type is in an any; undefined where commands cannot have it. */
function codecOf(type: CmdArgType): Codec<unknown> | undefined {
  if (type === "ConstDevString") return string as Codec<unknown>;
  if (type === "DevEnum") return short as Codec<unknown>;
  if (isAttributeType(type)) return ELEMENT_TYPES[type].codec;
  if (isArrayType(type)) return ELEMENT_TYPES[ELEMENT_OF_ARRAY[type]].arrayCodec;
  if (type === "DevVarLongStringArray") return DevVarLongStringArray as Codec<unknown>;
  return type === "DevVarDoubleStringArray" ? (DevVarDoubleStringArray as Codec<unknown>) : undefined;
}

function isEmpty(argout: Any): boolean {
  const { kind } = withoutAliases(argout.typeCode);
  return kind === "tk_null" || kind === "tk_void";
}

/** Both halves of a DevVarLongStringArray or DevVarDoubleStringArray, given by name or as a pair. */
function numbersAndTexts(
  type: "DevLong" | "DevDouble",
  name: "lvalue" | "dvalue",
  value: unknown,
  wrong: (problem: string) => Error,
): { numbers: ArrayLike<unknown>; svalue: string[] } {
  if (typeof value !== "object" || value === null) throw wrong(`${show(value)} is not { ${name}, svalue }`);
  let numbers: unknown;
  let texts: unknown;
  if (isArrayLike(value)) {
    if (value.length !== 2) throw wrong(`an array of ${value.length} is not the pair [numbers, texts]`);
    [numbers, texts] = [value[0], value[1]];
  } else {
    const members = value as Readonly<Record<string, unknown>>;
    [numbers, texts] = [members[name], members.svalue];
  }
  const within = (member: string) => (problem: string) => wrong(`${member}: ${problem}`);
  return {
    numbers: elementsToWire(ELEMENT_TYPES[type], numbers, within(name)),
    svalue: elementsToWire(ELEMENT_TYPES.DevString, texts, within("svalue")) as string[],
  };
}

function isArrayType(type: CmdArgType): type is keyof CommandArrays {
  return Object.hasOwn(ELEMENT_OF_ARRAY, type);
}

function wrongData(reason: Reason, desc: string): WrongData {
  return new WrongData([devError(reason, desc, "DeviceData")]);
}

const ELEMENT_OF_ARRAY: Readonly<CommandArrays> = {
  DevVarBooleanArray: "DevBoolean",
  DevVarCharArray: "DevUChar",
  DevVarShortArray: "DevShort",
  DevVarLongArray: "DevLong",
  DevVarLong64Array: "DevLong64",
  DevVarFloatArray: "DevFloat",
  DevVarDoubleArray: "DevDouble",
  DevVarUShortArray: "DevUShort",
  DevVarULongArray: "DevULong",
  DevVarULong64Array: "DevULong64",
  DevVarStringArray: "DevString",
  DevVarStateArray: "DevState",
  DevVarEncodedArray: "DevEncoded",
};

const ARRAY_OF_ELEMENT: Readonly<Partial<Record<AttributeType, keyof CommandArrays>>> = Object.fromEntries(
  Object.entries(ELEMENT_OF_ARRAY).map(([array, element]) => [element, array]),
);
