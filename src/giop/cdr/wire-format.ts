import { type CodeSet, ISO_8859_1 } from "./code-set.ts";

/** The GIOP minor version in use: 0, 1 or 2. The major version is always 1. */
export type GiopMinor = 0 | 1 | 2;

/** How values stand on the wire in one message: its byte order, GIOP version and `char` code set. */
export interface WireFormat {
  readonly littleEndian: boolean;
  /** Decides the form of `wchar` and `wstring`: none in 1.0, two octets in 1.1, counted octets in 1.2. */
  readonly giopMinor: GiopMinor;
  readonly charCodeSet: CodeSet;
}

/** The byte order of this machine; a sender chooses, so we send what needs no swapping here. */
export const NATIVE_LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** GIOP 1.2 in native byte order with ISO-8859-1 strings, what Tango peers speak. */
export const NATIVE_FORMAT: WireFormat = {
  littleEndian: NATIVE_LITTLE_ENDIAN,
  giopMinor: 2,
  charCodeSet: ISO_8859_1,
};
