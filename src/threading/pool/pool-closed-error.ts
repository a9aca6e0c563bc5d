/** A task was submitted to a pool that is closed, or the pool was destroyed before it had ended. `instanceof` holds across copies of this module. */
export class PoolClosedError extends Error {
  override readonly name = "PoolClosedError";
  readonly code = "POOL_CLOSED";

  constructor(what: string) {
    super(`${what}: its pool is closed; make another pool`);
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.PoolClosedError") as never;
