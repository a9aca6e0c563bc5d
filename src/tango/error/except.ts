import type { ErrSeverity } from "../idl/enums.ts";
import { devError } from "./dev-error.ts";
import { DevFailed } from "./dev-failed.ts";
import { type NamedDevFailed, NamedDevFailedList } from "./named-dev-failed-list.ts";
import type { Reason } from "./reason.ts";
import { toDevFailed } from "./to-dev-failed.ts";

/** Throws and passes on DevFailed, named as PyTango's `Except`. */
export const Except = {
  /** Throws a DevFailed of one level. */
  throwException(reason: Reason, desc: string, origin = "", severity: ErrSeverity = "ERR"): never {
    throw new DevFailed([devError(reason, desc, origin, severity)]);
  },

  /** Throws `error` again with one more level behind its stack; what is no DevFailed becomes one first. */
  reThrowException(
    error: unknown,
    reason: Reason,
    desc: string,
    origin = "",
    severity: ErrSeverity = "ERR",
  ): never {
    throw toDevFailed(error).withLevel(devError(reason, desc, origin, severity));
  },

  /** Throws a NamedDevFailedList. */
  throwNamedException(failures: readonly NamedDevFailed[], operation: string, device: string): never {
    throw NamedDevFailedList.summary(failures, operation, device);
  },

  /** Whatever was thrown, as a DevFailed. */
  toDevFailed(error: unknown): DevFailed {
    return toDevFailed(error);
  },
} as const;
