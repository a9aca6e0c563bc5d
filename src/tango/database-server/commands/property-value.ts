import { databaseError } from "./database-command.ts";
import type { PropertyKind } from "./property-kind.ts";

/** What SQL type varchar(255) of the real database's names takes: characters, of UTF-8. */
const MAX_NAME_LENGTH = 255;

/** What SQL type text of the real database's values takes, in octets. */
const MAX_VALUE_LENGTH = 65535;

/**
 * A value as it is kept. Clients may escape quotes for SQL themselves, and then the real database does not do it again: so a backslash
 * before a quote is not part of the value.
 */
export function keptValue(value: string): string {
  return value.replace(/\\(["'])/g, "$1");
}

/**
 * Throws DB_SQLError where a property does not fit into the tables of the real database: what is put here can be exported to there. Names have
 * at most 255 characters, values at most 65535 octets.
 */
export function checkLengths(
  kind: PropertyKind,
  {
    owner,
    member,
    name,
    values,
  }: { owner: string; member: string | null; name: string; values: readonly string[] },
  origin: string,
): void {
  const tooLong = (what: string, limit: string) =>
    databaseError("DB_SQLError", `The ${what} is too long: a Tango database takes ${limit}`, origin);
  const names = { [kind.owner]: owner, [kind.member ?? "member"]: member ?? "", property: name };
  for (const [what, text] of Object.entries(names)) {
    if (utf8Length(text) > MAX_NAME_LENGTH)
      throw tooLong(
        `name of the ${what} that begins with '${text.slice(0, 60)}'`,
        `${MAX_NAME_LENGTH} characters`,
      );
  }
  for (const [i, value] of values.entries()) {
    if (value.length > MAX_VALUE_LENGTH)
      throw tooLong(`value ${i + 1} of property '${name}' of '${owner}'`, `${MAX_VALUE_LENGTH} octets`);
  }
}

/** How many characters a text has whose own stand for the octets of UTF-8. */
function utf8Length(octets: string): number {
  if (octets.length <= MAX_NAME_LENGTH) return octets.length;
  return octets.replace(/[\x80-\xbf]/g, "").length;
}
