import { compareText } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import { type PropertyRow, propertyKey } from "../tables/property-row.ts";
import { memberKey, type PropertyTable } from "../tables/property-table.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { type ArgumentCount, checkCount } from "./property-argument.ts";
import type { PropertyKind } from "./property-kind.ts";

/** A command that asks about properties with texts and is answered with texts. */
export type PropertyQuery = (database: TangoTables, argument: readonly string[]) => string[];

/**
 * The values of properties of an owner. Argument: owner, names; answer: owner, how many names, and for each the name as it was asked for, how many
 * values, and these. A name may have wildcards: then the values of all that match are one list, the first ones of all before the second ones.
 */
export function getProperties(kind: PropertyKind, count: ArgumentCount): PropertyQuery {
  return (database, argument) => {
    checkCount(argument, count);
    const [owner = "", ...names] = argument;
    const table = database.properties[kind.table];
    const answer = [owner, String(names.length)];
    for (const name of names) {
      const values = mergedValues(namedProperties(kind, table, owner, name));
      answer.push(name, String(values.length));
      pushAll(answer, values.length === 0 && kind.placeholder ? [" "] : values);
    }
    return answer;
  };
}

/**
 * The properties of members of an owner. Argument: owner, names of members; answer: owner, how many names, and for each the name as it was asked
 * for, how many properties, and for each of these its name, how many values, and these, ordered by name.
 *
 * A name of a member may have wildcards: properties of the same name become one then. Of a device they count only where fewer members are asked
 * for than have properties: the real database reads all otherwise, and picks from them by name.
 */
export function getMemberProperties(kind: PropertyKind, count: ArgumentCount): PropertyQuery {
  return (database, argument) => {
    checkCount(argument, count);
    const [owner = "", ...members] = argument;
    const table = database.properties[kind.table];
    const exactly = kind.owner === "device" && members.length >= countMembers(table, owner);
    const answer = [owner, String(members.length)];
    for (const member of members) {
      const rows = exactly
        ? [...table.byMember.get(memberKey(owner, member))]
        : membersProperties(kind, table, owner, member);
      const properties = groupedByName(rows);
      answer.push(member, String(properties.length));
      for (const property of properties) {
        const values = mergedValues(property);
        answer.push(property[0]?.name ?? "", String(values.length));
        pushAll(answer, values);
      }
    }
    return answer;
  };
}

/**
 * The old form of `getMemberProperties`: what stands behind the name of a member is the number of values of all its properties, and then for
 * each value the name of its property and the value.
 */
export function getSingleMemberProperties(kind: PropertyKind, count: ArgumentCount): PropertyQuery {
  return (database, argument) => {
    checkCount(argument, count);
    const [owner = "", ...members] = argument;
    const table = database.properties[kind.table];
    const answer = [owner, String(members.length)];
    for (const member of members) {
      const pairs = membersProperties(kind, table, owner, member)
        .sort(byName)
        .flatMap(({ name, values }) => values.map((value) => [name, value]));
      answer.push(member, String(pairs.length));
      pushAll(answer, pairs.flat());
    }
    return answer;
  };
}

/** The properties of an owner itself that a name with wildcards stands for, ordered by name. */
function namedProperties(
  kind: PropertyKind,
  table: PropertyTable,
  owner: string,
  name: string,
): PropertyRow[] {
  const pattern = likePattern(name, kind.wildcard);
  if (pattern.exact === null) return [...table.of(owner)].filter((row) => pattern(row.name)).sort(byName);
  const row = table.rows.get(propertyKey(owner, null, name));
  return row === undefined ? [] : [row];
}

/** The properties of the members of an owner that a name with wildcards stands for. */
function membersProperties(
  kind: PropertyKind,
  table: PropertyTable,
  owner: string,
  member: string,
): PropertyRow[] {
  const pattern = likePattern(member, kind.wildcard);
  if (pattern.exact !== null) return [...table.byMember.get(memberKey(owner, member))];
  return [...table.of(owner)].filter((row) => pattern(row.member ?? ""));
}

/** How many members of an owner have properties. */
function countMembers(table: PropertyTable, owner: string): number {
  return new Set(Array.from(table.of(owner), ({ member }) => member?.toLowerCase())).size;
}

/** Properties with the same name together, ordered by name. */
function groupedByName(rows: readonly PropertyRow[]): PropertyRow[][] {
  const groups = new Map<string, PropertyRow[]>();
  for (const row of rows) {
    const name = row.name.toLowerCase();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.values()].sort(([a], [b]) => byName(a as PropertyRow, b as PropertyRow));
}

/** The values of several properties as one list: the first ones of all, then the second ones. */
function mergedValues(rows: readonly PropertyRow[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  if (rows.length === 1) return first.values;
  const merged: string[] = [];
  const longest = rows.reduce((length, { values }) => Math.max(length, values.length), 0);
  for (let i = 0; i < longest; i++) {
    for (const { values } of rows) if (i < values.length) merged.push(values[i] as string);
  }
  return merged;
}

function byName(a: PropertyRow, b: PropertyRow): number {
  return compareText(a.name, b.name);
}

/** Appends texts; there may be more than a call takes arguments. */
function pushAll(answer: string[], texts: readonly string[]): void {
  for (const text of texts) answer.push(text);
}
