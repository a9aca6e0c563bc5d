import type { NumericArray } from "../../giop/cdr/numeric-kind.ts";
import type { AttrDataFormat, DevState } from "../idl/enums.ts";
import type { Encoded } from "./encoded.ts";
import type { ImageRows, ImageValue } from "./image-value.ts";

/** The types of commands and attributes by the numbers that they have on the wire (cppTango, tango_const.h). */
export const CMD_ARG_TYPE = {
  DevVoid: 0,
  DevBoolean: 1,
  DevShort: 2,
  DevLong: 3,
  DevFloat: 4,
  DevDouble: 5,
  DevUShort: 6,
  DevULong: 7,
  DevString: 8,
  DevVarCharArray: 9,
  DevVarShortArray: 10,
  DevVarLongArray: 11,
  DevVarFloatArray: 12,
  DevVarDoubleArray: 13,
  DevVarUShortArray: 14,
  DevVarULongArray: 15,
  DevVarStringArray: 16,
  DevVarLongStringArray: 17,
  DevVarDoubleStringArray: 18,
  DevState: 19,
  ConstDevString: 20,
  DevVarBooleanArray: 21,
  DevUChar: 22,
  DevLong64: 23,
  DevULong64: 24,
  DevVarLong64Array: 25,
  DevVarULong64Array: 26,
  DevEncoded: 28,
  DevEnum: 29,
  DevPipeBlob: 30,
  DevVarStateArray: 31,
  DevVarEncodedArray: 32,
  /** The type of what has none, as of an attribute that could not be read. */
  Unknown: 100,
} as const;

const ATTRIBUTE_TYPE_NAMES = [
  "DevBoolean",
  "DevShort",
  "DevLong",
  "DevLong64",
  "DevFloat",
  "DevDouble",
  "DevUChar",
  "DevUShort",
  "DevULong",
  "DevULong64",
  "DevString",
  "DevState",
  "DevEncoded",
  "DevEnum",
] as const satisfies readonly (keyof typeof CMD_ARG_TYPE)[];

/** The name of a type of commands and attributes. */
export type CmdArgType = keyof typeof CMD_ARG_TYPE;

/** The types that attributes can have. */
export type AttributeType = (typeof ATTRIBUTE_TYPE_NAMES)[number];

/** The name of a type; "Unknown" for a number that no type has. */
export function cmdArgTypeName(number: number): CmdArgType {
  return NAMES.get(number) ?? "Unknown";
}

/** The number of a type on the wire. */
export function cmdArgTypeNumber(type: CmdArgType): number {
  return CMD_ARG_TYPE[type];
}

/** Whether attributes can be of this type. */
export function isAttributeType(type: CmdArgType): type is AttributeType {
  return ATTRIBUTE_TYPES.has(type);
}

/** What one element of an attribute type is here. A DevEnum is the position of its label. */
export interface ElementOf {
  DevBoolean: boolean;
  DevShort: number;
  DevLong: number;
  DevLong64: bigint;
  DevFloat: number;
  DevDouble: number;
  DevUChar: number;
  DevUShort: number;
  DevULong: number;
  DevULong64: bigint;
  DevString: string;
  DevState: DevState;
  DevEncoded: Encoded;
  DevEnum: number;
}

/** What several elements in a row are here: a typed array for numbers, which may be a view of the received message. */
export interface ElementsOf {
  DevBoolean: boolean[];
  DevShort: Int16Array;
  DevLong: Int32Array;
  DevLong64: BigInt64Array;
  DevFloat: Float32Array;
  DevDouble: Float64Array;
  DevUChar: Uint8Array;
  DevUShort: Uint16Array;
  DevULong: Uint32Array;
  DevULong64: BigUint64Array;
  DevString: string[];
  DevState: DevState[];
  DevEncoded: Encoded[];
  DevEnum: Int16Array;
}

/** What one element may be given as. A DevEnum also goes by its label, a 64 bit integer also as a safe integer. */
export interface ElementInputOf extends Omit<ElementOf, "DevLong64" | "DevULong64" | "DevEnum"> {
  DevLong64: bigint | number;
  DevULong64: bigint | number;
  DevEnum: number | string;
}

