import { MarshalError } from "../cdr/marshal-error.ts";
import type { NumericArray } from "../cdr/numeric-kind.ts";
import type { StructTypeCode, TypeCode, UnionTypeCode } from "../typecode/typecode.ts";
import { decodeTypeCode, encodeTypeCode } from "../typecode/typecode-codec.ts";
import type { AnyCodec, Codec } from "./codec.ts";
import { enumOf } from "./enumeration.ts";
import { fixed } from "./fixed.ts";
import { lazy } from "./lazy.ts";
import { objectReference } from "./object-reference.ts";
import {
  boolean,
  char,
  double,
  float,
  long,
  longdouble,
  longlong,
  type NumericCodec,
  null_,
  octet,
  short,
  ulong,
  ulonglong,
  ushort,
  void_,
  wchar,
} from "./primitives.ts";
import { array, sequence } from "./sequence.ts";
import { boundedString, boundedWstring, string, wstring } from "./string.ts";
import { memberCodec } from "./struct.ts";
import { type Member, unionCodec } from "./union.ts";

/**
 * The codec of a type that is known by its TypeCode alone, as the values of anys are. Structs decode to objects by member name (a member
 * without a name gets `member<index>`), unions to `{ kind, value, discriminator }`. `any` is the codec of nested anys.
 * Throws a MarshalError for a type that has no values here.
 */
export function codecOfTypeCode(type: TypeCode, any: Codec<unknown>): Codec<unknown> {
  return compile(type, any, new Map());
}

/** `met` has the codecs of the types met so far: one met again is a repeated type, or where it is not complete yet, a recursive one. */
function compile(type: TypeCode, any: Codec<unknown>, met: Map<TypeCode, Holder>): Codec<unknown> {
  switch (type.kind) {
    case "tk_null":
      return null_;
    case "tk_void":
      return void_;
    case "tk_short":
      return short;
    case "tk_long":
      return long;
    case "tk_ushort":
      return ushort;
    case "tk_ulong":
      return ulong;
    case "tk_longlong":
      return longlong;
    case "tk_ulonglong":
      return ulonglong;
    case "tk_float":
      return float;
    case "tk_double":
      return double;
    case "tk_longdouble":
      return longdouble;
    case "tk_boolean":
      return boolean;
    case "tk_char":
      return char;
    case "tk_wchar":
      return wchar;
    case "tk_octet":
      return octet;
    case "tk_any":
      return any;
    case "tk_TypeCode":
      return TYPE_CODE;
    case "tk_string":
      return type.bound === 0 ? string : boundedString(type.bound);
    case "tk_wstring":
      return type.bound === 0 ? wstring : boundedWstring(type.bound);
    case "tk_fixed":
      return fixedOf(type.digits, type.scale);
    case "tk_objref":
      return withTypeCode(objectReference, type);
    case "tk_enum":
      return enumOf(type, type.members);
    case "tk_sequence":
    case "tk_array":
    case "tk_alias":
    case "tk_struct":
    case "tk_except":
    case "tk_union":
      return compileNested(type, any, met);
    default:
      throw new MarshalError(`values of ${type.kind} are not supported`);
  }
}

type NestedTypeCode = Extract<TypeCode, { content: TypeCode }> | StructTypeCode | UnionTypeCode;

function compileNested(
  type: NestedTypeCode,
  any: Codec<unknown>,
  met: Map<TypeCode, Holder>,
): Codec<unknown> {
  const known = met.get(type);
  if (known !== undefined) return known.codec ?? lazy(() => known.codec as Codec<unknown>);
  const holder: Holder = { codec: undefined };
  met.set(type, holder);
  const content = (inner: TypeCode) => compile(inner, any, met);
  switch (type.kind) {
    case "tk_sequence":
      holder.codec = withTypeCode(sequence(sized(content(type.content)), type.length), type);
      break;
    case "tk_array":
      if (type.length === 0) throw new MarshalError("an array of no elements is not a type");
      holder.codec = withTypeCode(array(sized(content(type.content)), type.length), type);
      break;
    case "tk_alias":
      holder.codec = withTypeCode(content(type.content), type);
      break;
    case "tk_union":
      holder.codec = compileUnion(type, content);
      break;
    default:
      holder.codec = compileStruct(type, content);
  }
  return holder.codec;
}

interface Holder {
  codec: Codec<unknown> | undefined;
}

function compileStruct(type: StructTypeCode, content: (type: TypeCode) => Codec<unknown>): Codec<unknown> {
  const fields = type.members.map(
    (member, i) => [member.name || `member${i}`, sized(content(member.type))] as const,
  );
  const names = new Set(fields.map(([name]) => name));
  if (names.size < fields.length || names.has("__proto__")) {
    throw new MarshalError(`the TypeCode of ${type.id} has no usable names for its members`);
  }
  const members = memberCodec(Object.fromEntries(fields), () => type.name);
  return { encode: members.encode, decode: members.decode, typeCode: type, minSize: members.minSize() };
}

function compileUnion(type: UnionTypeCode, content: (type: TypeCode) => Codec<unknown>): Codec<unknown> {
  const byName = new Map<unknown, Member & { labels: unknown[] | undefined }>();
  const byLabel = new Map<unknown, Member>();
  let fallback: Member | undefined;
  type.members.forEach((entry, i) => {
    const name = entry.name || `member${i}`;
    // A member with several labels has an entry for each.
    const member = byName.get(name) ?? { name, codec: content(entry.type), labels: [] };
    byName.set(name, member);
    if (i === type.defaultIndex) {
      fallback = member;
      member.labels = undefined;
    } else {
      member.labels?.push(entry.label);
      byLabel.set(entry.label, member);
    }
  });
  const discriminator = content(type.discriminator);
  return { ...unionCodec(type.id || type.name, discriminator, byName, byLabel, fallback), typeCode: type };
}

/**
 * Refuses elements and members that take no octets, which IDL does not have: a count of them, or types repeated within types, could
 * promise work without end.
 */
function sized(part: Codec<unknown>): Codec<unknown> {
  if (part.minSize === 0) throw new MarshalError("a type has elements or members that take no space");
  return part;
}

function fixedOf(digits: number, scale: number): Codec<string> {
  try {
    return fixed(digits, scale);
  } catch (error) {
    throw new MarshalError(`fixed<${digits},${scale}> is not a type`, -1, { cause: error });
  }
}

/** The same values and octets under another TypeCode; sequences of numbers stay what they are. */
function withTypeCode(codec: AnyCodec, typeCode: TypeCode): Codec<unknown> {
  const { encode, decode, minSize } = codec;
  const { numericKind } = codec as Partial<NumericCodec<unknown, never, NumericArray>>;
  const renamed =
    numericKind === undefined ? { encode, decode, minSize } : { encode, decode, minSize, numericKind };
  return { ...renamed, typeCode } as Codec<unknown>;
}

const TYPE_CODE: Codec<unknown> = {
  encode: encodeTypeCode as Codec<unknown>["encode"],
  decode: decodeTypeCode,
  typeCode: { kind: "tk_TypeCode" },
  minSize: 4,
};
