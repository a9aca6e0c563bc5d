import type { ErrSeverity } from "../idl/enums.ts";
import type { Reason } from "./reason.ts";

/** One level of an error stack: what failed at that level, from the root cause outwards. */
export interface DevError {
  /** The kind of error: what programs compare. */
  readonly reason: Reason;
  readonly severity: ErrSeverity;
  /** What happened, for people. */
  readonly desc: string;
  /** Where it happened, for the developer: a function, in Tango 10 with file and line. Never compare it. */
  readonly origin: string;
}

/** A level of an error stack, of severity ERR unless another is given. */
export function devError(reason: Reason, desc: string, origin = "", severity: ErrSeverity = "ERR"): DevError {
  return { reason, severity, desc, origin };
}

/** A level as one line: `API_AttrNotFound: nope attribute not found (MultiAttribute::get_attr_by_name)`. */
export function formatDevError({ reason, severity, desc, origin }: DevError): string {
  const rank = severity === "ERR" ? "" : `${severity} `;
  return `${rank}${reason}: ${desc.trimEnd()}${origin === "" ? "" : ` (${origin})`}`;
}
