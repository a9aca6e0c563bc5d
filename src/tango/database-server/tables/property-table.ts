import type { Store } from "../store/store.ts";
import type { Table, TableIndex } from "../store/table.ts";
import type { PropertyHistoryRow, PropertyRow, PropertyTableName } from "./property-row.ts";
import { RowIndex } from "./row-index.ts";

/** The properties of one kind of owner, with what they were. */
export class PropertyTable {
  readonly name: PropertyTableName;
  /** By `propertyKey`. */
  readonly rows: Table<PropertyRow>;
  readonly history: Table<PropertyHistoryRow>;
  readonly byOwner: RowIndex<PropertyRow>;
  /** How many rows the table has in SQL: one for each value. */
  readonly size: () => number;
  /** How many its history has there: one for each value, and one for each deletion. */
  readonly historySize: () => number;

  constructor(store: Store, name: PropertyTableName) {
    this.name = name;
    this.rows = store.table(name);
    this.history = store.table(`${name}_hist`);
    this.byOwner = new RowIndex(this.rows, ({ owner }) => owner);
    this.size = countOf(this.rows, ({ values }) => values.length);
    this.historySize = countOf(this.history, ({ values }) => values?.length ?? 1);
  }

  /** The properties of an owner, or of all members of an owner, in no order. */
  of(owner: string): Iterable<PropertyRow> {
    return this.byOwner.get(owner);
  }
}

/** The sum of something of all rows of a table, which follows them. */
function countOf<R extends object>(table: Table<R>, countIn: (row: R) => number): () => number {
  let sum = 0;
  const index: TableIndex<R> = {
    added(row) {
      sum += countIn(row);
    },
    removed(row) {
      sum -= countIn(row);
    },
  };
  table.follow(index);
  return () => sum;
}
