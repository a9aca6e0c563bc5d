import type { CallOptions } from "../../iiop/call-options.ts";

/**
 * The options of a call that may take several requests (a connection, a query, a second attempt): `timeoutMs` is, whenever it is read,
 * what is left of the limit that the caller set for all of them.
 */
export class CallDeadline implements CallOptions {
  /** The limit that the caller set, in milliseconds. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  readonly #end: number;

  constructor(limitMs: number, signal: AbortSignal | undefined) {
    this.limitMs = limitMs;
    if (signal !== undefined) this.signal = signal;
    this.#end = performance.now() + limitMs;
  }

  /** At least 1, since 0 means without end. */
  get timeoutMs(): number {
    return Math.max(1, this.#end - performance.now());
  }
}

/**
 * The options by which all requests of a call share the caller's `timeoutMs`. Options that set none, or have been through here, stay as they
 * are.
 */
export function withDeadline(options: CallOptions): CallOptions;
export function withDeadline(options: CallOptions | undefined): CallOptions | undefined;
export function withDeadline(options: CallOptions | undefined): CallOptions | undefined {
  if (options === undefined || options instanceof CallDeadline) return options;
  const { timeoutMs, signal } = options;
  // What is no time at all is for the Orb to refuse.
  if (timeoutMs === undefined || !(timeoutMs > 0)) return options;
  return new CallDeadline(timeoutMs, signal);
}

/** The limit that the caller set, for the text of an error; undefined where he set none. */
export function limitOf(options: CallOptions | undefined): number | undefined {
  return options instanceof CallDeadline ? options.limitMs : options?.timeoutMs;
}
