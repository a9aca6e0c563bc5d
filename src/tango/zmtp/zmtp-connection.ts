import { Buffer } from "node:buffer";
import {
  decodeCommand,
  encodeCommand,
  encodeError,
  encodeReady,
  errorReason,
  socketTypeOf,
} from "./command.ts";
import { FrameDeframer, type FrameSink } from "./frame-deframer.ts";
import type { FrameLimits } from "./frame-limits.ts";
import { encodeGreeting, GreetingReader, type ZmtpMinor } from "./greeting.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** What a connection tells of. */
export interface ConnectionSink {
  /** These octets are to be sent, in the order of the calls. */
  write(bytes: Uint8Array): void;
  /** The handshake is done: messages may go, of version 3.`minor`. */
  onReady(minor: ZmtpMinor): void;
  onMessage(frames: Buffer[]): void;
  /** The peer subscribes to a topic, or cancels that; `topic` is only valid during the call. */
  onSubscription(topic: Uint8Array, wanted: boolean): void;
  /** The peer wants this PONG. */
  onPing(pong: Uint8Array): void;
  /** The peer answers the PING with this context; only valid during the call. */
  onPong(context: Uint8Array): void;
}

/** How a connection is made. */
export interface ConnectionSetup {
  readonly socketType: "PUB" | "SUB";
  /** Named by errors. */
  readonly peer: string;
  readonly limits: FrameLimits;
  /** See FrameDeframer. */
  readonly frameOffset?: number;
  /** The version to announce; 1 unless given. */
  readonly minor?: ZmtpMinor;
}

/**
 * One side of a ZMTP connection with the NULL mechanism (RFC 37, and RFC 23 where the peer speaks 3.0), without socket and
 * timer: octets in, events and octets out.
 */
export class ZmtpConnection implements FrameSink {
  readonly #sink: ConnectionSink;
  readonly #setup: ConnectionSetup;
  readonly #greeting: GreetingReader;
  readonly #deframer: FrameDeframer;
  #isReady = false;
  #minor: ZmtpMinor = 0;

  constructor(sink: ConnectionSink, setup: ConnectionSetup) {
    this.#sink = sink;
    this.#setup = setup;
    this.#greeting = new GreetingReader(setup.peer);
    this.#deframer = new FrameDeframer(this, setup.limits, setup.peer, setup.frameOffset);
  }

  /** Whether the handshake is done. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether a message or command has begun to come in and is not complete. */
  get isPartial(): boolean {
    return this.#deframer.isPartial;
  }

  /** How many messages and commands came so far. */
  get received(): number {
    return this.#deframer.completed;
  }

  /** Begins: sends the greeting. */
  open(): void {
    this.#sink.write(encodeGreeting(this.#setup.minor ?? 1));
  }

  /**
   * Takes the octets of the peer from `at` on; they are copied. Returns where it stopped: the length of the chunk unless it is held.
   * Throws a ZmtpError where the peer is none of ours or breaks the protocol: the connection is to be closed then, after
   * what was written.
   */
  receive(chunk: Buffer, at = 0): number {
    let next = at;
    if (!this.#greeting.isComplete) {
      next += this.#greeting.push(chunk, next);
      if (!this.#greeting.isComplete) return next;
      const announced = this.#setup.minor ?? 1;
      this.#minor = announced === 0 ? 0 : this.#greeting.minor;
      this.#sink.write(encodeReady(this.#setup.socketType));
    }
    return this.#deframer.push(chunk, next);
  }

  /**
   * Asks the peer for a PONG with this context, of at most 16 octets: it comes when the peer has worked off what was sent before. Only
   * for peers of 3.1.
   */
  ping(context: Uint8Array): void {
    this.#sink.write(encodeCommand("PING", Buffer.concat([NO_TIME_TO_LIVE, context])));
  }

  /** Takes no more from a chunk, see receive(), until release(). */
  hold(): void {
    this.#deframer.hold();
  }

  /** Takes back hold(). */
  release(): void {
    this.#deframer.release();
  }

  onFrames(frames: Buffer[]): void {
    if (!this.#isReady) this.#break("a message before READY");
    if (this.#setup.socketType === "SUB") return this.#sink.onMessage(frames);
    // ZMTP 3.0 subscribes by messages: 1 and the topic, or 0 and the topic (RFC 23 "The Publish-Subscribe Pattern").
    const [first] = frames;
    if (frames.length > 1 || first!.length === 0 || first![0]! > 1) return;
    this.#sink.onSubscription(first!.subarray(1), first![0] === 1);
  }

  onCommandFrame(body: Buffer): void {
    const { name, data } = decodeCommand(body, this.#setup.peer);
    if (name === "ERROR") this.#refused(data);
    if (!this.#isReady) return this.#onHandshake(name, data);
    switch (name) {
      case "PING":
        // Two octets of time to live, then at most 16 of context, which the PONG gives back.
        if (data.length < 2 || data.length > 18) this.#break("a PING of a wrong size");
        return this.#sink.onPing(encodeCommand("PONG", data.subarray(2)));
      case "PONG":
        return this.#sink.onPong(data);
      case "SUBSCRIBE":
      case "CANCEL":
        if (this.#setup.socketType === "PUB") this.#sink.onSubscription(data, name === "SUBSCRIBE");
    }
  }

  #onHandshake(name: string, data: Uint8Array): void {
    if (name !== "READY") this.#break(`the command ${JSON.stringify(printable(name))} before READY`);
    const { socketType: own, peer } = this.#setup;
    const type = socketTypeOf(data, peer);
    if (type === undefined || !FITTING[own].includes(type)) {
      const shown = type === undefined ? "without a type" : `of type ${JSON.stringify(printable(type))}`;
      this.#sink.write(encodeError(`a socket ${shown} does not fit a ${own} socket`));
      const wanted = FITTING[own].join(" or ");
      throw new ZmtpError(
        "ZMTP_SOCKET_TYPE",
        peer,
        `the peer is a socket ${shown}; a ${own} needs ${wanted}`,
      );
    }
    this.#isReady = true;
    this.#sink.onReady(this.#minor);
  }

  #refused(data: Uint8Array): never {
    throw new ZmtpError(
      "ZMTP_REFUSED",
      this.#setup.peer,
      `the peer refused the connection: ${errorReason(data)}`,
    );
  }

  #break(problem: string): never {
    throw new ZmtpError("ZMTP_PROTOCOL", this.#setup.peer, `the peer broke ZMTP: it sent ${problem}`);
  }
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, "?");
}

const NO_TIME_TO_LIVE = Buffer.alloc(2);
const FITTING: { readonly PUB: readonly string[]; readonly SUB: readonly string[] } = {
  PUB: ["SUB", "XSUB"],
  SUB: ["PUB", "XPUB"],
};
