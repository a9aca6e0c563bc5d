import { CdrReader } from "../cdr/cdr-reader.ts";
import { CdrWriter } from "../cdr/cdr-writer.ts";
import { ISO_8859_1 } from "../cdr/code-set.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { NATIVE_LITTLE_ENDIAN, type WireFormat } from "../cdr/wire-format.ts";

/**
 * A reader of a whole encapsulation (CORBA 3.4 Part 2 §9.3.3), placed behind its byte order octet. Profiles,
 * components and service contexts are such octets. Their strings are ISO-8859-1, whatever the connection negotiated.
 */
export function openEncapsulation(bytes: Uint8Array): CdrReader {
  const order = bytes[0];
  if (order === undefined) throw new MarshalError("an encapsulation is empty", 0);
  return new CdrReader(bytes, (order & 1) === 1 ? LITTLE_ENDIAN : BIG_ENDIAN, BEHIND_BYTE_ORDER);
}

/** A writer that has written the byte order octet of an encapsulation; what `bytes()` gives at the end is the whole. */
export function newEncapsulation(littleEndian: boolean = NATIVE_LITTLE_ENDIAN): CdrWriter {
  const writer = new CdrWriter(littleEndian ? LITTLE_ENDIAN : BIG_ENDIAN, 64);
  writer.octet(littleEndian ? 1 : 0);
  return writer;
}

/** Reads a counted octet sequence (`sequence<octet>`) as a view of the message. */
export function decodeOctets(reader: CdrReader): Uint8Array {
  return reader.octets(reader.ulong());
}

/** Writes a counted octet sequence (`sequence<octet>`). */
export function encodeOctets(writer: CdrWriter, octets: Uint8Array): void {
  writer.ulong(octets.length);
  writer.octets(octets);
}

const LITTLE_ENDIAN: WireFormat = { littleEndian: true, giopMinor: 2, charCodeSet: ISO_8859_1 };
const BIG_ENDIAN: WireFormat = { littleEndian: false, giopMinor: 2, charCodeSet: ISO_8859_1 };
const BEHIND_BYTE_ORDER = { start: 1 };
