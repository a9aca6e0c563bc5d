import type { TangoEvent } from "../data/tango-event.ts";

/** Where the events of a subscription go. */
export interface EventSink {
  /** How many events it has lost for want of room. */
  readonly dropped: number;

  /** Takes an event. Never throws. */
  put(event: TangoEvent): void;

  /** No event will come any more: because the subscriber wanted none, or because of `reason`. */
  end(reason: Error | null): void;
}
