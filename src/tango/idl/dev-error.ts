import { alias } from "../../giop/idl/alias.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
import { exception } from "../../giop/idl/exception.ts";
import { long } from "../../giop/idl/primitives.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { ErrSeverity } from "./enums.ts";
import { errorText } from "./error-text.ts";

/** One level of an error stack. */
export const DevError = struct("IDL:Tango/DevError:1.0", {
  reason: errorText,
  severity: ErrSeverity,
  desc: errorText,
  origin: errorText,
});
export interface DevError extends TypeOf<typeof DevError> {}

export const DevErrorList = alias("IDL:Tango/DevErrorList:1.0", sequence(DevError));

/** The error stack of one attribute out of several in a call. */
export const NamedDevError = struct("IDL:Tango/NamedDevError:1.0", {
  name: string,
  index_in_call: long,
  err_list: DevErrorList,
});
export interface NamedDevError extends TypeOf<typeof NamedDevError> {}

export const NamedDevErrorList = alias("IDL:Tango/NamedDevErrorList:1.0", sequence(NamedDevError));

/** The exception of almost every operation: an error stack, its root cause first. */
export const DevFailed = exception("IDL:Tango/DevFailed:1.0", { errors: DevErrorList });

/** What a write of several attributes raises: the stacks of those that failed. */
export const MultiDevFailed = exception("IDL:Tango/MultiDevFailed:1.0", { errors: NamedDevErrorList });
