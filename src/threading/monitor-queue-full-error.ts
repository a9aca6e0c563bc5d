/** So many calls wait for a serialisation monitor that one more is refused. `instanceof` holds across copies of this module. */
export class MonitorQueueFullError extends Error {
  override readonly name = "MonitorQueueFullError";
  readonly code = "MONITOR_QUEUE_FULL";
  readonly monitor: string;
  /** What was refused. */
  readonly waiter: string;
  /** What holds the monitor. */
  readonly holder: string;

  constructor(monitor: string, waiter: string, holder: string, waiting: number) {
    super(
      `${waiter} cannot wait for serialization monitor "${monitor}": ${waiting} calls wait already, ` +
        `and it is currently held by ${holder}`,
    );
    this.monitor = monitor;
    this.waiter = waiter;
    this.holder = holder;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.MonitorQueueFullError") as never;
