/** Why an event was given, as in cppTango 10.1; see `EventReason`. */
export type EventReason = (typeof EventReason)[keyof typeof EventReason];

/**
 * Why an event was given, under the names of PyTango 10.1:
 *
 * - `SubSuccess`: the subscription has come about. The event carries the first value, but for the mode Async, where it carries none.
 * - `Update`: the server sent it, or it is the value read after the server came back.
 * - `SubFail`: the subscription has not come about yet, or the event channel does not respond any more; `errors` says why.
 * - `Unknown`: never given.
 */
export const EventReason = {
  Unknown: "Unknown",
  SubFail: "SubFail",
  SubSuccess: "SubSuccess",
  Update: "Update",
} as const;
