import type { EventType } from "../../event/message/event-type.ts";
import { PublishedEvent } from "./published-event.ts";

/**
 * The events of one device to which clients have subscribed, by the names of its attributes and pipes in lower case. They outlive the
 * device: one that is made anew goes on with them.
 */
export class DeviceEvents {
  readonly #events = new Map<EventType, Map<string, PublishedEvent>>();
  /** The interface that clients know; null where nobody asked. */
  knownInterface: string | null = null;
  /** Takes back that it will be looked whether that is still so; null where it will not. */
  cancelInterfaceCheck: (() => void) | null = null;

  /** The event of this type of what has this name in lower case; undefined where nobody ever subscribed to it. */
  find(type: EventType, key: string): PublishedEvent | undefined {
    return this.#events.get(type)?.get(key);
  }

  /** The same, which is made where it is not there yet. */
  get(type: EventType, key: string, source: string): PublishedEvent {
    let ofType = this.#events.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      this.#events.set(type, ofType);
    }
    let event = ofType.get(key);
    if (event === undefined) {
      event = new PublishedEvent(type, source);
      ofType.set(key, event);
    }
    return event;
  }

  /** All of them. */
  *[Symbol.iterator](): Generator<PublishedEvent> {
    for (const ofType of this.#events.values()) yield* ofType.values();
  }
}
