import { sqlDateOfSeconds } from "../sql/sql-date.ts";
import { likePattern } from "../sql-like.ts";
import { byAge } from "../tables/property-changes.ts";
import type { PropertyHistoryRow } from "../tables/property-row.ts";
import type { PropertyTable } from "../tables/property-table.ts";
import { type ArgumentCount, checkCount } from "./property-argument.ts";
import type { PropertyQuery } from "./property-get.ts";
import type { PropertyKind } from "./property-kind.ts";

/**
 * What properties were, the oldest first. Argument: owner, then the member where members have the properties, and the name, both with wildcards; answer:
 * for each entry the member where there is one, the name, the date in local time, how many values, and these; where it was deleted then, "0".
 */
export function getHistory(kind: PropertyKind, count: ArgumentCount): PropertyQuery {
  return (database, argument) => {
    checkCount(argument, count);
    const [owner = "", ...wildcards] = argument;
    const name = wildcards.pop() ?? "";
    const entries = matchingEntries(database.properties[kind.table], owner, wildcards[0] ?? null, name);
    return [...entries].sort(byAge).flatMap(toTexts);
  };
}

function matchingEntries(
  table: PropertyTable,
  owner: string,
  member: string | null,
  name: string,
): Iterable<PropertyHistoryRow> {
  const matchesName = likePattern(name);
  const matchesMember = likePattern(member ?? "");
  if (matchesName.exact !== null && matchesMember.exact !== null) return table.historyOf(owner, member, name);
  return Array.from(table.historyByOwner.get(owner)).filter(
    (row) => matchesName(row.name) && matchesMember(row.member ?? ""),
  );
}

function toTexts({ member, name, date, values }: PropertyHistoryRow): string[] {
  const names = member === null ? [name] : [member, name];
  return [...names, sqlDateOfSeconds(date, "local"), String(values?.length ?? 0), ...(values ?? [])];
}
