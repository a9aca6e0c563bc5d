import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { CaptureBlock } from "./hex-capture.ts";

/** One ZMTP frame as it came: its header of flags and length, and its body. */
export interface RawFrame {
  readonly octets: Uint8Array;
  readonly body: Uint8Array;
  readonly isCommand: boolean;
  readonly hasMore: boolean;
}

/**
 * A ZeroMQ SUB socket in a test's own hands: it speaks as little of ZMTP 3 as real publishers need, checks nothing, and keeps what was said.
 */
export class RawSubscriber {
  /** All that passed, in order. */
  readonly blocks: CaptureBlock[] = [];
  readonly #socket: Socket;
  readonly #minor: 0 | 1;
  readonly #messages: RawFrame[][] = [];
  readonly #takers: ((message: RawFrame[]) => void)[] = [];
  #unread: Buffer = Buffer.alloc(0);
  #greeted = false;
  #frames: RawFrame[] = [];

  private constructor(socket: Socket, minor: 0 | 1) {
    this.#socket = socket;
    this.#minor = minor;
    socket.on("data", (chunk: Buffer) => {
      this.#keep("IN", chunk);
      this.#unread = Buffer.concat([this.#unread, chunk]);
      this.#read();
    });
    socket.on("error", () => {});
  }

  /** Connects to an endpoint (`tcp://host:port`) and announces ZMTP 3.1 or 3.0; resolves when the publisher's READY is there. */
  static async connect(endpoint: string, minor: 0 | 1 = 1): Promise<RawSubscriber> {
    const { hostname, port } = new URL(endpoint);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, "connect");
    const subscriber = new RawSubscriber(socket, minor);
    const greeting = Buffer.alloc(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, minor]);
    greeting.write("NULL", 12);
    subscriber.#send(greeting);
    subscriber.#send(command("READY", property("Socket-Type", "SUB")));
    await subscriber.nextOf((frames) => frames[0]!.isCommand);
    return subscriber;
  }

  /** Subscribes to what begins so; with ZMTP 3.1 it resolves once the publisher has read it. */
  async subscribe(topic: string): Promise<void> {
    if (this.#minor === 0) return this.#send(frame(0, Buffer.concat([Buffer.of(1), Buffer.from(topic)])));
    this.#send(command("SUBSCRIBE", Buffer.from(topic)));
    await this.ping();
  }

  /** Takes a subscription back. */
  async unsubscribe(topic: string): Promise<void> {
    if (this.#minor === 0) return this.#send(frame(0, Buffer.concat([Buffer.of(0), Buffer.from(topic)])));
    this.#send(command("CANCEL", Buffer.from(topic)));
    await this.ping();
  }

  /** A PING of no time to live, and the PONG. */
  async ping(): Promise<void> {
    this.#send(command("PING", Buffer.concat([Buffer.of(0, 0), Buffer.from("recorder")])));
    await this.nextOf(([first]) => first!.isCommand && Buffer.from(first!.body).includes("PONG"));
  }

  /** The next message of this kind that came or comes, a command being one of a single frame; others are forgotten. */
  async nextOf(isWanted: (frames: readonly RawFrame[]) => boolean): Promise<RawFrame[]> {
    for (;;) {
      const message =
        this.#messages.shift() ?? (await new Promise<RawFrame[]>((resolve) => this.#takers.push(resolve)));
      if (isWanted(message)) return message;
    }
  }

  /** Forgets what came and was not asked for. */
  drain(): void {
    this.#messages.length = 0;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #send(octets: Uint8Array): void {
    this.#keep("OUT", octets);
    this.#socket.write(octets);
  }

  #keep(direction: "OUT" | "IN", bytes: Uint8Array): void {
    const last = this.blocks.at(-1);
    if (last?.direction === direction)
      this.blocks[this.blocks.length - 1] = { direction, bytes: Buffer.concat([last.bytes, bytes]) };
    else this.blocks.push({ direction, bytes });
  }

  #read(): void {
    if (!this.#greeted) {
      if (this.#unread.length < 64) return;
      this.#unread = this.#unread.subarray(64);
      this.#greeted = true;
    }
    for (;;) {
      const found = firstFrame(this.#unread);
      if (found === undefined) return;
      this.#unread = this.#unread.subarray(found.octets.length);
      this.#frames.push(found);
      if (found.hasMore) continue;
      const taker = this.#takers.shift();
      if (taker) taker(this.#frames);
      else this.#messages.push(this.#frames);
      this.#frames = [];
    }
  }
}

/** The frames of a ZMTP stream after its greeting; an Error where the last one is not complete. */
export function framesOf(octets: Uint8Array): RawFrame[] {
  const frames: RawFrame[] = [];
  let rest = Buffer.from(octets);
  while (rest.length > 0) {
    const found = firstFrame(rest);
    if (found === undefined) throw new Error(`the last frame is cut after ${rest.length} octets`);
    frames.push(found);
    rest = rest.subarray(found.octets.length);
  }
  return frames;
}

function firstFrame(octets: Buffer): RawFrame | undefined {
  const flags = octets[0];
  if (flags === undefined) return undefined;
  const header = (flags & LONG) === 0 ? 2 : 9;
  if (octets.length < header) return undefined;
  const size = header + (header === 2 ? octets.readUInt8(1) : Number(octets.readBigUInt64BE(1)));
  if (octets.length < size) return undefined;
  return {
    octets: octets.subarray(0, size),
    body: octets.subarray(header, size),
    isCommand: (flags & COMMAND) !== 0,
    hasMore: (flags & MORE) !== 0,
  };
}

const MORE = 1;
const LONG = 2;
const COMMAND = 4;

function frame(flags: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(flags, body.length), body]);
}

function command(name: string, body: Uint8Array): Uint8Array {
  return frame(COMMAND, Buffer.concat([Buffer.of(name.length), Buffer.from(name), body]));
}

function property(name: string, value: string): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([Buffer.of(name.length), Buffer.from(name), length, Buffer.from(value)]);
}
