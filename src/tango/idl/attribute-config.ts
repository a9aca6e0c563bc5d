import { alias } from "../../giop/idl/alias.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
import { boolean, long } from "../../giop/idl/primitives.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { DevVarStringArray } from "./data-types.ts";
import { AttrDataFormat, AttrWriteType, DispLevel } from "./enums.ts";
import { AttributeAlarm, EventProperties } from "./event-properties.ts";

/** The configuration of an attribute of a device of IDL 1. */
export const AttributeConfig = struct("IDL:Tango/AttributeConfig:1.0", {
  name: string,
  writable: AttrWriteType,
  data_format: AttrDataFormat,
  data_type: long,
  max_dim_x: long,
  max_dim_y: long,
  description: string,
  label: string,
  unit: string,
  standard_unit: string,
  display_unit: string,
  format: string,
  min_value: string,
  max_value: string,
  min_alarm: string,
  max_alarm: string,
  writable_attr_name: string,
  extensions: DevVarStringArray,
});
export interface AttributeConfig extends TypeOf<typeof AttributeConfig> {}

/** The configuration of an attribute of a device of IDL 2. */
export const AttributeConfig_2 = struct("IDL:Tango/AttributeConfig_2:1.0", {
  name: string,
  writable: AttrWriteType,
  data_format: AttrDataFormat,
  data_type: long,
  max_dim_x: long,
  max_dim_y: long,
  description: string,
  label: string,
  unit: string,
  standard_unit: string,
  display_unit: string,
  format: string,
  min_value: string,
  max_value: string,
  min_alarm: string,
  max_alarm: string,
  writable_attr_name: string,
  level: DispLevel,
  extensions: DevVarStringArray,
});
export interface AttributeConfig_2 extends TypeOf<typeof AttributeConfig_2> {}

/** The configuration of an attribute of a device of IDL 3 or 4. */
export const AttributeConfig_3 = struct("IDL:Tango/AttributeConfig_3:1.0", {
  name: string,
  writable: AttrWriteType,
  data_format: AttrDataFormat,
  data_type: long,
  max_dim_x: long,
  max_dim_y: long,
  description: string,
  label: string,
  unit: string,
  standard_unit: string,
  display_unit: string,
  format: string,
  min_value: string,
  max_value: string,
  writable_attr_name: string,
  level: DispLevel,
  att_alarm: AttributeAlarm,
  event_prop: EventProperties,
  extensions: DevVarStringArray,
  sys_extensions: DevVarStringArray,
});
export interface AttributeConfig_3 extends TypeOf<typeof AttributeConfig_3> {}

/** The configuration of an attribute of a device of IDL 5 or 6. */
export const AttributeConfig_5 = struct("IDL:Tango/AttributeConfig_5:1.0", {
  name: string,
  writable: AttrWriteType,
  data_format: AttrDataFormat,
  data_type: long,
  memorized: boolean,
  mem_init: boolean,
  max_dim_x: long,
  max_dim_y: long,
  description: string,
  label: string,
  unit: string,
  standard_unit: string,
  display_unit: string,
  format: string,
  min_value: string,
  max_value: string,
  writable_attr_name: string,
  level: DispLevel,
  root_attr_name: string,
  enum_labels: DevVarStringArray,
  att_alarm: AttributeAlarm,
  event_prop: EventProperties,
  extensions: DevVarStringArray,
  sys_extensions: DevVarStringArray,
});
export interface AttributeConfig_5 extends TypeOf<typeof AttributeConfig_5> {}

export const AttributeConfigList = alias("IDL:Tango/AttributeConfigList:1.0", sequence(AttributeConfig));
export const AttributeConfigList_2 = alias(
  "IDL:Tango/AttributeConfigList_2:1.0",
  sequence(AttributeConfig_2),
);
export const AttributeConfigList_3 = alias(
  "IDL:Tango/AttributeConfigList_3:1.0",
  sequence(AttributeConfig_3),
);
export const AttributeConfigList_5 = alias(
  "IDL:Tango/AttributeConfigList_5:1.0",
  sequence(AttributeConfig_5),
);
