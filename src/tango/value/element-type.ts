import type { NumericArray } from "../../giop/cdr/numeric-kind.ts";
import type { AnyCodec, Codec } from "../../giop/idl/codec.ts";
import {
  boolean,
  double,
  float,
  long,
  longlong,
  octet,
  short,
  ulong,
  ulonglong,
  ushort,
} from "../../giop/idl/primitives.ts";
import { string } from "../../giop/idl/string.ts";
import type { AttrValUnion } from "../idl/attr-val-union.ts";
import {
  DevEncoded,
  DevVarBooleanArray,
  DevVarCharArray,
  DevVarDoubleArray,
  DevVarEncodedArray,
  DevVarFloatArray,
  DevVarLong64Array,
  DevVarLongArray,
  DevVarShortArray,
  DevVarStringArray,
  DevVarULong64Array,
  DevVarULongArray,
  DevVarUShortArray,
} from "../idl/data-types.ts";
import { DevState, DevVarStateArray } from "../idl/enums.ts";
import type { AttributeType } from "./cmd-arg-type.ts";
import { type Encoded, encodedToWire } from "./encoded.ts";
import { isSendable } from "./utf8-text.ts";

/** How values of one attribute type go to the wire, in attributes and in commands. */
export interface ElementType {
  /** What a value must be, for people. */
  readonly wanted: string;
  /** One value in an any: without the typedef's name, as cppTango sends it. */
  readonly codec: Codec<unknown>;
  /** Several values in an any: with the typedef's name, which C++ peers look for. */
  readonly arrayCodec: Codec<unknown>;
  /** The member of an AttrValUnion. */
  readonly member: NonNullable<AttrValUnion["kind"]>;
  /** The typed array of such numbers; null where there is none. */
  readonly arrayType: NumericArrayType | null;
  /** The value as the codec takes it; undefined for a value that is none of this type. */
  toWire(value: unknown): unknown;
}

interface NumericArrayType {
  new (length: number): NumericArray;
  readonly name: string;
}

/** The types of attributes. */
export const ELEMENT_TYPES: Readonly<Record<AttributeType, ElementType>> = {
  DevBoolean: {
    wanted: "a boolean",
    codec: boolean as Codec<unknown>,
    arrayCodec: DevVarBooleanArray as Codec<unknown>,
    member: "bool_att_value",
    arrayType: null,
    toWire: (value) => (typeof value === "boolean" ? value : undefined),
  },
  DevShort: integer(short, DevVarShortArray, "short_att_value", Int16Array, -0x8000, 0x7fff),
  DevLong: integer(long, DevVarLongArray, "long_att_value", Int32Array, -0x8000_0000, 0x7fff_ffff),
  DevLong64: bigInteger(
    longlong,
    DevVarLong64Array,
    "long64_att_value",
    BigInt64Array,
    -(2n ** 63n),
    2n ** 63n - 1n,
  ),
  DevFloat: real(float, DevVarFloatArray, "float_att_value", Float32Array),
  DevDouble: real(double, DevVarDoubleArray, "double_att_value", Float64Array),
  DevUChar: integer(octet, DevVarCharArray, "uchar_att_value", Uint8Array, 0, 0xff),
  DevUShort: integer(ushort, DevVarUShortArray, "ushort_att_value", Uint16Array, 0, 0xffff),
  DevULong: integer(ulong, DevVarULongArray, "ulong_att_value", Uint32Array, 0, 0xffff_ffff),
  DevULong64: bigInteger(
    ulonglong,
    DevVarULong64Array,
    "ulong64_att_value",
    BigUint64Array,
    0n,
    2n ** 64n - 1n,
  ),
  DevString: {
    wanted: "a string of ISO 8859-1 without NUL",
    codec: string as Codec<unknown>,
    arrayCodec: DevVarStringArray as Codec<unknown>,
    member: "string_att_value",
    arrayType: null,
    toWire: (value) => (typeof value === "string" && isSendable(value) ? value : undefined),
  },
  DevState: {
    wanted: `a state (${DevState.labels.join(", ")})`,
    codec: DevState as Codec<unknown>,
    arrayCodec: DevVarStateArray as Codec<unknown>,
    member: "state_att_value",
    arrayType: null,
    toWire: (value) => DevState.labels.find((label) => label === value),
  },
  DevEncoded: {
    wanted: "{ format: string, data: Uint8Array }",
    codec: DevEncoded as Codec<unknown>,
    arrayCodec: DevVarEncodedArray as Codec<unknown>,
    member: "encoded_att_value",
    arrayType: null,
    toWire: (value) => (isEncoded(value) && isSendable(value.format) ? encodedToWire(value) : undefined),
  },
  DevEnum: {
    ...integer(short, DevVarShortArray, "short_att_value", Int16Array, 0, 0x7fff),
    wanted: "the number of a label (from 0)",
  },
};

