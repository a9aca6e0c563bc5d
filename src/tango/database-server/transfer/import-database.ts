import { rewriteStore } from "../store/rewrite-store.ts";
import { Tables } from "../store/tables.ts";
import type { ImportedTables } from "./imported-tables.ts";
import { mergeTables } from "./merge-tables.ts";
import { TANGO_MAPPINGS } from "./tango-mappings.ts";

/** What becomes of a database that is there already: an import refuses it, takes its place, or is put beside what it has. */
export type ImportMode = "refuse" | "replace" | "merge";

/** A folder has a database already, and it was not said what shall become of it. */
export class DatabaseNotEmptyError extends Error {
  override readonly name = "DatabaseNotEmptyError";
  readonly code = "TANGO_DATABASE_NOT_EMPTY";

  constructor(directory: string, devices: number) {
    super(
      `${directory} holds a database of ${devices} devices: --replace puts the imported one in its place, --merge adds it to that`,
    );
  }
}

/**
 * Puts imported tables into the database in this folder, all or nothing, also where the process is killed or the disk is full. Rejects with a
 * DatabaseNotEmptyError, with a StoreLockedError while a database server has the folder open, or as `openStore` does.
 */
export async function importDatabase(
  directory: string,
  imported: ImportedTables,
  mode: ImportMode = "refuse",
  report?: (message: string) => void,
): Promise<void> {
  const make = (tables: Tables): Tables => {
    const isEmpty = TANGO_MAPPINGS.every(({ table }) => tables.table(table.name).size === 0);
    if (mode === "refuse" && !isEmpty) {
      throw new DatabaseNotEmptyError(directory, tables.table("device").size);
    }
    const into = mode === "replace" ? new Tables() : tables;
    mergeTables(imported, into);
    return into;
  };
  await rewriteStore(directory, make, report);
}
