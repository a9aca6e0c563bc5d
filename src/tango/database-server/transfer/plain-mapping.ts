import { secondsOfSqlDate, sqlDateOfSeconds } from "../sql/sql-date.ts";
import type { SqlColumn, SqlRow } from "../sql/sql-schema.ts";
import type { Row } from "../store/table.ts";
import { type FieldKind, numberIn, type RowMapping } from "./row-mapping.ts";

/** A column of a table whose rows are the same here and in SQL: the field that it is, or what follows from the row. */
export type PlainColumn<R extends Row> =
  | { readonly column: SqlColumn; readonly field: keyof R & string; readonly kind: FieldKind }
  | { readonly column: SqlColumn; readonly derived: (row: R) => string | null };

/**
 * A table in which each row of SQL is a row here, known by the texts of `key`, which are compared without case. Of several rows with one key
 * the first is taken: it is what the real database finds.
 */
export function plainMapping<R extends Row>(
  name: string,
  key: readonly (keyof R & string)[],
  columns: readonly PlainColumn<R>[],
): RowMapping<R> {
  const fields = columns.filter((one) => "field" in one);
  const required = fields.filter(({ field }) => key.includes(field)).map(({ column }) => column.name);
  return {
    table: { name, columns: columns.map(({ column }) => column) },
    fields: Object.fromEntries(fields.map(({ field, kind }) => [field, kind])),
    required,
    groupOf: (sql) =>
      required
        .map((column) => sql[column] ?? "")
        .join("\0")
        .toLowerCase(),
    ordered: (group) => group.slice(0, 1),
    rowOf: ([sql = {}]) =>
      Object.fromEntries(fields.map(({ column, field, kind }) => [field, fieldOf(sql, column, kind)])) as R,
    sqlOf: (row) => [
      Object.fromEntries(
        columns.map((one) => [
          one.column.name,
          "derived" in one ? one.derived(row) : columnOf(row[one.field], one.column),
        ]),
      ),
    ],
    keyOf: (row) =>
      key
        .map((field) => String(row[field]))
        .join("\0")
        .toLowerCase(),
  };
}

function fieldOf(sql: SqlRow, { name, kind: columnKind }: SqlColumn, kind: FieldKind): unknown {
  const value = sql[name] ?? null;
  if (kind === "text") return value ?? "";
  if (kind === "text?") return value;
  if (kind === "boolean") return Number(value) !== 0;
  if (kind === "integer") return numberIn(value) ?? 0;
  if (kind === "integer?") return numberIn(value);
  const seconds = value === null ? null : secondsOfSqlDate(value, columnKind === "datetime" ? "local" : 0);
  return kind === "date" ? (seconds ?? 0) : seconds;
}

function columnOf(value: unknown, { kind }: SqlColumn): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? "1" : "0";
  if (kind === "datetime") return sqlDateOfSeconds(Number(value), "local");
  return kind === "timestamp" ? timestampOf(Number(value)) : String(value);
}

/** An instant for a TIMESTAMP, which cannot be NULL: no date where there is none. */
export function timestampOf(seconds: number): string {
  return seconds > 0 ? sqlDateOfSeconds(seconds, 0) : NO_DATE;
}

const NO_DATE = "0000-00-00 00:00:00";
