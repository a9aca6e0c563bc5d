/** Why a call over a port failed, without the other side having said so. */
export type PortCallErrorCode =
  /** The port was closed, or the other thread is gone. */
  | "PORT_CLOSED"
  /** So many calls are under way that this one was dropped. */
  | "PORT_FULL"
  /** It was not answered in time. */
  | "PORT_TIMEOUT"
  /** What it carries cannot be posted to another thread. */
  | "PORT_DATA";

/** A call over a port that was not answered. `instanceof` holds across copies of this module. */
export class PortCallError extends Error {
  override readonly name = "PortCallError";
  readonly code: PortCallErrorCode;

  constructor(code: PortCallErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.PortCallError") as never;
