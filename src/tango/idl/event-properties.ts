import type { TypeOf } from "../../giop/idl/codec.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { DevVarStringArray } from "./data-types.ts";

/** By how much a value must change before a change event is sent. */
export const ChangeEventProp = struct("IDL:Tango/ChangeEventProp:1.0", {
  rel_change: string,
  abs_change: string,
  extensions: DevVarStringArray,
});
export interface ChangeEventProp extends TypeOf<typeof ChangeEventProp> {}

/** Every how many milliseconds a periodic event is sent. */
export const PeriodicEventProp = struct("IDL:Tango/PeriodicEventProp:1.0", {
  period: string,
  extensions: DevVarStringArray,
});
export interface PeriodicEventProp extends TypeOf<typeof PeriodicEventProp> {}

/** When an archive event is sent. */
export const ArchiveEventProp = struct("IDL:Tango/ArchiveEventProp:1.0", {
  rel_change: string,
  abs_change: string,
  period: string,
  extensions: DevVarStringArray,
});
export interface ArchiveEventProp extends TypeOf<typeof ArchiveEventProp> {}

export const EventProperties = struct("IDL:Tango/EventProperties:1.0", {
  ch_event: ChangeEventProp,
  per_event: PeriodicEventProp,
  arch_event: ArchiveEventProp,
});
export interface EventProperties extends TypeOf<typeof EventProperties> {}

/** The limits of an attribute, as texts. */
export const AttributeAlarm = struct("IDL:Tango/AttributeAlarm:1.0", {
  min_alarm: string,
  max_alarm: string,
  min_warning: string,
  max_warning: string,
  delta_t: string,
  delta_val: string,
  extensions: DevVarStringArray,
});
export interface AttributeAlarm extends TypeOf<typeof AttributeAlarm> {}
