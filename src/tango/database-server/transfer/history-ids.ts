import type { HistoryCounterRow } from "../tables/history-counter-row.ts";
import type { PropertyHistoryRow } from "../tables/property-row.ts";
import type { ImportedTable, ImportedTables } from "./imported-tables.ts";
import { PROPERTY_KINDS } from "./property-mapping.ts";
import { type SqlRemainder, sqlOfRow, withRemainder } from "./sql-remainder.ts";

/**
 * Gives each entry of a history an id of its own, and sees to it that none is given again. In a real database whose counters were set back
 * (as updates from old releases do) several properties may have one id. What SQL had is kept, to be exported.
 */
export function giveOwnHistoryIds(tables: ImportedTables): void {
  for (const { table, counter } of PROPERTY_KINDS) {
    giveOwnIds(tables, tables.table(`${table}_hist`)!, tables.table(counter)!);
  }
}

function giveOwnIds(tables: ImportedTables, history: ImportedTable, counter: ImportedTable): void {
  const counted = counter.rows() as readonly HistoryCounterRow[];
  const entries = history.rows() as readonly PropertyHistoryRow[];
  // Ids of SQL may be larger than what can be counted here.
  const countedLast = counted[0]?.id ?? 0;
  let last = Number.isSafeInteger(countedLast) ? countedLast : 0;
  for (const { id } of entries) if (Number.isSafeInteger(id)) last = Math.max(last, id);
  const seen = new Set<number>();
  history.changeRows((row) => {
    const { id, owner, name } = row as PropertyHistoryRow;
    if (Number.isSafeInteger(id) && !seen.has(id)) {
      seen.add(id);
      return row;
    }
    const table = history.mapping.table.name;
    tables.notes.add(`${table}: entries whose id another has, they get another here`, `${owner} ${name}`);
    last++;
    return withId(history, row, last);
  });
  if (counted.length > 0) {
    counter.changeRows((row) => ((row as HistoryCounterRow).id === last ? row : withId(counter, row, last)));
  } else if (last > 0) {
    const first: HistoryCounterRow = { id: last };
    counter.addRow(first);
  }
}

function withId({ mapping }: ImportedTable, row: object & SqlRemainder, id: number): object & SqlRemainder {
  const { sql: _, ...said } = row;
  return withRemainder(mapping, { ...said, id } as object, sqlOfRow(mapping, row));
}
