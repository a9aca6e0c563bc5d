import { Store } from "../../src/tango/database-server/store/store.ts";
import { exportSql } from "../../src/tango/database-server/transfer/export-sql.ts";
import type { ImportedTables } from "../../src/tango/database-server/transfer/imported-tables.ts";
import { TransferNotes } from "../../src/tango/database-server/transfer/transfer-notes.ts";

/** A store in memory with what was imported. */
export async function storeOf(imported: ImportedTables): Promise<Store> {
  const store = new Store();
  await store.write(() => {
    for (const [table, key, row] of imported.entries()) store.table(table).put(key, row);
  });
  return store;
}

/** What a store is as SQL, one character for each octet, with what is to be noted. */
export function sqlOf(store: Store, characterSet: "utf8" | "latin1" = "utf8") {
  const notes = new TransferNotes();
  const sql = Buffer.concat([...exportSql(store, { characterSet, notes })]).toString("latin1");
  return { sql, notes: notes.list() };
}
