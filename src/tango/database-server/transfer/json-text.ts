import { Buffer } from "node:buffer";

// Texts of the database are octets, one character for each; mostly they are UTF-8. In JSON they are the text that this says. An octet that is
// no UTF-8 is a lone surrogate there, \udc80 to \udcff, as Python's "surrogateescape" (PEP 383) has it.

/** Octets, one character for each, as a text for JSON. */
export function textOfOctets(octets: string): string {
  const bytes = Buffer.from(octets, "latin1");
  if (bytes.every((byte) => byte < 0x80)) return octets;
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at);
    text += length === 0 ? String.fromCharCode(0xdc00 + bytes[at]!) : bytes.toString("utf8", at, at + length);
    at += Math.max(length, 1);
  }
  return text;
}

/** The octets of a text from JSON. */
export function octetsOfText(text: string): string {
  const parts = text.split(/([\udc80-\udcff])/u);
  return parts
    .map((part, i) =>
      i % 2 === 1
        ? String.fromCharCode(part.charCodeAt(0) - 0xdc00)
        : Buffer.from(part, "utf8").toString("latin1"),
    )
    .join("");
}

/** How many octets the character that begins here has; 0 where none does. */
function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    return first >= 0xc2 && DECODER.decode(bytes.subarray(at, at + length)).length > 0 ? length : 0;
  } catch {
    return 0;
  }
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
