import type { Recovered } from "./recovery.ts";
import { writeSnapshot } from "./snapshot.ts";
import type { StoreFiles } from "./store-files.ts";
import type { Tables } from "./tables.ts";

/** Copies the files of which something was left out, then makes a snapshot of what could be read, so that the store goes on without them. */
export async function keepAside(
  files: StoreFiles,
  tables: Tables,
  { record, damaged }: Recovered,
  { report }: { readonly report: (message: string) => void },
): Promise<Recovered> {
  for (const name of damaged) {
    const copy = `damaged-${new Date().toISOString().replaceAll(":", "")}-${name}`;
    await files.copy(name, copy);
    await syncFile(files, copy);
    report(`${files.path}: ${name}, which is damaged, is kept as ${copy}`);
  }
  const snapshot = record + 1;
  const snapshotBytes = await writeSnapshot(files, snapshot, tables.view());
  return { record: snapshot, snapshot, snapshotBytes, journal: null, journalBytes: 0, damaged: [] };
}

async function syncFile(files: StoreFiles, name: string): Promise<void> {
  const file = await files.open(name);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
