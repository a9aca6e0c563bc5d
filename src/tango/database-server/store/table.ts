import { TableView } from "./table-view.ts";

/** A row as it is kept: plain data that JSON can hold. It is never changed, only replaced. */
export type Row = object;

/** What happened to one row: enough to write it down, and to take it back. */
export interface RowChange {
  readonly table: string;
  readonly key: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** What is derived from the rows of a table, and follows each change of them. */
export interface TableIndex<R extends Row> {
  added(row: R, key: string): void;
  removed(row: R, key: string): void;
}

/**
 * Rows by key, in memory, in the order in which their keys came. They change only inside `Store.write`, which makes several changes one:
 * all of them happen or none.
 */
export class Table<R extends Row> {
  readonly name: string;
  readonly #rows = new Map<string, R>();
  readonly #indexes: TableIndex<R>[] = [];
  readonly #views = new Set<TableView<R>>();
  readonly #record: (change: RowChange) => void;

  constructor(name: string, record: (change: RowChange) => void) {
    this.name = name;
    this.#record = record;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): R | undefined {
    return this.#rows.get(key);
  }

  /** The rows with their keys; rows that come or go meanwhile are taken in or left out. */
  entries(): MapIterator<[string, R]> {
    return this.#rows.entries();
  }

  rows(): MapIterator<R> {
    return this.#rows.values();
  }

  /** The rows as they are now, until `endView`. For the store alone. */
  view(): TableView<R> {
    const view = new TableView(this.name, this.#rows);
    this.#views.add(view);
    return view;
  }

  /** Keeps no more rows for a view. */
  endView(view: TableView<R>): void {
    this.#views.delete(view);
  }

  /** Puts a row in place of the one with this key, if there is one. */
  put(key: string, row: R): void {
    this.#change(key, row);
  }

  /** Takes the row with this key away, if there is one. */
  delete(key: string): void {
    if (this.#rows.has(key)) this.#change(key, undefined);
  }

  /** Lets an index follow this table, from the rows that it has. */
  follow(index: TableIndex<R>): void {
    for (const [key, row] of this.#rows) index.added(row, key);
    this.#indexes.push(index);
  }

  /** Makes a row what it was, or what a journal says: no change to write down. For the store alone. */
  restore(key: string, row: R | undefined): void {
    for (const view of this.#views) view.keep(key);
    // Spares a search for each of the rows that a journal brings.
    const before = this.#indexes.length > 0 ? this.#rows.get(key) : undefined;
    if (row === undefined) this.#rows.delete(key);
    else this.#rows.set(key, row);
    for (const index of this.#indexes) {
      if (before !== undefined) index.removed(before, key);
      if (row !== undefined) index.added(row, key);
    }
  }

  #change(key: string, after: R | undefined): void {
    this.#record({ table: this.name, key, before: this.#rows.get(key), after });
    this.restore(key, after);
  }
}
