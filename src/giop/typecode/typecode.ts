import type { TcKind } from "./tc-kind.ts";

/**
 * The description of an IDL type as data (CORBA 3.4 Part 1 §8.11). A recursive type is a cycle of these objects, so
 * whoever walks one must remember where it has been.
 */
export type TypeCode =
  | SimpleTypeCode
  | StringTypeCode
  | FixedTypeCode
  | ObjectReferenceTypeCode
  | StructTypeCode
  | UnionTypeCode
  | EnumTypeCode
  | SequenceTypeCode
  | AliasTypeCode;

/** A type that its kind alone describes. */
export interface SimpleTypeCode {
  readonly kind:
    | "tk_null"
    | "tk_void"
    | "tk_short"
    | "tk_long"
    | "tk_ushort"
    | "tk_ulong"
    | "tk_float"
    | "tk_double"
    | "tk_boolean"
    | "tk_char"
    | "tk_octet"
    | "tk_any"
    | "tk_TypeCode"
    | "tk_Principal"
    | "tk_longlong"
    | "tk_ulonglong"
    | "tk_longdouble"
    | "tk_wchar";
}

/** A string; `bound` 0 means unbounded. */
export interface StringTypeCode {
  readonly kind: "tk_string" | "tk_wstring";
  readonly bound: number;
}

/** A fixed point number of `digits` decimal digits, `scale` of them behind the point. */
export interface FixedTypeCode {
  readonly kind: "tk_fixed";
  readonly digits: number;
  readonly scale: number;
}

export interface ObjectReferenceTypeCode {
  readonly kind: "tk_objref" | "tk_abstract_interface" | "tk_local_interface";
  readonly id: string;
  readonly name: string;
}

export interface StructTypeCode {
  readonly kind: "tk_struct" | "tk_except";
  readonly id: string;
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly type: TypeCode }[];
}

/**
 * A union. The label of the default member is not used. `defaultIndex` is negative where there is none: as omniORB writes it, -2
 * where the other labels cover every value of the discriminator, else -1. The two mean the same.
 */
export interface UnionTypeCode {
  readonly kind: "tk_union";
  readonly id: string;
  readonly name: string;
  readonly discriminator: TypeCode;
  readonly defaultIndex: number;
  readonly members: readonly { readonly label: unknown; readonly name: string; readonly type: TypeCode }[];
}

export interface EnumTypeCode {
  readonly kind: "tk_enum";
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** A sequence, of at most `length` elements where that is not 0, or an array of exactly `length`. */
export interface SequenceTypeCode {
  readonly kind: "tk_sequence" | "tk_array";
  readonly content: TypeCode;
  readonly length: number;
}

export interface AliasTypeCode {
  readonly kind: "tk_alias";
  readonly id: string;
  readonly name: string;
  readonly content: TypeCode;
}

/** The one TypeCode of each simple kind. */
export function simpleTypeCode(kind: SimpleTypeCode["kind"]): SimpleTypeCode {
  return SIMPLE_TYPE_CODES[kind];
}

/** Whether `kind` needs no parameters. */
export function isSimpleKind(kind: TcKind): kind is SimpleTypeCode["kind"] {
  return Object.hasOwn(SIMPLE_TYPE_CODES, kind);
}

/** The type behind all aliases. */
export function withoutAliases(type: TypeCode): TypeCode {
  let content = type;
  while (content.kind === "tk_alias") content = content.content;
  return content;
}

/** The simple name in a repository id: `TimeVal` in `IDL:Tango/TimeVal:1.0`. */
export function simpleName(repositoryId: string): string {
  const start = Math.max(repositoryId.lastIndexOf("/"), repositoryId.indexOf(":")) + 1;
  const end = repositoryId.lastIndexOf(":");
  return repositoryId.slice(start, end > start ? end : undefined);
}

const SIMPLE_TYPE_CODES: { readonly [K in SimpleTypeCode["kind"]]: SimpleTypeCode } = {
  tk_null: { kind: "tk_null" },
  tk_void: { kind: "tk_void" },
  tk_short: { kind: "tk_short" },
  tk_long: { kind: "tk_long" },
  tk_ushort: { kind: "tk_ushort" },
  tk_ulong: { kind: "tk_ulong" },
  tk_float: { kind: "tk_float" },
  tk_double: { kind: "tk_double" },
  tk_boolean: { kind: "tk_boolean" },
  tk_char: { kind: "tk_char" },
  tk_octet: { kind: "tk_octet" },
  tk_any: { kind: "tk_any" },
  tk_TypeCode: { kind: "tk_TypeCode" },
  tk_Principal: { kind: "tk_Principal" },
  tk_longlong: { kind: "tk_longlong" },
  tk_ulonglong: { kind: "tk_ulonglong" },
  tk_longdouble: { kind: "tk_longdouble" },
  tk_wchar: { kind: "tk_wchar" },
};
