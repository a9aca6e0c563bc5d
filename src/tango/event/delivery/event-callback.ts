/**
 * What is called with each event: a function, or an object as PyTango has it. It may be asynchronous: the next event does not wait for its
 * promise. What it throws, or rejects with, concerns no other subscriber: it is published on the diagnostics channel
 * `bandoneon:tango:event:callback-error`, and where nobody listens there told once by a warning of the process.
 */
export type EventCallback<E> = ((event: E) => unknown) | { pushEvent(event: E): unknown };

/** Whether this is something to call with events, rather than how a queue of them is to be. */
export function isEventCallback(given: unknown): given is EventCallback<never> {
  if (typeof given === "function") return true;
  return typeof (given as { pushEvent?: unknown } | null | undefined)?.pushEvent === "function";
}
