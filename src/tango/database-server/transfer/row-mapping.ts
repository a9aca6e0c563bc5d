import type { SqlRow, SqlTable } from "../sql/sql-schema.ts";
import type { Row } from "../store/table.ts";

/** What a field of a row holds; with a question mark it may be null. Dates are seconds since 1970. */
export type FieldKind =
  | "text"
  | "text?"
  | "texts"
  | "texts?"
  | "integer"
  | "integer?"
  | "boolean"
  | "date"
  | "date?";

/**
 * A table as the real database has it and as ours has it. What a row of ours does not say of the rows of SQL is kept beside it:
 * `sql-remainder.ts`.
 */
export interface RowMapping<R extends Row = Row> {
  readonly table: SqlTable;
  /** The fields of a row, for files that are not SQL. */
  readonly fields: Readonly<Record<string, FieldKind>>;
  /** Columns without which there is no telling what a row is. */
  readonly required: readonly string[];
  /** What is the same for the rows of SQL that are one row here. */
  groupOf(sql: SqlRow): string;
  /** Of these rows of SQL, which are one group, those that make the row, in their order. */
  ordered(group: readonly SqlRow[]): readonly SqlRow[];
  /** The row that these make. */
  rowOf(ordered: readonly SqlRow[]): R;
  /** The rows of SQL that a row says. */
  sqlOf(row: R): readonly SqlRow[];
  /** The key of a row in its table. */
  keyOf(row: R): string;
}

/** The number in a column; null where there is none. */
export function numberIn(value: string | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
