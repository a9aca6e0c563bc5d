/** A call that its caller's AbortSignal ended. `cause` is the signal's reason. Whether the peer did the work is not known. */
export class CallAbortedError extends Error {
  override readonly name = "AbortError";
  readonly code = "ABORT_ERR";

  constructor(what: string, reason: unknown) {
    super(`${what} was aborted by its caller`, { cause: reason });
  }
}
