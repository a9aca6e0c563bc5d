import { compareText, sortedUnique } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import type { PropertyRow } from "../tables/property-row.ts";
import { type PropertyTable, ROOT_ATTRIBUTE } from "../tables/property-table.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { type ArgumentCount, checkCount } from "./property-argument.ts";
import type { PropertyQuery } from "./property-get.ts";
import type { PropertyKind } from "./property-kind.ts";

/** A command that asks with one text and is answered with texts. */
export type NameQuery = (database: TangoTables, name: string) => string[];

/** The names of the properties of an owner that match a wildcard. Argument: owner, wildcard. */
export function listProperties(kind: PropertyKind, count: ArgumentCount): PropertyQuery {
  return (database, argument) => {
    checkCount(argument, count);
    const [owner = "", wildcard = ""] = argument;
    const matches = likePattern(wildcard);
    const names = Array.from(
      ownersProperties(kind, database.properties[kind.table], owner),
      ({ name }) => name,
    );
    return sortedUnique(names.filter(matches));
  };
}

/** The names of all properties of a class; `%` in its name stands for any characters. */
export function listClassProperties(kind: PropertyKind): NameQuery {
  return (database, className) => {
    const rows = database.properties[kind.table].byOwner.matching(likePattern(className, "%"));
    return sortedUnique(Array.from(rows, ({ name }) => name));
  };
}

/** The names of the members of an owner that have properties and match a wildcard. Argument: owner, wildcard. */
export function listMembers(kind: PropertyKind, count: ArgumentCount): PropertyQuery {
  return (database, argument) => {
    checkCount(argument, count);
    const [owner = "", wildcard = ""] = argument;
    const matches = likePattern(wildcard);
    const members = Array.from(database.properties[kind.table].of(owner), ({ member }) => member ?? "");
    return sortedUnique(members.filter(matches));
  };
}

/** The names of the owners of properties that match a wildcard. */
export function listOwners(kind: PropertyKind): NameQuery {
  return (database, wildcard) => {
    const rows = database.properties[kind.table].byOwner.firstMatching(likePattern(wildcard));
    return sortedUnique(Array.from(rows, ({ owner }) => owner));
  };
}

/**
 * The attributes that forward those of a device: for each the device that has it, its name, and the root attribute, which its property `__root_att`
 * names. `%` in the name of the device stands for any characters.
 */
export function listForwardedAttributes(kind: PropertyKind): NameQuery {
  return (database, device) => {
    const matches = likePattern(`${device}/%`, "%");
    const forwarded = Array.from(database.properties[kind.table].roots.get(ROOT_ATTRIBUTE)).sort(
      byOwnerAndMember,
    );
    return forwarded.flatMap(({ owner, member, values }) =>
      values.filter(matches).flatMap((root) => [owner, member ?? "", root]),
    );
  };
}

/** The properties of an owner; of free objects `%` in the name stands for any characters. */
function ownersProperties(kind: PropertyKind, table: PropertyTable, owner: string): Iterable<PropertyRow> {
  return kind.owner === "object" ? table.byOwner.matching(likePattern(owner, "%")) : table.of(owner);
}

function byOwnerAndMember(a: PropertyRow, b: PropertyRow): number {
  return compareText(a.owner, b.owner) || compareText(a.member ?? "", b.member ?? "");
}
