import { boundedMap } from "../threading/bounded-map.ts";

/** What a request to the database gives for each item, in their order: several at a time, but so that thousands are no burden for it. */
export function requestEach<T, R>(
  items: readonly T[],
  request: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  return boundedMap(items, MAX_REQUESTS_IN_PROGRESS, request);
}

const MAX_REQUESTS_IN_PROGRESS = 32;
