import type { CallOptions } from "../../iiop/call-options.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";

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
 * are. This is the door that the options of every call come through: it throws WrongData for what are none.
 */
export function withDeadline(options: CallOptions): CallOptions;
export function withDeadline(options: CallOptions | undefined): CallOptions | undefined;
export function withDeadline(options: CallOptions | undefined): CallOptions | undefined {
  if (options === undefined || options instanceof CallDeadline) return options;
  if (typeof options !== "object" || options === null) {
    const given = describeArgument(options as unknown);
    throw wrongArgument(`the options of a call are an object as { timeoutMs, signal }, not ${given}`);
  }
  const { timeoutMs, signal } = options;
  if (signal !== undefined && !isSignal(signal)) {
    throw wrongArgument(`signal is an AbortSignal, not ${describeArgument(signal as unknown)}`);
  }
  if (timeoutMs === undefined || timeoutMs === 0) return options;
  if (!isTime(timeoutMs)) {
    throw wrongArgument(
      `timeoutMs is a number of milliseconds from 0 on, not ${describeArgument(timeoutMs as unknown)}`,
    );
  }
  return new CallDeadline(timeoutMs, signal);
}

/** Whether a time limit is one: a number of milliseconds, of which 0 and Infinity mean without end. */
export function isTime(timeoutMs: unknown): boolean {
  return typeof timeoutMs === "number" && timeoutMs >= 0;
}

/** The limit that the caller set, for the text of an error; undefined where he set none. */
export function limitOf(options: CallOptions | undefined): number | undefined {
  return options instanceof CallDeadline ? options.limitMs : options?.timeoutMs;
}

function isSignal(signal: unknown): boolean {
  return signal instanceof EventTarget && typeof (signal as Partial<AbortSignal>).aborted === "boolean";
}
