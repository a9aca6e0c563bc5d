/** So many tasks wait for the workers of a pool that this one is not run. `instanceof` holds across copies of this module. */
export class PoolQueueFullError extends Error {
  override readonly name = "PoolQueueFullError";
  readonly code = "POOL_QUEUE_FULL";
  readonly task: string;

  constructor(task: string, waiting: number) {
    super(
      `the task ${task} is not run: ${waiting} tasks wait for the pool already; await room() before submitting`,
    );
    this.task = task;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.PoolQueueFullError") as never;
