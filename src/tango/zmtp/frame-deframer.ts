import { Buffer } from "node:buffer";
import { COMMAND, LONG, MORE } from "./frame-header.ts";
import type { FrameLimits } from "./frame-limits.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** Who gets what a FrameDeframer finds. */
export interface FrameSink {
  /** A whole message. The frames are the taker's own memory. */
  onFrames(frames: Buffer[]): void;
  /** The body of a command; only valid during the call. */
  onCommandFrame(body: Buffer): void;
}

/**
 * Cuts a stream of octets into the messages and commands of ZMTP (RFC 37 "Framing").
 *
 * A message that is small and whole in a chunk is copied once, all its frames together. Every other frame has memory of its own, in which
 * octet `frameOffset` of it is aligned to 8: what begins there can be seen through typed arrays. The memory of a large frame grows with what
 * has arrived, whatever its header promises.
 */
export class FrameDeframer {
  readonly #sink: FrameSink;
  readonly #limits: FrameLimits;
  readonly #peer: string;
  readonly #frameOffset: number;
  readonly #header = new Uint8Array(LONG_HEADER);
  #headerFilled = 0;
  #flags = 0;
  /** The size of the present frame; -1 until its header is complete. */
  #size = -1;
  #target: Buffer = EMPTY;
  #filled = 0;
  /** The frames of the present message that are complete. */
  #frames: Buffer[] = [];
  #messageSize = 0;
  #completed = 0;
  #held = false;

  /** `peer` is named by errors. The methods of `sink` are called from within push() and must not throw. */
  constructor(sink: FrameSink, limits: FrameLimits, peer: string, frameOffset = 0) {
    this.#sink = sink;
    this.#limits = limits;
    this.#peer = peer;
    this.#frameOffset = frameOffset;
  }

  /** Whether a message or command has begun and is not complete. */
  get isPartial(): boolean {
    return this.#headerFilled > 0 || this.#frames.length > 0;
  }

  /** How many messages and commands were complete so far. */
  get completed(): number {
    return this.#completed;
  }

  /** From now on push() takes nothing, even of the chunk that is being pushed, until release(). */
  hold(): void {
    this.#held = true;
  }

  /** Takes back hold(). */
  release(): void {
    this.#held = false;
  }

  /**
   * Takes the octets of the stream from `at` on; they are copied, so that the caller may use their memory again. Returns where it stopped:
   * the length of the chunk unless it is held. Throws a ZmtpError (ZMTP_PROTOCOL, ZMTP_LIMIT) for octets that are no ZMTP
   * or promise too much; nothing can follow then.
   */
  push(chunk: Buffer, at = 0): number {
    let next = at;
    while (next < chunk.length && !this.#held) {
      const end = this.isPartial ? 0 : this.#endOfSmall(chunk, next);
      if (end > 0) {
        const begin = next;
        next = end;
        this.#deliverSmall(chunk, begin, end);
      } else if (this.#size < 0) {
        next = this.#takeHeader(chunk, next);
      } else {
        next = this.#takeBody(chunk, next);
      }
    }
    return next;
  }

  /** Where the message that begins at `begin` ends, if it is small and all of it is there; else 0. */
  #endOfSmall(chunk: Buffer, begin: number): number {
    let at = begin;
    for (let count = this.#limits.maxFrames; count > 0; count--) {
      if (at + 2 > chunk.length) return 0;
      const flags = chunk[at]!;
      if (flags <= MORE) {
        at += 2 + chunk[at + 1]!;
      } else {
        // Only a length within 16 bits is small.
        if (flags > (MORE | LONG) || at + LONG_HEADER > chunk.length) return 0;
        if (chunk.readUIntBE(at + 1, 6) > 0) return 0;
        const size = chunk.readUInt16BE(at + 7);
        if (size >= ALIGNED_FROM) return 0;
        at += LONG_HEADER + size;
      }
      if (at > chunk.length || at - begin > this.#limits.maxMessageSize) return 0;
      if ((flags & MORE) === 0) return at;
    }
    return 0;
  }

