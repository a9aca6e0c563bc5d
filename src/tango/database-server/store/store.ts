import { type CommitLog, NO_LOG } from "./commit-log.ts";
import { type Row, type RowChange, Table } from "./table.ts";

/**
 * Tables in memory whose changes are written to a log before they are acknowledged. Readers see a change at once; who made it is told
 * when it is safe. What could not be written is taken back.
 *
 * ```ts
 * await store.write(() => {
 *   devices.put("a/b/c", row);
 *   servers.delete("exec/inst");
 * });
 * ```
 */
export class Store {
  readonly #tables = new Map<string, Table<Row>>();
  readonly #log: CommitLog;
  /** What the write that goes on has changed; null while there is none. */
  #changes: RowChange[] | null = null;
  /** What was changed and is not safe yet, oldest first. */
  #unsafe: RowChange[][] = [];

  constructor(log: CommitLog = NO_LOG) {
    this.#log = log;
  }

  /** The table of this name; an empty one where there was none. */
  table<R extends Row>(name: string): Table<R> {
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = new Table(name, (change) => this.#record(change));
      this.#tables.set(name, table);
    }
    return table as unknown as Table<R>;
  }

  /**
   * Makes changes, all or none, and resolves with what `change` gave when they are safe. `change` is called at once and must not wait. Rejects
   * with what it threw, or with the error of the log; the tables are then as they were.
   */
  async write<T>(change: () => T): Promise<T> {
    if (this.#changes !== null) throw new Error("Store.write inside another: make the changes in one");
    const changes: RowChange[] = [];
    this.#changes = changes;
    let result: T;
    try {
      result = change();
    } catch (error) {
      this.#takeBack(changes);
      throw error;
    } finally {
      this.#changes = null;
    }
    if (changes.length > 0) await this.#makeSafe(changes);
    return result;
  }

  /** Ends: what was changed is safe, and no more can be written. */
  async close(): Promise<void> {
    await this.#log.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #makeSafe(changes: RowChange[]): Promise<void> {
    this.#unsafe.push(changes);
    try {
      await this.#log.append(changes);
      const at = this.#unsafe.indexOf(changes);
      if (at >= 0) this.#unsafe.splice(at, 1);
    } catch (error) {
      this.#takeBackFrom(changes);
      throw error;
    }
  }

  /** Takes back a write and all that came after it: they may stand on it, and the log has none of them. */
  #takeBackFrom(changes: RowChange[]): void {
    const at = this.#unsafe.indexOf(changes);
    if (at < 0) return;
    for (const later of this.#unsafe.splice(at).toReversed()) this.#takeBack(later);
  }

  #takeBack(changes: readonly RowChange[]): void {
    for (const { table, key, before } of changes.toReversed()) this.table(table).restore(key, before);
  }

  #record(change: RowChange): void {
    if (this.#changes === null) throw new Error(`table ${change.table} is changed outside of Store.write`);
    this.#changes.push(change);
  }
}
