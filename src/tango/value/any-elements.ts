import type { Any } from "../../giop/idl/any.ts";
import type { Codec } from "../../giop/idl/codec.ts";
import type { TypeCode } from "../../giop/typecode/typecode.ts";
import { withoutAliases } from "../../giop/typecode/typecode.ts";
import type { AttributeType } from "./cmd-arg-type.ts";
import { ELEMENT_TYPES } from "./element-type.ts";

/** The type of the elements of an any that holds a sequence of them, and its codec; undefined for any other any. */
export function elementTypeOfAny(any: Any): { type: AttributeType; codec: Codec<unknown> } | undefined {
  const sequence = withoutAliases(any.typeCode);
  if (sequence.kind !== "tk_sequence") return undefined;
  const type = elementTypeOf(sequence.content);
  if (type === undefined) return undefined;
  const codec = ELEMENT_TYPES[type].arrayCodec;
  return any.holds(codec) ? { type, codec } : undefined;
}

/** The attribute type of values with this TypeCode; undefined where there is none. */
export function elementTypeOf(typeCode: TypeCode): AttributeType | undefined {
  return TYPE_OF_KIND[withoutAliases(typeCode).kind];
}

const TYPE_OF_KIND: Readonly<Partial<Record<TypeCode["kind"], AttributeType>>> = {
  tk_boolean: "DevBoolean",
  tk_short: "DevShort",
  tk_long: "DevLong",
  tk_longlong: "DevLong64",
  tk_float: "DevFloat",
  tk_double: "DevDouble",
  tk_octet: "DevUChar",
  tk_ushort: "DevUShort",
  tk_ulong: "DevULong",
  tk_ulonglong: "DevULong64",
  tk_string: "DevString",
  tk_enum: "DevState",
  tk_struct: "DevEncoded",
};
