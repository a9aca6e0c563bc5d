import type { GiopMinor } from "../giop/cdr/wire-format.ts";
import type { IncomingRequest } from "../giop/connection/incoming-request.ts";
import type { ServiceContext } from "../giop/message/service-context.ts";
import { type TargetAddress, targetObjectKey } from "../giop/message/target-address.ts";

/** What a servant may know about the call that it answers. */
export class InvocationContext {
  readonly operation: string;
  readonly objectKey: Uint8Array;
  /** `host:port` of the caller. */
  readonly peer: string;
  readonly giopMinor: GiopMinor;
  readonly serviceContexts: readonly ServiceContext[];
  /** False for a oneway request: its result goes nowhere. */
  readonly responseExpected: boolean;
  #abort: AbortController | undefined;

  constructor(request: IncomingRequest, peer: string) {
    this.operation = request.header.operation;
    this.objectKey = requestedKey(request.header.target);
    this.peer = peer;
    this.giopMinor = request.giopMinor;
    this.serviceContexts = request.header.serviceContexts;
    this.responseExpected = request.responseExpected;
  }

  /** Aborted when the caller cancels the request, its connection ends, or the Orb is destroyed; not by a normal end. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  /** Tells the servant of `context` that nobody waits for it any more: for its connection, not for servants. */
  static abort(context: InvocationContext, reason: Error): void {
    context.#abort ??= new AbortController();
    context.#abort.abort(reason);
  }
}

/** The object key that a request names; an empty one, which is nobody's, where it is addressed by no profile of ours. */
export function requestedKey(target: TargetAddress): Uint8Array {
  try {
    return targetObjectKey(target);
  } catch {
    return NOBODY;
  }
}

const NOBODY = new Uint8Array(0);
