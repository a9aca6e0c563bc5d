import { Buffer } from "node:buffer";
import { encodeUtf16, ISO_8859_1 } from "./code-set.ts";
import { MarshalError } from "./marshal-error.ts";
import { type NumericArray, type NumericKind, swapElements } from "./numeric-kind.ts";
import { type SpareMemory, WORTH_KEEPING } from "./spare-memory.ts";
import { NATIVE_FORMAT, NATIVE_LITTLE_ENDIAN, type WireFormat } from "./wire-format.ts";

/**
 * Writes values in Common Data Representation (CORBA 3.4 Part 2 §9.3): each primitive at a multiple of its size,
 * counted from the first octet written. Methods are named after the IDL types; each refuses with a MarshalError
 * a value that its type cannot hold. Padding is always zero.
 */
export class CdrWriter {
  readonly format: WireFormat;
  readonly #littleEndian: boolean;
  readonly #latin1: boolean;
  #buffer: Buffer;
  #view: DataView;
  #position = 0;
  readonly #memory: SpareMemory | undefined;

  /** `capacity` is a first guess in bytes; the buffer doubles as needed, with memory from `memory` once it is large. */
  constructor(format: WireFormat = NATIVE_FORMAT, capacity = 256, memory?: SpareMemory) {
    this.#memory = memory;
    this.format = format;
    this.#littleEndian = format.littleEndian;
    this.#latin1 = format.charCodeSet === ISO_8859_1;
    // From Node's pool, where there is room: a fresh ArrayBuffer costs more than all else of a small message.
    const buffer = Buffer.allocUnsafe(capacity);
    this.#buffer = buffer;
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, capacity);
  }

  /** The number of octets written so far. */
  get position(): number {
    return this.#position;
  }

  /** What was written: a view, which a later write may move away from. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#position);
  }

  /** Whether what was written lies in memory that can be used again: release() gives it back. */
  get hasSpareMemory(): boolean {
    return this.#memory !== undefined && this.#buffer.length >= WORTH_KEEPING;
  }

  /** Gives its memory back, when nobody looks at what was written any more. Nothing can be done with the writer then. */
  release(): void {
    if (this.hasSpareMemory) this.#memory!.giveBack(this.#buffer);
    this.#buffer = NOTHING;
  }

  boolean(value: boolean): void {
    if (typeof value !== "boolean") throw this.#wrong("a boolean", value);
    const at = this.#advance(1);
    this.#view.setUint8(at, value ? 1 : 0);
  }

  octet(value: number): void {
    if (typeof value !== "number" || (value & 0xff) !== value)
      throw this.#wrong("an octet (0 to 255)", value);
    const at = this.#advance(1);
    this.#view.setUint8(at, value);
  }

  short(value: number): void {
    if (typeof value !== "number" || (value << 16) >> 16 !== value)
      throw this.#wrong("a short (-32768 to 32767)", value);
    const at = this.#advance(2);
    this.#view.setInt16(at, value, this.#littleEndian);
  }

  ushort(value: number): void {
    if (typeof value !== "number" || (value & 0xffff) !== value)
      throw this.#wrong("an unsigned short (0 to 65535)", value);
    const at = this.#advance(2);
    this.#view.setUint16(at, value, this.#littleEndian);
  }

  long(value: number): void {
    if (typeof value !== "number" || (value | 0) !== value)
      throw this.#wrong("a long (-2147483648 to 2147483647)", value);
    const at = this.#advance(4);
    this.#view.setInt32(at, value, this.#littleEndian);
  }

  ulong(value: number): void {
    if (typeof value !== "number" || value >>> 0 !== value)
      throw this.#wrong("an unsigned long (0 to 4294967295)", value);
    const at = this.#advance(4);
    this.#view.setUint32(at, value, this.#littleEndian);
  }

  /** A `long long`; a number is taken where it is a safe integer. */
  longlong(value: bigint | number): void {
    const big = this.#bigint(value, "a long long");
    if (BigInt.asIntN(64, big) !== big) throw this.#wrong("a long long (-2^63 to 2^63-1)", value);
    const at = this.#advance(8);
    this.#view.setBigInt64(at, big, this.#littleEndian);
  }

  /** An `unsigned long long`; a number is taken where it is a safe integer. */
  ulonglong(value: bigint | number): void {
    const big = this.#bigint(value, "an unsigned long long");
    if (BigInt.asUintN(64, big) !== big) throw this.#wrong("an unsigned long long (0 to 2^64-1)", value);
    const at = this.#advance(8);
    this.#view.setBigUint64(at, big, this.#littleEndian);
  }

  float(value: number): void {
    if (typeof value !== "number") throw this.#wrong("a float", value);
    const at = this.#advance(4);
    this.#view.setFloat32(at, value, this.#littleEndian);
  }

  double(value: number): void {
    if (typeof value !== "number") throw this.#wrong("a double", value);
    const at = this.#advance(8);
    this.#view.setFloat64(at, value, this.#littleEndian);
  }

  /** A `long double`: sixteen octets as they are, in the byte order of this message (§9.3.1.4). */
  longdouble(value: Uint8Array): void {
    if (value?.length !== 16) throw this.#wrong("a long double (16 octets)", value);
    this.align(8);
    this.octets(value);
  }

  /** A `char`: one character that the code set writes as one octet. */
  char(value: string): void {
    const octets = this.#text(value, "a char");
    if (octets.length !== 1)
      throw this.#wrong(`a char (one octet in ${this.format.charCodeSet.name})`, value);
    this.octets(octets);
  }

  /** A `wchar`: one UTF-16 code unit; two octets in GIOP 1.1, counted octets in 1.2, none in 1.0. */
  wchar(value: string): void {
    if (typeof value !== "string" || value.length !== 1)
      throw this.#wrong("a wchar (one UTF-16 code unit)", value);
    if (this.format.giopMinor === 0) throw this.#noWideCharacters();
    if (this.format.giopMinor === 1) {
      this.ushort(value.charCodeAt(0));
    } else {
      this.octet(2);
      this.octets(encodeUtf16(value, false));
    }
  }

  /** A `string`, with its terminating NUL; a text that holds a NUL itself is refused, since it would be cut there. */
  string(value: string): void {
    if (typeof value !== "string") throw this.#wrong("a string", value);
    const length = value.length;
    if (this.#latin1 && length <= SHORT_TEXT) {
      this.align(4);
      const at = this.#advanceUnaligned(5 + length);
      const buffer = this.#buffer;
      let seen = 0;
      for (let i = 0; i < length; i++) {
        const unit = value.charCodeAt(i);
        seen |= unit;
        if (unit === 0) throw this.#nulInside();
        buffer[at + 4 + i] = unit;
      }
      if (seen > 0xff) this.format.charCodeSet.encode(value);
      buffer[at + 4 + length] = 0;
      this.#view.setUint32(at, length + 1, this.#littleEndian);
      return;
    }
    const octets = this.#text(value, "a string");
    if (octets.includes(0)) throw this.#nulInside();
    this.ulong(octets.length + 1);
    this.octets(octets);
    this.octet(0);
  }

  /** A `wstring`: terminated code units in GIOP 1.1, counted octets in 1.2, none in 1.0. A NUL inside is refused as above. */
  wstring(value: string): void {
    if (typeof value !== "string") throw this.#wrong("a wstring", value);
    if (this.format.giopMinor === 0) throw this.#noWideCharacters();
    if (value.includes("\0")) throw this.#nulInside();
    // What begins like a byte order mark needs one in front, or the receiver would take it for one.
    const text = beginsLikeMark(value) ? `\ufeff${value}` : value;
    if (this.format.giopMinor === 1) {
      this.ulong(text.length + 1);
      this.octets(encodeUtf16(text, this.#littleEndian));
      this.ushort(0);
    } else {
      this.ulong(text.length * 2);
      this.octets(encodeUtf16(text, false));
    }
  }

  /** Octets as they are, with no count and no alignment. */
  octets(value: Uint8Array): void {
    const at = this.#advanceUnaligned(value.length);
    this.#buffer.set(value, at);
  }

  /** The elements of a numeric sequence or array in bulk, without their count. */
  numbers(kind: NumericKind, values: NumericArray): void {
    if (values.length === 0) return;
    const source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.align(kind.size);
    const at = this.#advanceUnaligned(source.length);
    this.#buffer.set(source, at);
    if (this.#littleEndian !== NATIVE_LITTLE_ENDIAN) {
      swapElements(this.#buffer.subarray(at, at + source.length), kind.size);
    }
  }

  /** Pads with zeros to a multiple of `size` octets from the start. */
  align(size: number): void {
    const padding = -this.#position & (size - 1);
    if (padding === 0) return;
    const at = this.#advanceUnaligned(padding);
    for (let i = 0; i < padding; i++) this.#buffer[at + i] = 0;
  }

  /** Leaves room for an `unsigned long` to be patched later; returns its position. */
  reserveUlong(): number {
    this.ulong(0);
    return this.#position - 4;
  }

  /** Overwrites the `unsigned long` at `position`. */
  patchUlong(position: number, value: number): void {
    this.#view.setUint32(position, value, this.#littleEndian);
  }

  /** Overwrites one octet that was written before. */
  patchOctet(position: number, value: number): void {
    this.#buffer[position] = value;
  }

  /**
   * Claims `size` octets at the next multiple of `size`, zeroing what is skipped; returns where they start. It may replace the
   * buffer and its view, so callers look at those only afterwards.
   */
  #advance(size: number): number {
    const start = this.#position;
    const at = (start + size - 1) & -size;
    if (at + size > this.#buffer.length) this.#grow(at + size);
    for (let i = start; i < at; i++) this.#buffer[i] = 0;
    this.#position = at + size;
    return at;
  }

  #advanceUnaligned(size: number): number {
    const at = this.#position;
    if (at + size > this.#buffer.length) this.#grow(at + size);
    this.#position = at + size;
    return at;
  }

  #grow(needed: number): void {
    if (needed > MAX_WRITE)
      throw new MarshalError(`a message of more than ${MAX_WRITE} bytes cannot be sent`);
    const capacity = Math.max(needed + SPARE, this.#buffer.length * 2);
    const isLarge = this.#memory !== undefined && capacity >= WORTH_KEEPING;
    const grown = isLarge ? this.#memory.take(capacity) : Buffer.allocUnsafeSlow(capacity);
    this.#buffer.copy(grown, 0, 0, this.#position);
    if (this.hasSpareMemory) this.#memory!.giveBack(this.#buffer);
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }

  #bigint(value: bigint | number, type: string): bigint {
    if (typeof value === "bigint") return value;
    if (!Number.isSafeInteger(value)) throw this.#wrong(`${type} (a bigint or a safe integer)`, value);
    return BigInt(value);
  }

  #text(value: string, type: string): Uint8Array {
    if (typeof value !== "string") throw this.#wrong(type, value);
    return this.format.charCodeSet.encode(value);
  }

  #wrong(type: string, value: unknown): MarshalError {
    return new MarshalError(`${show(value)} is not ${type}`);
  }

  #nulInside(): MarshalError {
    return new MarshalError("a string with a NUL character inside cannot be sent");
  }

  #noWideCharacters(): MarshalError {
    return new MarshalError(
      "GIOP 1.0 has no wchar and no wstring; the peer must be reached by GIOP 1.1 or later",
    );
  }
}

function beginsLikeMark(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === 0xfeff || first === 0xfffe;
}

/** A value as an error message shows it: short, and with its type where that is what is wrong. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "object" && value !== null)
    return `an object (${value.constructor?.name ?? "Object"})`;
  return typeof value === "function"
    ? "a function"
    : `${String(value)}${typeof value === "bigint" ? "n" : ""}`;
}

// Up to this length a loop over the characters beats the call into Buffer.
const SHORT_TEXT = 24;
const MAX_WRITE = 0x7fff_ffff;
// What follows a large array is mostly small: without room for it the array would be copied once more.
const SPARE = 1024;
const NOTHING = Buffer.alloc(0);
