import type { InputOf, TypeOf } from "../../giop/idl/codec.ts";
import { enumeration } from "../../giop/idl/enumeration.ts";
import { union, when } from "../../giop/idl/union.ts";
import {
  DevBoolean,
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
} from "./data-types.ts";
import { DevState, DevVarStateArray } from "./enums.ts";

/** What an AttrValUnion holds. */
export const AttributeDataType = enumeration("IDL:Tango/AttributeDataType:1.0", [
  "ATT_BOOL",
  "ATT_SHORT",
  "ATT_LONG",
  "ATT_LONG64",
  "ATT_FLOAT",
  "ATT_DOUBLE",
  "ATT_UCHAR",
  "ATT_USHORT",
  "ATT_ULONG",
  "ATT_ULONG64",
  "ATT_STRING",
  "ATT_STATE",
  "DEVICE_STATE",
  "ATT_ENCODED",
  "ATT_NO_DATA",
]);
export type AttributeDataType = TypeOf<typeof AttributeDataType>;

/**
 * The value of an attribute since IDL 4: always a sequence, the values read and then those written, but for the State of
 * a device (`dev_state_att`) and for nothing at all (`union_no_data`, which is true).
 */
export const AttrValUnion = union("IDL:Tango/AttrValUnion:1.0", AttributeDataType, {
  bool_att_value: when(DevVarBooleanArray, "ATT_BOOL"),
  short_att_value: when(DevVarShortArray, "ATT_SHORT"),
  long_att_value: when(DevVarLongArray, "ATT_LONG"),
  long64_att_value: when(DevVarLong64Array, "ATT_LONG64"),
  float_att_value: when(DevVarFloatArray, "ATT_FLOAT"),
  double_att_value: when(DevVarDoubleArray, "ATT_DOUBLE"),
  uchar_att_value: when(DevVarCharArray, "ATT_UCHAR"),
  ushort_att_value: when(DevVarUShortArray, "ATT_USHORT"),
  ulong_att_value: when(DevVarULongArray, "ATT_ULONG"),
  ulong64_att_value: when(DevVarULong64Array, "ATT_ULONG64"),
  string_att_value: when(DevVarStringArray, "ATT_STRING"),
  state_att_value: when(DevVarStateArray, "ATT_STATE"),
  dev_state_att: when(DevState, "DEVICE_STATE"),
  encoded_att_value: when(DevVarEncodedArray, "ATT_ENCODED"),
  union_no_data: when(DevBoolean, "ATT_NO_DATA"),
});
export type AttrValUnion = TypeOf<typeof AttrValUnion>;
/** What an AttrValUnion is encoded from. */
export type AttrValUnionInput = InputOf<typeof AttrValUnion>;
