import type { GiopMinor } from "../giop/cdr/wire-format.ts";
import type { ServiceContext } from "../giop/message/service-context.ts";

/** What a servant may know about the call that it answers. */
export interface InvocationContext {
  readonly operation: string;
  readonly objectKey: Uint8Array;
  /** `host:port` of the caller. */
  readonly peer: string;
  readonly giopMinor: GiopMinor;
  readonly serviceContexts: readonly ServiceContext[];
  /** False for a oneway request: its result goes nowhere. */
  readonly responseExpected: boolean;
  /** Aborted when the caller cancels the request, its connection ends, or the Orb is destroyed; not by a normal end. */
  readonly signal: AbortSignal;
}
