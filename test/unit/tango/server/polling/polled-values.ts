import { Any } from "../../../../../src/giop/idl/any.ts";
import { double } from "../../../../../src/giop/idl/primitives.ts";
import type { DevError } from "../../../../../src/tango/error/dev-error.ts";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import type { CommandRecord } from "../../../../../src/tango/server/polling/polled-object.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";

/** A failure for tests. */
export const FAILURE: DevError = devError("TEST_Broken", "it is broken", "test");

/** A reading of a double. */
export function reading(name: string, value: number, time = new TimeVal(1000)): AttributeSnapshot {
  const read = { elements: Float64Array.of(value), dimX: 1, dimY: 0 };
  const quality = "ATTR_VALID" as const;
  return {
    name,
    dataType: "DevDouble",
    dataFormat: "SCALAR",
    quality,
    time,
    read,
    written: null,
    errors: [],
  };
}

/** A reading of a double that failed. */
export function failedReading(name: string, errors = [FAILURE], time = new TimeVal(1000)): AttributeSnapshot {
  return { ...reading(name, 0, time), quality: "ATTR_INVALID", read: null, errors };
}

/** An execution that gave a double. */
export function execution(value: number, time = new TimeVal(1000)): CommandRecord {
  return { value: Any.of(double, value), time, errors: [] };
}
