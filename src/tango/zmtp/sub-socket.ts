import { Buffer } from "node:buffer";
import { formatAddress } from "../../giop/ior/format-address.ts";
import { TcpTransport } from "../../iiop/tcp-transport.ts";
import type { Transport } from "../../iiop/transport.ts";
import { type Clock, MACHINE_CLOCK } from "../../threading/clock.ts";
import type { ZmtpMinor } from "./greeting.ts";
import { encodeSubscription } from "./subscription-command.ts";
import { type ChannelOwner, ZmtpChannel } from "./zmtp-channel.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** How a SubSocket works, and whom it tells. */
export interface SubSocketOptions {
  /** A message came. The frames are the taker's own memory. Must not throw. */
  onMessage(frames: readonly Buffer[]): void;
  /** The socket is closed, once: null after close(), else why: a ZmtpError. */
  onClosed(error: Error | null): void;
  /**
   * Octet `frameOffset` of every frame of 1 KiB or more is aligned to 8 in its memory: what begins there can be seen through typed
   * arrays. 0 unless given.
   */
  readonly frameOffset?: number;
  /** Octets of a message that is taken; 256 MiB unless given. */
  readonly maxMessageSize?: number;
  /** Frames of a message that is taken; 256 unless given. */
  readonly maxFrames?: number;
  /** To connect; 3 s unless given. */
  readonly connectTimeoutMs?: number;
  /** For the publisher to finish the handshake; 30 s unless given. */
  readonly handshakeTimeoutMs?: number;
  /** For the publisher to send a message that it began, unless at least 4 octets come in a millisecond; 30 s unless given. */
  readonly messageTimeoutMs?: number;
  /** In which the publisher takes nothing of what it is sent; 30 s unless given. */
  readonly stallTimeoutMs?: number;
  /** The minor number of the version to announce, 3.1 unless given. */
  readonly minor?: ZmtpMinor;
  /** What carries the octets; TCP unless given. Sockets that share one share its memory for reading. */
  readonly transport?: Transport;
  /** The time; that of the machine unless given. */
  readonly clock?: Clock;
}

/** What a SubSocket tells of itself. */
export interface SubSocketSnapshot {
  /** `host:port` of the publisher. */
  readonly peer: string;
  readonly isReady: boolean;
  /** Different topics. */
  readonly subscriptions: number;
  /** Messages, and the octets of their frames. */
  readonly received: number;
  readonly receivedBytes: number;
}

/**
 * A ZeroMQ SUB socket with one connection to one publisher (ZMTP 3.1, RFC 37; RFC 29 for what SUB means). It never connects again by itself.
 *
 * Messages of a topic that was just cancelled may still come.
 */
export class SubSocket implements ChannelOwner {
  /** The handshake is done; rejects with what onClosed is told, or ZMTP_CLOSED after close(). Needs no handler. */
  readonly ready: Promise<void>;
  readonly #options: SubSocketOptions;
  readonly #peer: string;
  readonly #channel: ZmtpChannel;
  /** How often each topic is subscribed; the keys are its octets as Latin-1. */
  readonly #topics = new Map<string, number>();
  #settle!: { resolve(): void; reject(reason: unknown): void };
  #stopConnectTimer: (() => void) | undefined;
  #minor: ZmtpMinor | undefined;
  #closed = false;
  /** The confirmations that are waited for, by the numbers of their pings. */
  readonly #pings = new Map<number, (isConfirmed: boolean) => void>();
  #lastPing = 0;
  #received = 0;
  #receivedBytes = 0;

