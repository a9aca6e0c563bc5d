/**
 * A call waited for a serialisation monitor for as long as it may. In Tango it is an API_CommandTimedOut. `instanceof` holds across copies
 * of this module.
 */
export class MonitorTimeoutError extends Error {
  override readonly name = "MonitorTimeoutError";
  readonly code = "MONITOR_TIMEOUT";
  readonly monitor: string;
  /** What waited. */
  readonly waiter: string;
  /** How long it waited, in milliseconds. */
  readonly timeoutMs: number;
  /** What holds the monitor, and for how many milliseconds it has. */
  readonly holder: string;
  readonly heldMs: number;

  constructor(about: Pick<MonitorTimeoutError, "monitor" | "waiter" | "timeoutMs" | "holder" | "heldMs">) {
    const { monitor, waiter, timeoutMs, holder, heldMs } = about;
    super(
      `${waiter} is not able to acquire serialization monitor "${monitor}" within ${timeoutMs} ms, ` +
        `it is currently held by ${holder} for ${(heldMs / 1000).toFixed(1)} s`,
    );
    this.monitor = monitor;
    this.waiter = waiter;
    this.timeoutMs = timeoutMs;
    this.holder = holder;
    this.heldMs = heldMs;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.MonitorTimeoutError") as never;
