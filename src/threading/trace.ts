import { AsyncLocalStorage } from "node:async_hooks";

/** Where a call belongs in a distributed trace, in the texts of the W3C (Trace Context, level 1). */
export interface Trace {
  /** The header `traceparent`: version, trace, span and flags in hexadecimal digits, `00-<32>-<16>-01`. */
  readonly traceParent: string;
  /** The header `tracestate`; "" unless given. */
  readonly traceState?: string;
}

/**
 * Runs `work` as part of a trace; null for none. The calls that it makes to devices of IDL 6, through every await and callback, carry it in the client's
 * identity, as those of Tango 10 with telemetry; older devices know none. A server that is called so runs its methods in the trace of the
 * call: calls that they make go on with it by themselves.
 *
 * ```ts
 * const carrier: Record<string, string> = {};
 * propagation.inject(context.active(), carrier); // of @opentelemetry/api
 * await runInTrace({ traceParent: carrier.traceparent, traceState: carrier.tracestate }, () => device.readAttribute("current"));
 * ```
 * Throws a TypeError for a `traceParent` that is none, and for a `traceState` of more than 512 characters or others than printable ASCII.
 */
export function runInTrace<T>(trace: Trace | null, work: () => T): T {
  if (trace !== null && !isTrace(trace)) {
    throw new TypeError(
      `traceParent is like 00-<32 digits>-<16 digits>-01, traceState printable; not ${JSON.stringify(trace)}`,
    );
  }
  return storage().run(trace, work);
}

/** The trace that the running code is part of; null for none. */
export function currentTrace(): Trace | null {
  return storage().getStore() ?? null;
}

/** Whether these are the texts of a trace: what comes from elsewhere may be anything. */
export function isTrace({ traceParent, traceState = "" }: Trace): boolean {
  return TRACE_PARENT.test(traceParent) && TRACE_STATE.test(traceState);
}

const TRACE_PARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACE_STATE = /^[ -~]{0,512}$/;

/** It hangs on `globalThis`, so that two copies of the package in one thread agree about it. */
function storage(): AsyncLocalStorage<Trace | null> {
  const owner = globalThis as { [STORAGE]?: AsyncLocalStorage<Trace | null> };
  owner[STORAGE] ??= new AsyncLocalStorage();
  return owner[STORAGE];
}

const STORAGE: unique symbol = Symbol.for("bandoneon.trace.v1") as never;
