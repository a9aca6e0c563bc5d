import { isPromise } from "../iiop/is-promise.ts";

/**
 * Runs `work`, and `onEnd` once it has ended, well or not: at once where work gives no promise, and then what it gives is returned as
 * it is; else before those who wait for the promise.
 */
export function runToEnd<T>(work: () => T | Promise<T>, onEnd: () => void): T | Promise<T> {
  let outcome: T | Promise<T>;
  try {
    outcome = work();
    // Within the try: what work gives may be anything, and to ask it whether it is a promise may throw.
    if (isPromise(outcome)) return Promise.resolve(outcome).finally(onEnd);
  } catch (error) {
    onEnd();
    throw error;
  }
  onEnd();
  return outcome;
}
