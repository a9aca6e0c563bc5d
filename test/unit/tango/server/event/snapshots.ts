import type { DevError } from "../../../../../src/tango/error/dev-error.ts";
import type { AttrQuality } from "../../../../../src/tango/idl/enums.ts";
import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";

/** A reading of a DevDouble that can only be read. */
export function reading(value: number | null, quality: AttrQuality = "ATTR_VALID"): AttributeSnapshot {
  const read = value === null ? null : { elements: [value], dimX: 1, dimY: 0 };
  return { ...COMMON, quality: value === null ? "ATTR_INVALID" : quality, read, errors: [] };
}

/** A reading that failed. */
export function failed(...errors: readonly DevError[]): AttributeSnapshot {
  return { ...COMMON, quality: "ATTR_INVALID", read: null, errors };
}

const COMMON = {
  name: "level",
  dataType: "DevDouble",
  dataFormat: "SCALAR",
  time: new TimeVal(1, 0, 0),
  written: null,
} as const;
