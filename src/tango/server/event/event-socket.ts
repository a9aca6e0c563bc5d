import type { HostPort } from "../../naming/tango-host.ts";

/** What to do for a subscriber that takes nothing at the moment. */
export interface PushOptions {
  /**
   * "drop-newest", unless given: it loses this event, as with every Tango server; "drop-oldest": it loses the one that waits longest;
   * "wait": the push resolves when it has room.
   */
  readonly whenFull?: "wait" | "drop-newest" | "drop-oldest";
  /** The longest that a push may wait, in milliseconds; without end unless given. */
  readonly timeoutMs?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/** How an event is sent. */
export interface EventSendOptions extends PushOptions {
  /** Called when no subscriber needs the frames any more, so that their memory may be used again. It may never be. */
  readonly onLeft?: () => void;
}

/** What an EventSocket did so far. */
export interface EventSocketSnapshot {
  /** Subscribers that are connected now. */
  readonly connections: number;
  /** Messages that were handed to subscribers, once for each. */
  readonly sent: number;
  /** Messages that were lost for a subscriber that had no room. */
  readonly dropped: number;
}

/** A ZeroMQ socket that publishes: what a server needs of one. */
export interface EventSocket {
  readonly host: string;
  readonly port: number;
  /** Whether anybody is connected who wants messages of this topic. */
  hasSubscriber(topic: Uint8Array): boolean;
  /** Sends a message to all who want it; resolves when it was handed on to each. */
  send(frames: readonly Uint8Array[], options?: EventSendOptions): Promise<void>;
  /** What it did so far. */
  snapshot(): EventSocketSnapshot;
  close(): Promise<void>;
}

/** Opens a socket that listens; `highWaterMark` is how many messages may wait for one subscriber. */
export type OpenEventSocket = (
  address: HostPort,
  options: { readonly highWaterMark: number },
) => Promise<EventSocket>;
