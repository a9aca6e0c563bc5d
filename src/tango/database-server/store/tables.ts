import { type Row, type RowChange, Table } from "./table.ts";

/** The rows of a table as they were at one moment; the row at an index belongs to the key there. */
export interface TableCopy {
  readonly name: string;
  readonly keys: readonly string[];
  readonly rows: readonly Row[];
}

/** The tables of a store, by name. A store writes them, a journal reads and restores them. */
export class Tables {
  readonly #tables = new Map<string, Table<Row>>();
  #record: (change: RowChange) => void = () => {
    throw new Error("tables change only inside Store.write");
  };

  /** The table of this name; an empty one where there was none. */
  table(name: string): Table<Row> {
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = new Table(name, (change) => this.#record(change));
      this.#tables.set(name, table);
    }
    return table;
  }

  /** From now on, tells `record` of each change before it happens. */
  recordTo(record: (change: RowChange) => void): void {
    this.#record = record;
  }

  /** All rows as they are now. Rows are never changed, so their references are enough: some milliseconds for 300,000. */
  copy(): TableCopy[] {
    return [...this.#tables.values()].map((table) => ({
      name: table.name,
      keys: table.copyKeys(),
      rows: table.copyRows(),
    }));
  }
}