  #deliverSmall(chunk: Buffer, begin: number, end: number): void {
    const size = end - begin;
    const copy = Buffer.allocUnsafe(size);
    chunk.copy(copy, 0, begin, end);
    const frames: Buffer[] = [];
    let at = 0;
    while (at < size) {
      const isLong = (copy[at]! & LONG) !== 0;
      const bodyAt = at + (isLong ? LONG_HEADER : 2);
      at = bodyAt + (isLong ? copy.readUInt16BE(at + 7) : copy[at + 1]!);
      frames.push(copy.subarray(bodyAt, at));
    }
    this.#completed++;
    this.#sink.onFrames(frames);
  }

  #takeHeader(chunk: Buffer, at: number): number {
    const header = this.#header;
    let next = at;
    while (next < chunk.length) {
      header[this.#headerFilled++] = chunk[next++]!;
      const size = (header[0]! & LONG) === 0 ? 2 : LONG_HEADER;
      if (this.#headerFilled === 1) this.#checkFlags(header[0]!);
      if (this.#headerFilled < size) continue;
      this.#beginFrame(chunk.length - next);
      break;
    }
    return next;
  }

  #checkFlags(flags: number): void {
    if (flags > (MORE | LONG | COMMAND)) this.#refuse(`reserved flags are set (0x${flags.toString(16)})`);
    if ((flags & COMMAND) !== 0 && (flags & MORE) !== 0) this.#refuse("a command with more to follow");
  }

  #beginFrame(available: number): void {
    const [flags, short] = this.#header as unknown as [number, number];
    const size = (flags & LONG) === 0 ? short : longSize(this.#header);
    const { maxMessageSize, maxFrames, maxCommandSize } = this.#limits;
    if ((flags & COMMAND) !== 0) {
      if (size > maxCommandSize) this.#exceed(`a command of ${size} octets`, maxCommandSize);
    } else {
      if (this.#frames.length === maxFrames) this.#exceed("a message of more frames", maxFrames);
      this.#messageSize += size + this.#headerFilled;
      if (this.#messageSize > maxMessageSize)
        this.#exceed(`a message of ${this.#messageSize} octets`, maxMessageSize);
    }
    this.#flags = flags;
    this.#size = size;
    this.#filled = 0;
    // A command that is all there needs no memory: see #takeBody.
    if ((flags & COMMAND) !== 0 && size > 0 && size <= available) return;
    this.#target = this.#memory(available < TRUSTED_AFTER ? FIRST_CAPACITY : TRUSTED_CAPACITY + available, 0);
    if (size === 0) this.#finishFrame(this.#target);
  }

  #takeBody(chunk: Buffer, at: number): number {
    if ((this.#flags & COMMAND) !== 0 && this.#filled === 0 && chunk.length - at >= this.#size) {
      const end = at + this.#size;
      this.#finishFrame(chunk.subarray(at, end));
      return end;
    }
    if (this.#filled === this.#target.length) {
      this.#target = this.#memory(
        Math.max(this.#target.length * GROWTH, this.#filled + chunk.length - at),
        this.#filled,
      );
    }
    const count = Math.min(this.#target.length - this.#filled, chunk.length - at);
    chunk.copy(this.#target, this.#filled, at, at + count);
    this.#filled += count;
    if (this.#filled === this.#size) this.#finishFrame(this.#target);
    return at + count;
  }

  #finishFrame(body: Buffer): void {
    const flags = this.#flags;
    this.#headerFilled = 0;
    this.#size = -1;
    this.#target = EMPTY;
    if ((flags & COMMAND) !== 0) {
      this.#completed++;
      this.#sink.onCommandFrame(body);
      return;
    }
    this.#frames.push(body);
    if ((flags & MORE) !== 0) return;
    const frames = this.#frames;
    this.#frames = [];
    this.#messageSize = 0;
    this.#completed++;
    this.#sink.onFrames(frames);
  }

  /** Memory for the present frame, of `wanted` octets if it is as large, beginning with those that came already. */
  #memory(wanted: number, keep: number): Buffer {
    const capacity = Math.min(this.#size, wanted);
    if (capacity === 0) return EMPTY;
    // Small pieces come out of Node's pool, whose alignment nobody promises.
    const whole = Buffer.allocUnsafe(capacity + 7);
    const start = -(whole.byteOffset + this.#frameOffset) & 7;
    const memory = whole.subarray(start, start + capacity);
    if (keep > 0) this.#target.copy(memory, 0, 0, keep);
    return memory;
  }

  #refuse(problem: string): never {
    throw new ZmtpError("ZMTP_PROTOCOL", this.#peer, `the peer sent no ZMTP: ${problem}`);
  }

  #exceed(what: string, limit: number): never {
    throw new ZmtpError("ZMTP_LIMIT", this.#peer, `the peer announces ${what}; at most ${limit} are taken`);
  }
}

/** The length in a long header; beyond 2^53 it is not exact, and far beyond any limit. */
function longSize(header: Uint8Array): number {
  let size = 0;
  for (let i = 1; i < LONG_HEADER; i++) size = size * 256 + header[i]!;
  return size;
}

const EMPTY = Buffer.alloc(0);
const LONG_HEADER = 9;
// Smaller frames are copied with the whole of their message, wherever that puts them.
const ALIGNED_FROM = 1024;
// As in MessageDeframer of src/giop: whoever sends the first kilobytes along with the header is trusted with more.
const FIRST_CAPACITY = 64 * 1024;
const TRUSTED_AFTER = 4096;
const TRUSTED_CAPACITY = 896 * 1024;
// Fresh memory costs more than the octets that are copied into it, so that a few large steps are better than many.
const GROWTH = 4;
