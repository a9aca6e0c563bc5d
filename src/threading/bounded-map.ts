/**
 * What `call` gives for each item, in their order, with no more than `limit` calls at the same time. Rejects as the first call that does; then no
 * further one is begun.
 */
export async function boundedMap<T, R>(
  items: readonly T[],
  limit: number,
  call: (item: T, i: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await call(items[i]!, i);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    return results;
  } finally {
    next = items.length;
  }
}
