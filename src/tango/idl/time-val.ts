import type { TypeOf } from "../../giop/idl/codec.ts";
import { long } from "../../giop/idl/primitives.ts";
import { struct } from "../../giop/idl/struct.ts";

/** Seconds since 1970 (UTC), microseconds within the second, nanoseconds within the microsecond (0 before cppTango 10). */
export const TimeVal = struct("IDL:Tango/TimeVal:1.0", { tv_sec: long, tv_usec: long, tv_nsec: long });
export interface TimeVal extends TypeOf<typeof TimeVal> {}
