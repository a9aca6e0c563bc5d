/**
 * An object was used whose ORB context has been closed, or a call was in flight when that happened. Make the object anew: it then
 * belongs to the context of today. `instanceof` holds across copies of this module.
 */
export class OrbContextClosedError extends Error {
  override readonly name = "OrbContextClosedError";
  readonly code = "ORB_CONTEXT_CLOSED";
  /** What was used: a device name, or a call such as `ping at host:port`; undefined for a context itself. */
  readonly objectName: string | undefined;

  constructor(objectName?: string) {
    super(
      `${objectName ?? "what is used"} belongs to an ORB context that was closed by cleanup(); make the object again`,
    );
    this.objectName = objectName;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

const BRAND: unique symbol = Symbol.for("bandoneon.OrbContextClosedError") as never;
