import { type CommitLog, NO_LOG } from "./commit-log.ts";
import { StoreWriteError } from "./store-error.ts";
import type { Row, RowChange, Table } from "./table.ts";
import { Tables } from "./tables.ts";

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
 *
 * `openStore` opens one on disk; `new Store()` is one in memory.
 */
export class Store {
  readonly #tables: Tables;
  readonly #log: CommitLog;
  /** What the write that goes on has changed; null while there is none. */
  #changes: RowChange[] | null = null;
  /** What was changed and is not safe yet, oldest first. */
  readonly #unsafe: RowChange[][] = [];
  #closed: Promise<void> | null = null;

  constructor(log: CommitLog = NO_LOG, tables = new Tables()) {
    this.#log = log;
    this.#tables = tables;
    tables.recordTo((change) => this.#record(change));
  }

  /** The table of this name; an empty one where there was none. */
  table<R extends Row>(name: string): Table<R> {
    return this.#tables.table(name) as unknown as Table<R>;
  }

  /**
   * Makes changes, all or none, and resolves with what `change` gave when they are safe. `change` is called at once and must not wait. Rejects
   * with what it threw, or with a StoreWriteError of the log; the tables are then as they were.
   */
  async write<T>(change: () => T): Promise<T> {
    if (this.#changes !== null) throw new Error("Store.write inside another: make the changes in one");
    if (this.#closed !== null) throw new StoreWriteError("STORE_CLOSED", "the store", "it was closed");
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
    // A write that found nothing to change may have found that because of one that is not safe yet.
    if (changes.length > 0 || this.#unsafe.length > 0) await this.#makeSafe(changes);
    return result;
  }

  /** Ends: what was changed is safe, and no more can be written. Rejects where something could not be made safe; it is closed all the same. */
  close(): Promise<void> {
    this.#closed ??= this.#log.close();
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #makeSafe(changes: RowChange[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const refused = (error: unknown) => {
        this.#takeBackFrom(changes);
        reject(error);
      };
      this.#unsafe.push(changes);
      try {
        this.#log.append(changes, (error) => {
          if (error !== undefined) return refused(error);
          this.#unsafe.splice(this.#unsafe.indexOf(changes), 1);
          resolve();
        });
      } catch (error) {
        refused(error);
      }
    });
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
