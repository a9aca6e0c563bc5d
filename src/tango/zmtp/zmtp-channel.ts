import { Buffer } from "node:buffer";
import type { ByteStream, StreamEvents } from "../../iiop/transport.ts";
import type { Clock } from "../../threading/clock.ts";
import type { ZmtpMinor } from "./greeting.ts";
import { type ConnectionSetup, type ConnectionSink, ZmtpConnection } from "./zmtp-connection.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** Whose channel it is. */
export interface ChannelOwner {
  /** The handshake is done: messages may go, of version 3.`minor`. */
  onReady(minor: ZmtpMinor): void;
  onMessage(frames: Buffer[]): void;
  /** The peer subscribes to a topic, or cancels that; `topic` is only valid during the call. Throws a ZmtpError to close the channel. */
  onSubscription(topic: Uint8Array, wanted: boolean): void;
  /** The peer answers the ping() with this context; only valid during the call. */
  onPong(context: Uint8Array): void;
  /** What came in one piece was worked off. */
  onReceived(): void;
  /** After write() said that the peer is slow: it took everything. */
  onDrain(): void;
  /** The channel is closed, once, unless close() or destroy() did it. */
  onClosed(error: ZmtpError): void;
}

/** How long a channel waits for its peer, in milliseconds. */
export interface ChannelTimeouts {
  /** For the whole handshake, once there is a connection. */
  readonly handshakeTimeoutMs: number;
  /** For a message that has begun, unless at least 4 octets come in a millisecond. */
  readonly messageTimeoutMs: number;
  /** In which the peer takes nothing; and what it is given at once, at less than 4 octets in a millisecond. */
  readonly stallTimeoutMs: number;
}

/** Drives the engine of one connection over a stream, and watches the time. */
export class ZmtpChannel implements StreamEvents, ConnectionSink {
  readonly #owner: ChannelOwner;
  readonly #engine: ZmtpConnection;
  readonly #peer: string;
  readonly #timeouts: ChannelTimeouts;
  readonly #clock: Clock;
  #stream!: ByteStream;
  #closed = false;
  #slow = false;
  #held = false;
  /** What came after hold() and is not worked off. */
  #rest: Buffer[] = [];
  #owedPong: Uint8Array | undefined;
  #handshakeTimer: (() => void) | undefined;
  #messageTimer: (() => void) | undefined;
  #stallTimer: (() => void) | undefined;
  /** Octets and messages that came when the timer for messages began. */
  #octets = 0;
  #octetsAtTimer = 0;
  #messagesAtTimer = 0;

  constructor(owner: ChannelOwner, setup: ConnectionSetup, timeouts: ChannelTimeouts, clock: Clock) {
    this.#owner = owner;
    this.#peer = setup.peer;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#engine = new ZmtpConnection(this, setup);
  }

  /** Whether the handshake is done. */
  get isReady(): boolean {
    return this.#engine.isReady && !this.#closed;
  }

  /** Names the stream, which may not be open yet. */
  attach(stream: ByteStream): void {
    this.#stream = stream;
  }

  /** The stream is open: begins the handshake. */
  onOpen(): void {
    if (this.#closed) return;
    const { handshakeTimeoutMs } = this.#timeouts;
    this.#handshakeTimer = this.#clock.setTimer(handshakeTimeoutMs, () =>
      this.fail("ZMTP_TIMEOUT", `no ZMTP handshake within ${handshakeTimeoutMs} ms`),
    );
    this.#engine.open();
  }

