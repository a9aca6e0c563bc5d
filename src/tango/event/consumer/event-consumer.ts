import type { CallOptions } from "../../../iiop/call-options.ts";
import { TcpTransport } from "../../../iiop/tcp-transport.ts";
import { MACHINE_CLOCK } from "../../../threading/clock.ts";
import type { ContextSlot, OrbContext, OwnedResource } from "../../../threading/orb-context.ts";
import { OWN_THREAD } from "../../../threading/own-thread.ts";
import type { DevError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { errorsOf, toDevFailed } from "../../error/to-dev-failed.ts";
import { isRepeated, readsFirst, waitsForServer } from "../data/event-sub-mode.ts";
import type { EventContent } from "../kind/event-kind.ts";
import { hasFirstValue } from "../kind/event-kinds.ts";
import { ChannelDirectory } from "./channel-directory.ts";
import { channelLost, eventNotFound, eventSystemFailed, subscriptionEnded } from "./event-failure.ts";
import { DEFAULT_EVENT_LIMITS, type EventLimits, parseEventLimits } from "./event-limits.ts";
import { type Attachment, type EventRequest, EventSubscription } from "./event-subscription.ts";
import type { EventClientSnapshot } from "./event-system-snapshot.ts";
import type { EventEnvironment } from "./event-transport.ts";
import { LostSubscriptions } from "./lost-subscriptions.ts";
import { zmtpConnector } from "./zmtp-transport.ts";

/** What an event system of a test is built on. */
export interface EventConsumerOptions {
  readonly environment?: EventEnvironment;
  readonly limits?: Partial<EventLimits>;
}

/**
 * The client's side of events in one context: all subscriptions of its devices, by their ids. It ends with the context; without
 * subscriptions it has neither sockets nor timers.
 */
export class EventConsumer implements OwnedResource {
  readonly #context: OrbContext;
  readonly #environment: EventEnvironment;
  readonly #limits: EventLimits;
  readonly #channels: ChannelDirectory;
  readonly #subscriptions = new Set<EventSubscription>();
  readonly #byId = new Map<number, EventSubscription>();
  readonly #lost = new Set<LostSubscriptions>();
  /** The subscriptions that wait for their next attempt, and how that is called off. */
  readonly #repeated = new Map<EventSubscription, () => void>();
  #lastId = 0;
  #disown: (() => void) | null = null;

  constructor(context: OrbContext, { environment, limits }: EventConsumerOptions = {}) {
    this.#context = context;
    const { maxMessageSize } = context.orb.options.limits;
    this.#environment = environment ?? {
      connect: zmtpConnector(new TcpTransport(), maxMessageSize),
      clock: MACHINE_CLOCK,
    };
    this.#limits = { ...DEFAULT_EVENT_LIMITS, ...limits };
    this.#channels = new ChannelDirectory(this.#environment, this.#limits, {
      onLost: (subscriptions, cause) => this.#onLost(subscriptions, cause),
      onRefused: (subscription, cause) => this.#onRefused(subscription, cause),
    });
  }

  /** That of a context. `options` count where it has none yet. */
  static of(context: OrbContext, options?: EventConsumerOptions): EventConsumer {
    const slot = context.shared(CONSUMERS);
    slot.consumer ??= new EventConsumer(context, options);
    return slot.consumer;
  }

  /** Makes that of a context with other limits. Throws where it has one already, and a RangeError for what is no positive number. */
  static limit(context: OrbContext, limits: Partial<EventLimits>): void {
    if (EventConsumer.existing(context) !== undefined) {
      throw new Error("the limits of events must be set before the first subscription");
    }
    EventConsumer.of(context, { limits: parseEventLimits(limits) });
  }

  /** That of a context; undefined where nothing was subscribed to in it. */
  static existing(context: OrbContext): EventConsumer | undefined {
    return context.shared(CONSUMERS).consumer ?? undefined;
  }

  /** As it is at this moment. */
  snapshot(): EventClientSnapshot {
    const { channels } = this.#channels;
    const waiting = [...this.#subscriptions].filter(
      ({ attachment, lastAttempt }) => attachment === null && lastAttempt !== null,
    );
    return {
      event_callbacks: Object.fromEntries(
        channels.flatMap(({ name, topics }) => topics.map((topic) => [topic.name, topic.snapshot(name)])),
      ),
      not_connected: waiting.map((subscription) => subscription.snapshot()),
      event_channels: Object.fromEntries(channels.map((channel) => [channel.name, channel.snapshot()])),
      perf: null,
    };
  }

  /**
   * Subscribes, in the way that the mode says. Resolves with the subscription, which has an id then; rejects with a DevFailed where the mode lets
   * it, and for every mode where the context is closed or there are too many subscriptions.
   */
  async subscribe(request: EventRequest, options?: CallOptions): Promise<EventSubscription> {
    const subscription = this.#add(request);
    // By a signal that was aborted before.
    if (subscription.hasEnded) throw subscriptionEnded(request.type, request.name);
    if (!waitsForServer(subscription.mode)) {
      this.#identify(subscription);
      void this.#tryInTurn(subscription);
      return subscription;
    }
    try {
      await this.#establish(subscription, options);
    } catch (error) {
      if (!isRepeated(subscription.mode) || subscription.hasEnded || isFinal(error)) {
        this.#drop(subscription);
        demandUsable(request);
        throw error;
      }
      this.#identify(subscription);
      this.#repeat(subscription, error);
    }
    return subscription;
  }

  /** The subscription with an id. Throws API_EventNotFound where there is none; `action` says for what it was looked for. */
  find(id: number, action: string): EventSubscription {
    const found = this.#byId.get(id);
    if (found === undefined) throw eventNotFound(action, foreignThread(id));
    return found;
  }

  /** Ends a subscription: none of its events is given any more. Nothing is sent to the server, which forgets by itself. */
  unsubscribe(subscription: EventSubscription): void {
    this.#end(subscription);
  }

  /** Ends all subscriptions that were made with a proxy. */
  unsubscribeAll(device: object): void {
    for (const subscription of this.#subscriptions) {
      if (subscription.source.device === device) this.#end(subscription);
    }
  }

  /** Ends everything: the context is being closed. */
  destroy(reason: Error): void {
    this.#channels.close();
    for (const lost of this.#lost) lost.stop();
    for (const stop of this.#repeated.values()) stop();
    const subscriptions = [...this.#subscriptions];
    this.#lost.clear();
    this.#repeated.clear();
    this.#subscriptions.clear();
    this.#byId.clear();
    this.#disown = null;
    for (const subscription of subscriptions) {
      subscription.end();
      subscription.sink.end(toDevFailed(reason, "EventConsumer"));
    }
  }

  #add(request: EventRequest): EventSubscription {
    demandUsable(request);
    if (this.#subscriptions.size >= this.#limits.maxSubscriptions) {
      const desc = `There are ${this.#subscriptions.size} subscriptions already: that is the limit of one process`;
      throw eventSystemFailed("API_EventConsumer", desc);
    }
    const subscription = new EventSubscription(request, this.#limits.maxHeldEvents);
    this.#subscriptions.add(subscription);
    this.#disown ??= this.#context.own(this);
    subscription.onAbort(() => this.#end(subscription));
    return subscription;
  }

  #identify(subscription: EventSubscription): void {
    if (subscription.id !== 0) return;
    subscription.id = OWN_THREAD.id * IDS_PER_THREAD + ++this.#lastId;
    this.#byId.set(subscription.id, subscription);
  }

  #end(subscription: EventSubscription): void {
    if (this.#drop(subscription)) subscription.sink.end(null);
  }

  /** Forgets a subscription with all that it has; false where it is not known any more. */
  #drop(subscription: EventSubscription): boolean {
    if (!this.#subscriptions.delete(subscription)) return false;
    this.#byId.delete(subscription.id);
    subscription.end();
    subscription.detach();
    this.#repeated.get(subscription)?.();
    this.#repeated.delete(subscription);
    for (const lost of this.#lost) lost.remove(subscription);
    if (this.#subscriptions.size === 0) {
      this.#disown?.();
      this.#disown = null;
    }
    return true;
  }

  /** Connects a subscription, and gives it its first value, or the fresh one after it was lost. */
  async #establish(subscription: EventSubscription, options?: CallOptions): Promise<void> {
    const { mode, type, kind, wasConnected } = subscription;
    subscription.lastAttempt = new Date();
    let attachment: Attachment;
    try {
      attachment = await this.#channels.attach(subscription, options);
    } catch (error) {
      subscription.discard();
      throw error;
    }
    this.#identify(subscription);
    const reads = wasConnected ? hasFirstValue(type) && type !== "periodic" : readsFirst(mode);
    if (reads && hasFirstValue(type)) {
      const value = await this.#read(subscription, options);
      // Where the connection was lost meanwhile another attempt takes over.
      if (subscription.attachment === attachment) {
        subscription.release(value, wasConnected ? "Update" : "SubSuccess");
      }
    } else {
      subscription.release(mode === "Async" && !wasConnected ? kind.failed([]) : undefined);
    }
  }

  /** The first value, or why there is none; rejects where nobody waits for it any more. */
  async #read(subscription: EventSubscription, options: CallOptions | undefined): Promise<EventContent> {
    const { kind, type, name, source } = subscription;
    let value: EventContent;
    try {
      value = await kind.read(source.connection, name, options);
    } catch (error) {
      if (subscription.hasEnded || options?.signal?.aborted) throw error;
      value = kind.failed(errorsOf(error));
    }
    if (subscription.hasEnded) throw subscriptionEnded(type, subscription.fullName);
    return value;
  }

  /** One attempt of a subscription that repeats them. */
  async #tryInTurn(subscription: EventSubscription): Promise<void> {
    try {
      await this.#establish(subscription);
    } catch (error) {
      if (!subscription.hasEnded) this.#repeat(subscription, error);
    }
  }

  #repeat(subscription: EventSubscription, cause: unknown): void {
    const errors: readonly DevError[] = subscription.wasConnected ? channelLost(cause) : errorsOf(cause);
    const stop = this.#environment.clock.setTimer(this.#limits.retryPeriodMs, () => {
      this.#repeated.delete(subscription);
      void this.#tryInTurn(subscription);
    });
    this.#repeated.set(subscription, stop);
    subscription.deliverErrors(errors, "SubFail");
  }

  #onLost(subscriptions: readonly EventSubscription[], cause: Error): void {
    // Those that are just being attached are their attempt's: a second one would attach them twice.
    const connected = subscriptions.filter(({ isAttaching, hasEnded }) => !isAttaching && !hasEnded);
    for (const subscription of connected) {
      subscription.attachment = null;
      subscription.release();
    }
    // Who was given what was held back may have ended any of them.
    const wanted = connected.filter(({ hasEnded }) => !hasEnded);
    if (wanted.length === 0) return;
    // One whose fresh value was still being read is among those that were lost before.
    for (const before of this.#lost) for (const subscription of wanted) before.remove(subscription);
    const lost = new LostSubscriptions(
      {
        clock: this.#environment.clock,
        limits: this.#limits,
        reconnect: (subscription) => this.#establish(subscription),
        onRefused: (subscription, error) => this.#repeat(subscription, error),
        onDone: (done) => this.#lost.delete(done),
      },
      wanted,
      cause,
    );
    this.#lost.add(lost);
    lost.start();
  }

  #onRefused(subscription: EventSubscription, cause: unknown): void {
    // One that is just being attached is its attempt's, which has asked for itself.
    if (subscription.hasEnded || subscription.isAttaching) return;
    subscription.detach();
    subscription.release();
    // By whoever was given what was held back.
    if (!subscription.hasEnded) this.#repeat(subscription, cause);
  }
}

/**
 * Throws where the proxy or its context has been closed. Before that, since a proxy need not be connected where its server is known; and where it fails,
 * since what fails then is whatever was just waited for.
 */
function demandUsable({ source }: EventRequest): void {
  const { unusable } = source.connection;
  if (unusable !== null) throw unusable;
}

/** The thread whose the id looks to be; null for one of this thread, or of none. */
function foreignThread(id: number): number | null {
  const thread = Math.floor(id / IDS_PER_THREAD);
  return thread === OWN_THREAD.id || !(thread >= 0) ? null : thread;
}

/** So far apart begin the ids of the threads of a process: an id of another thread must not be taken for one of this thread. */
const IDS_PER_THREAD = 1_000_000_000;

/** What even a subscription that repeats its attempts does not try again: a server that does not know events. */
function isFinal(error: unknown): boolean {
  return error instanceof DevFailed && FINAL.has(error.reason);
}

const FINAL: ReadonlySet<string> = new Set([
  "API_CommandNotFound",
  "API_OrbContextClosed",
  "API_CallAborted",
  "API_InvalidArgs",
]);

/** The event system of each context. */
const CONSUMERS: ContextSlot<{ consumer: EventConsumer | null }> = { make: () => ({ consumer: null }) };
