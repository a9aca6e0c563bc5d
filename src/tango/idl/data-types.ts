import { alias } from "../../giop/idl/alias.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
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
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";

// The typedefs of tango.idl 6.0.2, in its order. Types of the same name stand beside those that are named elsewhere.

export const DevBoolean = alias("IDL:Tango/DevBoolean:1.0", boolean);
export const DevDouble = alias("IDL:Tango/DevDouble:1.0", double);
export const DevFloat = alias("IDL:Tango/DevFloat:1.0", float);
export const DevShort = alias("IDL:Tango/DevShort:1.0", short);
export const DevLong = alias("IDL:Tango/DevLong:1.0", long);
export const DevLong64 = alias("IDL:Tango/DevLong64:1.0", longlong);
export const DevString = alias("IDL:Tango/DevString:1.0", string);
export const DevUChar = alias("IDL:Tango/DevUChar:1.0", octet);
export const DevUShort = alias("IDL:Tango/DevUShort:1.0", ushort);
export const DevULong = alias("IDL:Tango/DevULong:1.0", ulong);
export const DevULong64 = alias("IDL:Tango/DevULong64:1.0", ulonglong);

export const DevVarBooleanArray = alias("IDL:Tango/DevVarBooleanArray:1.0", sequence(boolean));
export const DevVarDoubleArray = alias("IDL:Tango/DevVarDoubleArray:1.0", sequence(double));
export const DevVarFloatArray = alias("IDL:Tango/DevVarFloatArray:1.0", sequence(float));
export const DevVarShortArray = alias("IDL:Tango/DevVarShortArray:1.0", sequence(short));
export const DevVarLongArray = alias("IDL:Tango/DevVarLongArray:1.0", sequence(long));
export const DevVarLong64Array = alias("IDL:Tango/DevVarLong64Array:1.0", sequence(longlong));
export const DevVarCharArray = alias("IDL:Tango/DevVarCharArray:1.0", sequence(octet));
export const DevVarStringArray = alias("IDL:Tango/DevVarStringArray:1.0", sequence(string));
export const DevVarUShortArray = alias("IDL:Tango/DevVarUShortArray:1.0", sequence(ushort));
export const DevVarULongArray = alias("IDL:Tango/DevVarULongArray:1.0", sequence(ulong));
export const DevVarULong64Array = alias("IDL:Tango/DevVarULong64Array:1.0", sequence(ulonglong));

/** Numbers and texts together: what many commands take and give. */
export const DevVarLongStringArray = struct("IDL:Tango/DevVarLongStringArray:1.0", {
  lvalue: DevVarLongArray,
  svalue: DevVarStringArray,
});
export interface DevVarLongStringArray extends TypeOf<typeof DevVarLongStringArray> {}

/** As DevVarLongStringArray, with doubles. */
export const DevVarDoubleStringArray = struct("IDL:Tango/DevVarDoubleStringArray:1.0", {
  dvalue: DevVarDoubleArray,
  svalue: DevVarStringArray,
});
export interface DevVarDoubleStringArray extends TypeOf<typeof DevVarDoubleStringArray> {}

/** Bytes and the name of their format, such as "GRAY8" or "json". */
export const DevEncoded = struct("IDL:Tango/DevEncoded:1.0", {
  encoded_format: DevString,
  encoded_data: DevVarCharArray,
});
export interface DevEncoded extends TypeOf<typeof DevEncoded> {}

export const DevVarEncodedArray = alias("IDL:Tango/DevVarEncodedArray:1.0", sequence(DevEncoded));
