import { removeSuperseded, removeUnfinished } from "./compaction.ts";
import { DiskFiles } from "./disk-files.ts";
import { recover } from "./recovery.ts";
import { writeSnapshot } from "./snapshot.ts";
import type { StoreFiles } from "./store-files.ts";
import { Tables } from "./tables.ts";

/**
 * Puts other tables in place of all that the store in this folder holds, all or nothing: `make` is given what it holds, and gives what it shall hold.
 * It is written as a snapshot, which counts from the moment when it is whole and safe. Rejects as `openStore` does, or with what `make` throws;
 * the store is then as it was. Nothing else may have the folder open.
 */
export async function rewriteStore(
  directory: string,
  make: (tables: Tables) => Tables,
  report: (message: string) => void = () => {},
): Promise<void> {
  await rewriteStoreOf(await DiskFiles.open(directory), make, report);
}

/** The same with files from elsewhere, which are closed at the end. */
export async function rewriteStoreOf(
  files: StoreFiles,
  make: (tables: Tables) => Tables,
  report: (message: string) => void,
): Promise<void> {
  try {
    const tables = new Tables();
    const { record } = await recover(files, tables, { salvage: false, report });
    const made = make(tables);
    await removeUnfinished(files);
    await writeSnapshot(files, record + 1, made.view());
    await removeSuperseded(files, record + 1);
  } finally {
    await files.close();
  }
}
