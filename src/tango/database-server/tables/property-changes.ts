import { propertyKey } from "./property-row.ts";
import type { PropertyTable } from "./property-table.ts";
import type { TangoTables } from "./tango-tables.ts";

/** How many entries of the history of each property are kept where no property says so, as in the real database. */
export const DEFAULT_HISTORY_DEPTH = 10;

/** Which property of a table: its names in any case. */
export interface PropertyName {
  readonly owner: string;
  readonly member: string | null;
  readonly name: string;
}

/** A property and the values that it shall have. */
export interface PropertyChange extends PropertyName {
  readonly values: readonly string[];
}

/**
 * Puts a property in place of the one with its names, and records it, within a write. Without values there is none then, and its
 * history does not tell: so the real one does.
 */
export function putProperty(database: TangoTables, table: PropertyTable, change: PropertyChange): void {
  const { owner, member, name, values } = change;
  const key = propertyKey(owner, member, name);
  if (values.length === 0) {
    table.rows.delete(key);
    return;
  }
  table.rows.put(key, { owner, member, name, values, updated: database.now(), comment: null });
  record(database, table, change, values);
}

/** Takes a property away and records that, under the names that are given, within a write. */
export function deleteProperty(database: TangoTables, table: PropertyTable, which: PropertyName): void {
  table.rows.delete(propertyKey(which.owner, which.member, which.name));
  record(database, table, which, null);
}

/** Gives a property another first value, or its first one, within a write. Its history does not tell. */
export function putFirstValue(
  database: TangoTables,
  table: PropertyTable,
  { owner, member, name }: PropertyName,
  value: string,
): void {
  const key = propertyKey(owner, member, name);
  const row = table.rows.get(key) ?? { owner, member, name, values: [], comment: null };
  table.rows.put(key, { ...row, values: [value, ...row.values.slice(1)], updated: database.now() });
}

/** Adds an entry to the history of a property, and takes the oldest ones away that are too many. */
function record(
  database: TangoTables,
  table: PropertyTable,
  { owner, member, name }: PropertyName,
  values: readonly string[] | null,
): void {
  const id = (table.lastHistoryId.get("id")?.id ?? 0) + 1;
  table.lastHistoryId.put("id", { id });
  table.history.put(String(id), { id, date: database.now(), owner, member, name, values });
  const entries = table.historyOf(owner, member, name);
  const tooMany = entries.length - historyDepth(database);
  if (tooMany <= 0) return;
  const oldest = entries.sort(byAge).slice(0, tooMany);
  for (const { id } of oldest) table.history.delete(String(id));
}

/** The order of the entries of a history, the oldest first. Dates are whole seconds; within one the ids tell. */
export function byAge(a: { date: number; id: number }, b: { date: number; id: number }): number {
  return a.date - b.date || a.id - b.id;
}

/**
 * The property `historyDepth` of the database device, or else of its class. The real database reads that of its device when it starts;
 * here it counts at once.
 */
function historyDepth(database: TangoTables): number {
  const { property_device, property_class } = database.properties;
  const device = database.devices.byClass.first("DataBase")?.name ?? "";
  const property =
    property_device.rows.get(propertyKey(device, null, "historyDepth")) ??
    property_class.rows.get(propertyKey("DataBase", null, "historyDepth"));
  const depth = Number.parseInt(property?.values[0] ?? "", 10);
  return depth > 0 ? depth : DEFAULT_HISTORY_DEPTH;
}