/** The attribute type that a member of an AttrValUnion holds; enums come as shorts and are told apart by the data type. */
export const TYPE_OF_MEMBER: Readonly<Record<NonNullable<AttrValUnion["kind"]>, AttributeType | "Unknown">> =
  {
    bool_att_value: "DevBoolean",
    short_att_value: "DevShort",
    long_att_value: "DevLong",
    long64_att_value: "DevLong64",
    float_att_value: "DevFloat",
    double_att_value: "DevDouble",
    uchar_att_value: "DevUChar",
    ushort_att_value: "DevUShort",
    ulong_att_value: "DevULong",
    ulong64_att_value: "DevULong64",
    string_att_value: "DevString",
    state_att_value: "DevState",
    dev_state_att: "DevState",
    encoded_att_value: "DevEncoded",
    union_no_data: "Unknown",
  };

/** One value as its codec takes it. `fail` makes the error from the words that say what is wrong. */
export function elementToWire(type: ElementType, value: unknown, fail: (problem: string) => Error): unknown {
  const wire = type.toWire(value);
  if (wire === undefined) throw fail(`${show(value)} is not ${type.wanted}`);
  return wire;
}

/**
 * Several values as their codec takes them: a typed array of the right kind as it is, everything else checked one by
 * one. `fail` makes the error from the words that say what is wrong.
 */
export function elementsToWire(
  type: ElementType,
  values: unknown,
  fail: (problem: string) => Error,
): ArrayLike<unknown> {
  const { arrayType } = type;
  if (arrayType !== null && values instanceof arrayType) return values;
  if (!isArrayLike(values)) throw fail(`${show(values)} is not an array`);
  const wire: { [index: number]: unknown } & ArrayLike<unknown> =
    arrayType === null ? new Array(values.length) : (new arrayType(values.length) as never);
  for (let i = 0; i < values.length; i++) {
    const element = type.toWire(values[i]);
    if (element === undefined) throw fail(`element ${i} is ${show(values[i])}, not ${type.wanted}`);
    wire[i] = element;
  }
  return wire;
}

/** A value as an error shows it. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null)
    return `an object (${value.constructor?.name ?? "Object"})`;
  return typeof value === "function" ? "a function" : String(value);
}

/** Whether `value` is an array of some kind: a string, which JavaScript counts as one, is not. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return typeof value === "object" && value !== null && "length" in value && typeof value.length === "number";
}

/** Whether `value` is one of type DevEncoded. */
export function isEncoded(value: unknown): value is Encoded {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    typeof value.format === "string" &&
    "data" in value &&
    value.data instanceof Uint8Array
  );
}

function integer(
  codec: Codec<number>,
  arrayCodec: AnyCodec,
  member: ElementType["member"],
  arrayType: NumericArrayType,
  min: number,
  max: number,
): ElementType {
  return {
    wanted: `an integer from ${min} to ${max}`,
    codec: codec as Codec<unknown>,
    arrayCodec: arrayCodec as Codec<unknown>,
    member,
    arrayType,
    toWire: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
        ? value
        : undefined,
  };
}

function bigInteger(
  codec: Codec<bigint, bigint | number>,
  arrayCodec: AnyCodec,
  member: ElementType["member"],
  arrayType: NumericArrayType,
  min: bigint,
  max: bigint,
): ElementType {
  return {
    wanted: `a bigint (or safe integer) from ${min} to ${max}`,
    codec: codec as Codec<unknown>,
    arrayCodec: arrayCodec as Codec<unknown>,
    member,
    arrayType,
    toWire(value) {
      const big = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
      return typeof big === "bigint" && big >= min && big <= max ? big : undefined;
    },
  };
}

function real(
  codec: Codec<number>,
  arrayCodec: AnyCodec,
  member: ElementType["member"],
  arrayType: NumericArrayType,
): ElementType {
  return {
    wanted: "a number",
    codec: codec as Codec<unknown>,
    arrayCodec: arrayCodec as Codec<unknown>,
    member,
    arrayType,
    toWire: (value) => (typeof value === "number" ? value : undefined),
  };
}
