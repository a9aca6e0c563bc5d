/** What a file of a store is: the records of a journal from number `at` on, or all rows as they were after record `at`. */
export interface StoreFileName {
  readonly kind: "journal" | "snapshot";
  readonly at: number;
}

/** The name of such a file: `journal-0000000000000017.log`. In the order of names they are in the order of their numbers. */
export function storeFileName({ kind, at }: StoreFileName): string {
  return `${kind}-${String(at).padStart(16, "0")}.log`;
}

/** What a file of this name is; null where it is none of a store's, or one that was not finished. */
export function parseStoreFileName(name: string): StoreFileName | null {
  const match = /^(journal|snapshot)-(\d{16})\.log$/.exec(name);
  return match === null ? null : { kind: match[1] as StoreFileName["kind"], at: Number(match[2]) };
}

/** The name that a file has until it is finished. What is left of one is removed when the folder is opened. */
export function unfinishedName(name: string): string {
  return `${name}.tmp`;
}

/** Whether `unfinishedName` gave this name to a file of a store. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(".tmp") && parseStoreFileName(name.slice(0, -".tmp".length)) !== null;
}
