import { alias } from "../../giop/idl/alias.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
import { enumeration } from "../../giop/idl/enumeration.ts";
import { sequence } from "../../giop/idl/sequence.ts";

/** How far a value can be trusted. */
export const AttrQuality = enumeration("IDL:Tango/AttrQuality:1.0", [
  "ATTR_VALID",
  "ATTR_INVALID",
  "ATTR_ALARM",
  "ATTR_CHANGING",
  "ATTR_WARNING",
]);
export type AttrQuality = TypeOf<typeof AttrQuality>;

/** Whether an attribute can be read, written or both. READ_WITH_WRITE reads together with another, writable attribute. */
export const AttrWriteType = enumeration("IDL:Tango/AttrWriteType:1.0", [
  "READ",
  "READ_WITH_WRITE",
  "WRITE",
  "READ_WRITE",
  "WT_UNKNOWN",
]);
export type AttrWriteType = TypeOf<typeof AttrWriteType>;

/** One value, a row of them, or rows of them. */
export const AttrDataFormat = enumeration("IDL:Tango/AttrDataFormat:1.0", [
  "SCALAR",
  "SPECTRUM",
  "IMAGE",
  "FMT_UNKNOWN",
]);
export type AttrDataFormat = TypeOf<typeof AttrDataFormat>;

/** Where a reading is taken from: the device, the polling cache, or the cache and else the device. */
export const DevSource = enumeration("IDL:Tango/DevSource:1.0", ["DEV", "CACHE", "CACHE_DEV"]);
export type DevSource = TypeOf<typeof DevSource>;

/** How bad an error is. */
export const ErrSeverity = enumeration("IDL:Tango/ErrSeverity:1.0", ["WARN", "ERR", "PANIC"]);
export type ErrSeverity = TypeOf<typeof ErrSeverity>;

/** The states a Tango device can be in; there are no others. */
export const DevState = enumeration("IDL:Tango/DevState:1.0", [
  "ON",
  "OFF",
  "CLOSE",
  "OPEN",
  "INSERT",
  "EXTRACT",
  "MOVING",
  "STANDBY",
  "FAULT",
  "INIT",
  "RUNNING",
  "ALARM",
  "DISABLE",
  "UNKNOWN",
]);
export type DevState = TypeOf<typeof DevState>;

/** Whom a command or attribute is meant for. */
export const DispLevel = enumeration("IDL:Tango/DispLevel:1.0", ["OPERATOR", "EXPERT", "DL_UNKNOWN"]);
export type DispLevel = TypeOf<typeof DispLevel>;

export const DevVarStateArray = alias("IDL:Tango/DevVarStateArray:1.0", sequence(DevState));
