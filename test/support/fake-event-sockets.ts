import { Buffer } from "node:buffer";
import type { Codec } from "../../src/giop/idl/codec.ts";
import type {
  ConnectEventSocket,
  EventSocket,
  EventSocketListener,
} from "../../src/tango/event/consumer/event-transport.ts";
import {
  type EncodeOptions,
  encodeEventFrames,
  encodeHeartbeatFrames,
} from "../../src/tango/event/message/event-message.ts";

/** What an event is published with. */
interface Published<I> extends EncodeOptions {
  readonly counter: number;
  readonly codec: Codec<unknown, I>;
  readonly content: I;
}

/** ZeroMQ connections without a network, and the publishers at their other ends. */
export class FakeEventSockets {
  /** All that are open, in the order in which they were made. */
  readonly open = new Set<FakeEventSocket>();
  /** How many were ever made. */
  made = 0;
  /** The ports at which nobody publishes. */
  readonly dead = new Set<number>();
  /** The ports at which publishers never finish the handshake. */
  readonly silent = new Set<number>();
  /** When publishers say that they have taken what was subscribed to; at once unless given. */
  confirmation: Promise<void> = Promise.resolve();

  readonly connect: ConnectEventSocket = ({ port }, listener) => {
    this.made++;
    const socket = new FakeEventSocket(port, listener, this);
    this.open.add(socket);
    return socket;
  };

  /** The topics that are subscribed to, at whatever socket. */
  get topics(): string[] {
    return [...this.open].flatMap(({ topics }) => [...topics]).filter((topic) => topic !== "");
  }

  /** Publishes an event: all that have subscribed to its topic get it at once. */
  publish<I>(topic: string, { counter, codec, content, ...options }: Published<I>): void {
    this.send([Buffer.from(topic), ...encodeEventFrames(counter, codec, content, options)]);
  }

  /** Publishes a heartbeat of a server. */
  heartbeat(channel: string): void {
    this.send([Buffer.from(`${channel}.heartbeat`), ...encodeHeartbeatFrames()]);
  }

  send(frames: readonly Uint8Array[]): void {
    const topic = Buffer.from(frames[0]!).toString("latin1");
    for (const { topics, listener } of [...this.open]) {
      if ([...topics].some((one) => topic.startsWith(one))) listener.onMessage(frames);
    }
  }

  /** The time is over in which a handshake must be done. */
  giveUp(): void {
    for (const socket of this.open) if (this.silent.has(socket.port)) socket.giveUp();
  }

  /** The handshakes end well of those who were silent. */
  greet(): void {
    for (const socket of this.open) if (this.silent.has(socket.port)) socket.greet();
    this.silent.clear();
  }

  /** The publisher goes: all connections are lost, or those to one port. */
  drop(error: Error | null = null, port?: number): void {
    for (const socket of [...this.open].filter((one) => port === undefined || one.port === port)) {
      this.open.delete(socket);
      socket.giveUp();
      socket.listener.onClosed(error);
    }
  }
}

class FakeEventSocket implements EventSocket {
  readonly ready: Promise<void>;
  readonly port: number;
  /** Fails a handshake that does not end. */
  giveUp: () => void = () => undefined;
  /** Ends such a handshake well. */
  greet: () => void = () => undefined;
  readonly topics = new Set<string>();
  readonly listener: EventSocketListener;
  readonly #sockets: FakeEventSockets;

  constructor(port: number, listener: EventSocketListener, sockets: FakeEventSockets) {
    this.listener = listener;
    this.#sockets = sockets;
    this.port = port;
    this.ready = new Promise((resolve, reject) => {
      if (sockets.dead.has(port)) reject(new Error("refused"));
      else if (!sockets.silent.has(port)) resolve();
      this.greet = resolve;
      this.giveUp = () => reject(new Error("no handshake"));
    });
    this.ready.catch(() => undefined);
  }

  subscribe(topic: string): void {
    this.topics.add(topic);
  }

  unsubscribe(topic: string): void {
    this.topics.delete(topic);
  }

  confirmed(): Promise<void> {
    return this.#sockets.confirmation;
  }

  close(): void {
    this.#sockets.open.delete(this);
  }
}
