import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import {
  DOUBLE_KIND,
  FLOAT_KIND,
  LONG_KIND,
  LONGLONG_KIND,
  type NumericArray,
  type NumericKind,
  OCTET_KIND,
  SHORT_KIND,
  ULONG_KIND,
  ULONGLONG_KIND,
  USHORT_KIND,
} from "../cdr/numeric-kind.ts";
import { type SimpleTypeCode, simpleTypeCode } from "../typecode/typecode.ts";
import type { Codec } from "./codec.ts";

/** A codec of numbers, whose sequences and arrays are typed arrays `A`. */
export interface NumericCodec<T, I, A extends NumericArray> extends Codec<T, I> {
  readonly numericKind: NumericKind<A>;
}

/** IDL `boolean`. */
export const boolean: Codec<boolean> = simple(
  "tk_boolean",
  1,
  (reader) => reader.boolean(),
  (writer, value) => writer.boolean(value),
);

/** IDL `char`: one character. */
export const char: Codec<string> = simple(
  "tk_char",
  1,
  (reader) => reader.char(),
  (writer, value) => writer.char(value),
);

/** IDL `wchar`: one UTF-16 code unit. */
export const wchar: Codec<string> = simple(
  "tk_wchar",
  2,
  (reader) => reader.wchar(),
  (writer, value) => writer.wchar(value),
);

/** IDL `octet`. */
export const octet: NumericCodec<number, number, Uint8Array> = numeric(
  "tk_octet",
  OCTET_KIND,
  (reader) => reader.octet(),
  (writer, value) => writer.octet(value),
);

/** IDL `short`. */
export const short: NumericCodec<number, number, Int16Array> = numeric(
  "tk_short",
  SHORT_KIND,
  (reader) => reader.short(),
  (writer, value) => writer.short(value),
);

/** IDL `unsigned short`. */
export const ushort: NumericCodec<number, number, Uint16Array> = numeric(
  "tk_ushort",
  USHORT_KIND,
  (reader) => reader.ushort(),
  (writer, value) => writer.ushort(value),
);

/** IDL `long`. */
export const long: NumericCodec<number, number, Int32Array> = numeric(
  "tk_long",
  LONG_KIND,
  (reader) => reader.long(),
  (writer, value) => writer.long(value),
);

/** IDL `unsigned long`. */
export const ulong: NumericCodec<number, number, Uint32Array> = numeric(
  "tk_ulong",
  ULONG_KIND,
  (reader) => reader.ulong(),
  (writer, value) => writer.ulong(value),
);

/** IDL `long long`. */
export const longlong: NumericCodec<bigint, bigint | number, BigInt64Array> = numeric(
  "tk_longlong",
  LONGLONG_KIND,
  (reader) => reader.longlong(),
  (writer, value) => writer.longlong(value),
);

/** IDL `unsigned long long`. */
export const ulonglong: NumericCodec<bigint, bigint | number, BigUint64Array> = numeric(
  "tk_ulonglong",
  ULONGLONG_KIND,
  (reader) => reader.ulonglong(),
  (writer, value) => writer.ulonglong(value),
);

/** IDL `float`. */
export const float: NumericCodec<number, number, Float32Array> = numeric(
  "tk_float",
  FLOAT_KIND,
  (reader) => reader.float(),
  (writer, value) => writer.float(value),
);

/** IDL `double`. */
export const double: NumericCodec<number, number, Float64Array> = numeric(
  "tk_double",
  DOUBLE_KIND,
  (reader) => reader.double(),
  (writer, value) => writer.double(value),
);

/** IDL `long double`: sixteen octets in the byte order of the message, since JavaScript has no such number. */
export const longdouble: Codec<Uint8Array> = simple(
  "tk_longdouble",
  16,
  (reader) => reader.longdouble(),
  (writer, value) => writer.longdouble(value),
);

/** IDL `void`, the result of an operation that has none. */
export const void_: Codec<void> = simple("tk_void", 0, nothing, nothing);

/** The value of an empty any. */
export const null_: Codec<null> = simple("tk_null", 0, () => null, nothing);

function simple<T>(
  kind: SimpleTypeCode["kind"],
  minSize: number,
  decode: (reader: CdrReader) => T,
  encode: (writer: CdrWriter, value: T) => void,
): Codec<T> {
  return { encode, decode, typeCode: simpleTypeCode(kind), minSize };
}

function numeric<T, I, A extends NumericArray>(
  kind: SimpleTypeCode["kind"],
  numericKind: NumericKind<A>,
  decode: (reader: CdrReader) => T,
  encode: (writer: CdrWriter, value: I) => void,
): NumericCodec<T, I, A> {
  return { encode, decode, typeCode: simpleTypeCode(kind), minSize: numericKind.size, numericKind };
}

function nothing(): void {}
