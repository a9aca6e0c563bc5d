import type { SqlColumn, SqlRow } from "../sql/sql-schema.ts";
import type { Row } from "../store/table.ts";
import type { RowMapping } from "./row-mapping.ts";
import { rowOfSql, type SqlRemainder, sqlOfRow } from "./sql-remainder.ts";
import { TANGO_MAPPINGS } from "./tango-mappings.ts";
import { TransferNotes } from "./transfer-notes.ts";

/** The tables that a file holds, before they go into a store. */
export class ImportedTables {
  readonly notes = new TransferNotes();
  readonly #tables = new Map(
    TANGO_MAPPINGS.map((mapping) => [mapping.table.name, new ImportedTable(mapping, this.notes)]),
  );

  /** The table of this name, in any case; undefined where it is none of Tango. */
  table(name: string): ImportedTable | undefined {
    return this.#tables.get(name.toLowerCase());
  }

  /** All tables of Tango, the empty ones too. */
  tables(): readonly ImportedTable[] {
    return [...this.#tables.values()];
  }

  /** Says that no more rows of SQL come: now all notes are there. */
  finish(): void {
    for (const table of this.#tables.values()) table.finish();
  }

  /** All rows with their tables and keys. */
  *entries(): Generator<[table: string, key: string, row: Row]> {
    for (const table of this.#tables.values()) {
      for (const row of table.rows()) yield [table.mapping.table.name, table.mapping.keyOf(row), row];
    }
  }
}

/** A table that a file holds. Rows of SQL come in any order; those that are one row here become one. */
export class ImportedTable {
  readonly mapping: RowMapping;
  /** Its columns by name. */
  readonly columns: ReadonlyMap<string, SqlColumn>;
  readonly #notes: TransferNotes;
  /** By group. */
  readonly #rows = new Map<string, Row & SqlRemainder>();
  /** The group whose rows come just now: those of one property mostly stand together. */
  #group: string | undefined;
  #groupRows: SqlRow[] = [];

  constructor(mapping: RowMapping, notes: TransferNotes) {
    this.mapping = mapping;
    this.columns = new Map(mapping.table.columns.map((column) => [column.name, column]));
    this.#notes = notes;
  }

  /** Takes a row of SQL. */
  addSql(sql: SqlRow): void {
    const group = this.mapping.groupOf(sql);
    if (group !== this.#group) {
      this.#closeGroup();
      this.#group = group;
      const before = this.#rows.get(group);
      this.#groupRows = before === undefined ? [] : [...sqlOfRow(this.mapping, before)];
    }
    this.#groupRows.push(sql);
  }

  /** Says that no more rows of SQL come. */
  finish(): void {
    this.#closeGroup();
  }

  /** Takes a row; false where there is one like it. */
  addRow(row: Row & SqlRemainder): boolean {
    const group = this.mapping.keyOf(row);
    if (this.#rows.has(group)) return false;
    this.#rows.set(group, row);
    return true;
  }

  /** How many rows there are. */
  get size(): number {
    this.#closeGroup();
    return this.#rows.size;
  }

  /** The rows, in the order in which they came. */
  rows(): readonly (Row & SqlRemainder)[] {
    this.#closeGroup();
    return [...this.#rows.values()];
  }

  /** Puts for each row what `change` makes of it. */
  changeRows(change: (row: Row & SqlRemainder) => Row & SqlRemainder): void {
    this.#closeGroup();
    for (const [group, row] of this.#rows) this.#rows.set(group, change(row));
  }

  #closeGroup(): void {
    if (this.#group === undefined) return;
    let ordered = this.mapping.ordered(this.#groupRows);
    const surplus = this.#groupRows.length - ordered.length;
    if (surplus > 0) this.#note("more rows of one name, of which the first is kept");
    if (hasNumberTwice(ordered)) {
      this.#note("several values with one number, which are all kept, and numbered anew");
      ordered = ordered.map((sql, i) => ({ ...sql, count: String(i + 1) }));
    }
    this.#rows.set(this.#group, rowOfSql(this.mapping, ordered));
    this.#group = undefined;
  }

  #note(what: string): void {
    const { table, required } = this.mapping;
    const name = required.map((column) => this.#groupRows[0]?.[column] ?? "").join(" ");
    this.#notes.add(`${table.name}: ${what}`, name);
  }
}

/** Whether two values of a property have one number: Tango 10 does not allow that in a history. */
function hasNumberTwice(ordered: readonly SqlRow[]): boolean {
  return ordered.some(({ count }, i) => count !== undefined && i > 0 && count === ordered[i - 1]?.count);
}
