import { Buffer } from "node:buffer";
import { SpareMemory, WORTH_KEEPING } from "../../../giop/cdr/spare-memory.ts";
import type { Clock } from "../../../threading/clock.ts";
import { encodeHeartbeatFrames } from "../../event/message/event-message.ts";
import { heartbeatTopic } from "../../event/message/event-topic.ts";
import type { Caller } from "../call/caller.ts";
import { DeviceEvents } from "./device-events.ts";
import { type EventAddresses, eventEndPoint } from "./event-addresses.ts";
import { EventClients } from "./event-clients.ts";
import type {
  EventSendOptions,
  EventSocket,
  EventSocketSnapshot,
  OpenEventSocket,
  PushOptions,
} from "./event-socket.ts";
import { Heartbeat } from "./heartbeat.ts";
import { LazySocket } from "./lazy-socket.ts";
import type { PayloadVersion } from "./payload-version.ts";
import type { PublishedEvent, PublishedEventSnapshot } from "./published-event.ts";
import { type PushSample, PushSamples } from "./push-samples.ts";

/** How a server sends events. */
export interface ServerEventsOptions {
  /** The name of its admin device, with which its heartbeats are marked. */
  readonly adminDevice: string;
  /** What the names of devices have before them in topics: `tango://host:port/`. Asked for once, by the first client. */
  readonly prefix: () => Promise<string>;
  /** What they have behind them: `#dbase=no` without a Tango database. */
  readonly suffix: string;
  readonly addresses: EventAddresses;
  /** The ports of its sockets; 0 for any. */
  readonly ports: { readonly heartbeat: number; readonly event: number };
  /** How many events may wait for one subscriber. */
  readonly highWaterMark: number;
  /** The same in the clients, as they are told. */
  readonly clientHighWaterMark: number;
  /** Whether an alarm event goes along with the change events that devices push. */
  readonly autoAlarm: boolean;
  readonly open: OpenEventSocket;
  readonly clock: Clock;
}

/** The addresses of one interface, of this server's heartbeats and its events; null for a socket that nobody needed yet. */
export interface EventEndPoints {
  readonly heartbeat: string | null;
  readonly event: string | null;
}

/** What the events of a server are doing: Util.queryEventSystem. */
export interface ServerEventsSnapshot {
  /** The addresses that clients are told. */
  readonly endPoints: readonly EventEndPoints[];
  /** Whether heartbeats are sent. */
  readonly isBeating: boolean;
  /** The sockets of heartbeats and of events; null where they were not needed yet. */
  readonly heartbeatSocket: EventSocketSnapshot | null;
  readonly eventSocket: EventSocketSnapshot | null;
  /** All events to which clients have ever subscribed. */
  readonly subscriptions: readonly PublishedEventSnapshot[];
}

/** The second to last frames of an event of this number, for clients of one generation; what is large may lie in `memory`. */
export type EncodeEvent = (
  counter: number,
  version: PayloadVersion,
  memory: SpareMemory,
) => readonly Uint8Array[];

/**
 * The events of one server: who has subscribed to what, and the two ZeroMQ sockets, of heartbeats and of events, which are opened by the first
 * client. A server to whose events nobody has subscribed has neither sockets nor timers for them.
 */
export class ServerEvents {
  readonly options: ServerEventsOptions;
  /** Whether an alarm event goes along with the change events that devices push; Util.setAutoAlarmOnChangeEvent. */
  autoAlarm: boolean;
  readonly #heartbeatSocket: LazySocket;
  readonly #eventSocket: LazySocket;
  readonly #heartbeat: Heartbeat;
  readonly #clients = new EventClients();
  /** For large events. */
  readonly #memory = new SpareMemory();
  readonly #devices = new Map<string, DeviceEvents>();
  readonly #timers = new Set<() => void>();
  #prefix: Promise<string> | null = null;
  #heartbeatFrames: readonly Uint8Array[] | null = null;
  /** How many messages are still to be sent twice, and whether the next heartbeat is. */
  #doubledEvents = 0;
  #isHeartbeatDoubled = false;
  #isClosed = false;
  #samples: PushSamples | null = null;