/** The value of an attribute of type `T` and format `F`: `AttributeValueOf<"DevDouble", "SPECTRUM">` is a Float64Array. */
export type AttributeValueOf<
  T extends AttributeType,
  F extends AttrDataFormat = "SCALAR",
> = F extends "SCALAR"
  ? ElementOf[T]
  : F extends "SPECTRUM"
    ? ElementsOf[T]
    : F extends "IMAGE"
      ? ImageValue<ElementOf[T], ElementsOf[T] & ArrayLike<ElementOf[T]>>
      : null;

/** What an attribute of type `T` and format `F` may be written with. */
export type AttributeInputOf<
  T extends AttributeType,
  F extends AttrDataFormat = "SCALAR",
> = F extends "SCALAR"
  ? ElementInputOf[T]
  : F extends "SPECTRUM"
    ? ArrayLike<ElementInputOf[T]>
    : F extends "IMAGE"
      ? ImageRows<ElementInputOf[T]>
      : never;

/** The value of an attribute of whatever type and format. */
export type AnyAttributeValue =
  | boolean
  | number
  | bigint
  | string
  | Encoded
  | NumericArray
  | boolean[]
  | string[]
  | Encoded[]
  | ImageValue<
      boolean | number | bigint | string | Encoded,
      ArrayLike<boolean | number | bigint | string | Encoded>
    >;

/** Numbers and texts, as a DevVarLongStringArray has them. */
export interface LongStringArray {
  lvalue: Int32Array;
  svalue: string[];
}

/** Numbers and texts, as a DevVarDoubleStringArray has them. */
export interface DoubleStringArray {
  dvalue: Float64Array;
  svalue: string[];
}

/** What a command that gives type `T` gives here. */
export type CommandValueOf<T extends CmdArgType> = T extends AttributeType
  ? ElementOf[T]
  : T extends keyof CommandArrays
    ? ElementsOf[CommandArrays[T]]
    : T extends "DevVarLongStringArray"
      ? LongStringArray
      : T extends "DevVarDoubleStringArray"
        ? DoubleStringArray
        : T extends "ConstDevString"
          ? string
          : T extends "DevVoid"
            ? undefined
            : never;

/** What a command that takes type `T` may be given. */
export type CommandInputOf<T extends CmdArgType> = T extends AttributeType
  ? ElementInputOf[T]
  : T extends keyof CommandArrays
    ? ArrayLike<ElementInputOf[CommandArrays[T]]>
    : T extends "DevVarLongStringArray"
      ? NumbersAndTexts<"lvalue">
      : T extends "DevVarDoubleStringArray"
        ? NumbersAndTexts<"dvalue">
        : T extends "ConstDevString"
          ? string
          : T extends "DevVoid"
            ? undefined | null
            : never;

/** Numbers and texts by name, or as a pair in PyTango's manner. */
export type NumbersAndTexts<N extends string> =
  | ({ readonly [K in N]: ArrayLike<number> } & { readonly svalue: ArrayLike<string> })
  | readonly [numbers: ArrayLike<number>, texts: ArrayLike<string>];

/** The element type of each array type of commands. */
export interface CommandArrays {
  DevVarBooleanArray: "DevBoolean";
  DevVarCharArray: "DevUChar";
  DevVarShortArray: "DevShort";
  DevVarLongArray: "DevLong";
  DevVarLong64Array: "DevLong64";
  DevVarFloatArray: "DevFloat";
  DevVarDoubleArray: "DevDouble";
  DevVarUShortArray: "DevUShort";
  DevVarULongArray: "DevULong";
  DevVarULong64Array: "DevULong64";
  DevVarStringArray: "DevString";
  DevVarStateArray: "DevState";
  DevVarEncodedArray: "DevEncoded";
}

const NAMES: ReadonlyMap<number, CmdArgType> = new Map(
  Object.entries(CMD_ARG_TYPE).map(([name, number]) => [number, name as CmdArgType]),
);

const ATTRIBUTE_TYPES: ReadonlySet<CmdArgType> = new Set(ATTRIBUTE_TYPE_NAMES);
