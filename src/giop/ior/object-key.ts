import { Buffer } from "node:buffer";
import { MINOR_CODE } from "../exception/minor-code.ts";
import { SystemException } from "../exception/system-exception.ts";

/** The printable form of an object key, as a `corbaloc:` URL has it: octets that a URL cannot hold as `%xx`. */
export function formatObjectKey(key: Uint8Array): string {
  let text = "";
  for (const octet of key) {
    const char = String.fromCharCode(octet);
    text += URL_SAFE.test(char) ? char : `%${octet.toString(16).padStart(2, "0")}`;
  }
  return text;
}

/** The octets of a printable object key. BAD_PARAM for a `%` that two hexadecimal digits do not follow. */
export function parseObjectKey(text: string): Uint8Array {
  return objectKeyFromText(unescapeUrl(text));
}

/** The key whose octets are the characters of `text` (ISO-8859-1), as Tango names its objects. */
export function objectKeyFromText(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** Replaces each `%xx` by the character with that code. */
export function unescapeUrl(text: string): string {
  return text.replace(/%.{0,2}/gs, (escaped) => {
    if (!/^%[0-9a-fA-F]{2}$/.test(escaped)) {
      throw new SystemException("BAD_PARAM", MINOR_CODE.BAD_PARAM_BadSchemeSpecificPart, {
        detail: `"${text}" has a % without two hexadecimal digits behind it`,
      });
    }
    return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  });
}

/** Writes each character that a URL cannot hold as `%xx`; of ISO-8859-1 only. */
export function escapeUrl(text: string): string {
  return formatObjectKey(objectKeyFromText(text));
}

// RFC 2396 unreserved and reserved characters but "%" and "#", as omniORB leaves them in a corbaloc.
const URL_SAFE = /[A-Za-z0-9;/:?@&=+$,\-_.!~*'()]/;
