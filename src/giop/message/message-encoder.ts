import { CdrWriter } from "../cdr/cdr-writer.ts";
import type { SpareMemory } from "../cdr/spare-memory.ts";
import type { GiopMinor, WireFormat } from "../cdr/wire-format.ts";
import { messageFormat } from "./giop-version.ts";
import {
  FLAG_LITTLE_ENDIAN,
  FLAG_MORE_FRAGMENTS,
  giopMinorOf,
  HEADER_SIZE,
  isLittleEndian,
  patchMessageSize,
} from "./message-header.ts";
import { MESSAGE_TYPES, type MessageType } from "./message-type.ts";

/** A writer that has written the header of a message; finishMessage() puts the size in. `capacity` and `memory` are as for a CdrWriter. */
export function beginMessage(
  type: MessageType,
  format: WireFormat,
  capacity = 256,
  memory?: SpareMemory,
): CdrWriter {
  const writer = new CdrWriter(format, capacity, memory);
  writer.octets(prefixOf(type, format));
  writer.ulong(0);
  return writer;
}

/** The whole message, its size set. The writer must not be used again, but for release(). */
export function finishMessage(writer: CdrWriter): Uint8Array {
  writer.patchUlong(8, writer.position - HEADER_SIZE);
  return writer.bytes();
}

/** A message that is a header and no more: CloseConnection, MessageError. */
export function emptyMessage(type: "CloseConnection" | "MessageError", giopMinor: GiopMinor): Uint8Array {
  return finishMessage(beginMessage(type, messageFormat(giopMinor), HEADER_SIZE));
}

/**
 * The chunks to send, in order, so that no single message is larger than `maxSize` octets: the message itself where it
 * fits, else its beginning and Fragment messages (CORBA 3.4 Part 2 §9.4.9). GIOP 1.0 has no fragments, and the messages
 * with no body to speak of are never split. What was in the message is not copied.
 *
 * In 1.2 each message but the last ends at a multiple of 8. In 1.1 each ends 4 beyond one: as a
 * Fragment's data begin behind 12 octets there, alignment is then the same whether a receiver counts from the fragment
 * (omniORB) or from the whole.
 */
export function fragmentMessage(message: Uint8Array, maxSize: number): Uint8Array[] {
  const minor = giopMinorOf(message);
  const headerSize = minor === 2 ? FRAGMENT_HEADER_SIZE : HEADER_SIZE;
  if (message.length <= maxSize || minor === 0 || !canBeFragmented(message)) return [message];
  const remainder = minor === 2 ? 0 : 4;
  const size = Math.max(FRAGMENT_MINIMUM, ((maxSize - remainder) & ~7) + remainder);
  const chunks: Uint8Array[] = [];
  let at = Math.min(size, message.length);
  const first = message.subarray(0, at);
  if (at === message.length) return [message];
  first[6]! |= FLAG_MORE_FRAGMENTS;
  patchMessageSize(first);
  chunks.push(first);
  while (at < message.length) {
    const end = Math.min(at + size - headerSize, message.length);
    chunks.push(fragmentHeader(message, headerSize, end - at, end < message.length));
    chunks.push(message.subarray(at, end));
    at = end;
  }
  return chunks;
}

/** Whether GIOP lets this message be sent in fragments: Request and Reply in 1.1, the locate messages too in 1.2. */
export function canBeFragmented(message: Uint8Array): boolean {
  const type = MESSAGE_TYPES[message[7]!];
  if (type === "Request" || type === "Reply") return message[5] !== 0;
  return message[5] === 2 && (type === "LocateRequest" || type === "LocateReply");
}

function fragmentHeader(
  message: Uint8Array,
  headerSize: number,
  dataSize: number,
  more: boolean,
): Uint8Array {
  const header = new Uint8Array(message.subarray(0, headerSize));
  header[6] = (isLittleEndian(message) ? FLAG_LITTLE_ENDIAN : 0) | (more ? FLAG_MORE_FRAGMENTS : 0);
  header[7] = FRAGMENT;
  const size = headerSize - HEADER_SIZE + dataSize;
  new DataView(header.buffer, header.byteOffset).setUint32(8, size, isLittleEndian(message));
  return header;
}

function prefixOf(type: MessageType, format: WireFormat): Uint8Array {
  const order = format.littleEndian ? LITTLE_ENDIAN_PREFIXES : BIG_ENDIAN_PREFIXES;
  return order[format.giopMinor]![type];
}

function prefixes(flags: number): readonly Readonly<Record<MessageType, Uint8Array>>[] {
  return [0, 1, 2].map((minor) => {
    const entries = MESSAGE_TYPES.map((type, number) => [
      type,
      Uint8Array.of(0x47, 0x49, 0x4f, 0x50, 1, minor, flags, number),
    ]);
    return Object.fromEntries(entries) as Record<MessageType, Uint8Array>;
  });
}

const BIG_ENDIAN_PREFIXES = prefixes(0);
const LITTLE_ENDIAN_PREFIXES = prefixes(FLAG_LITTLE_ENDIAN);
const FRAGMENT = MESSAGE_TYPES.indexOf("Fragment");
// In 1.2 the request id follows the header of a Fragment, and of every message that can have fragments.
const FRAGMENT_HEADER_SIZE = 16;
// Small enough for tests to see many fragments, large enough for each to carry data.
const FRAGMENT_MINIMUM = 32;
