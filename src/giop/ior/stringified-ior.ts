import { Buffer } from "node:buffer";
import { errorWithin } from "../cdr/marshal-error.ts";
import { NATIVE_LITTLE_ENDIAN } from "../cdr/wire-format.ts";
import { MINOR_CODE } from "../exception/minor-code.ts";
import { SystemException } from "../exception/system-exception.ts";
import { newEncapsulation, openEncapsulation } from "./encapsulation.ts";
import { decodeIor, encodeIor, type Ior } from "./ior.ts";

/** The `IOR:` text of a reference (CORBA 3.4 Part 2 §7.6.9): an encapsulation in hexadecimal digits. */
export function formatIor(ior: Ior | null, littleEndian: boolean = NATIVE_LITTLE_ENDIAN): string {
  const writer = newEncapsulation(littleEndian);
  encodeIor(writer, ior);
  return `IOR:${Buffer.from(writer.bytes()).toString("hex")}`;
}

/**
 * The reference in an `IOR:` text; null for the nil reference. Either byte order, any case, spaces around it.
 * BAD_PARAM where the text is none; MARSHAL where its octets are no reference.
 */
export function parseIor(text: string): Ior | null {
  const match = /^\s*IOR:((?:[0-9a-f]{2})+)\s*$/i.exec(text);
  if (match === null) {
    throw new SystemException("BAD_PARAM", MINOR_CODE.BAD_PARAM_BadSchemeSpecificPart, {
      detail: `"${shorten(text)}" is not IOR: followed by pairs of hexadecimal digits`,
    });
  }
  try {
    return decodeIor(openEncapsulation(Buffer.from(match[1]!, "hex")));
  } catch (error) {
    throw new SystemException("MARSHAL", MINOR_CODE.MARSHAL_InvalidIOR, {
      detail: `"${shorten(text)}" does not hold an object reference`,
      cause: errorWithin(error, "ior"),
    });
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
