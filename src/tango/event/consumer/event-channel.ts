import { formatAddress } from "../../../giop/ior/format-address.ts";
import type { DeviceConnection } from "../../client/device-connection.ts";
import { decodeEventMessage, type EventMessage } from "../message/event-message.ts";
import { heartbeatTopic, parseEventTopic } from "../message/event-topic.ts";
import { ChannelSockets } from "./channel-sockets.ts";
import { eventSystemFailed } from "./event-failure.ts";
import type { EventLimits } from "./event-limits.ts";
import type { Attachment, EventSubscription } from "./event-subscription.ts";
import type { EventChannelSnapshot } from "./event-system-snapshot.ts";
import type { EventEnvironment } from "./event-transport.ts";
import { SubscribedTopic } from "./subscribed-topic.ts";
import { confirmEvents, isRefusal, requestEvents } from "./subscription-commands.ts";
import type { EndpointPair } from "./subscription-reply.ts";

/** What the events of one server come by, and who owns it. */
export interface ChannelOptions {
  /** The name under which the server sends heartbeats: `tango://host:port/dserver/executable/instance`. */
  readonly name: string;
  /** The same under the names that its database may also have. */
  readonly otherNames: readonly string[];
  readonly admin: DeviceConnection;
  readonly endpoints: readonly EndpointPair[];
  readonly environment: EventEnvironment;
  readonly limits: EventLimits;
  /** Nothing is subscribed to by it any more: it has been closed. */
  onUnused(channel: EventChannel): void;
  /** It has been closed because the server is silent or gone; these subscriptions have lost it. */
  onLost(channel: EventChannel, subscriptions: readonly EventSubscription[], cause: Error): void;
  /** The server does not want to send this event any more. */
  onRefused(subscription: EventSubscription, cause: unknown): void;
}

/**
 * All that comes from one server: its two ZeroMQ connections, the topics subscribed to, the watch over its heartbeat, and the confirmations
 * that it wants every now and then.
 *
 * ```
 *   opening --ready--> open --closed by the server, silent, or forgotten--> lost
 *      |                 |
 *      |                 +--last topic left--> unused
 *      +--nothing reached--> failed: `opened` rejects
 * ```
 * It is never opened again: who lost it makes another.
 */
