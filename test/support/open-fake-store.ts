import { openStoreOf, type StoreOptions } from "../../src/tango/database-server/store/open-store.ts";
import type { Store } from "../../src/tango/database-server/store/store.ts";
import { FakeDisk } from "./fake-disk.ts";

/** A row of these tests. */
export interface Value {
  readonly value: string;
}

/** Writes one row in a write of its own. */
export async function put(store: Store, key: string, value = `value of ${key}`): Promise<void> {
  await store.write(() => store.table<Value>("device").put(key, { value }));
}

/** The values of all rows, by key. */
export function values(store: Store): Record<string, string> {
  return Object.fromEntries(
    [...store.table<Value>("device").entries()].map(([key, row]) => [key, row.value]),
  );
}

/** Opens a store of these files, with what it reports. */
export async function openFiles(
  files: Iterable<readonly [string, Uint8Array]>,
  options: StoreOptions = {},
): Promise<{ store: Store; disk: FakeDisk; reports: string[] }> {
  const disk = FakeDisk.of(files);
  const reports: string[] = [];
  const store = await openStoreOf(disk, { report: (message) => reports.push(message), ...options });
  return { store, disk, reports };
}
