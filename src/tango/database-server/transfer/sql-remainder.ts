import type { SqlRow } from "../sql/sql-schema.ts";
import type { Row } from "../store/table.ts";
import type { RowMapping } from "./row-mapping.ts";

/**
 * What a row does not say of the rows of SQL that it was imported from, so that they can be exported as they were: `accessed` where it is not
 * `updated`, NULL where the row has an empty text, numbers of values with gaps. For each row of SQL the columns, with what the row says and what was there. It
 * holds as long as the row says the same: a property that is put anew has none.
 */
export interface SqlRemainder {
  readonly sql?: readonly (ColumnRemainder | null)[];
}

/** Column, what the row says of it, what was there. */
export type ColumnRemainder = Readonly<Record<string, readonly [said: string | null, was: string | null]>>;

/** The row that these rows of SQL make, with all that it does not say. */
export function rowOfSql<R extends Row>(
  mapping: RowMapping<R>,
  ordered: readonly SqlRow[],
): R & SqlRemainder {
  return withRemainder(mapping, mapping.rowOf(ordered), ordered);
}

/** A row with all that it does not say of the rows of SQL that it stands for. */
export function withRemainder<R extends Row>(
  mapping: RowMapping<R>,
  row: R,
  ordered: readonly SqlRow[],
): R & SqlRemainder {
  const said = mapping.sqlOf(row);
  const sql = ordered.map((was, i) => remainderOf(said[i] ?? {}, was));
  return sql.every((one) => one === null) ? row : { ...row, sql };
}

/** The rows of SQL that a row says, with what it keeps beside. */
export function sqlOfRow<R extends Row>(mapping: RowMapping<R>, row: R & SqlRemainder): readonly SqlRow[] {
  const said = mapping.sqlOf(row);
  if (row.sql === undefined) return said;
  return said.map((one, i) => {
    const kept = Object.entries(row.sql?.[i] ?? {}).filter(([column, [before]]) => one[column] === before);
    return kept.length === 0
      ? one
      : { ...one, ...Object.fromEntries(kept.map(([column, [, was]]) => [column, was])) };
  });
}

function remainderOf(said: SqlRow, was: SqlRow): ColumnRemainder | null {
  let remainder: Record<string, readonly [string | null, string | null]> | null = null;
  for (const column in was) {
    const [one, other] = [said[column] ?? null, was[column] ?? null];
    if (one === other) continue;
    remainder ??= {};
    remainder[column] = [one, other];
  }
  return remainder;
}
