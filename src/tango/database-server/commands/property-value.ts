import type { PropertyChange } from "../tables/property-changes.ts";
import { checkLengths, sqlError } from "./checked-argument.ts";
import type { PropertyKind } from "./property-kind.ts";

/** What SQL type text takes, of which the values of the real database are, in octets. */
const MAX_VALUE_LENGTH = 65535;

/**
 * A value as it is kept. Clients may escape quotes for SQL themselves, and then the real database does not do it again: so a backslash
 * before a quote is not part of the value.
 */
export function keptValue(value: string): string {
  return value.replaceAll(/\\(["'])/g, "$1");
}

/** Throws DB_SQLError where a property does not fit into the tables of the real database: what is put here can be exported to there. */
export function checkPropertyLengths(kind: PropertyKind, change: PropertyChange, origin: string): void {
  const { owner, member, name, values } = change;
  checkLengths({ [kind.owner]: owner, [kind.member ?? "member"]: member ?? "", name }, origin);
  for (const [i, { length }] of values.entries()) {
    if (length <= MAX_VALUE_LENGTH) continue;
    const which = `value ${i + 1} of property '${name}' of '${owner}' has ${length} octets, ${MAX_VALUE_LENGTH} at most`;
    throw sqlError(`Data too long for column 'value': ${which}`, origin);
  }
}
