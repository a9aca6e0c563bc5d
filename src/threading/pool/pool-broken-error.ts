/**
 * The workers of a pool cannot be started: several in a row ended before they were ready, as where the module or the initializer throws.
 * `cause` is why the last one did. `instanceof` holds across copies of this module.
 */
export class PoolBrokenError extends Error {
  override readonly name = "PoolBrokenError";
  readonly code = "POOL_BROKEN";

  constructor(attempts: number, cause: Error) {
    super(`the pool cannot start its workers (tried ${attempts} times): ${cause.message}`, { cause });
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.PoolBrokenError") as never;
