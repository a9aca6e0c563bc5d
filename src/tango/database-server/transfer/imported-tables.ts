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

  /** The rows by their keys. */
  *entries(): Generator<[string, Row & SqlRemainder]> {
    this.#closeGroup();
    const keys = new Set<string>();
    for (const row of this.#rows.values()) {
      let key = this.mapping.keyOf(row);
      // Ids of a history are to be unique; where a real database has one twice, both stay.
      for (let n = 2; keys.has(key); n++) key = `${this.mapping.keyOf(row)}/${n}`;
      keys.add(key);
      yield [key, row];
    }
  }

  #closeGroup(): void {
    if (this.#group === undefined) return;
    const ordered = this.mapping.ordered(this.#groupRows);
    this.#noteOddities(ordered);
    this.#rows.set(this.#group, rowOfSql(this.mapping, ordered));
    this.#group = undefined;
  }

  #noteOddities(ordered: readonly SqlRow[]): void {
    const { table, required } = this.mapping;
    const name = () => required.map((column) => this.#groupRows[0]?.[column] ?? "").join(" ");
    const surplus = this.#groupRows.length - ordered.length;
    if (surplus > 0) this.#notes.add(`${table.name}: more rows of one name, the first is kept`, name());
    if (!("count" in ordered[0]!)) return;
    const numbers = ordered.map(({ count }) => Number(count));
    if (numbers.length === 1 && numbers[0] === 0) return;
    if (new Set(numbers).size < numbers.length) {
      this.#notes.add(`${table.name}: values with the same number, all are kept, in order`, name());
    } else if (numbers.some((number, i) => number !== i + 1)) {
      this.#notes.add(`${table.name}: numbers of values with gaps, the values are kept without`, name());
    }
  }
}
