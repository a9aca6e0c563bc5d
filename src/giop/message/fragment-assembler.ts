import { Buffer } from "node:buffer";
import { DEFAULT_LIMITS, type DecodeLimits } from "../cdr/limits.ts";
import { fragmentSpare } from "./message-deframer.ts";
import { canBeFragmented } from "./message-encoder.ts";
import {
  FLAG_MORE_FRAGMENTS,
  giopMinorOf,
  HEADER_SIZE,
  hasMoreFragments,
  isLittleEndian,
  messageTypeOf,
  patchMessageSize,
  ulongAt,
} from "./message-header.ts";
import { ProtocolError } from "./protocol-error.ts";

/**
 * Joins the fragments of one connection (CORBA 3.4 Part 2 §9.4.9). In GIOP 1.2 a fragment names the request it
 * belongs to, so that several messages may be under way at once; in 1.1 the fragments of a message follow it directly.
 *
 * What comes out is the message as it would have been without fragments. In 1.1 omniORB aligns the values of a fragment by
 * the fragment's own header, so that a reader must know the `joints` too.
 */
export class FragmentAssembler {
  readonly #limits: DecodeLimits;
  readonly #assemblies = new Map<number, Assembly>();
  #held = 0;
  #joints: readonly number[] = NO_JOINTS;

  constructor(limits: DecodeLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** How many messages are partly here. */
  get open(): number {
    return this.#assemblies.size;
  }

  /** Where the parts of the message that was returned last were joined: CdrReaderOptions.joints. Empty but in 1.1. */
  get joints(): readonly number[] {
    return this.#joints;
  }

  /** Stands for the message that has been partly here for longest; undefined where there is none. */
  get oldest(): object | undefined {
    if (this.#assemblies.size === 0) return undefined;
    return this.#assemblies.values().next().value;
  }

  /**
   * Takes the next message of the connection: returns it where it is whole, the joined message where it was the last
   * fragment, null where more must come. A ProtocolError for fragments that belong nowhere or pass the limits.
   */
  add(message: Uint8Array): Uint8Array | null {
    this.#joints = NO_JOINTS;
    if (messageTypeOf(message) === "Fragment") return this.#append(message);
    if (hasMoreFragments(message)) {
      this.#begin(message);
      return null;
    }
    if (this.#assemblies.size > 0 && this.#assemblies.has(UNNAMED) && giopMinorOf(message) === 1) {
      throw new ProtocolError("another message comes between the fragments of a GIOP 1.1 message", message);
    }
    return message;
  }

  /** Forgets what is here of the message with this request id: its sender gave it up. */
  drop(requestId: number): void {
    const assembly = this.#assemblies.get(requestId);
    if (assembly !== undefined) this.#remove(requestId, assembly);
  }

  #begin(message: Uint8Array): void {
    if (!canBeFragmented(message)) {
      throw new ProtocolError(`a ${messageTypeOf(message)} message cannot have fragments`, message);
    }
    const id = this.#idOf(message);
    if (this.#assemblies.has(id)) {
      throw new ProtocolError("a message begins while fragments of the same one are missing", message);
    }
    if (this.#assemblies.size >= this.#limits.maxFragmentedMessages) {
      const problem = `more than ${this.#limits.maxFragmentedMessages} messages are partly received`;
      throw new ProtocolError(problem, message);
    }
    this.#hold(message, message.length);
    this.#assemblies.set(id, { bytes: message, length: message.length, joints: [] });
  }

  #append(fragment: Uint8Array): Uint8Array | null {
    const id = this.#idOf(fragment);
    const assembly = this.#assemblies.get(id);
    if (assembly === undefined) throw new ProtocolError("a fragment belongs to no message", fragment);
    const { bytes } = assembly;
    if (isLittleEndian(fragment) !== isLittleEndian(bytes) || giopMinorOf(fragment) !== giopMinorOf(bytes)) {
      throw new ProtocolError("a fragment differs from its message in byte order or version", fragment);
    }
    const data = fragment.subarray(giopMinorOf(fragment) === 2 ? FRAGMENT_HEADER_SIZE : HEADER_SIZE);
    this.#hold(fragment, data.length);
    if (id === UNNAMED && assembly.joints.at(-1) !== assembly.length) assembly.joints.push(assembly.length);
    const more = hasMoreFragments(fragment);
    extend(assembly, data, more);
    if (more) return null;
    this.#remove(id, assembly);
    this.#joints = assembly.joints;
    const message = assembly.bytes.subarray(0, assembly.length);
    message[6]! &= ~FLAG_MORE_FRAGMENTS;
    patchMessageSize(message);
    return message;
  }

  #idOf(message: Uint8Array): number {
    if (giopMinorOf(message) === 1) return UNNAMED;
    if (message.length < FRAGMENT_HEADER_SIZE)
      throw new ProtocolError("a fragment is too short for its request id", message);
    return ulongAt(message, HEADER_SIZE);
  }

  #hold(message: Uint8Array, size: number): void {
    this.#held += size;
    if (this.#held > this.#limits.maxMessageSize) {
      const problem = `the fragments received make more than ${this.#limits.maxMessageSize} bytes`;
      throw new ProtocolError(problem, message);
    }
  }

  #remove(id: number, assembly: Assembly): void {
    this.#assemblies.delete(id);
    this.#held -= assembly.length;
  }
}

/** A message that is partly here: its first `length` octets, and room for more. */
interface Assembly {
  bytes: Uint8Array;
  length: number;
  readonly joints: number[];
}

function extend(assembly: Assembly, data: Uint8Array, more: boolean): void {
  const { bytes, length } = assembly;
  const needed = length + data.length;
  if (needed > bytes.length && needed <= bytes.length + spareBehind(bytes)) {
    assembly.bytes = Buffer.from(bytes.buffer, 0, needed);
  } else if (needed > bytes.length) {
    // Memory of its own again, from offset 0; doubled, so that many small fragments are not copied over and over.
    const grown = Buffer.allocUnsafeSlow(more ? Math.max(needed, length * 2) : needed);
    grown.set(length < bytes.length ? bytes.subarray(0, length) : bytes);
    assembly.bytes = grown;
  }
  assembly.bytes.set(data, length);
  assembly.length = needed;
}

/** The octets behind a message that are its own to grow into: those that the deframer left for this. */
function spareBehind(message: Uint8Array): number {
  const spare = fragmentSpare(message.length);
  return message.byteOffset === 0 && message.buffer.byteLength === message.length + spare ? spare : 0;
}

// Request ids are 32 bits, so this is none of them.
const UNNAMED = -1;
const FRAGMENT_HEADER_SIZE = 16;
const NO_JOINTS: readonly number[] = [];
