import type { EventType } from "../../event/message/event-type.ts";
import { PublishedEvent } from "./published-event.ts";

/**
 * The events of one device to which clients have subscribed, by the names of its attributes and pipes in lower case. They outlive the
 * device: one that is made anew goes on with them.
 */
export class DeviceEvents {
  /** How many events there may be before those that are forgotten are looked for. */
  #pruneAt = FIRST_PRUNE;
  #count = 0;
  readonly #events = new Map<EventType, Map<string, PublishedEvent>>();
  /** The interface that clients know; null where nobody asked. */
  knownInterface: string | null = null;
  /** Takes back that it will be looked whether that is still so; null where it will not. */
  cancelInterfaceCheck: (() => void) | null = null;

  /** The event of this type of what has this name in lower case; undefined where nobody ever subscribed to it. */
  find(type: EventType, key: string): PublishedEvent | undefined {
    return this.#events.get(type)?.get(key);
  }

  /**
   * The same, which is made where it is not there yet. At times those to which nobody subscribes any more are dropped then: `now` is the time by
   * which they are.
   */
  get(type: EventType, key: string, source: string, now: number): PublishedEvent {
    let ofType = this.#events.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      this.#events.set(type, ofType);
    }
    let event = ofType.get(key);
    if (event === undefined) {
      if (this.#count >= this.#pruneAt) this.#prune(now);
      event = new PublishedEvent(type, source);
      ofType.set(key, event);
      this.#count++;
    }
    return event;
  }

  /** All of them. */
  *[Symbol.iterator](): Generator<PublishedEvent> {
    for (const ofType of this.#events.values()) yield* ofType.values();
  }

  /** Attributes come and go under ever other names. */
  #prune(now: number): void {
    for (const ofType of this.#events.values()) {
      for (const [key, event] of ofType) {
        if (event.isSubscribed(now)) continue;
        ofType.delete(key);
        this.#count--;
      }
    }
    this.#pruneAt = Math.max(FIRST_PRUNE, 2 * this.#count);
  }
}

const FIRST_PRUNE = 256;
