import type { GiopMinor } from "../cdr/wire-format.ts";
import { MESSAGE_TYPES, type MessageType } from "./message-type.ts";
import { ProtocolError } from "./protocol-error.ts";

/*
 * The header that begins every GIOP message (CORBA 3.4 Part 2 §9.4.1). It is read in place:
 *
 *    0      4        5        6        7       8               12
 *   "GIOP"  major=1  minor    flags    type    size (ulong)    body …
 *
 * flags: bit 0 little-endian; bit 1 more fragments follow (1.1 and later). size counts the octets behind the header.
 */

/** Octets of the header. */
export const HEADER_SIZE = 12;

/** Flag bit 0: the message is little-endian. */
export const FLAG_LITTLE_ENDIAN = 0x01;
/** Flag bit 1: fragments follow. */
export const FLAG_MORE_FRAGMENTS = 0x02;

/** Whether these octets begin like a GIOP 1 message that we understand; a ProtocolError tells what is wrong with them. */
export function checkMessageHeader(message: Uint8Array): void {
  if (message[0] !== 0x47 || message[1] !== 0x49 || message[2] !== 0x4f || message[3] !== 0x50)
    throw new ProtocolError("the peer sent something that is not a GIOP message", message);
  if (message[4] !== 1 || message[5]! > 2) {
    const problem = `the peer sent a message of GIOP ${message[4]}.${message[5]}; 1.0 to 1.2 are known`;
    throw new ProtocolError(problem, message);
  }
  if (message[7]! >= MESSAGE_TYPES.length || (message[7] === FRAGMENT && message[5] === 0)) {
    const problem = `the peer sent a message of type ${message[7]}, which GIOP 1.${message[5]} does not have`;
    throw new ProtocolError(problem, message);
  }
}

/** What the message is, by a header that was checked. */
export function messageTypeOf(message: Uint8Array): MessageType {
  return MESSAGE_TYPES[message[7]!]!;
}

/** The GIOP minor version of a message whose header was checked. */
export function giopMinorOf(message: Uint8Array): GiopMinor {
  return message[5] as GiopMinor;
}

/** The byte order of the message. */
export function isLittleEndian(message: Uint8Array): boolean {
  return (message[6]! & FLAG_LITTLE_ENDIAN) !== 0;
}

/** Whether fragments follow. GIOP 1.0 has none: there the octet is only the byte order. */
export function hasMoreFragments(message: Uint8Array): boolean {
  return (message[6]! & FLAG_MORE_FRAGMENTS) !== 0 && message[5] !== 0;
}

/** The size of the whole message that the header promises, its own twelve octets included. */
export function messageSize(message: Uint8Array): number {
  return HEADER_SIZE + ulongAt(message, SIZE_OFFSET);
}

/** The `unsigned long` at `offset` of a message, in its byte order. */
export function ulongAt(message: Uint8Array, offset: number): number {
  const a = message[offset]!;
  const b = message[offset + 1]!;
  const c = message[offset + 2]!;
  const d = message[offset + 3]!;
  const value = isLittleEndian(message)
    ? a | (b << 8) | (c << 16) | (d << 24)
    : (a << 24) | (b << 16) | (c << 8) | d;
  return value >>> 0;
}

/** Overwrites the size in the header by that of `message` itself. */
export function patchMessageSize(message: Uint8Array): void {
  const size = message.length - HEADER_SIZE;
  const little = isLittleEndian(message);
  for (let i = 0; i < 4; i++) message[SIZE_OFFSET + (little ? i : 3 - i)] = (size >>> (8 * i)) & 0xff;
}

const SIZE_OFFSET = 8;
const FRAGMENT = MESSAGE_TYPES.indexOf("Fragment");
