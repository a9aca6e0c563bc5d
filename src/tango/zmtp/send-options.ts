/** What is done where the queue of a subscriber is full. */
export type WhenFull =
  /** The send waits until there is room. */
  | "wait"
  /** That subscriber does not get this message, as with libzmq. */
  | "drop-newest"
  /** That subscriber does not get the oldest message in its queue, unless someone waited to have it there. */
  | "drop-oldest";

/** How a message is sent. */
export interface SendOptions {
  /** "drop-newest" unless given. */
  readonly whenFull?: WhenFull;
  /** How long to "wait" at most, in milliseconds; unless given, as long as the subscriber takes anything. */
  readonly timeoutMs?: number;
  /** Ends waiting. */
  readonly signal?: AbortSignal;
  /** Called when no subscriber needs the frames any more, so that their memory may be used again. It may never be. */
  readonly onLeft?: () => void;
}
