import { type DevError, devError } from "./dev-error.ts";
import { DevFailed, type DevFailedKind } from "./dev-failed.ts";
import type { Reason } from "./reason.ts";

/** What failed of one attribute out of several. */
export interface NamedDevFailed {
  /** The attribute (in groups: the device). */
  readonly name: string;
  /** Its position in the call, from 0. */
  readonly index: number;
  readonly errors: readonly DevError[];
}

/** Some attributes of a call failed: `failures` tells which and why. The stack itself is only a summary. */
export class NamedDevFailedList extends DevFailed {
  static override readonly kind: DevFailedKind = "NamedDevFailedList";
  readonly failures: readonly NamedDevFailed[];

  constructor(errors: readonly DevError[], failures: readonly NamedDevFailed[], options?: ErrorOptions) {
    super(errors, options);
    this.failures = failures;
  }

  /** As cppTango sums it up: `Failed to execute write_attributes on device d, object(s) a, b`. */
  static summary(
    failures: readonly NamedDevFailed[],
    operation: string,
    device: string,
    reason: Reason = "API_AttributeFailed",
    options?: ErrorOptions,
  ): NamedDevFailedList {
    const names = failures.map(({ name }) => name).join(", ");
    const desc = `Failed to execute ${operation} on device ${device}, object(s) ${names}`;
    return new NamedDevFailedList([devError(reason, desc, operation)], failures, options);
  }

  protected override withErrors(errors: readonly DevError[], options: ErrorOptions | undefined): DevFailed {
    return new NamedDevFailedList(errors, this.failures, options);
  }

  override toJSON(): { name: string; errors: readonly DevError[]; failures: readonly NamedDevFailed[] } {
    return { ...super.toJSON(), failures: this.failures };
  }
}
