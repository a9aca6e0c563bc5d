import { type Row, type RowChange, Table } from "./table.ts";
import type { TableView } from "./table-view.ts";

/** All rows as they were when it was made, for as long as they are needed. */
export interface TablesView {
  /** The tables that there were. */
  readonly tables: readonly TableView<Row>[];
  /** Ends it. Until then each row that changes is kept as it was. */
  end(): void;
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

  /** All rows as they are now, without copying them: a row is kept when it changes. */
  view(): TablesView {
    const tables = [...this.#tables.values()];
    const views = tables.map((table) => table.view());
    return {
      tables: views,
      end: () => {
        for (const [i, table] of tables.entries()) table.endView(views[i]!);
      },
    };
  }
}
