/** What a column holds: DATETIME is what a clock showed, TIMESTAMP an instant; see `sql-date.ts`. */
export type SqlColumnKind = "text" | "integer" | "datetime" | "timestamp";

/** A column of a table of the real database. */
export interface SqlColumn {
  readonly name: string;
  readonly kind: SqlColumnKind;
  /** What it holds where a dump of an older database has no such column. */
  readonly missing: string | null;
}

/** A table of the real database with its columns in their order. */
export interface SqlTable {
  readonly name: string;
  readonly columns: readonly SqlColumn[];
}

/** A row by its columns. Texts have one character for each octet, numbers are decimal, instants are in UTC: `2026-11-28 20:46:58`. */
export type SqlRow = Readonly<Record<string, string | null>>;

/** A table whose columns are written `name kind`, or `name kind = value` for what an older database leaves open, which is else NULL. */
export function sqlTable(name: string, columns: readonly string[]): SqlTable {
  return {
    name,
    columns: columns.map((column) => {
      const [, column_ = "", kind, missing = null] = /^(\w+) (\w+)(?: = (.*))?$/.exec(column) ?? [];
      return { name: column_, kind: kind as SqlColumnKind, missing };
    }),
  };
}
