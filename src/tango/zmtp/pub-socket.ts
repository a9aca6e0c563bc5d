import { Buffer } from "node:buffer";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";
import type { AcceptedStream, ByteListener } from "../../iiop/transport.ts";
import { Delivery } from "./delivery.ts";
import { encodeMessage } from "./message-encoder.ts";
import { type PubSocketOptions, type PubSocketSettings, pubSocketSettings } from "./pub-socket-options.ts";
import type { SendOptions } from "./send-options.ts";
import type { QueuedMessage } from "./send-queue.ts";
import { Subscriber, type SubscriberOwner, type SubscriberSnapshot } from "./subscriber.ts";
import { SubscriptionTrie } from "./subscription-trie.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** What a PubSocket tells of itself. */
export interface PubSocketSnapshot {
  readonly connections: number;
  /** Messages given to connections, each as often as there were subscribers; those of connections that are gone are counted. */
  readonly sent: number;
  /** Messages that a subscriber did not get for want of room. */
  readonly dropped: number;
  readonly peers: readonly SubscriberSnapshot[];
}

/**
 * A ZeroMQ PUB socket that listens (ZMTP 3.1, RFC 37; RFC 29 for what PUB means): every message goes to all who subscribed to a prefix of
 * its first frame. Each subscriber has a queue of its own, so that a slow one holds up no other.
 */
export class PubSocket {
  readonly host: string;
  readonly port: number;
  readonly #settings: PubSocketSettings;
  readonly #trie = new SubscriptionTrie<Subscriber>();
  readonly #subscribers = new Set<Subscriber>();
  readonly #owner: SubscriberOwner;
  readonly #found: Subscriber[] = [];
  #listener!: ByteListener;
  #closed: Error | undefined;
  #closing: Promise<void> | undefined;
  /** Of connections that are gone. */
  #sentBefore = 0;
  #droppedBefore = 0;
  #sendsUntilYield = SENDS_PER_YIELD;
  #octetsUntilYield = OCTETS_PER_YIELD;
  #waitingSends = 0;

