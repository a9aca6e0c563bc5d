import type { CallOptions } from "../../../iiop/call-options.ts";
import type { DeviceConnection } from "../../client/device-connection.ts";
import { waitFor } from "../../client/wait-for.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { errorsOf } from "../../error/to-dev-failed.ts";
import { hasVersionedTopic } from "../message/event-topic.ts";
import { EventChannel } from "./event-channel.ts";
import { eventSystemFailed, subscriptionEnded } from "./event-failure.ts";
import type { EventLimits } from "./event-limits.ts";
import { type FullDeviceName, fullDeviceName, fullName } from "./event-source.ts";
import type { Attachment, EventSubscription } from "./event-subscription.ts";
import type { EventEnvironment } from "./event-transport.ts";
import { OtherNames, renamed } from "./other-names.ts";
import { requestEvents } from "./subscription-commands.ts";
import type { EndpointPair, SubscriptionReply } from "./subscription-reply.ts";

/** What happens to channels that concerns who uses the directory. */
export interface ChannelDirectoryListener {
  /** These subscriptions get no events any more. */
  onLost(subscriptions: readonly EventSubscription[], cause: Error): void;
  /** The server does not want to send this event any more. */
  onRefused(subscription: EventSubscription, cause: unknown): void;
}

/** The channels of a context, one for each server, and the way to them from the devices of these servers. */
export class ChannelDirectory {
  readonly #environment: EventEnvironment;
  readonly #limits: EventLimits;
  readonly #listener: ChannelDirectoryListener;
  readonly #otherNames = new OtherNames();
  readonly #byName = new Map<string, EventChannel>();
  /** By the full names of devices: who has been found once need not be looked up again. */
  readonly #byDevice = new Map<string, EventChannel>();

  constructor(environment: EventEnvironment, limits: EventLimits, listener: ChannelDirectoryListener) {
    this.#environment = environment;
    this.#limits = limits;
    this.#listener = listener;
  }

  get channels(): readonly EventChannel[] {
    return [...this.#byName.values()];
  }

  /**
   * Asks the server of a subscription for its events, and lets them come. Rejects where the server refuses or cannot be reached, and for a
   * subscription that ends meanwhile: whoever asked then deals with it, and no listener is told of it.
   */
  async attach(subscription: EventSubscription, options: CallOptions | undefined): Promise<Attachment> {
    const { source } = subscription;
    const device = await waitFor(fullDeviceName(source), options, source.connection.target.name);
    subscription.fullName = fullName(device, subscription.name);
    const key = fullName(device, "");
    const others = this.#otherNames.prefixes(source, device);
    const known = this.#byDevice.get(key);
    const admin = known?.admin ?? (await this.#reachable(source.connectAdmin(options), key));
    const reply = await requestEvents(admin, subscription, options);
    const prefixes = await waitFor(others, options, source.connection.target.name);
    if (subscription.hasEnded) throw subscriptionEnded(subscription.type, subscription.fullName);
    const channel = this.#channelFor(reply, device, prefixes, admin);
    this.#byDevice.set(key, channel);
    // Until its first value has been read.
    subscription.hold();
    const topic = topicOf(reply, subscription);
    const attachment = channel.attach(subscription, [topic, ...renamed(topic, prefixes)], reply.idl);
    subscription.attachment = attachment;
    subscription.isAttaching = true;
    try {
      await waitFor(
        channel.opened.then(() => channel.confirmed()),
        options,
        source.connection.target.name,
      );
      if (subscription.hasEnded) throw subscriptionEnded(subscription.type, subscription.fullName);
      if (channel.isClosed) throw eventSystemFailed("API_ZmqFailed", "The server is gone again");
    } catch (error) {
      // Where somebody gave it up meanwhile, it has been detached.
      if (subscription.attachment === attachment) subscription.detach();
      throw error;
    } finally {
      subscription.isAttaching = false;
    }
    subscription.wasConnected = true;
    return attachment;
  }

  /** Ends all channels without a word. */
  close(): void {
    for (const channel of this.#byName.values()) channel.close();
    this.#byName.clear();
    this.#byDevice.clear();
  }

  /** As cppTango tells it of a device that cannot even be asked for its server, and then why, which it does not say. */
  async #reachable<T>(found: Promise<T>, device: string): Promise<T> {
    try {
      return await found;
    } catch (error) {
      if (error instanceof DevFailed && KEPT.has(error.reason)) throw error;
      const desc = `Can't subscribe to event for device ${device}\nCheck that device server is running...`;
      const level = devError("API_CantConnectToDevice", desc, "EventConsumer.connectEvent()");
      throw new DevFailed([level, ...errorsOf(error)], { cause: error });
    }
  }

  #channelFor(
    reply: SubscriptionReply,
    device: FullDeviceName,
    prefixes: readonly string[],
    admin: DeviceConnection,
  ): EventChannel {
    const name = channelNameOf(reply, device, admin);
    const known = this.#byName.get(name);
    if (known !== undefined && isAmong(known, reply.endpoints)) return known;
    known?.lose(
      eventSystemFailed("API_EventTimeout", "The server was restarted, and publishes elsewhere now"),
    );
    if (this.#byName.size >= this.#limits.maxChannels) {
      const desc = `Events come from ${this.#byName.size} servers already: that is the limit of one process`;
      throw eventSystemFailed("API_EventConsumer", desc);
    }
    const channel = new EventChannel({
      name,
      otherNames: renamed(name, prefixes),
      admin,
      endpoints: reply.endpoints,
      environment: this.#environment,
      limits: this.#limits,
      onUnused: (unused) => this.#forget(unused),
      onLost: (lost, subscriptions, cause) => {
        this.#forget(lost);
        this.#listener.onLost(subscriptions, cause);
      },
      onRefused: (subscription, cause) => this.#listener.onRefused(subscription, cause),
    });
    this.#byName.set(name, channel);
    channel.opened.catch(() => this.#forget(channel));
    return channel;
  }

  #forget(channel: EventChannel): void {
    if (this.#byName.get(channel.name) === channel) this.#byName.delete(channel.name);
    for (const [device, one] of this.#byDevice) if (one === channel) this.#byDevice.delete(device);
  }
}

/** Servers before 9.3 do not tell: there the topic is what cppTango makes of the client's own names. */
function topicOf({ topic, idl }: SubscriptionReply, { type, fullName }: EventSubscription): string {
  if (topic !== null) return topic;
  return `${fullName}.${idl >= 5 && hasVersionedTopic(type) ? "idl5_" : ""}${type}`;
}

function channelNameOf(
  { channel }: SubscriptionReply,
  device: FullDeviceName,
  admin: DeviceConnection,
): string {
  if (channel === null) return fullName({ ...device, device: admin.target.name.toLowerCase() }, "");
  return channel.includes(device.modifier) ? channel : `${channel}${device.modifier}`;
}

function isAmong(channel: EventChannel, endpoints: readonly EndpointPair[]): boolean {
  if (channel.isClosed) return false;
  const current = channel.endpoint === null ? channel.endpoints : [channel.endpoint];
  return current.some(({ events }) =>
    endpoints.some((other) => other.events.host === events.host && other.events.port === events.port),
  );
}

/** What says more than that a device cannot be reached. */
const KEPT: ReadonlySet<string> = new Set(["API_OrbContextClosed", "API_CallAborted"]);
