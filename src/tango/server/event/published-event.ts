import { Buffer } from "node:buffer";
import { formatEventTopic, hasVersionedTopic } from "../../event/message/event-topic.ts";
import type { EventType } from "../../event/message/event-type.ts";
import type { PayloadVersion } from "./payload-version.ts";

/** A PublishedEvent at one moment. */
export interface PublishedEventSnapshot {
  /** `tango://host:port/d/f/m/attribute[#dbase=no]`. */
  readonly source: string;
  readonly type: EventType;
  /** How many there were. */
  readonly counter: number;
  /** Under which topics it is sent; none where all subscriptions are forgotten. */
  readonly topics: readonly string[];
  /** For how many milliseconds no client confirmed its subscription; null where all are forgotten. */
  readonly confirmedMsAgo: number | null;
  /** Whether somebody is connected who receives it: a client needs a moment for that after it subscribed. */
  readonly isReceived: boolean;
}

/** One kind of event of one attribute, pipe or device, to which clients have subscribed: who still wants it, and how many were sent. */
export class PublishedEvent {
  readonly type: EventType;
  /** What has the event, as topics name it: `tango://host:port/d/f/m/attribute[#dbase=no]`. */
  readonly source: string;
  #counter = 0;
  /** When clients subscribed last, or confirmed it. */
  readonly #confirmed = new Map<PayloadVersion, number>();
  readonly #topics = new Map<PayloadVersion, Uint8Array>();

  constructor(type: EventType, source: string) {
    this.type = type;
    this.source = source;
  }

  /** How many events there were. */
  get counter(): number {
    return this.#counter;
  }

  /** The number that a further one has, from 1. */
  get next(): number {
    // On the wire it has 32 bits.
    return (this.#counter + 1) >>> 0;
  }

  /** Counts a further one. */
  count(): void {
    this.#counter = this.next;
  }

  /** A client of this version wants it from `now` on, for ten minutes. */
  confirm(version: PayloadVersion, now: number): void {
    this.#confirmed.set(version, now);
  }

  /** Whether anybody wants it. */
  isSubscribed(now: number): boolean {
    for (const confirmed of this.#confirmed.values()) if (now - confirmed < FORGET_MS) return true;
    return false;
  }

  /** What is wanted; those of whom nothing was heard for ten minutes are forgotten. */
  *versions(now: number): Generator<PayloadVersion> {
    for (const [version, confirmed] of this.#confirmed) {
      if (now - confirmed < FORGET_MS) yield version;
      else this.#confirmed.delete(version);
    }
  }

  /** What it is, and who wants it at this moment; `isWanted` says whether somebody receives a topic. */
  snapshot(now: number, isWanted: (topic: Uint8Array) => boolean): PublishedEventSnapshot {
    const versions = [...this.versions(now)];
    const confirmedMs = versions.map((version) => now - this.#confirmed.get(version)!);
    return {
      source: this.source,
      type: this.type,
      counter: this.#counter,
      topics: versions.map((version) => this.topicFor(version)),
      confirmedMsAgo: confirmedMs.length === 0 ? null : Math.min(...confirmedMs),
      isReceived: versions.some((version) => isWanted(this.topicFrame(version))),
    };
  }

  /** The topic of its messages to clients of this version. */
  topicFor(version: PayloadVersion): string {
    const idl = version === 5 && hasVersionedTopic(this.type) ? 5 : null;
    return formatEventTopic({ source: this.source, idl, event: this.type });
  }

  /** The same as the first frame of a message. */
  topicFrame(version: PayloadVersion): Uint8Array {
    let frame = this.#topics.get(version);
    if (frame === undefined) {
      frame = Buffer.from(this.topicFor(version), "latin1");
      this.#topics.set(version, frame);
    }
    return frame;
  }
}

/** For how many milliseconds a subscription holds (cppTango's EVENT_RESUBSCRIBE_PERIOD). Clients confirm theirs every 200 s. */
const FORGET_MS = 600_000;
