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
  let last = counted[0]?.id ?? 0;
  for (const { id } of history.rows() as readonly PropertyHistoryRow[]) last = Math.max(last, id);
  const seen = new Set<number>();
  history.changeRows((row) => {
    const { id, owner, name } = row as PropertyHistoryRow;
    if (!seen.has(id)) {
      seen.add(id);
      return row;
    }
    tables.notes.add(
      `${history.mapping.table.name}: entries whose id another has, they get another here`,
      `${owner} ${name}`,
    );
    last++;
    return withId(history, row, last);
  });
  if (counted.length === 0) {
    const first: HistoryCounterRow = { id: last };
    if (last > 0) counter.addRow(first);
  } else {
    counter.changeRows((row) => ((row as HistoryCounterRow).id < last ? withId(counter, row, last) : row));
  }
}

function withId({ mapping }: ImportedTable, row: object & SqlRemainder, id: number): object & SqlRemainder {
  const { sql: _, ...said } = row;
  return withRemainder(mapping, { ...said, id } as object, sqlOfRow(mapping, row));
}