  /** Connects at once. Throws Node's RangeError for a port that is none. */
  constructor(address: { readonly host: string; readonly port: number }, options: SubSocketOptions) {
    const { connectTimeoutMs = 3000, clock = MACHINE_CLOCK } = options;
    this.#options = options;
    this.#peer = formatAddress(address);
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.ready.catch(() => {});
    this.#channel = new ZmtpChannel(
      this,
      {
        socketType: "SUB",
        peer: this.#peer,
        limits: {
          maxMessageSize: options.maxMessageSize ?? MAX_MESSAGE_SIZE,
          maxFrames: options.maxFrames ?? MAX_FRAMES,
          maxCommandSize: MAX_COMMAND_SIZE,
        },
        frameOffset: options.frameOffset ?? 0,
        minor: options.minor ?? 1,
      },
      {
        handshakeTimeoutMs: options.handshakeTimeoutMs ?? TIMEOUT_MS,
        messageTimeoutMs: options.messageTimeoutMs ?? TIMEOUT_MS,
        stallTimeoutMs: options.stallTimeoutMs ?? TIMEOUT_MS,
      },
      clock,
    );
    const transport = options.transport ?? new TcpTransport();
    this.#channel.attach(
      transport.connect(address, {
        onOpen: () => {
          this.#stopConnectTimer?.();
          this.#channel.onOpen();
        },
        onData: (chunk) => this.#channel.onData(chunk),
        onDrain: () => this.#channel.onDrain(),
        onStall: () => this.#channel.onStall(),
        onClose: (error) => this.#channel.onClose(error),
      }),
    );
    this.#stopConnectTimer = clock.setTimer(connectTimeoutMs, () =>
      this.#channel.fail("ZMTP_TIMEOUT", `no connection within ${connectTimeoutMs} ms`),
    );
  }

  /** Subscribes to all messages whose first frame begins so; before the handshake, too. Every call counts. */
  subscribe(topic: string | Uint8Array): void {
    const key = keyOf(topic);
    const count = this.#topics.get(key) ?? 0;
    this.#topics.set(key, count + 1);
    if (count === 0) this.#tell(key, true);
  }

  /** Takes one subscribe() of this topic back; without one it does nothing. */
  unsubscribe(topic: string | Uint8Array): void {
    const key = keyOf(topic);
    const count = this.#topics.get(key) ?? 0;
    if (count > 1) this.#topics.set(key, count - 1);
    else if (this.#topics.delete(key)) this.#tell(key, false);
  }

  /**
   * Resolves when the publisher has taken all that was subscribed to so far: from then on nothing that it sends is missed. Resolves with false
   * where it does not say so within `timeoutMs`, as one of ZMTP 3.0 cannot; with false at once where the socket is closed or not ready.
   */
  confirmed(timeoutMs: number): Promise<boolean> {
    if (this.#closed || this.#minor !== 1) return Promise.resolve(false);
    return new Promise((resolve) => {
      const number = ++this.#lastPing;
      const settle = (isConfirmed: boolean): void => {
        stopTimer();
        this.#pings.delete(number);
        resolve(isConfirmed);
      };
      const stopTimer = (this.#options.clock ?? MACHINE_CLOCK).setTimer(timeoutMs, () => settle(false));
      this.#pings.set(number, settle);
      const context = Buffer.alloc(4);
      context.writeUInt32BE(number >>> 0);
      this.#channel.ping(context);
    });
  }

  onPong(context: Uint8Array): void {
    if (context.length === 4) this.#pings.get(Buffer.from(context).readUInt32BE(0))?.(true);
  }

  /** No message comes from now on, until resume(); the publisher has to keep them. */
  pause(): void {
    this.#channel.hold();
  }

  /** Takes back pause(). Messages that had come are given from within this call. */
  resume(): void {
    this.#channel.release();
  }

  /** Counters. */
  snapshot(): SubSocketSnapshot {
    return {
      peer: this.#peer,
      isReady: this.#channel.isReady,
      subscriptions: this.#topics.size,
      received: this.#received,
      receivedBytes: this.#receivedBytes,
    };
  }

  /** Closes at once. No message comes after it, and no socket or timer is left. */
  close(): void {
    if (this.#closed) return;
    void this.#channel.destroy();
    this.#finish(new ZmtpError("ZMTP_CLOSED", this.#peer, "the SUB socket was closed"), null);
  }

  onReady(minor: ZmtpMinor): void {
    this.#minor = minor;
    for (const key of this.#topics.keys()) this.#tell(key, true);
    this.#settle.resolve();
  }

  onMessage(frames: Buffer[]): void {
    this.#received++;
    for (let i = 0; i < frames.length; i++) this.#receivedBytes += frames[i]!.length;
    this.#options.onMessage(frames);
  }

  /** Never called: only publishers are subscribed to. */
  onSubscription(): void {}

  onReceived(): void {}

  onDrain(): void {}

  onClosed(error: ZmtpError): void {
    this.#finish(error, error);
  }

  #tell(key: string, wanted: boolean): void {
    if (this.#minor === undefined || this.#closed) return;
    this.#channel.write(encodeSubscription(Buffer.from(key, "latin1"), wanted, this.#minor));
  }

  #finish(error: ZmtpError, told: Error | null): void {
    this.#closed = true;
    this.#stopConnectTimer?.();
    this.#settle.reject(error);
    for (const settle of [...this.#pings.values()]) settle(false);
    this.#options.onClosed(told);
  }
}

function keyOf(topic: string | Uint8Array): string {
  return (
    typeof topic === "string" ? Buffer.from(topic) : Buffer.from(topic.buffer, topic.byteOffset, topic.length)
  ).toString("latin1");
}

// As DEFAULT_LIMITS of src/giop.
const MAX_MESSAGE_SIZE = 256 * 1024 * 1024;
const MAX_FRAMES = 256;
const MAX_COMMAND_SIZE = 64 * 1024;
const TIMEOUT_MS = 30_000;
