import { DatabaseFileError } from "../sql/database-file-error.ts";
import { convertText, isUtf8 } from "../sql/sql-character-set.ts";
import { type SqlTimeZone, secondsOfSqlDate, sqlDateOfSeconds } from "../sql/sql-date.ts";
import { type DumpRow, SqlDumpReader } from "../sql/sql-dump-reader.ts";
import type { SqlColumn, SqlRow } from "../sql/sql-schema.ts";
import { giveOwnHistoryIds } from "./history-ids.ts";
import { type ImportedTable, ImportedTables } from "./imported-tables.ts";

/** How to read a dump. */
export interface SqlImportOptions {
  /**
   * The character set that the database device uses on its connection with MySQL: texts become the octets that its clients see. `utf8` is that
   * of Tango 9 and 10 on current systems, `latin1` that of old ones. Default: utf8.
   */
  readonly characterSet?: "utf8" | "latin1";
  /** The database to read from a dump of several. Default: tango. */
  readonly database?: string;
}

/**
 * Reads a dump of the real database, as mysqldump or mariadb-dump write it, from octets in pieces of any size. Tables and columns that are none
 * of Tango are left out and noted. Throws a DatabaseFileError where the dump is damaged or says what cannot be imported.
 */
export async function importSql(
  octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: SqlImportOptions = {},
): Promise<ImportedTables> {
  const { characterSet = "utf8", database = "tango" } = options;
  const tables = new ImportedTables();
  const { notes } = tables;
  let taken = 0;
  const reader = new SqlDumpReader({
    characterSet,
    unconverted: (line) =>
      notes.add("texts that are not in the character set, kept as they are", `line ${line}`),
    row: (row) => {
      if (row.database !== undefined && row.database.toLowerCase() !== database.toLowerCase()) {
        return notes.add(
          `rows of another database than ${database}, left out`,
          `${row.database}.${row.table}`,
        );
      }
      const table = tables.table(row.table);
      if (table === undefined) return notes.add("rows of tables that are none of Tango, left out", row.table);
      table.addSql(sqlRowOf(row, table, tables));
      if (characterSet === "utf8" && row.values.some(isTwiceUtf8)) {
        notes.add("rows with texts that look as if --charset latin1 were right", `line ${row.line}`);
      }
      taken++;
    },
  });
  for await (const piece of octets) reader.push(piece);
  reader.finish();
  tables.finish();
  if (taken === 0) throw new DatabaseFileError(`there are no rows of a database ${database} of Tango in it`);
  giveOwnHistoryIds(tables);
  return tables;
}

/**
 * Whether a text is UTF-8 whose octets were taken for characters and encoded once more: so a database device whose connection is latin1 stores
 * what clients send as UTF-8.
 */
function isTwiceUtf8(text: string | null): boolean {
  if (text === null || !/[\u0080-\u00ff]/.test(text)) return false;
  const once = convertText(text, "utf8", "latin1");
  return once !== undefined && isUtf8(once);
}

/** A row of a dump by the columns of the table, checked, instants in UTC. */
function sqlRowOf(
  row: DumpRow,
  { mapping, columns: known }: ImportedTable,
  { notes }: ImportedTables,
): SqlRow {
  const place = { line: row.line, statement: `INSERT INTO ${mapping.table.name}` };
  const { columns: names, values } = row;
  // There is no standard order: that of Tango 9 and 10 differs.
  if (names === undefined) {
    throw new DatabaseFileError("nothing tells the order of the columns: dump with --complete-insert", place);
  }
  const sql: Record<string, string | null> = {};
  for (const [i, name] of names.entries()) {
    const column = known.get(name);
    const value = values[i] ?? null;
    if (column === undefined)
      notes.add("columns that are none of Tango, left out", `${mapping.table.name}.${name}`);
    else sql[name] = value === null ? null : checkedValue(value, column, row.timeZone, place);
  }
  for (const name of mapping.required) {
    if (sql[name] === undefined) throw new DatabaseFileError(`a row has no column ${name}`, place);
  }
  return sql;
}

function checkedValue(
  value: string,
  { name, kind }: SqlColumn,
  zone: SqlTimeZone,
  place: { line: number; statement: string },
): string {
  if (kind === "integer" && !/^-?\d+$/.test(value)) {
    throw new DatabaseFileError(`${name} is no integer: ${value.slice(0, 40)}`, place);
  }
  if (kind !== "timestamp" || zone === 0) return value;
  const seconds = secondsOfSqlDate(value, zone);
  // What is no date is kept as it is.
  return seconds === null ? value : sqlDateOfSeconds(seconds, 0);
}
