import { Buffer } from "node:buffer";
import { MarshalError } from "./marshal-error.ts";

/**
 * A character encoding of the OSF registry, as negotiated for `char`/`string` (CORBA 3.4 Part 2 §7.10).
 * `encode` gives the bytes without a terminator; it throws a MarshalError for a character the set does not have.
 */
export interface CodeSet {
  readonly id: number;
  readonly name: string;
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array, start: number, end: number): string;
}

/** ISO 8859-1: native to omniORB, and what Tango uses for every string. */
export const ISO_8859_1: CodeSet = {
  id: 0x00010001,
  name: "ISO-8859-1",
  encode(text) {
    if (BEYOND_LATIN_1.test(text)) {
      const at = text.search(BEYOND_LATIN_1);
      throw new MarshalError(
        `the character U+${codePoint(text, at)} has no ISO-8859-1 form, which the peer needs`,
      );
    }
    return Buffer.from(text, "latin1");
  },
  decode: (bytes, start, end) => asBuffer(bytes).toString("latin1", start, end),
};

/** UTF-8 (X/Open UTF-8, with the OSF id omniORB uses). */
export const UTF_8: CodeSet = {
  id: 0x05010001,
  name: "UTF-8",
  encode: (text) => Buffer.from(text, "utf8"),
  decode: (bytes, start, end) => asBuffer(bytes).toString("utf8", start, end),
};

/** UTF-16 for `wchar` and `wstring`; big-endian where no byte order mark says otherwise (CORBA 3.4 Part 2 §9.3.1.6). */
export const UTF_16_ID = 0x00010109;

/** The transmission code set for `char` and `string` with the given OSF id, or undefined where we cannot speak it. */
export function charCodeSet(id: number): CodeSet | undefined {
  return id === ISO_8859_1.id ? ISO_8859_1 : id === UTF_8.id ? UTF_8 : undefined;
}

/** Decodes UTF-16 code units; a leading byte order mark wins over `littleEndian` and is dropped. */
export function decodeUtf16(bytes: Uint8Array, start: number, end: number, littleEndian: boolean): string {
  let from = start;
  let little = littleEndian;
  if (end - start >= 2) {
    const mark = (bytes[start]! << 8) | bytes[start + 1]!;
    if (mark === 0xfeff || mark === 0xfffe) {
      little = mark === 0xfffe;
      from += 2;
    }
  }
  if (little) return asBuffer(bytes).toString("utf16le", from, end);
  const swapped = Buffer.from(bytes.subarray(from, end));
  return swapped.swap16().toString("utf16le");
}

/** Encodes UTF-16 code units in the given byte order, without a byte order mark. */
export function encodeUtf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return littleEndian ? bytes : bytes.swap16();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function codePoint(text: string, at: number): string {
  return text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, "0");
}

const BEYOND_LATIN_1 = /[\u0100-\uffff]/;