  private constructor(listener: ByteListener, settings: PubSocketSettings, options: PubSocketOptions) {
    this.host = listener.address.host;
    this.port = listener.address.port;
    this.#listener = listener;
    this.#settings = settings;
    this.#owner = {
      settings,
      trie: this.#trie,
      onSubscriptions: () => options.onSubscriptions?.(),
      onSubscriberClosed: (subscriber, error) => {
        this.#forget(subscriber);
        options.onPeerClosed?.(error);
      },
    };
  }

  /** Listens at an address (port 0: any free one). Rejects with Node's error where it cannot be bound. */
  static async listen(
    address: { readonly host: string; readonly port: number },
    options: PubSocketOptions = {},
  ): Promise<PubSocket> {
    const settings = pubSocketSettings(options);
    let socket: PubSocket | undefined;
    const listener = await settings.transport.listen(address, (stream) => {
      if (socket === undefined) void stream.destroy();
      else socket.#accept(stream);
    });
    socket = new PubSocket(listener, settings, options);
    return socket;
  }

  /** Messages that may wait for each subscriber; 0: any number. It may be changed, for those who are connected, too. */
  get highWaterMark(): number {
    const { highWaterMark } = this.#settings;
    return highWaterMark === Number.POSITIVE_INFINITY ? 0 : highWaterMark;
  }

  set highWaterMark(messages: number) {
    this.#settings.highWaterMark = messages === 0 ? Number.POSITIVE_INFINITY : messages;
    for (const subscriber of this.#subscribers) subscriber.reconsider();
  }

  /** Whether anyone has subscribed to a prefix of this topic. */
  hasSubscriber(topic: string | Uint8Array): boolean {
    return this.#trie.matches(typeof topic === "string" ? Buffer.from(topic) : topic);
  }

  /**
   * Sends a message to all who subscribed to a prefix of its first frame. The frames must not be changed afterwards, until
   * `onLeft` is called: large ones are sent from where they are.
   *
   * Resolves when the message is handed on for every one of them: given to its connection, or in its queue, in which at most `highWaterMark`
   * messages and `maxQueuedBytes` octets wait (4 MiB at most where it may "wait"); or dropped there as `whenFull` says; or when that subscriber is gone, as one is
   * that takes nothing for `stallTimeoutMs`. So who awaits every send that may "wait" loses nothing to a slow subscriber, and the memory stays
   * bounded. Rejects with a ZmtpError: ZMTP_SEND_TIMEOUT after `timeoutMs`, when the other subscribers have got it; ZMTP_LIMIT,
   * likewise, where 10000 sends wait already; ZMTP_CLOSED where the socket is closed; with a CallAbortedError where `signal` is or was aborted; with a RangeError for no frames.
   */
  send(frames: readonly Uint8Array[], options: SendOptions = DEFAULT_SEND): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (options.signal?.aborted) {
      return Promise.reject(new CallAbortedError("a send of a ZeroMQ message", options.signal.reason));
    }
    const [topic] = frames;
    if (topic === undefined) return Promise.reject(new RangeError("a ZeroMQ message has at least one frame"));
    const found = this.#found;
    found.length = 0;
    this.#trie.collect(topic, found);
    if (found.length === 0) return DONE;
    const { whenFull = "drop-newest", onLeft } = options;
    const encoded = encodeMessage(frames);
    const message: QueuedMessage = {
      chunks: encoded.chunks,
      size: encoded.size,
      evictable: whenFull !== "wait",
      onLeft: onLeft && afterAll(found.length, onLeft),
    };
    let full: Subscriber[] | undefined;
    for (const subscriber of found) {
      if (subscriber.offer(message, whenFull)) continue;
      full ??= [];
      full.push(subscriber);
    }
    found.length = 0;
    if (full !== undefined) return this.#wait(message, full, options);
    this.#octetsUntilYield -= message.size;
    return --this.#sendsUntilYield <= 0 || this.#octetsUntilYield <= 0 ? this.#yield() : DONE;
  }

  /** Counters, and what is to be told of each subscriber. */
  snapshot(): PubSocketSnapshot {
    const peers = [...this.#subscribers].map((subscriber) => subscriber.snapshot());
    return {
      connections: peers.length,
      sent: peers.reduce((sum, { sent }) => sum + sent, this.#sentBefore),
      dropped: peers.reduce((sum, { dropped }) => sum + dropped, this.#droppedBefore),
      peers,
    };
  }

  /**
   * Stops listening, gives the messages that wait `lingerMs` to leave, and closes all connections. Sends that wait, and later ones, reject
   * with ZMTP_CLOSED. Resolves when no socket is left.
   */
  close(): Promise<void> {
    this.#closing ??= this.#end(this.#closedError(), this.#settings.lingerMs);
    return this.#closing;
  }

  /** Closes at once; later sends reject with `reason`. */
  destroy(reason: Error): void {
    this.#closed = reason;
    this.#closing ??= this.#end(reason, 0);
    for (const subscriber of this.#subscribers) void subscriber.destroy(reason);
  }

  #accept(stream: AcceptedStream): void {
    if (this.#closed !== undefined || this.#subscribers.size >= this.#settings.maxConnections) {
      void stream.destroy();
      return;
    }
    this.#subscribers.add(new Subscriber(stream, this.#owner));
  }

  #wait(message: QueuedMessage, full: readonly Subscriber[], options: SendOptions): Promise<void> {
    if (this.#waitingSends >= MOST_WAITING_SENDS) {
      for (const subscriber of full) subscriber.miss();
      const peers = full.map(({ peer }) => peer).join(", ");
      const problem = `${MOST_WAITING_SENDS} messages wait already: await each send`;
      return Promise.reject(new ZmtpError("ZMTP_LIMIT", peers, problem));
    }
    let delivery: Delivery;
    try {
      delivery = new Delivery(message, full, options, this.#settings.clock);
    } catch (error) {
      return Promise.reject(error);
    }
    for (const subscriber of full) subscriber.wait(delivery);
    this.#waitingSends++;
    const settled = () => void this.#waitingSends--;
    delivery.done.then(settled, settled);
    return delivery.done;
  }

  /** Lets everything else have its turn: who awaits one send after the other would else keep the event loop to himself. */
  #yield(): Promise<void> {
    this.#sendsUntilYield = SENDS_PER_YIELD;
    this.#octetsUntilYield = OCTETS_PER_YIELD;
    return new Promise((resolve) => setImmediate(resolve));
  }

  #forget(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return;
    const { sent, dropped } = subscriber.snapshot();
    this.#sentBefore += sent;
    this.#droppedBefore += dropped;
  }

  async #end(reason: Error, lingerMs: number): Promise<void> {
    this.#closed ??= reason;
    const stopped = this.#listener.close();
    if (lingerMs > 0) await this.#linger(lingerMs);
    const gone = [...this.#subscribers].map((subscriber) => {
      this.#forget(subscriber);
      return subscriber.destroy(reason);
    });
    await Promise.all(gone);
    await stopped;
  }

  async #linger(lingerMs: number): Promise<void> {
    const left = Promise.all([...this.#subscribers].map((subscriber) => subscriber.end()));
    let stop = (): void => {};
    const late = new Promise<void>((resolve) => {
      stop = this.#settings.clock.setTimer(lingerMs, resolve);
    });
    await Promise.race([left, late]);
    stop();
  }

  #closedError(): ZmtpError {
    return new ZmtpError("ZMTP_CLOSED", `${this.host}:${this.port}`, "the PUB socket is closed");
  }
}

/** A function that calls `done` when it was called `count` times. */
function afterAll(count: number, done: () => void): () => void {
  let left = count;
  return () => {
    if (--left === 0) done();
  };
}

const DONE: Promise<void> = Promise.resolve();
const DEFAULT_SEND: SendOptions = {};
const SENDS_PER_YIELD = 256;
const MOST_WAITING_SENDS = 10_000;
const OCTETS_PER_YIELD = 4 * 1024 * 1024;
