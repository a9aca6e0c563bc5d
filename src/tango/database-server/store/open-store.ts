import { readdir } from "node:fs/promises";
import type { Clock } from "../../../threading/clock.ts";
import { removeSuperseded, removeUnfinished } from "./compaction.ts";
import { DiskFiles } from "./disk-files.ts";
import { DURABILITIES, type Durability } from "./durability.ts";
import { parseStoreFileName } from "./file-name.ts";
import { Journal } from "./journal.ts";
import { recover } from "./recovery.ts";
import { keepAside } from "./salvage.ts";
import { Store } from "./store.ts";
import { StoreFormatError } from "./store-error.ts";
import type { StoreFiles } from "./store-files.ts";
import { Tables } from "./tables.ts";

/** How a store is opened. */
export interface StoreOptions {
  /** Whether a folder that has none gets one; true unless given. Else it is left as it is, with a StoreFormatError. */
  readonly create?: boolean;
  /** When a write is acknowledged; `sync` unless given. */
  readonly durability?: Durability;
  /** A snapshot is made when the journals since the last one have so many octets, and as many as that one; 32 MiB unless given. */
  readonly snapshotBytes?: number;
  /** Opens a damaged folder too: what cannot be read is left out and reported, the damaged files are kept under names that begin with `damaged-`. */
  readonly salvage?: boolean;
  /** Told, in a line each, what was cut or left out, and what the disk refuses. */
  readonly report?: (message: string) => void;
  /** The time of the machine unless given. */
  readonly clock?: Clock;
}

const DEFAULTS = {
  create: true,
  durability: "sync",
  snapshotBytes: 32 * 1024 * 1024,
  salvage: false,
  report: () => {},
} as const satisfies StoreOptions;

/**
 * Opens the store in this folder, which is made where it is not there, or for `:memory:` a new one that no disk has. Rejects with a
 * StoreLockedError where another process has it open, a StoreDamagedError where something is lost that was acknowledged, a StoreFormatError
 * for what is no folder, or has files of a later version, and Node's error where the folder cannot be read or written. Throws a RangeError for a
 * durability that is none. `docs/database-store.md` has the format.
 *
 * ```ts
 * await using store = await openStore("tango-database", { report: console.warn });
 * ```
 */
export async function openStore(directory: string, options: StoreOptions = {}): Promise<Store> {
  const { create = DEFAULTS.create, durability = DEFAULTS.durability } = options;
  if (!DURABILITIES.includes(durability)) {
    throw new RangeError(`the durability is ${DURABILITIES.join(", ")}; not ${JSON.stringify(durability)}`);
  }
  if (directory === ":memory:") return new Store();
  if (!create && !(await holdsStore(directory))) {
    throw new StoreFormatError(
      directory,
      "there is no database in this folder; name the one in which one was run, or import one first",
    );
  }
  return await openStoreOf(await DiskFiles.open(directory), options);
}

/** The same with files from elsewhere; the store closes them, also where it cannot be opened. */
export async function openStoreOf(files: StoreFiles, options: StoreOptions = {}): Promise<Store> {
  const settings = { ...DEFAULTS, ...options };
  try {
    const tables = new Tables();
    let recovered = await recover(files, tables, settings);
    if (recovered.damaged.length > 0) recovered = await keepAside(files, tables, recovered, settings);
    await removeUnfinished(files);
    const journal = await Journal.open(files, tables, recovered, settings);
    await removeSuperseded(files, recovered.snapshot);
    return new Store(journal, tables);
  } catch (error) {
    await files.close().catch(() => {});
    throw error;
  }
}

async function holdsStore(directory: string): Promise<boolean> {
  try {
    return (await readdir(directory)).some((name) => parseStoreFileName(name) !== null);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code!)) return false;
    throw error;
  }
}
