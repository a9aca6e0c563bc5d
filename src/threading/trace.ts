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
 * const carrier: { traceparent?: string; tracestate?: string } = {};
 * propagation.inject(context.active(), carrier); // of @opentelemetry/api
 * const { traceparent, tracestate = "" } = carrier;
 * const trace = traceparent === undefined ? null : { traceParent: traceparent, traceState: tracestate };
 * await runInTrace(trace, () => device.readAttribute("current"));
 * ```
 * Throws a TypeError for a `traceParent` that is none, and for a `traceState` of more than 512 characters or others than printable ASCII.
 */
export function runInTrace<T>(trace: Trace | null, work: () => T): T {
  if (trace !== null && !(isTraceParent(trace.traceParent) && isTraceState(trace.traceState ?? ""))) {
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

/** The trace that a peer says, who may say anything: null for none; a state that is none is left out, as the W3C has it. */
export function receivedTrace(traceParent: string, traceState: string): Trace | null {
  if (!isTraceParent(traceParent)) return null;
  return { traceParent, traceState: isTraceState(traceState) ? traceState : "" };
}

function isTraceParent(text: unknown): boolean {
  return typeof text === "string" && TRACE_PARENT.test(text);
}

function isTraceState(text: unknown): boolean {
  return typeof text === "string" && TRACE_STATE.test(text);
}

/** Neither the version ff nor a trace or span of zeros alone: these say that there is none. */
const TRACE_PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACE_STATE = /^[\t -~]{0,512}$/;

/** It hangs on `globalThis`, so that two copies of the package in one thread agree about it. */
function storage(): AsyncLocalStorage<Trace | null> {
  const owner = globalThis as { [STORAGE]?: AsyncLocalStorage<Trace | null> };
  owner[STORAGE] ??= new AsyncLocalStorage();
  return owner[STORAGE];
}

const STORAGE: unique symbol = Symbol.for("bandoneon.trace.v1") as never;
