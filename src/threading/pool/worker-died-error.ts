/** How a thread or process ended. */
export interface WorkerExit {
  /** What it exited with; null for a process that a signal ended. */
  readonly exitCode: number | null;
  /** The signal that ended it; null for a thread. */
  readonly signal: NodeJS.Signals | null;
}

/**
 * The worker of a pool died, and its task with it. `cause` is the error it died of, where it could still tell. Another worker takes its
 * place. `instanceof` holds across copies of this module.
 */
export class WorkerDiedError extends Error implements WorkerExit {
  override readonly name = "WorkerDiedError";
  readonly code = "WORKER_DIED";
  /** The task that it was running; null where it died before it was ready. */
  readonly task: string | null;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;

  constructor(worker: string, task: string | null, exit: WorkerExit, cause?: unknown) {
    const doing = task === null ? "while it was started" : `in its task ${task}`;
    const how = exit.signal === null ? `exit code ${exit.exitCode}` : `signal ${exit.signal}`;
    const why = cause instanceof Error ? `: ${cause.message}` : "";
    super(`${worker} died ${doing} (${how})${why}`, cause === undefined ? undefined : { cause });
    this.task = task;
    this.exitCode = exit.exitCode;
    this.signal = exit.signal;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.WorkerDiedError") as never;
