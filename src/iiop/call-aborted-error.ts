/**
 * A call that its caller's AbortSignal ended. `cause` is the signal's reason. Whether the peer did the work is not known.
 * `instanceof` holds across copies of this module.
 */
export class CallAbortedError extends Error {
  override readonly name = "AbortError";
  readonly code = "ABORT_ERR";

  constructor(what: string, reason: unknown) {
    super(`${what} was aborted by its caller`, { cause: reason });
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.CallAbortedError") as never;
