/** The rows of a table as they were when it was made, while they change. What it costs is a place for each row that changes meanwhile. */
export class TableView<R extends object> {
  /** That of the table. */
  readonly name: string;
  readonly #rows: ReadonlyMap<string, R>;
  /** What the rows that have changed were; undefined where there was none. */
  readonly #before = new Map<string, R | undefined>();

  /** `rows` are those of the table, which change. */
  constructor(name: string, rows: ReadonlyMap<string, R>) {
    this.name = name;
    this.#rows = rows;
  }

  /** Told of each change, before it is made. */
  keep(key: string): void {
    if (!this.#before.has(key)) this.#before.set(key, this.#rows.get(key));
  }

  /**
   * The rows as they were, with their keys, in their order; what changes while it goes on makes no difference, but that a row that has changed comes
   * once more at the end, as its place may be gone. With all changes since then made again, the order is that of the table too.
   */
  *entries(): Generator<[string, R]> {
    for (const [key, row] of this.#rows) {
      const before = this.#before.has(key) ? this.#before.get(key) : row;
      if (before !== undefined) yield [key, before];
    }
    for (const [key, before] of this.#before) if (before !== undefined) yield [key, before];
  }
}
