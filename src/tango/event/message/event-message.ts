import { Buffer } from "node:buffer";
import { CdrReader } from "../../../giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../../giop/cdr/marshal-error.ts";
import type { SpareMemory } from "../../../giop/cdr/spare-memory.ts";
import { NATIVE_FORMAT, NATIVE_LITTLE_ENDIAN } from "../../../giop/cdr/wire-format.ts";
import type { Codec } from "../../../giop/idl/codec.ts";
import { type DevError, DevErrorList } from "../../idl/dev-error.ts";
import { ZmqCallInfo } from "../../idl/device-change.ts";

/**
 * An event as it came: the four frames of a ZeroMQ message, or the first three for a heartbeat. The content is decoded by who knows of which
 * type it is (`decodeContent`).
 */
export interface EventMessage {
  readonly topic: string;
  /** Counts the events of one topic, from 0 or 1. That of a heartbeat means nothing: cppTango sends what its memory happens to hold. */
  readonly counter: number;
  /** Whether the content is why there is no value: a list of DevError. */
  readonly hasFailed: boolean;
  readonly littleEndian: boolean;
  /** The last frame; null for a heartbeat. */
  readonly content: Uint8Array | null;
}

/** How much stands before the content of an event: `C0 DE C0 DE`, for pipes twice, which nobody looks at. CDR counts from behind it. */
export type ContentPrefix = 4 | 8;

/** The prefix of the contents of all events but those of pipes: with it doubles lie at multiples of 8 where the frame begins at 4. */
export const VALUE_PREFIX: ContentPrefix = 4;
/** The prefix of the contents of pipe events. */
export const PIPE_PREFIX: ContentPrefix = 8;

/** Takes the frames of a message apart. Throws a MarshalError for what is neither an event nor a heartbeat. */
export function decodeEventMessage(frames: readonly Uint8Array[]): EventMessage {
  const [topic, order, call, content = null] = frames;
  if (topic === undefined || order === undefined || call === undefined || frames.length > 4) {
    throw new MarshalError(`an event has 4 frames and a heartbeat 3, this message has ${frames.length}`);
  }
  // As C++ clients: whatever is not 0 is little-endian.
  const littleEndian = order[0] !== 0;
  const info = ZmqCallInfo.decode(new CdrReader(call, { ...NATIVE_FORMAT, littleEndian }));
  return {
    topic: latin1(topic),
    counter: info.ctr,
    hasFailed: info.call_is_except,
    littleEndian,
    content,
  };
}

/** The content of an event of which `codec` is the type. Throws a MarshalError. */
export function decodeContent<T>(
  { content, littleEndian }: EventMessage,
  codec: Codec<T, never>,
  prefix: ContentPrefix = VALUE_PREFIX,
): T {
  if (content === null) throw new MarshalError("the event has no content");
  if (content.length < prefix) throw new MarshalError(`the event ends within its first ${prefix} octets`);
  return codec.decode(new CdrReader(content.subarray(prefix), { ...NATIVE_FORMAT, littleEndian }));
}

/** Why there is no value, of a message that `hasFailed`. Throws a MarshalError. */
export function decodeFailure(message: EventMessage, prefix: ContentPrefix = VALUE_PREFIX): DevError[] {
  return decodeContent(message, DevErrorList, prefix);
}

/** The second to last frames of an event with this content, for every topic under which it is sent. */
export function encodeEventFrames<I>(
  counter: number,
  codec: Codec<unknown, I>,
  content: I,
  { prefix = VALUE_PREFIX, hasFailed = false, memory }: EncodeOptions = {},
): readonly [Uint8Array, Uint8Array, Uint8Array] {
  return [BYTE_ORDER, encodeCallInfo(counter, hasFailed), encodeContent(codec, content, prefix, memory)];
}

/** How the content of an event is encoded. */
export interface EncodeOptions {
  readonly prefix?: ContentPrefix;
  /** Whether the content is a DevErrorList in the place of what the event carries. */
  readonly hasFailed?: boolean;
  /** Where the memory of a large content comes from: who sends it gives it back. */
  readonly memory?: SpareMemory | undefined;
}

/** The second and third frame of a heartbeat. */
export function encodeHeartbeatFrames(): readonly [Uint8Array, Uint8Array] {
  return [BYTE_ORDER, encodeCallInfo(0, false)];
}

function encodeCallInfo(ctr: number, call_is_except: boolean): Uint8Array {
  const writer = new CdrWriter(NATIVE_FORMAT, 24);
  ZmqCallInfo.encode(writer, { version: 1, ctr, method_name: "", oid: NO_OCTETS, call_is_except });
  return writer.bytes();
}

function encodeContent<I>(
  codec: Codec<unknown, I>,
  content: I,
  prefix: ContentPrefix,
  memory: SpareMemory | undefined,
): Uint8Array {
  const writer = new CdrWriter(NATIVE_FORMAT, 256, memory);
  // CDR counts from behind the prefix: eight octets in front keep every alignment, and the first of them may be left out.
  writer.ulong(MARK);
  writer.ulong(MARK);
  codec.encode(writer, content);
  return writer.bytes().subarray(8 - prefix);
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("latin1");
}

const BYTE_ORDER: Uint8Array = Uint8Array.of(NATIVE_LITTLE_ENDIAN ? 1 : 0);
const NO_OCTETS = new Uint8Array();
/** `C0 DE C0 DE` as a number of this machine's byte order. */
const MARK = NATIVE_LITTLE_ENDIAN ? 0xdec0dec0 : 0xc0dec0de;