  constructor(options: ServerEventsOptions) {
    const { addresses, ports, highWaterMark, open, clock } = options;
    this.options = options;
    this.autoAlarm = options.autoAlarm;
    const socketAt = (port: number, variable: string) =>
      new LazySocket(
        () => open({ host: addresses.bindHost, port }, { highWaterMark }),
        port === 0 ? "" : `\nThe variable ${variable} wants port ${port}`,
      );
    this.#heartbeatSocket = socketAt(ports.heartbeat, "TANGO_ZMQ_HEARTBEAT_PORT");
    this.#eventSocket = socketAt(ports.event, "TANGO_ZMQ_EVENT_PORT");
    this.#heartbeat = new Heartbeat(
      clock,
      () => this.isAnySubscribed,
      () => this.#sendHeartbeat(),
    );
  }

  /** The time by which subscriptions are forgotten, in milliseconds. */
  now(): number {
    return this.options.clock.now();
  }

  /** The events of a device, by its name whatever the case. */
  ofDevice(name: string): DeviceEvents {
    const key = name.toLowerCase();
    let events = this.#devices.get(key);
    if (events === undefined) {
      events = new DeviceEvents();
      this.#devices.set(key, events);
    }
    return events;
  }

  /** Forgets the subscriptions to a device that is no more. */
  forgetDevice(name: string): void {
    this.#devices.delete(name.toLowerCase());
  }

  /** Calls `wake` once, in `ms` milliseconds, unless the server ends before or has ended; what it gives takes that back. */
  setTimer(ms: number, wake: () => void): () => void {
    // A call that was cut off may go on after the end of its server.
    if (this.#isClosed) return () => {};
    const cancel = this.options.clock.setTimer(ms, () => {
      this.#timers.delete(cancel);
      wake();
    });
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }

  /** Whether anybody has subscribed to anything. */
  get isAnySubscribed(): boolean {
    const now = this.now();
    for (const events of this.#devices.values()) {
      for (const event of events) if (event.isSubscribed(now)) return true;
    }
    return false;
  }

  /** What it does: for people who wonder about events. */
  snapshot(): ServerEventsSnapshot {
    const now = this.now();
    const devices = Array.from(this.#devices.values(), (events) => [...events]);
    const socket = this.#eventSocket.current;
    const isWanted = (topic: Uint8Array) => socket?.hasSubscriber(topic) ?? false;
    const subscriptions = devices.flat().map((event) => event.snapshot(now, isWanted));
    return {
      endPoints: this.endPoints,
      isBeating: this.#heartbeat.isBeating,
      heartbeatSocket: this.#heartbeatSocket.current?.snapshot() ?? null,
      eventSocket: this.#eventSocket.current?.snapshot() ?? null,
      subscriptions,
    };
  }

  /** Says whether it is measured how events are pushed, which is told by `takeSamples`. */
  sample(isOn: boolean): void {
    if (!isOn) this.#samples = null;
    else this.#samples ??= new PushSamples();
  }

  /** How the last events were pushed since it was asked; null where that is not measured. */
  takeSamples(): readonly PushSample[] | null {
    return this.#samples?.take() ?? null;
  }

  /** What topics of this server have before the names of devices. Rejects where that cannot be found out now. */
  async prefix(): Promise<string> {
    this.#prefix ??= this.options.prefix();
    try {
      return await this.#prefix;
    } catch (error) {
      // The next client asks again.
      this.#prefix = null;
      throw error;
    }
  }

  /** What has an event, as topics name it: an attribute or pipe of a device, or (`object` null) the device itself. */
  async sourceOf(device: string, object: string | null): Promise<string> {
    const name = object === null ? device : `${device}/${object}`;
    return `${await this.prefix()}${name}${this.options.suffix}`.toLowerCase();
  }

  /** What clients call the channel of this server's heartbeats: without `#dbase=no`, as cppTango. */
  async channel(): Promise<string> {
    return `${await this.prefix()}${this.options.adminDevice}`.toLowerCase();
  }

  /** Opens the socket of heartbeats. Rejects as LazySocket.open. */
  async openHeartbeat(): Promise<void> {
    await this.#heartbeatSocket.open();
    const topic = heartbeatTopic(`${await this.channel()}${this.options.suffix}`);
    this.#heartbeatFrames = [latin1(topic), ...encodeHeartbeatFrames()];
  }

  /**
   * Opens what is opened without a client: the socket of heartbeats, where its port is fixed, so that a server whose port is taken does not
   * start (as cppTango; the other socket fails with the first subscription). Rejects as LazySocket.open.
   */
  async start(): Promise<void> {
    if (this.options.ports.heartbeat !== 0) await this.openHeartbeat();
  }

  /** Opens both sockets: a client wants events. Rejects as LazySocket.open. */
  async open(caller: Caller): Promise<void> {
    await this.openHeartbeat();
    await this.#eventSocket.open();
    if (!this.#clients.see(caller, this.now())) return;
    this.#doubledEvents++;
    this.#isHeartbeatDoubled = true;
  }

  /** A client wants an event from now on, for ten minutes. */
  confirm(event: PublishedEvent, version: PayloadVersion): void {
    event.confirm(version, this.now());
    if (this.#eventSocket.current !== null && !this.#isClosed) this.#heartbeat.start();
  }

  /** The addresses at which clients reach the sockets, for each interface. */
  get endPoints(): readonly EventEndPoints[] {
    const told = (host: string, socket: EventSocket | null) =>
      socket === null ? null : eventEndPoint(host, socket.port);
    return this.options.addresses.hosts.map((host) => ({
      heartbeat: told(host, this.#heartbeatSocket.current),
      event: told(host, this.#eventSocket.current),
    }));
  }

  /**
   * Sends an event to all clients that subscribed to it: `encode` is asked once for each generation that is there. Resolves when it was
   * handed on.
   */
  publish(event: PublishedEvent, encode: EncodeEvent, options?: PushOptions): Promise<void> {
    const socket = this.#eventSocket.current;
    if (socket === null) return HANDED_ON;
    const beganAt = this.#samples === null ? 0 : performance.now();
    const messages: (readonly Uint8Array[])[] = [];
    let isSubscribed = false;
    for (const version of event.versions(this.now())) {
      isSubscribed = true;
      const topic = event.topicFrame(version);
      if (socket.hasSubscriber(topic)) messages.push([topic, ...encode(event.next, version, this.#memory)]);
    }
    // Only now: one that cannot be encoded is none, and leaves no gap.
    if (isSubscribed) event.count();
    const sent: Promise<void>[] = [];
    for (const frames of messages) {
      if (this.#doubledEvents === 0) {
        sent.push(socket.send(frames, this.#keepingMemory(frames, options)));
      } else {
        this.#doubledEvents--;
        sent.push(socket.send(frames, options), socket.send(frames, options));
      }
    }
    if (isSubscribed) this.#samples?.add(beganAt);
    if (sent.length === 0) return HANDED_ON;
    return sent.length === 1 ? sent[0]! : Promise.all(sent).then(() => undefined);
  }

  /** Ends it: no socket and no timer is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#heartbeat.stop();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    await Promise.all([this.#heartbeatSocket.close(), this.#eventSocket.close()]);
  }

  /** The same options; with them the memory of a large event comes back when it has left. */
  #keepingMemory(
    frames: readonly Uint8Array[],
    options: PushOptions | undefined,
  ): EventSendOptions | undefined {
    const content = frames.at(-1)!;
    if (content.length < WORTH_KEEPING) return options;
    return { ...options, onLeft: () => this.#memory.giveBack(content) };
  }

  #sendHeartbeat(): void {
    const socket = this.#heartbeatSocket.current;
    const frames = this.#heartbeatFrames;
    if (socket === null || frames === null) return;
    // A heartbeat that a subscriber has no room for is none.
    const send = () => void socket.send(frames).catch(() => {});
    send();
    if (this.#isHeartbeatDoubled) send();
    this.#isHeartbeatDoubled = false;
  }
}

/** The outcome of a push that nobody has to wait for. */
export const HANDED_ON: Promise<void> = Promise.resolve();

function latin1(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
