/** How a subscription comes about; see `EventSubMode`. */
export type EventSubMode = (typeof EventSubMode)[keyof typeof EventSubMode];

/**
 * How a subscription comes about, under the names of PyTango 10.1 (cppTango 10.1, `EventSubMode`):
 *
 * | mode | `subscribeEvent` waits for the server | rejects where it refuses | first event |
 * |---|---|---|---|
 * | SyncRead | yes | yes | the value, read before the promise resolves |
 * | Sync | yes | yes | the next one that the server sends |
 * | Stateless | yes | no: an error event, and another attempt every 10 s | the value, read at once |
 * | AsyncRead | no | no: the same | the value, read soon |
 * | Async | no | no: the same | one without a value, when the server has agreed |
 */
export const EventSubMode = {
  SyncRead: "SyncRead",
  AsyncRead: "AsyncRead",
  Sync: "Sync",
  Async: "Async",
  Stateless: "Stateless",
} as const;

/** Whether this is the name of a mode. */
export function isEventSubMode(mode: unknown): mode is EventSubMode {
  return typeof mode === "string" && Object.hasOwn(EventSubMode, mode);
}

/** Whether the subscriber waits for the first attempt. */
export function waitsForServer(mode: EventSubMode): boolean {
  return mode === "SyncRead" || mode === "Sync" || mode === "Stateless";
}

/** Whether an attempt that failed is told by an event, and made again. */
export function isRepeated(mode: EventSubMode): boolean {
  return mode === "Stateless" || mode === "AsyncRead" || mode === "Async";
}

/** Whether the first event carries what was read. */
export function readsFirst(mode: EventSubMode): boolean {
  return mode === "SyncRead" || mode === "AsyncRead" || mode === "Stateless";
}
