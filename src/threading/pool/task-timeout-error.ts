/**
 * A task of a pool ran for longer than it may. Its signal is aborted; where it does not end then, its worker is terminated and replaced.
 * `instanceof` holds across copies of this module.
 */
export class TaskTimeoutError extends Error {
  override readonly name = "TaskTimeoutError";
  readonly code = "TASK_TIMEOUT";
  readonly task: string;
  /** How long it could run, in milliseconds. */
  readonly timeoutMs: number;

  constructor(task: string, timeoutMs: number) {
    super(`the task ${task} did not end within ${timeoutMs} ms`);
    this.task = task;
    this.timeoutMs = timeoutMs;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.TaskTimeoutError") as never;
