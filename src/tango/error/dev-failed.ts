import { type DevError, formatDevError } from "./dev-error.ts";
import type { Reason } from "./reason.ts";

/** The classes of DevFailed, named as in PyTango. */
export type DevFailedKind =
  | "DevFailed"
  | "ConnectionFailed"
  | "CommunicationFailed"
  | "WrongNameSyntax"
  | "NonDbDevice"
  | "WrongData"
  | "NonSupportedFeature"
  | "AsynCall"
  | "AsynReplyNotArrived"
  | "EventSystemFailed"
  | "NamedDevFailedList"
  | "DeviceUnlocked"
  | "NotAllowed";

/** A class of DevFailed whose constructor takes just the stack. */
export type DevFailedClass = new (errors: readonly DevError[], options?: ErrorOptions) => DevFailed;

/**
 * The error of everything in Tango: a stack of DevErrors with the root cause first, each layer that passed it on behind. Its message
 * has all levels, one a line. Subclasses tell the kind of failure, as in PyTango; programs that need to know more
 * compare `reason`.
 *
 * `instanceof` holds across copies of this package, subclasses included. `cause` is the error of the ORB or of the
 * program that led here, where there is one.
 */
export class DevFailed extends Error {
  static readonly kind: DevFailedKind = "DevFailed";
  override readonly name: string;
  readonly code = "TANGO_DEV_FAILED";
  readonly errors: readonly DevError[];

  constructor(errors: readonly DevError[], options?: ErrorOptions) {
    super(errors.map(formatDevError).join("\n  "), options);
    this.errors = errors;
    this.name = new.target.kind;
    Object.defineProperty(this, BRAND, { value: new.target.kind });
  }

  /** The reason of the root cause; "" for an empty stack. */
  get reason(): Reason {
    return this.errors[0]?.reason ?? "";
  }

  /** The stack, by the name it has in PyTango. */
  get args(): readonly DevError[] {
    return this.errors;
  }

  /** Which class of DevFailed this is; that of the package for a subclass made elsewhere. */
  get kind(): DevFailedKind {
    return (this as unknown as { [BRAND]: DevFailedKind })[BRAND];
  }

  /**
   * The same failure as the next layer reports it: `level` behind the stack. The class stays the same unless `as` is
   * given; `cause` is kept, and so is the JavaScript stack of the first error.
   */
  withLevel(level: DevError, as?: DevFailedClass): DevFailed {
    const options = this.cause === undefined ? undefined : { cause: this.cause };
    const errors = [...this.errors, level];
    const outer = as === undefined ? this.withErrors(errors, options) : new as(errors, options);
    Object.defineProperty(outer, "stack", {
      value: `${outer.name}: ${outer.message}${framesOf(this)}`,
      configurable: true,
      writable: true,
    });
    return outer;
  }

  /** An error of this class with another stack. */
  protected withErrors(errors: readonly DevError[], options: ErrorOptions | undefined): DevFailed {
    return new (this.constructor as DevFailedClass)(errors, options);
  }

  /** The stack as plain data. */
  toJSON(): { name: string; errors: readonly DevError[] } {
    return { name: this.name, errors: this.errors };
  }

  static {
    Object.defineProperty(DevFailed, Symbol.hasInstance, { value: isInstance });
  }
}

/** `instanceof` for DevFailed and what extends it: by brand, since another copy of this package has other classes. */
function isInstance(this: typeof DevFailed, value: unknown): boolean {
  // A class made elsewhere inherits its kind and is recognised in the ordinary way.
  if (!Object.hasOwn(this, "kind")) return Function.prototype[Symbol.hasInstance].call(this, value);
  if (typeof value !== "object" || value === null || !(BRAND in value)) return false;
  return this.kind === "DevFailed" || value[BRAND] === this.kind;
}

/** The lines of a JavaScript stack that name functions, without the message in front. */
function framesOf(error: Error): string {
  const stack = error.stack ?? "";
  const start = stack.indexOf("\n    at ");
  return start < 0 ? "" : stack.slice(start);
}

const BRAND: unique symbol = Symbol.for("bandoneon.DevFailed") as never;
