import { Buffer } from "node:buffer";
import { convertText, isUtf8 } from "../sql/sql-character-set.ts";
import { type SqlColumn, type SqlRow, TEXT_SIZE } from "../sql/sql-schema.ts";
import { quoteSqlText } from "../sql/sql-text.ts";
import type { Store } from "../store/store.ts";
import type { Row } from "../store/table.ts";
import type { RowMapping } from "./row-mapping.ts";
import { sqlOfRow } from "./sql-remainder.ts";
import { TANGO_MAPPINGS } from "./tango-mappings.ts";
import type { TransferNotes } from "./transfer-notes.ts";

/** How to write SQL. */
export interface SqlExportOptions {
  /** The character set that the database device uses on its connection with MySQL. Default: utf8. */
  readonly characterSet?: "utf8" | "latin1";
  /** Takes what a user should know. */
  readonly notes: TransferNotes;
}

/**
 * The database as SQL that fills the tables of a real one (`mysql tango < file`), in pieces of about a megabyte: they are emptied first. The tables must be
 * there, as create_db.sql makes them. Where they are of InnoDB, all of it happens or nothing; where of MyISAM, what was loaded before an error stays.
 */
export function* exportSql(
  store: Store,
  { characterSet = "utf8", notes }: SqlExportOptions,
): Generator<Buffer> {
  const tables = TANGO_MAPPINGS.map(({ table }) => `\`${table.name}\``);
  yield Buffer.from(
    [
      "-- A database of Tango, to be loaded into the tables that create_db.sql makes: mysql tango < FILE",
      `SET NAMES ${characterSet === "utf8" ? "utf8mb4" : "latin1"};`,
      "SET TIME_ZONE='+00:00';",
      "SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES';",
      "SET AUTOCOMMIT=0;",
      `LOCK TABLES ${tables.map((table) => `${table} WRITE`).join(", ")};`,
      ...tables.map((table) => `DELETE FROM ${table};`),
      "",
    ].join("\n"),
  );
  for (const mapping of TANGO_MAPPINGS)
    yield* insertsOf(mapping, rowsOf(store, mapping), { characterSet, notes });
  yield Buffer.from("COMMIT;\nUNLOCK TABLES;\n-- Dump completed\n");
}

/** The rows of SQL of a table. */
export function* rowsOf(store: Store, mapping: RowMapping): Generator<SqlRow> {
  const table = store.table<Row>(mapping.table.name);
  for (const row of table.rows()) yield* sqlOfRow(mapping, row);
  // The real database counts up a row that must be there.
  const isCounter = mapping.table.name.endsWith("_history_id");
  if (isCounter && table.size === 0) yield { id: "0" };
}

function* insertsOf(
  { table }: RowMapping,
  rows: Iterable<SqlRow>,
  options: Required<SqlExportOptions>,
): Generator<Buffer> {
  const names = table.columns.map(({ name }) => `\`${name}\``).join(",");
  const head = `INSERT INTO \`${table.name}\` (${names}) VALUES\n`;
  let statement = "";
  for (const row of rows) {
    const values = table.columns.map((column) =>
      literal(row[column.name] ?? null, column, table.name, options),
    );
    statement += `${statement === "" ? head : ",\n"}(${values.join(",")})`;
    if (statement.length < STATEMENT_LENGTH) continue;
    yield Buffer.from(`${statement};\n`, "latin1");
    statement = "";
  }
  if (statement !== "") yield Buffer.from(`${statement};\n`, "latin1");
}

function literal(
  value: string | null,
  { name, kind, size }: SqlColumn,
  table: string,
  { characterSet, notes }: Required<SqlExportOptions>,
): string {
  if (value === null) return "NULL";
  if (kind === "integer") return value;
  if (kind !== "text") return quoteSqlText(value);
  let text = value;
  if (characterSet === "utf8" && !isUtf8(value)) {
    notes.add("texts that are no UTF-8, written as if they were ISO 8859-1", `${table}.${name}`);
    text = convertText(value, "latin1", "utf8") ?? value;
  }
  if (lengthOf(text, characterSet, size) > size) {
    notes.add(
      "texts that are longer than their column, which the real database refuses",
      `${table}.${name}: ${value.slice(0, 60)}`,
    );
  }
  return quoteSqlText(text);
}

/** In octets for a TEXT, in characters for a VARCHAR. */
function lengthOf(text: string, characterSet: "utf8" | "latin1", size: number): number {
  if (text.length <= size || size === TEXT_SIZE || characterSet === "latin1") return text.length;
  return [...Buffer.from(text, "latin1").toString("utf8")].length;
}

/** Far below the least max_allowed_packet in use, of 1 MiB in MySQL 5.1 and before; one row may be more. */
const STATEMENT_LENGTH = 512 * 1024;
