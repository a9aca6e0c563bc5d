import { describeArgument, wrongArgument } from "../../error/wrong-argument.ts";
import type { TimeVal } from "../../value/time-val.ts";
import type { TangoEvent } from "../data/tango-event.ts";
import type { EventQueueOptions } from "./event-queue-options.ts";
import type { EventSink } from "./event-sink.ts";

/** Keeps events until they are taken. */
export class EventQueue implements EventSink {
  readonly #capacity: number;
  readonly #dropsNewest: boolean;
  /** Those that wait begin at `#first`: to take one from the front must not move the others. */
  #events: TangoEvent[] = [];
  #first = 0;
  #dropped = 0;
  #lastDate: TimeVal | null = null;

  /** Throws WrongData for options that make no sense. */
  constructor({ queueSize = DEFAULT_SIZE, whenFull = "drop-oldest" }: EventQueueOptions = {}) {
    if (typeof queueSize !== "number" || !(queueSize >= 0)) {
      throw wrongArgument(`queueSize is a number of events from 0 on, not ${describeArgument(queueSize)}`);
    }
    if (whenFull !== "drop-oldest" && whenFull !== "drop-newest") {
      throw wrongArgument(
        `whenFull is "drop-oldest" or "drop-newest", not ${describeArgument(whenFull as unknown)}`,
      );
    }
    this.#capacity = queueSize === 0 ? Number.POSITIVE_INFINITY : queueSize;
    this.#dropsNewest = whenFull === "drop-newest";
  }

  /** How many events wait. */
  get size(): number {
    return this.#events.length - this.#first;
  }

  /** How many events were lost because the queue was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** When the last event came, taken or not; null before the first. */
  get lastDate(): TimeVal | null {
    return this.#lastDate;
  }

  put(event: TangoEvent): void {
    if (this.size >= this.#capacity) {
      this.#dropped++;
      if (this.#dropsNewest) return;
      this.take();
    }
    this.#lastDate = event.receptionDate;
    this.#events.push(event);
  }

  /** Takes the oldest event; undefined where none waits. */
  take(): TangoEvent | undefined {
    if (this.size === 0) return undefined;
    const event = this.#events[this.#first++];
    if (this.#first > 32 && this.#first * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
    return event;
  }

  /** Takes all, the oldest first. */
  takeAll(): TangoEvent[] {
    const events = this.#events.slice(this.#first);
    this.#events = [];
    this.#first = 0;
    return events;
  }

  end(): void {
    this.takeAll();
  }
}

const DEFAULT_SIZE = 1000;
