/**
 * Events to iterate over. It subscribes when the first one is asked for, and unsubscribes when the loop is left in whatever way, when the
 * signal it was made with is aborted, or when it is disposed of. It rejects where the subscription fails, and with API_OrbContextClosed
 * where its context is closed; error events it gives like all others.
 *
 * ```ts
 * for await (const event of device.events("double_scalar", "change", { signal })) console.log(event.attrValue?.value);
 * ```
 */
export interface EventStream<E> extends AsyncIterableIterator<E, undefined>, AsyncDisposable {
  /** How many events wait to be taken. */
  readonly size: number;
  /** How many events were lost because they were taken too slowly. */
  readonly dropped: number;
  next(): Promise<IteratorResult<E, undefined>>;
  return(): Promise<IteratorResult<E, undefined>>;
  [Symbol.asyncIterator](): EventStream<E>;
}
