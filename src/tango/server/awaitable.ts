import { isPromise } from "../../iiop/is-promise.ts";

/**
 * What a method of a device may give: the value, or a promise of it. The way through the server keeps a value that is there a value: a
 * device whose methods do not wait is answered within the turn in which the request came.
 */
export type Awaitable<T> = T | Promise<T>;

/** `next(value)`: now where the value is there, else when its promise is fulfilled. */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value);
}

/** What `work` gives, or what `recover` makes of the error that it throws or rejects with. */
export function orElse<T, R>(
  work: () => Awaitable<T>,
  recover: (error: unknown) => Awaitable<R>,
): Awaitable<T | R> {
  try {
    const value = work();
    return isPromise(value) ? Promise.resolve(value).catch(recover) : value;
  } catch (error) {
    return recover(error);
  }
}

/** What `step` gives for each item, one after the other: the next begins when the one before has ended. */
export function mapInTurn<T, R>(items: readonly T[], step: (item: T) => Awaitable<R>): Awaitable<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i++) {
    const result = step(items[i]!);
    if (isPromise(result)) return mapTheRest(items, step, results, result);
    results.push(result);
  }
  return results;
}

async function mapTheRest<T, R>(
  items: readonly T[],
  step: (item: T) => Awaitable<R>,
  results: R[],
  pending: Promise<R>,
): Promise<R[]> {
  results.push(await pending);
  while (results.length < items.length) results.push(await step(items[results.length]!));
  return results;
}
