import { alias } from "../../giop/idl/alias.ts";
import { any } from "../../giop/idl/any.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
import { boolean, long } from "../../giop/idl/primitives.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { AttributeDim, AttributeValue, AttributeValue_3 } from "./attribute-value.ts";
import { DevErrorList } from "./dev-error.ts";
import { AttrDataFormat, AttrQuality } from "./enums.ts";
import { TimeVal } from "./time-val.ts";

/** One record of a command's history, IDL 2 and 3. */
export const DevCmdHistory = struct("IDL:Tango/DevCmdHistory:1.0", {
  time: TimeVal,
  cmd_failed: boolean,
  value: any,
  errors: DevErrorList,
});
export interface DevCmdHistory extends TypeOf<typeof DevCmdHistory> {}

export const DevCmdHistoryList = alias("IDL:Tango/DevCmdHistoryList:1.0", sequence(DevCmdHistory));

/** One record of an attribute's history, IDL 2. */
export const DevAttrHistory = struct("IDL:Tango/DevAttrHistory:1.0", {
  attr_failed: boolean,
  value: AttributeValue,
  errors: DevErrorList,
});
export interface DevAttrHistory extends TypeOf<typeof DevAttrHistory> {}

/** One record of an attribute's history, IDL 3. */
export const DevAttrHistory_3 = struct("IDL:Tango/DevAttrHistory_3:1.0", {
  attr_failed: boolean,
  value: AttributeValue_3,
});
export interface DevAttrHistory_3 extends TypeOf<typeof DevAttrHistory_3> {}

/** The records to which one entry of a history belongs: `nb_elt` of them, from `start` down. */
export const EltInArray = struct("IDL:Tango/EltInArray:1.0", { start: long, nb_elt: long });
export interface EltInArray extends TypeOf<typeof EltInArray> {}

export const EltInArrayList = alias("IDL:Tango/EltInArrayList:1.0", sequence(EltInArray));
export const TimeValList = alias("IDL:Tango/TimeValList:1.0", sequence(TimeVal));
export const AttrQualityList = alias("IDL:Tango/AttrQualityList:1.0", sequence(AttrQuality));
export const AttributeDimList = alias("IDL:Tango/AttributeDimList:1.0", sequence(AttributeDim));
export const DevErrorListList = alias("IDL:Tango/DevErrorListList:1.0", sequence(DevErrorList));

/** A whole attribute history, IDL 4: values newest first, everything else in runs of equal records. */
export const DevAttrHistory_4 = struct("IDL:Tango/DevAttrHistory_4:1.0", {
  name: string,
  dates: TimeValList,
  value: any,
  quals: AttrQualityList,
  quals_array: EltInArrayList,
  r_dims: AttributeDimList,
  r_dims_array: EltInArrayList,
  w_dims: AttributeDimList,
  w_dims_array: EltInArrayList,
  errors: DevErrorListList,
  errors_array: EltInArrayList,
});
export interface DevAttrHistory_4 extends TypeOf<typeof DevAttrHistory_4> {}

/** A whole attribute history, IDL 5 and 6. */
export const DevAttrHistory_5 = struct("IDL:Tango/DevAttrHistory_5:1.0", {
  name: string,
  data_format: AttrDataFormat,
  data_type: long,
  dates: TimeValList,
  value: any,
  quals: AttrQualityList,
  quals_array: EltInArrayList,
  r_dims: AttributeDimList,
  r_dims_array: EltInArrayList,
  w_dims: AttributeDimList,
  w_dims_array: EltInArrayList,
  errors: DevErrorListList,
  errors_array: EltInArrayList,
});
export interface DevAttrHistory_5 extends TypeOf<typeof DevAttrHistory_5> {}

/** A whole command history, IDL 4 to 6. `cmd_type` is a CmdArgType number. */
export const DevCmdHistory_4 = struct("IDL:Tango/DevCmdHistory_4:1.0", {
  dates: TimeValList,
  value: any,
  dims: AttributeDimList,
  dims_array: EltInArrayList,
  errors: DevErrorListList,
  errors_array: EltInArrayList,
  cmd_type: long,
});
export interface DevCmdHistory_4 extends TypeOf<typeof DevCmdHistory_4> {}

export const DevAttrHistoryList = alias("IDL:Tango/DevAttrHistoryList:1.0", sequence(DevAttrHistory));
export const DevAttrHistoryList_3 = alias("IDL:Tango/DevAttrHistoryList_3:1.0", sequence(DevAttrHistory_3));
