/** What every remote call takes as its last argument. */
export interface CallOptions {
  /** How long the call may take, in milliseconds, connecting included; 0 means without end. The Orb's `callTimeoutMs` unless given. */
  readonly timeoutMs?: number;
  /**
   * Aborting it ends the call with a CallAbortedError and tells the peer by a CancelRequest, unless that may be omniORB, whose
   * connections do not survive one.
   */
  readonly signal?: AbortSignal;
}
