import { Buffer } from "node:buffer";
import { decodeUtf16, ISO_8859_1 } from "./code-set.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { MarshalError } from "./marshal-error.ts";
import type { Memo } from "./memo.ts";
import { type NumericArray, type NumericKind, swapElements } from "./numeric-kind.ts";
import { NATIVE_FORMAT, NATIVE_LITTLE_ENDIAN, type WireFormat } from "./wire-format.ts";

/**
 * Reads values in Common Data Representation (CORBA 3.4 Part 2 §9.3) from a message or an encapsulation whose
 * first octet is `bytes[origin]`. Methods are named after the IDL types. It never reads past its end, never looks at
 * padding, and takes memory only for what is really there; anything else is a MarshalError.
 */
export class CdrReader {
  readonly format: WireFormat;
  readonly maxDepth: number;
  /** What the messages of this connection have in common; undefined where nobody keeps it. */
  readonly memo: Memo | undefined;
  readonly #littleEndian: boolean;
  readonly #latin1: boolean;
  readonly #buffer: Buffer;
  readonly #view: DataView;
  readonly #origin: number;
  readonly #end: number;
  readonly #joints: readonly number[];
  #position: number;
  /** The octet from which alignment counts now: the origin, until a joint is passed. */
  #alignment: number;
  /** How far alignment counts from there: the next joint, or the end. */
  #limit: number;
  #nextJoint = 0;
  #depth = 0;
  #elementsLeft: number;

  constructor(bytes: Uint8Array, format: WireFormat = NATIVE_FORMAT, options: CdrReaderOptions = {}) {
    this.format = format;
    this.maxDepth = options.maxDepth ?? DEFAULT_LIMITS.maxDepth;
    this.memo = options.memo;
    this.#littleEndian = format.littleEndian;
    this.#latin1 = format.charCodeSet === ISO_8859_1;
    this.#buffer = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#origin = options.origin ?? 0;
    this.#position = options.start ?? this.#origin;
    this.#end = options.end ?? bytes.length;
    this.#joints = options.joints ?? NO_JOINTS;
    this.#alignment = this.#origin;
    this.#limit = this.#joints[0] ?? this.#end;
    this.#passJoints();
    this.#depth = options.depth ?? 0;
    this.#elementsLeft = options.maxElements ?? DEFAULT_LIMITS.maxElements;
  }

  /** Octets read so far, counted from the origin. */
  get position(): number {
    return this.#position - this.#origin;
  }

  /** Octets not yet read. */
  get remaining(): number {
    return this.#end - this.#position;
  }

  /** A `boolean`. Any octet but 0 is true, as omniORB takes it: C++ servers send memory that nobody set. */
  boolean(): boolean {
    return this.#view.getUint8(this.#advance(1)) !== 0;
  }

