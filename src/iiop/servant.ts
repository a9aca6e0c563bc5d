import type { Interface } from "../giop/idl/interface.ts";
import type { ReceivedOf, ReturnOf } from "../giop/idl/operation.ts";
import type { Ior } from "../giop/ior/ior.ts";
import type { InvocationContext } from "./invocation-context.ts";

/**
 * An object that answers the operations of an interface: a method for each, which gets the in and inout parameters and, last, the
 * InvocationContext. Of an attribute `x` they are `_get_x` and `_set_x`. It may throw what the operation raises, a
 * SystemException, or a ForwardRequest; anything else becomes UNKNOWN for the caller. A missing method is NO_IMPLEMENT.
 */
export type ServantOf<D> =
  D extends Interface<infer O>
    ? {
        readonly [K in keyof O as string extends K ? never : K]: (
          ...args: [...ReceivedOf<O[K]>, context: InvocationContext]
        ) => ReturnOf<O[K]> | Promise<ReturnOf<O[K]>>;
      }
    : never;

/**
 * Thrown by a servant to send its caller to another object (LOCATION_FORWARD; for good: LOCATION_FORWARD_PERM). `instanceof`
 * holds across copies of this module.
 */
export class ForwardRequest extends Error {
  override readonly name = "ForwardRequest";
  readonly ior: Ior;
  readonly permanent: boolean;

  constructor(ior: Ior, options: { permanent?: boolean } = {}) {
    super("the object has moved");
    this.ior = ior;
    this.permanent = options.permanent ?? false;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.ForwardRequest") as never;
