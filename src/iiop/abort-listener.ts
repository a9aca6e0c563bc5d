import { setMaxListeners } from "node:events";

/**
 * Calls `listener` when `signal` is aborted, until the function returned is called. Any number of calls may share one signal, so
 * Node's warning of more than ten listeners, which for them means nothing, is turned off for it.
 * Throws a TypeError for what is no AbortSignal.
 */
export function listenForAbort(signal: AbortSignal, listener: () => void): () => void {
  if (!(signal instanceof EventTarget) || typeof signal.aborted !== "boolean") {
    throw new TypeError("signal must be an AbortSignal");
  }
  setMaxListeners(0, signal);
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}
