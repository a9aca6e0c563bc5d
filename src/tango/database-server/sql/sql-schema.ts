/** What a column holds: DATETIME is what a clock showed, TIMESTAMP an instant; see `sql-date.ts`. */
export type SqlColumnKind = "text" | "integer" | "datetime" | "timestamp";

/** A column of a table of the real database. */
export interface SqlColumn {
  readonly name: string;
  readonly kind: SqlColumnKind;
  /** How much text it takes: characters of a VARCHAR, octets of a TEXT (65535). */
  readonly size: number;
}

/** A table of the real database with its columns in their order (TangoDatabase 5.16, create_db_tables.sql). */
export interface SqlTable {
  readonly name: string;
  readonly columns: readonly SqlColumn[];
}

/**
 * A row by its columns. Texts have one character for each octet, numbers are decimal, instants are in UTC: `2026-11-28 20:46:58`. A column that
 * the dump of an older database has not is missing.
 */
export type SqlRow = Readonly<Record<string, string | null>>;

/** A column of VARCHAR(255), or of another size. */
export function varchar(name: string, size = 255): SqlColumn {
  return { name, kind: "text", size };
}

/** A column of TEXT. */
export function text(name: string): SqlColumn {
  return { name, kind: "text", size: TEXT_SIZE };
}

/** A column of an integer. */
export function integer(name: string): SqlColumn {
  return { name, kind: "integer", size: 0 };
}

/** A column of DATETIME. */
export function datetime(name: string): SqlColumn {
  return { name, kind: "datetime", size: 0 };
}

/** A column of TIMESTAMP. */
export function timestamp(name: string): SqlColumn {
  return { name, kind: "timestamp", size: 0 };
}

/** The octets that a TEXT takes. */
export const TEXT_SIZE = 65_535;
