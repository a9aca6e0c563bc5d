import { Buffer } from "node:buffer";
import { isPromise } from "../../../iiop/is-promise.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { EventContent, EventKind } from "../kind/event-kind.ts";
import {
  type ContentPrefix,
  decodeFailure,
  type EventMessage,
  PIPE_PREFIX,
  VALUE_PREFIX,
} from "../message/event-message.ts";
import { eventsMissed, wrongEventData } from "./event-failure.ts";
import type { EventSubscription } from "./event-subscription.ts";
import type { EventTopicSnapshot } from "./event-system-snapshot.ts";

/** What happened on a topic since it was subscribed to. */
export interface TopicCounters {
  /** The counter of the last event, as the server counts; null before the first. */
  last: number | null;
  /** Events given to the subscribers. */
  received: number;
  /** Events that did not come, by the counter of the server... */
  missed: number;
  /** ...and how often that was found. */
  gaps: number;
  /** Events that came once more, and were dropped. */
  duplicates: number;
}

/** One event of one attribute, pipe or device, and all who subscribed to it over one channel. */
export class SubscribedTopic {
  /** All that it may have; the first is what its server told. */
  readonly names: readonly string[];
  /** The generation of the device's interface, as its server told. */
  readonly idl: number;
  readonly counters: TopicCounters = { last: null, received: 0, missed: 0, gaps: 0, duplicates: 0 };
  readonly #kind: EventKind;
  readonly #prefix: ContentPrefix;
  /** The first event, until the second one comes. */
  #first: EventMessage | null = null;
  /** Never changed but replaced: a subscriber may unsubscribe while all are being told. */
  #subscriptions: readonly EventSubscription[] = [];
  #lastConfirmed: Date | null = null;
  /** The delivery of the last event before which something must be asked; null where none waits. */
  #waiting: Promise<void> | null = null;

  constructor(names: readonly string[], idl: number, first: EventSubscription) {
    this.names = names;
    this.idl = idl;
    this.#kind = first.kind;
    this.#prefix = first.type === "pipe" ? PIPE_PREFIX : VALUE_PREFIX;
  }

  get name(): string {
    return this.names[0]!;
  }

  get subscriptions(): readonly EventSubscription[] {
    return this.#subscriptions;
  }

  /** It was just confirmed to its server. */
  noteConfirmed(): void {
    this.#lastConfirmed = new Date();
  }

  snapshot(channelName: string): EventTopicSnapshot {
    const { last, received, missed, gaps, duplicates } = this.counters;
    return {
      channel_name: channelName,
      callback_count: this.#subscriptions.length,
      subscription_ids: this.#subscriptions.map(({ id }) => id),
      server_counter: last ?? -1,
      event_count: received,
      missed_event_count: gaps,
      missing_events: missed,
      discarded_event_count: duplicates,
      dropped_event_count: this.#subscriptions.reduce((sum, { dropped }) => sum + dropped, 0),
      last_resubscribed: this.#lastConfirmed?.toISOString() ?? null,
    };
  }

  add(subscription: EventSubscription): void {
    this.#subscriptions = [...this.#subscriptions, subscription];
  }

  remove(subscription: EventSubscription): void {
    this.#subscriptions = this.#subscriptions.filter((one) => one !== subscription);
  }

  /** Nobody is given anything of it any more, also not what waits to be decoded: its connection is gone. */
  end(): void {
    this.#subscriptions = [];
  }

  /** Takes an event of this topic: drops one that came before, tells of those that did not come, and gives it to all subscribers. */
  receive(message: EventMessage): void {
    const { counters } = this;
    const { counter } = message;
    if (this.#isDuplicate(message)) {
      counters.duplicates++;
      return;
    }
    // What was sent before the first one that came was not for us.
    const missed = counters.last === null ? 0 : Math.max(0, counter - counters.last - 1);
    this.#first = counters.last === null ? message : null;
    counters.last = counter;
    counters.received++;
    counters.missed += missed;
    if (missed > 0) counters.gaps++;
    const receptionDate = TimeVal.now();
    const subscriptions = this.#subscriptions;
    const deliver = (content: EventContent) => {
      const remaining = this.#remaining(subscriptions);
      const give = (one: EventContent) => {
        for (const subscription of remaining) subscription.deliver(one, "Update", receptionDate);
      };
      if (missed > 0) give(this.#kind.failed(eventsMissed(missed)));
      give(content);
    };
    if (this.#waiting !== null) return this.#deliverInTurn(() => this.#contentOf(message), deliver);
    const content = this.#contentOf(message);
    if (isPromise(content)) this.#deliverInTurn(() => content, deliver);
    else deliver(content);
  }

  /**
   * A server sends everything twice to those who have just come (cppTango, double_send), with the same counter. A C++ server of 9.3.4
   * without a database does not count, its counter is always 0: there only the octets tell, and only the first event can have come twice.
   */
  #isDuplicate({ counter, content }: EventMessage): boolean {
    if (counter !== this.counters.last) return false;
    if (counter !== UNCOUNTED) return true;
    const before = this.#first?.content ?? null;
    return before !== null && content !== null && Buffer.compare(before, content) === 0;
  }

  #contentOf(message: EventMessage): EventContent | Promise<EventContent> {
    const [{ name, source }] = this.#subscriptions as [EventSubscription];
    try {
      if (message.hasFailed) return this.#kind.failed(decodeFailure(message, this.#prefix));
      return this.#kind.decode(message, { name, idl: this.idl, connection: source.connection });
    } catch (error) {
      return this.#kind.failed(wrongEventData(this.name, error));
    }
  }

  /** Those that are still here: of an event that had to wait, who came meanwhile has read a newer value. */
  #remaining(subscriptions: readonly EventSubscription[]): readonly EventSubscription[] {
    if (subscriptions === this.#subscriptions) return subscriptions;
    return subscriptions.filter((one) => this.#subscriptions.includes(one));
  }

  /** Behind those that wait: what had to be asked for one of them need not be asked again. */
  #deliverInTurn(
    decode: () => EventContent | Promise<EventContent>,
    deliver: (content: EventContent) => void,
  ): void {
    const before = this.#waiting;
    const turn = (async () => {
      await before;
      if (this.#subscriptions.length > 0) deliver(await decode());
    })().finally(() => {
      if (this.#waiting === turn) this.#waiting = null;
    });
    this.#waiting = turn;
  }
}

const UNCOUNTED = 0;
