import type { Row } from "../store/table.ts";
import type { Tables } from "../store/tables.ts";
import type { DeviceRow } from "../tables/device-row.ts";
import { HISTORY_COUNTER_KEY, type HistoryCounterRow } from "../tables/history-counter-row.ts";
import type { PropertyHistoryRow } from "../tables/property-row.ts";
import type { ImportedTables } from "./imported-tables.ts";
import { PROPERTY_KINDS } from "./property-mapping.ts";

/**
 * Puts what was imported into tables beside what they hold: of two rows of one name - a device, a property - the imported one counts. The entries of the imported histories
 * get ids behind those that are there.
 */
export function mergeTables(imported: ImportedTables, into: Tables): void {
  const shifts = historyShifts(into);
  noteSharedAliases(imported, into);
  for (const [table, key, row] of imported.entries()) {
    const shift = shifts.get(table);
    if (shift === undefined) into.table(table).restore(key, row);
    else if (table.endsWith("_hist")) putEntry(into, table, row as PropertyHistoryRow, shift);
    else
      into
        .table(table)
        .restore(key, { id: (row as HistoryCounterRow).id + shift } satisfies HistoryCounterRow);
  }
}

/** A device that is there may have the alias of another one that comes; both keep it, and the first that is found counts. */
function noteSharedAliases(imported: ImportedTables, into: Tables): void {
  const devices = imported.table("device")!.rows() as readonly DeviceRow[];
  const coming = new Set(devices.map(({ name }) => name.toLowerCase()));
  const owners = new Map<string, string>();
  for (const row of into.table("device").rows()) {
    const { name, alias } = row as DeviceRow;
    if (alias !== null && !coming.has(name.toLowerCase())) owners.set(alias.toLowerCase(), name);
  }
  for (const { name, alias } of devices) {
    const owner = alias === null ? undefined : owners.get(alias.toLowerCase());
    if (owner !== undefined)
      imported.notes.add("aliases that two devices have now", `${alias}: ${owner}, ${name}`);
  }
}

/** For the table and the counter of each history, by how much ids must grow. */
function historyShifts(into: Tables): ReadonlyMap<string, number> {
  return new Map(
    PROPERTY_KINDS.flatMap(({ table, counter }) => {
      const row = into.table(counter).get(HISTORY_COUNTER_KEY) as HistoryCounterRow | undefined;
      const shift = row?.id ?? 0;
      return [
        [`${table}_hist`, shift],
        [counter, shift],
      ] as const;
    }),
  );
}

function putEntry(into: Tables, table: string, row: PropertyHistoryRow, shift: number): void {
  const id = row.id + shift;
  // What SQL had for the id holds no more; the other columns' may.
  into.table(table).restore(String(id), { ...row, id } satisfies Row);
}
