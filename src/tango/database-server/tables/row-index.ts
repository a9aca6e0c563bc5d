import type { LikePattern } from "../sql-like.ts";
import type { Row, Table, TableIndex } from "../store/table.ts";

/**
 * The rows of a table by something of theirs, as devices by server. What they are found by differs in more than case, and a row without it
 * is not in the index.
 */
export class RowIndex<R extends Row> implements TableIndex<R> {
  /** By what they are found by, in lower case, and by their own key. */
  readonly #rows = new Map<string, Map<string, R>>();
  readonly #keyOf: (row: R) => string | null;

  constructor(table: Table<R>, keyOf: (row: R) => string | null) {
    this.#keyOf = keyOf;
    table.follow(this);
  }

  /** The rows with this, in whatever case. */
  get(key: string): Iterable<R> {
    return this.#rows.get(key.toLowerCase())?.values() ?? [];
  }

  /** One of the rows with this; undefined where there is none. */
  first(key: string): R | undefined {
    for (const row of this.get(key)) return row;
    return undefined;
  }

  /** How many rows have this. */
  count(key: string): number {
    return this.#rows.get(key.toLowerCase())?.size ?? 0;
  }

  /** One row each of those that are found by what matches. */
  *firstMatching(pattern: LikePattern): Generator<R> {
    for (const rows of this.#matching(pattern)) {
      for (const row of rows.values()) {
        yield row;
        break;
      }
    }
  }

  /** All rows that are found by what matches. */
  *matching(pattern: LikePattern): Generator<R> {
    for (const rows of this.#matching(pattern)) yield* rows.values();
  }

  *#matching(pattern: LikePattern): Generator<Map<string, R>> {
    if (pattern.exact !== null) {
      const rows = this.#rows.get(pattern.exact);
      if (rows !== undefined) yield rows;
      return;
    }
    for (const [key, rows] of this.#rows) if (pattern(key)) yield rows;
  }

  added(row: R, rowKey: string): void {
    const key = this.#keyOf(row)?.toLowerCase();
    if (key === undefined) return;
    const rows = this.#rows.get(key);
    if (rows === undefined) this.#rows.set(key, new Map([[rowKey, row]]));
    else rows.set(rowKey, row);
  }

  removed(row: R, rowKey: string): void {
    const key = this.#keyOf(row)?.toLowerCase();
    if (key === undefined) return;
    const rows = this.#rows.get(key);
    rows?.delete(rowKey);
    if (rows?.size === 0) this.#rows.delete(key);
  }
}
