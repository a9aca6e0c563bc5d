/**
 * An object was used whose ORB context has been closed, or a call was in flight when that happened. Make the object anew: it then
 * belongs to the context of today.
 */
export class OrbContextClosedError extends Error {
  override readonly name = "OrbContextClosedError";
  readonly code = "ORB_CONTEXT_CLOSED";
  /** What was used: a device name, say; undefined for a call in flight. */
  readonly objectName: string | undefined;

  constructor(objectName?: string) {
    super(
      `${objectName ?? "a call in flight"} belongs to an ORB context that was closed by cleanup(); make the object again`,
    );
    this.objectName = objectName;
  }
}