  onData(chunk: Uint8Array): void {
    if (this.#closed) return;
    this.#octets += chunk.length;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (this.#held) this.#rest.push(Buffer.from(bytes));
    else this.#receive(bytes, false);
  }

  onDrain(): void {
    this.#slow = false;
    this.#stream.watchStall(0);
    this.#stallTimer?.();
    this.#stallTimer = undefined;
    const pong = this.#owedPong;
    this.#owedPong = undefined;
    if (pong !== undefined) this.write(pong);
    if (!this.#closed) this.#owner.onDrain();
  }

  onStall(): void {
    this.fail(
      "ZMTP_TIMEOUT",
      `the peer took nothing of what was sent for ${this.#timeouts.stallTimeoutMs} ms`,
    );
  }

  onClose(error: Error | undefined): void {
    if (error !== undefined) this.fail("ZMTP_CONNECTION", `the connection failed: ${error.message}`, error);
    else this.fail("ZMTP_PEER_CLOSED", "the peer closed the connection");
  }

  /** Sends octets; false where the peer is slow: then onDrain() tells when to go on. `onTaken` as of ByteStream.write. */
  write(bytes: Uint8Array, onTaken?: () => void): boolean {
    if (this.#closed) return true;
    if (this.#stream.write(bytes, onTaken) || this.#slow) return !this.#slow;
    this.#slow = true;
    const { stallTimeoutMs } = this.#timeouts;
    this.#stream.watchStall(stallTimeoutMs);
    // Whoever sends something, or takes an octet now and then, does not stall as the stream sees it.
    this.#stallTimer = this.#clock.setTimer(stallTimeoutMs + bytes.length / LEAST_RATE, () =>
      this.fail("ZMTP_TIMEOUT", "the peer is too slow to take what is sent"),
    );
    return false;
  }

  /** Gives its owner nothing until release(), and stops reading. */
  hold(): void {
    if (this.#held || this.#closed) return;
    this.#held = true;
    this.#engine.hold();
    this.#stream.pause();
  }

  /** Takes back hold(). What had come is given to the owner from within this call. */
  release(): void {
    if (!this.#held || this.#closed) return;
    this.#held = false;
    this.#engine.release();
    const rest = this.#rest;
    this.#rest = [];
    for (const [i, chunk] of rest.entries()) {
      this.#receive(chunk, true);
      if (!this.#held) continue;
      this.#rest.push(...rest.slice(i + 1));
      return;
    }
    if (!this.#closed) this.#stream.resume();
  }

  /** Ends with a ZmtpError, once; what was written still leaves where the peer takes it at once. */
  fail(code: ZmtpError["code"], problem: string, cause?: unknown): void {
    this.#end(new ZmtpError(code, this.#peer, problem, cause === undefined ? undefined : { cause }));
  }

  /** Sends what was written, then closes. Resolves when the socket is gone. */
  close(): Promise<void> {
    this.#stop();
    return this.#stream.end();
  }

  /** Closes at once, without a word to the owner. Resolves when the socket is gone. */
  destroy(): Promise<void> {
    this.#stop();
    return this.#stream.destroy();
  }

  onReady(minor: ZmtpMinor): void {
    this.#handshakeTimer?.();
    this.#handshakeTimer = undefined;
    this.#owner.onReady(minor);
  }

  onMessage(frames: Buffer[]): void {
    this.#owner.onMessage(frames);
  }

  onSubscription(topic: Uint8Array, wanted: boolean): void {
    this.#owner.onSubscription(topic, wanted);
  }

  /** While the peer is slow only the last PING is answered, after what is on its way. */
  onPing(pong: Uint8Array): void {
    if (this.#slow) this.#owedPong = pong;
    else this.write(pong);
  }

  /** Asks the peer for a sign of life: see ZmtpConnection.ping. */
  ping(context: Uint8Array): void {
    if (!this.#closed) this.#engine.ping(context);
  }

  onPong(context: Uint8Array): void {
    this.#owner.onPong(context);
  }

  #receive(chunk: Buffer, isOwn: boolean): void {
    try {
      const end = this.#engine.receive(chunk);
      if (end < chunk.length && this.#held && !this.#closed) {
        const rest = chunk.subarray(end);
        this.#rest.push(isOwn ? rest : Buffer.from(rest));
      }
    } catch (error) {
      if (!(error instanceof ZmtpError)) throw error;
      this.#end(error);
      return;
    }
    if (this.#closed) return;
    if (this.#engine.isPartial && this.#messageTimer === undefined) this.#watchMessage();
    this.#owner.onReceived();
  }

  /** A peer that begins a message must get on with it: it would hold memory for nothing. */
  #watchMessage(): void {
    this.#octetsAtTimer = this.#octets;
    this.#messagesAtTimer = this.#engine.received;
    this.#messageTimer = this.#clock.setTimer(this.#timeouts.messageTimeoutMs, () => {
      this.#messageTimer = undefined;
      if (!this.#engine.isPartial) return;
      const { messageTimeoutMs } = this.#timeouts;
      const getsOn =
        this.#engine.received > this.#messagesAtTimer ||
        this.#octets - this.#octetsAtTimer >= messageTimeoutMs * LEAST_RATE;
      // While nothing is read the peer is not to blame.
      if (getsOn || this.#held) this.#watchMessage();
      else this.fail("ZMTP_TIMEOUT", `the peer sends too slowly: no whole message in ${messageTimeoutMs} ms`);
    });
  }

  #end(error: ZmtpError): void {
    if (this.#closed) return;
    this.#stop();
    // An ERROR command may be on its way; the peer is given no time to take more than fits.
    void this.#stream.end();
    void this.#stream.destroy();
    this.#owner.onClosed(error);
  }

  #stop(): void {
    this.#closed = true;
    this.#engine.hold();
    this.#rest = [];
    this.#handshakeTimer?.();
    this.#messageTimer?.();
    this.#stallTimer?.();
  }
}

// Octets per ms: see ServerChannel of src/iiop.
const LEAST_RATE = 4;
