import { Buffer } from "node:buffer";

/** A character set that a dump may be written in, by what it is for its octets. In all of them ASCII is ASCII. */
export type SqlCharacterSet = "utf8" | "latin1" | "ascii" | "binary";

/** The character set with this name of MySQL; undefined for one that is not known here. */
export function sqlCharacterSet(name: string): SqlCharacterSet | undefined {
  const known = name.toLowerCase();
  return Object.hasOwn(NAMES, known) ? NAMES[known] : undefined;
}

/** A text in another character set, one character for each octet; undefined where it has a character that is not in that one. */
export function convertText(text: string, from: SqlCharacterSet, to: SqlCharacterSet): string | undefined {
  if (from === to || isAscii(text)) return text;
  if (from === "latin1" && to === "utf8") return utf8OfLatin1(text);
  if (from === "utf8" && to === "latin1") return latin1OfUtf8(text);
  return undefined;
}

/** Whether these octets are UTF-8. */
export function isUtf8(octets: string): boolean {
  return isAscii(octets) || decodeUtf8(octets) !== undefined;
}

/** What MySQL calls latin1 is Windows 1252, and the five octets that this leaves open are the control characters of ISO 8859-1. */
function utf8OfLatin1(octets: string): string {
  const text = octets.replace(/[\x80-\x9f]/g, (octet) => WINDOWS_1252[octet.charCodeAt(0) - 0x80]!);
  return Buffer.from(text, "utf8").toString("latin1");
}

function latin1OfUtf8(octets: string): string | undefined {
  const text = decodeUtf8(octets);
  if (text === undefined) return undefined;
  let latin1 = "";
  for (const character of text) {
    const code = character.charCodeAt(0);
    const isSame = character.length === 1 && (code < 0x80 || (code >= 0xa0 && code <= 0xff));
    const octet = isSame ? code : 0x80 + WINDOWS_1252.indexOf(character);
    if (!isSame && octet < 0x80) return undefined;
    latin1 += String.fromCharCode(octet);
  }
  return latin1;
}

function decodeUtf8(octets: string): string | undefined {
  try {
    return DECODER.decode(Buffer.from(octets, "latin1"));
  } catch {
    return undefined;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

const NAMES: Readonly<Record<string, SqlCharacterSet>> = {
  utf8: "utf8",
  utf8mb3: "utf8",
  utf8mb4: "utf8",
  latin1: "latin1",
  ascii: "ascii",
  us_ascii: "ascii",
  binary: "binary",
};

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Octets 80 to 9F of Windows 1252. */
const WINDOWS_1252 = [
  ..."\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f",
  ..."\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178",
];
