import { isUnfinished, parseStoreFileName } from "./file-name.ts";
import { writeSnapshot } from "./snapshot.ts";
import type { StoreFiles } from "./store-files.ts";
import type { TablesView } from "./tables.ts";

/** When snapshots are made. */
export interface CompactionOptions {
  /** The octets of journals that make one due, if the last snapshot has not more. */
  readonly snapshotBytes: number;
  /** Told what went wrong. */
  readonly report: (message: string) => void;
}

/**
 * Snapshots that are made in the background when journals have grown, so that those can be removed: the store takes at most about twice the room of its rows
 * and is opened as fast.
 */
export class Compaction {
  readonly #files: StoreFiles;
  readonly #options: CompactionOptions;
  /** The octets of the journals since the last snapshot, and of that. */
  #journalBytes: number;
  #snapshotBytes: number;
  /** None is made before the journals have so many octets, as the last could not be. */
  #notBefore = 0;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  constructor(
    files: StoreFiles,
    sizes: { readonly journalBytes: number; readonly snapshotBytes: number },
    options: CompactionOptions,
  ) {
    this.#files = files;
    this.#options = options;
    this.#journalBytes = sizes.journalBytes;
    this.#snapshotBytes = sizes.snapshotBytes;
  }

  /** Whether the next record should be the last before a snapshot. */
  get isDue(): boolean {
    const threshold = Math.max(this.#options.snapshotBytes, this.#snapshotBytes, this.#notBefore);
    return this.#running === null && this.#journalBytes >= threshold;
  }

  /** A record of so many octets was added. */
  grew(octets: number): void {
    this.#journalBytes += octets;
  }

  /** Makes a snapshot of the tables as they were after this record, which is this view, and removes what it stands for. Later records are in another file. */
  begin(record: number, view: TablesView): void {
    const stop = new AbortController();
    const done = this.#make(record, view, this.#journalBytes, stop.signal).finally(() => {
      this.#running = null;
    });
    this.#running = { stop, done };
  }

  /** A snapshot could not be made: the next is tried when there is as much to gain again. */
  postpone(error: unknown): void {
    this.#notBefore = this.#journalBytes + this.#options.snapshotBytes;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.report(
      `${this.#files.path}: no snapshot could be made (${reason}); nothing is lost, but the journals grow until it can`,
    );
  }

  /** Ends the snapshot that is being made, and resolves when nothing is written any more. */
  async stop(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.done;
  }

  /** A snapshot of so many octets was made by another way, and stands for all up to this record. */
  async finished(record: number, octets: number): Promise<void> {
    this.#journalBytes = 0;
    this.#snapshotBytes = octets;
    this.#notBefore = 0;
    await this.#clean(record);
  }

  async #make(record: number, view: TablesView, bytes: number, signal: AbortSignal): Promise<void> {
    try {
      this.#snapshotBytes = await writeSnapshot(this.#files, record, view, signal);
    } catch (error) {
      if (!signal.aborted) this.postpone(error);
      return;
    }
    this.#journalBytes -= bytes;
    this.#notBefore = 0;
    await this.#clean(record);
  }

  async #clean(record: number): Promise<void> {
    try {
      await removeSuperseded(this.#files, record);
    } catch (error) {
      this.#options.report(
        `${this.#files.path}: files that are not needed any more could not be removed: ${(error as Error).message}`,
      );
    }
  }
}

/** Removes the files for which the snapshot after this record stands. */
export async function removeSuperseded(files: StoreFiles, record: number): Promise<void> {
  for (const name of await files.list()) {
    const parsed = parseStoreFileName(name);
    if (parsed === null) continue;
    const { kind, at } = parsed;
    if (kind === "journal" ? at <= record : at < record) await files.remove(name);
  }
}

/** Removes what is left of files that a crash kept from being finished. Nothing else may be writing. */
export async function removeUnfinished(files: StoreFiles): Promise<void> {
  for (const name of await files.list()) if (isUnfinished(name)) await files.remove(name);
}
