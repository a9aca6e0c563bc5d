import type { Any } from "../../../giop/idl/any.ts";
import { TC_KINDS } from "../../../giop/typecode/tc-kind.ts";
import type { AttrValUnion } from "../../idl/attr-val-union.ts";
import type { AttributeValue, AttributeValue_4 } from "../../idl/attribute-value.ts";
import { elementTypeOfAny } from "../../value/any-elements.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES, TYPE_OF_MEMBER } from "../../value/element-type.ts";

/** What a client writes to an attribute, of any generation of clients. */
export interface IncomingValue {
  /** As the client spells it. */
  readonly name: string;
  readonly dimX: number;
  readonly dimY: number;
  /** Its elements, as they are on the wire, where they are of this type; null where they are of another. */
  elements(type: AttributeType): ArrayLike<unknown> | null;
  /** What it holds, for people: `DevVarLongArray`. */
  typeName(): string;
}

/** What a client of IDL 3 or below writes. */
export function incomingValue1({ name, value, dim_x, dim_y }: AttributeValue): IncomingValue {
  return {
    name,
    dimX: dim_x,
    dimY: dim_y,
    elements(type) {
      const { arrayCodec } = ELEMENT_TYPES[type];
      return value.holds(arrayCodec) ? (value.extract(arrayCodec) as ArrayLike<unknown>) : null;
    },
    typeName: () => typeNameOfAny(value),
  };
}

/** What a client of IDL 4 or above writes. */
export function incomingValue4({ name, value, w_dim }: AttributeValue_4): IncomingValue {
  return {
    name,
    dimX: w_dim.dim_x,
    dimY: w_dim.dim_y,
    elements: (type) =>
      value.kind === ELEMENT_TYPES[type].member ? (value.value as ArrayLike<unknown>) : null,
    typeName: () => typeNameOfUnion(value),
  };
}

/** The type in which values of an attribute type are written, a lone one too: `DevVarDoubleArray`. */
export function arrayTypeName(type: AttributeType): string {
  if (type === "DevUChar") return "DevVarCharArray";
  return type === "DevEnum" ? "DevVarShortArray" : `DevVar${type.slice("Dev".length)}Array`;
}

function typeNameOfAny(any: Any): string {
  const type = elementTypeOfAny(any)?.type;
  if (type !== undefined) return arrayTypeName(type);
  const { typeCode } = any;
  const name = "name" in typeCode ? `,name=${typeCode.name}` : "";
  return `UnknownCorbaAny<kind=${TC_KINDS.indexOf(typeCode.kind)}${name}>`;
}

function typeNameOfUnion({ kind }: AttrValUnion): string {
  if (kind === "dev_state_att") return "UnknownAttrValUnion<dtype=12>";
  const type = kind === null ? "Unknown" : TYPE_OF_MEMBER[kind];
  return type === "Unknown" ? "UnknownAttrValUnion<dtype=14>" : arrayTypeName(type);
}
