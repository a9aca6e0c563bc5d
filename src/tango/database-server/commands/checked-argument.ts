import { databaseError } from "./database-command.ts";

/**
 * The name of a device without `tango:` and `//host/` in front; null where it is none. What is behind the second slash may have more of
 * them, as in the real database.
 */
export function deviceNameOf(text: string): string | null {
  if (text.includes("*")) return null;
  const name = text.replace(/^(tango:|taco:)/, "").replace(/^\/\/[^/]*\//, "");
  return /^[^/]+\/[^/]*\//.test(name) ? name : null;
}

/** Refuses a name of a device that is none, as DbAddDevice and DbAddServer do; gives it without what stands in front. */
export function checkedDeviceName(text: string, origin: string): string {
  const name = deviceNameOf(text);
  if (name !== null) return name;
  const desc = `device name (${text}) syntax error (should be [tango:][//instance/]domain/family/member)`;
  throw databaseError("DB_IncorrectDeviceName", desc, origin);
}

/** Refuses what is longer than the column for it, which takes 255 characters of UTF-8. */
export function checkLengths(texts: Readonly<Record<string, string>>, origin: string): void {
  for (const [column, text] of Object.entries(texts)) {
    if (text.length > MAX_LENGTH && utf8Length(text) > MAX_LENGTH)
      throw sqlError(`Data too long for column '${column}'`, origin);
  }
}

/** The number that a text stands for in a column of integers. */
export function checkedInteger(text: string, column: string, origin: string): number {
  const number = Number(text);
  if (/^\s*[-+]?\d+\s*$/.test(text) && number === (number | 0)) return number;
  throw sqlError(`Incorrect integer value: '${text}' for column '${column}'`, origin);
}

/** An alias must not look like a name, nor have blanks in it. */
export function checkAlias(alias: string, of: string, origin: string): void {
  if (!/[/ ]/.test(alias)) return;
  const desc = `Wrong alias ${of}!. Characters '/',' ' forbidden in alias`;
  throw databaseError("DB_IncorrectArguments", desc, origin);
}

/** An error as the real database gives it where MySQL refuses. */
export function sqlError(error: string, origin: string): Error {
  return databaseError("DB_SQLError", `Failed to query TANGO database (error=${error})`, origin);
}

/** How many characters a text has whose own are the octets of UTF-8. */
function utf8Length(octets: string): number {
  return octets.replaceAll(/[\x80-\xbf]+/g, "").length;
}

/** Of names in SQL: varchar(255). */
const MAX_LENGTH = 255;
