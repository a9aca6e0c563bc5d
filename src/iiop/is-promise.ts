/** Whether a method gave a promise, or anything else that can be awaited, rather than a value. */
export function isPromise<T>(outcome: T | Promise<T>): outcome is Promise<T> {
  return typeof (outcome as { then?: unknown } | null | undefined)?.then === "function";
}
