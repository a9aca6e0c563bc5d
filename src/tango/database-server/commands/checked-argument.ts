import type { DeviceTable } from "../tables/device-table.ts";
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

/** Refuses a device name one of whose fields is longer than its column. */
export function checkFields(name: string, origin: string): void {
  const [domain = "", family = "", ...member] = name.split("/");
  for (const [column, text] of Object.entries({ domain, family, member: member.join("/") })) {
    if (text.length > MAX_FIELD_LENGTH) throw sqlError(`Data too long for column '${column}'`, origin);
  }
}

/** Refuses the version of a device or an event channel that is longer than its column. */
export function checkVersion(version: string, origin: string): void {
  if (version.length > MAX_VERSION_LENGTH) throw sqlError("Data too long for column 'version'", origin);
}

/** Of domain, family and member in SQL: varchar(85). */
const MAX_FIELD_LENGTH = 85;
/** Of versions in SQL: varchar(8). */
const MAX_VERSION_LENGTH = 8;

/** Refuses an alias that another device has. */
export function checkAliasIsFree(
  { byAlias }: DeviceTable,
  alias: string,
  device: string,
  origin: string,
): void {
  for (const { name } of byAlias.get(alias)) {
    if (name.toLowerCase() === device.toLowerCase()) continue;
    throw databaseError("DB_SQLError", `alias ${alias} already exists !`, origin);
  }
}