  octet(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  short(): number {
    return this.#view.getInt16(this.#advance(2), this.#littleEndian);
  }

  ushort(): number {
    return this.#view.getUint16(this.#advance(2), this.#littleEndian);
  }

  long(): number {
    return this.#view.getInt32(this.#advance(4), this.#littleEndian);
  }

  ulong(): number {
    return this.#view.getUint32(this.#advance(4), this.#littleEndian);
  }

  longlong(): bigint {
    return this.#view.getBigInt64(this.#advance(8), this.#littleEndian);
  }

  ulonglong(): bigint {
    return this.#view.getBigUint64(this.#advance(8), this.#littleEndian);
  }

  float(): number {
    return this.#view.getFloat32(this.#advance(4), this.#littleEndian);
  }

  double(): number {
    return this.#view.getFloat64(this.#advance(8), this.#littleEndian);
  }

  /** A `long double`: sixteen octets as they are, in the byte order of this message (§9.3.1.4). */
  longdouble(): Uint8Array {
    this.align(8);
    return new Uint8Array(this.octets(16));
  }

  char(): string {
    const at = this.#advance(1);
    return this.format.charCodeSet.decode(this.#buffer, at, at + 1);
  }

  /** A `wchar`: two octets in GIOP 1.1; in 1.2 counted octets, big-endian or behind a byte order mark; none in 1.0. */
  wchar(): string {
    if (this.format.giopMinor === 0) throw this.error("GIOP 1.0 has no wchar");
    if (this.format.giopMinor === 1) return String.fromCharCode(this.ushort());
    const length = this.octet();
    const at = this.#take(length);
    if (length === 2) return String.fromCharCode(this.#view.getUint16(at));
    const text = length === 4 ? decodeUtf16(this.#buffer, at, at + length, false) : "";
    if (text.length !== 1) throw this.error(`a wchar of ${length} octets is not one UTF-16 unit`);
    return text;
  }

  /** A `string`. A length of zero, which some ORBs send for an empty text, is taken as one; at a NUL inside it ends, as in C. */
  string(): string {
    const length = this.ulong();
    if (length === 0) return "";
    const at = this.#take(length);
    const last = at + length - 1;
    if (this.#buffer[last] !== 0) throw this.error("a string does not end with NUL");
    if (!this.#latin1) return untilNul(this.format.charCodeSet.decode(this.#buffer, at, last));
    return length === 1 ? "" : untilNul(this.#buffer.toString("latin1", at, last));
  }

  /** A `wstring`: terminated code units in GIOP 1.1, counted octets in 1.2, none in 1.0. */
  wstring(): string {
    if (this.format.giopMinor === 0) throw this.error("GIOP 1.0 has no wstring");
    const length = this.ulong();
    if (this.format.giopMinor === 1) {
      if (length === 0) return "";
      const at = this.#take(length * 2);
      const last = at + length * 2 - 2;
      if (this.#view.getUint16(last) !== 0) throw this.error("a wstring does not end with NUL");
      return untilNul(decodeUtf16(this.#buffer, at, last, this.#littleEndian));
    }
    if (length % 2 !== 0) throw this.error(`a wstring of ${length} octets is not made of UTF-16 units`);
    const at = this.#take(length);
    return untilNul(decodeUtf16(this.#buffer, at, at + length, false));
  }

  /** The next `count` octets as a view of the message. */
  octets(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#buffer.subarray(at, at + count);
  }

  /**
   * The next `count` octets as text, a character each, without reading them; undefined where there are fewer, or where
   * fragments were joined.
   */
  peek(count: number): string | undefined {
    if (count > this.remaining || this.#joints.length > 0) return undefined;
    return this.#buffer.toString("latin1", this.#position, this.#position + count);
  }

  /** The `unsigned long` that stands `ahead` octets further, without reading it; undefined where there is none. */
  peekUlong(ahead: number): number | undefined {
    const at = this.#position + ahead;
    return at + 4 > this.#end ? undefined : this.#view.getUint32(at, this.#littleEndian);
  }

  /**
   * The count of a sequence whose elements take at least `minimumSize` octets each. A count that cannot fit into what
   * remains is refused here, before anything is allocated for it.
   */
  sequenceLength(minimumSize: number): number {
    const count = this.ulong();
    if (count * minimumSize > this.remaining) {
      throw this.error(`a sequence promises ${count} elements, but only ${this.remaining} bytes remain`);
    }
    return count;
  }

  /** Counts elements that are decoded one by one against the limit of the message; see DecodeLimits.maxElements. */
  claimElements(count: number): void {
    this.#elementsLeft -= count;
    if (this.#elementsLeft < 0)
      throw this.error("the message has more elements than are taken from one message");
  }

  /**
   * `count` numbers in bulk: a view of the message where its byte order and memory alignment allow, else a copy. A small part of
   * a large message is copied, too, or it would keep all of it.
   */
  numbers<A extends NumericArray>(kind: NumericKind<A>, count: number): A {
    if (count === 0) return new kind.arrayType(0);
    this.align(kind.size);
    const length = count * kind.size;
    const at = this.#take(length);
    const offset = this.#buffer.byteOffset + at;
    const native = this.#littleEndian === NATIVE_LITTLE_ENDIAN || kind.size === 1;
    const isSmallPart = length < SMALL_PART && this.#buffer.buffer.byteLength > LARGE_MESSAGE;
    if (native && offset % kind.size === 0 && !isSmallPart) {
      return new kind.arrayType(this.#buffer.buffer, offset, count);
    }
    const copy = new Uint8Array(length);
    copy.set(this.#buffer.subarray(at, at + length));
    if (!native) swapElements(copy, kind.size);
    return new kind.arrayType(copy.buffer, 0, count);
  }

  /** Skips to a multiple of `size` octets from the origin; what is skipped is not looked at (peers leave garbage). */
  align(size: number): void {
    const at = this.#aligned(size);
    if (at <= this.#limit || this.#limit === this.#end) {
      this.#position = at;
    } else {
      this.#enterNextPart();
      this.align(size);
    }
  }

  /**
   * A reader of the next encapsulation (§9.3.3): a counted octet sequence with a byte order of its own, in which
   * alignment starts anew. This reader continues behind it.
   */
  encapsulation(): CdrReader {
    const length = this.ulong();
    const at = this.#take(length);
    if (length === 0) throw this.error("an encapsulation is empty");
    const littleEndian = (this.#buffer[at]! & 1) === 1;
    return new CdrReader(
      this.#buffer,
      littleEndian === this.#littleEndian ? this.format : { ...this.format, littleEndian },
      {
        origin: at,
        start: at + 1,
        end: at + length,
        depth: this.#depth,
        maxDepth: this.maxDepth,
        maxElements: this.#elementsLeft,
        memo: this.memo,
      },
    );
  }

  /** Another reader of the same octets at `position` (from the origin): what TypeCode indirections need. */
  at(position: number): CdrReader {
    return new CdrReader(this.#buffer, this.format, {
      origin: this.#origin,
      start: this.#origin + position,
      end: this.#end,
      depth: this.#depth,
      maxDepth: this.maxDepth,
      maxElements: this.#elementsLeft,
      memo: this.memo,
      joints: this.#joints,
    });
  }

  /** Where the origin lies in the whole message: positions of nested readers become comparable. */
  get origin(): number {
    return this.#origin;
  }

  /** Runs `read` one level deeper; types that can nest without end call it, so that hostile depth is an error. */
  nested<T>(read: () => T): T {
    if (this.#depth >= this.maxDepth) throw this.error(`values nest deeper than ${this.maxDepth} levels`);
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  /** Throws where octets remain: a complete message must be consumed exactly. */
  expectEnd(): void {
    if (this.remaining > 0) throw this.error(`${this.remaining} bytes follow the last value`);
  }

  /** A MarshalError that names the present position. */
  error(problem: string): MarshalError {
    return new MarshalError(problem, this.position);
  }

  /** Claims `size` octets at the next multiple of `size`; returns where they start. */
  #advance(size: number): number {
    const at = this.#aligned(size);
    if (at + size > this.#limit) return this.#advanceBeyond(at, size);
    this.#position = at + size;
    return at;
  }

  /** Claims a value that is not whole in the present part of the message: it is in the next, or cut by the joint. */
  #advanceBeyond(at: number, size: number): number {
    if (this.#limit === this.#end) throw this.#ended(size);
    if (at >= this.#limit) {
      this.#enterNextPart();
      return this.#advance(size);
    }
    if (at + size > this.#end) throw this.#ended(size);
    this.#position = at + size;
    this.#passJoints();
    return at;
  }

  /** Claims `count` octets right here; joints do not matter to octets in a row. */
  #take(count: number): number {
    const at = this.#position;
    if (count > this.#end - at) throw this.#ended(count);
    this.#position = at + count;
    if (this.#position > this.#limit) this.#passJoints();
    return at;
  }

  #aligned(size: number): number {
    const alignment = this.#alignment;
    return alignment + ((this.#position - alignment + size - 1) & -size);
  }

  #enterNextPart(): void {
    this.#position = this.#limit;
    this.#alignment = this.#limit - FRAGMENT_HEADER;
    this.#nextJoint++;
    this.#limit = this.#joints[this.#nextJoint] ?? this.#end;
  }

  /** Enters the part of the message that holds the present position. */
  #passJoints(): void {
    const position = this.#position;
    while (position > this.#limit && this.#limit < this.#end) this.#enterNextPart();
    this.#position = position;
  }

  #ended(needed: number): MarshalError {
    const remaining = Math.max(0, this.remaining);
    return this.error(`the data end early: ${needed} bytes needed, ${remaining} remain`);
  }
}

/** A text that a C program would see: no string can be sent that has a NUL inside. */
function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

/** Where in `bytes` a reader works. All positions are in octets. */
export interface CdrReaderOptions {
  /** The octet from which alignment counts; 0 unless given. */
  readonly origin?: number;
  /** The first octet to read; `origin` unless given. */
  readonly start?: number;
  /** One past the last octet to read. */
  readonly end?: number;
  /** How many levels of nesting may be entered; see DecodeLimits. */
  readonly maxDepth?: number;
  /** How many elements may be decoded one by one; see DecodeLimits. */
  readonly maxElements?: number;
  /** What the messages of this connection have in common. */
  readonly memo?: Memo | undefined;
  /** How many levels were entered before this reader was made. */
  readonly depth?: number;
  /**
   * Where the fragments of a GIOP 1.1 message were joined, in order. Alignment counts there as if a message header stood
   * right before: omniORB aligns the values of each such fragment by the fragment's own header.
   */
  readonly joints?: readonly number[];
}

const NO_JOINTS: readonly number[] = [];
// The octets of the header of a GIOP 1.1 Fragment.
const FRAGMENT_HEADER = 12;

// What keeps a large message from being held by a small part of it, in octets.
const SMALL_PART = 4096;
const LARGE_MESSAGE = 65536;
