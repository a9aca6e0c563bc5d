import { alias } from "../../giop/idl/alias.ts";
import { any } from "../../giop/idl/any.ts";
import type { InputOf, TypeOf } from "../../giop/idl/codec.ts";
import { long } from "../../giop/idl/primitives.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { AttrValUnion } from "./attr-val-union.ts";
import { DevErrorList } from "./dev-error.ts";
import { AttrDataFormat, AttrQuality } from "./enums.ts";
import { TimeVal } from "./time-val.ts";

/** A value as devices of IDL 1 and 2 give it, and as all before IDL 4 take it. */
export const AttributeValue = struct("IDL:Tango/AttributeValue:1.0", {
  value: any,
  quality: AttrQuality,
  time: TimeVal,
  name: string,
  dim_x: long,
  dim_y: long,
});
export interface AttributeValue extends TypeOf<typeof AttributeValue> {}

/** The size of one half of a value; `dim_y` is 0 but for images. */
export const AttributeDim = struct("IDL:Tango/AttributeDim:1.0", { dim_x: long, dim_y: long });
export interface AttributeDim extends TypeOf<typeof AttributeDim> {}

/** A value as devices of IDL 3 give it. */
export const AttributeValue_3 = struct("IDL:Tango/AttributeValue_3:1.0", {
  value: any,
  quality: AttrQuality,
  time: TimeVal,
  name: string,
  r_dim: AttributeDim,
  w_dim: AttributeDim,
  err_list: DevErrorList,
});
export interface AttributeValue_3 extends TypeOf<typeof AttributeValue_3> {}

/** A value as devices of IDL 4 give it, and as those of IDL 4 to 6 take it. */
export const AttributeValue_4 = struct("IDL:Tango/AttributeValue_4:1.0", {
  value: AttrValUnion,
  quality: AttrQuality,
  data_format: AttrDataFormat,
  time: TimeVal,
  name: string,
  r_dim: AttributeDim,
  w_dim: AttributeDim,
  err_list: DevErrorList,
});
export interface AttributeValue_4 extends TypeOf<typeof AttributeValue_4> {}
/** What an AttributeValue_4 is encoded from. */
export type AttributeValue_4Input = InputOf<typeof AttributeValue_4>;

/** A value as devices of IDL 5 and 6 give it. `data_type` is a CmdArgType number. */
export const AttributeValue_5 = struct("IDL:Tango/AttributeValue_5:1.0", {
  value: AttrValUnion,
  quality: AttrQuality,
  data_format: AttrDataFormat,
  data_type: long,
  time: TimeVal,
  name: string,
  r_dim: AttributeDim,
  w_dim: AttributeDim,
  err_list: DevErrorList,
});
export interface AttributeValue_5 extends TypeOf<typeof AttributeValue_5> {}

export const AttributeValueList = alias("IDL:Tango/AttributeValueList:1.0", sequence(AttributeValue));
export const AttributeValueList_3 = alias("IDL:Tango/AttributeValueList_3:1.0", sequence(AttributeValue_3));
export const AttributeValueList_4 = alias("IDL:Tango/AttributeValueList_4:1.0", sequence(AttributeValue_4));
export const AttributeValueList_5 = alias("IDL:Tango/AttributeValueList_5:1.0", sequence(AttributeValue_5));