export class EventChannel {
  readonly name: string;
  readonly admin: DeviceConnection;
  readonly endpoints: readonly EndpointPair[];
  /** Settles when it is known whether the server can be reached. */
  readonly opened: Promise<void>;
  readonly #options: ChannelOptions;
  readonly #sockets: ChannelSockets;
  /** By every name that an event of it may have. */
  readonly #topics = new Map<string, SubscribedTopic>();
  readonly #heartbeatTopics: ReadonlySet<string>;
  #isClosed = false;
  #lastHeartbeat: number;
  #lastHeartbeatDate: Date | null = null;
  #heartbeats = 0;
  /** A heartbeat of this server under another name than expected. */
  #strangeHeartbeat: string | null = null;
  #confirmAt: number;
  #stopTimer: () => void = () => undefined;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.name = options.name;
    this.admin = options.admin;
    this.endpoints = options.endpoints;
    this.#heartbeatTopics = new Set([options.name, ...options.otherNames].map(heartbeatTopic));
    const { environment, limits } = options;
    this.#sockets = new ChannelSockets(environment.connect, {
      onHeartbeat: (frames) => this.#onHeartbeat(frames),
      onEvent: (frames) => this.#onEvent(frames),
      onClosed: (error) => this.#onSocketClosed(error),
    });
    this.#lastHeartbeat = this.#now();
    this.#confirmAt = this.#now() + limits.confirmationPeriodMs;
    this.opened = this.#open();
    // Whoever attaches waits for it; without anybody it is nobody's failure.
    this.opened.catch(() => undefined);
  }

  /** Whether nothing comes by it any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Where its events come from; null while it is opening. */
  get endpoint(): EndpointPair | null {
    return this.#sockets.endpoint;
  }

  /** All topics, each once. */
  get topics(): readonly SubscribedTopic[] {
    return [...new Set(this.#topics.values())];
  }

  snapshot(): EventChannelSnapshot {
    const { endpoint } = this;
    return {
      endpoint: endpoint === null ? null : `tcp://${formatAddress(endpoint.events)}`,
      heartbeat_endpoint: endpoint === null ? null : `tcp://${formatAddress(endpoint.heartbeat)}`,
      last_heartbeat: this.#lastHeartbeatDate?.toISOString() ?? null,
      heartbeat_count: this.#heartbeats,
    };
  }

  /** Lets the events of a topic go to a subscription too. `names` are all that it may have, the likeliest first. */
  attach(subscription: EventSubscription, names: readonly string[], idl: number): Attachment {
    const name = names[0]!;
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = new SubscribedTopic(names, idl, subscription);
      for (const one of names) {
        this.#topics.set(one, topic);
        this.#sockets.subscribe(one);
      }
    }
    topic.add(subscription);
    return { topic: name, detach: () => this.#detach(topic, subscription) };
  }

  /** Resolves when the server has taken what was attached so far: what it sends from then on comes. */
  confirmed(): Promise<void> {
    return this.#sockets.confirmed();
  }

  /** Ends it without a word to anybody. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopTimer();
    this.#sockets.close();
    for (const topic of this.topics) topic.end();
  }

  /** Ends it, and tells its owner who has lost it. */
  lose(cause: Error): void {
    if (this.#isClosed) return;
    const subscriptions = this.topics.flatMap((topic) => topic.subscriptions);
    this.close();
    this.#options.onLost(this, subscriptions, cause);
  }

  #detach(topic: SubscribedTopic, subscription: EventSubscription): void {
    topic.remove(subscription);
    if (topic.subscriptions.length > 0 || this.#isClosed) return;
    for (const name of topic.names) {
      this.#topics.delete(name);
      this.#sockets.unsubscribe(name);
    }
    if (this.#topics.size > 0) return;
    this.close();
    this.#options.onUnused(this);
  }

  async #open(): Promise<void> {
    try {
      await this.#sockets.open(this.endpoints, this.#options.limits);
    } catch (error) {
      this.close();
      throw error;
    }
    if (this.#isClosed) return;
    this.#lastHeartbeat = this.#now();
    this.#watch();
  }

  #onEvent(frames: readonly Uint8Array[]): void {
    const message = this.#decoded(frames);
    if (message?.content) this.#topics.get(message.topic)?.receive(message);
  }

  #onHeartbeat(frames: readonly Uint8Array[]): void {
    const message = this.#decoded(frames);
    if (message === undefined) return;
    if (!this.#heartbeatTopics.has(message.topic.toLowerCase())) {
      this.#strangeHeartbeat = message.topic;
      return;
    }
    this.#heartbeats++;
    this.#lastHeartbeat = this.#now();
    this.#lastHeartbeatDate = new Date();
  }

  /** undefined for what is neither an event nor a heartbeat: a C++ server also publishes `I like beer`, to find out who is gone. */
  #decoded(frames: readonly Uint8Array[]): EventMessage | undefined {
    if (frames.length < 3) return undefined;
    try {
      return decodeEventMessage(frames);
    } catch {
      return undefined;
    }
  }

  #onSocketClosed(error: Error | null): void {
    const desc = `The server closed the connection on which events came from it`;
    this.lose(
      eventSystemFailed("API_ZmqFailed", `${desc}${error === null ? "" : `: ${error.message}`}`, error),
    );
  }

  /** Looks again when the next heartbeat is overdue, or a confirmation due, whichever comes first. */
  #watch(): void {
    const overdueAt = this.#lastHeartbeat + this.#options.limits.heartbeatTimeoutMs;
    const wait = Math.max(1, Math.min(overdueAt, this.#confirmAt) - this.#now());
    this.#stopTimer = this.#options.environment.clock.setTimer(wait, () => this.#check());
  }

  #check(): void {
    const now = this.#now();
    const { heartbeatTimeoutMs } = this.#options.limits;
    if (now >= this.#lastHeartbeat + heartbeatTimeoutMs) {
      // What came while this process was busy is given a moment to be read.
      this.#stopTimer = this.#options.environment.clock.setTimer(GRACE_MS, () => {
        const silence = this.#now() - this.#lastHeartbeat;
        if (silence >= heartbeatTimeoutMs) this.lose(this.#silent(silence));
        else this.#watch();
      });
      return;
    }
    if (now >= this.#confirmAt) {
      this.#confirmAt = now + this.#options.limits.confirmationPeriodMs;
      void this.#confirm();
    }
    this.#watch();
  }

  #silent(silenceMs: number): Error {
    const silence = `No heartbeat from the server for ${Math.round(silenceMs / 1000)} s`;
    if (this.#heartbeats > 0 || this.#strangeHeartbeat === null) {
      return eventSystemFailed("API_EventTimeout", `${silence}: it is frozen, or the network is down`);
    }
    const sent = parseEventTopic(this.#strangeHeartbeat)?.source ?? this.#strangeHeartbeat;
    const desc = `${silence} under the name ${this.name}: it sends them as ${sent}, so its TANGO_HOST names another host than this client's`;
    return eventSystemFailed("API_EventTimeout", desc);
  }

  async #confirm(): Promise<void> {
    const { topics } = this;
    const confirmed = topics.map(({ name, subscriptions }) => ({
      subscription: subscriptions[0]!,
      event: name.slice(name.lastIndexOf(".") + 1),
    }));
    try {
      await confirmEvents(this.admin, confirmed);
      for (const topic of topics) topic.noteConfirmed();
    } catch (error) {
      if (this.#isClosed) return;
      if (isRefusal(error)) await this.#requestAgain();
      else this.#confirmAt = this.#now() + this.#options.limits.retryPeriodMs;
    }
  }

  /** The old way to confirm, which every server knows: to subscribe once more. */
  async #requestAgain(): Promise<void> {
    for (const topic of this.topics) {
      const [subscription] = topic.subscriptions;
      if (subscription === undefined) continue;
      try {
        await requestEvents(this.admin, subscription, undefined);
        topic.noteConfirmed();
      } catch (error) {
        if (this.#isClosed) return;
        if (isRefusal(error)) for (const one of topic.subscriptions) this.#options.onRefused(one, error);
        else this.#confirmAt = this.#now() + this.#options.limits.retryPeriodMs;
      }
    }
  }

  #now(): number {
    return this.#options.environment.clock.now();
  }
}

/** How long what has come already may take to be read. */
const GRACE_MS = 200;
