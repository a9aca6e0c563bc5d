import { type Clock, MACHINE_CLOCK } from "../../../threading/clock.ts";
import type { CommitLog } from "./commit-log.ts";
import { Compaction } from "./compaction.ts";
import type { Durability } from "./durability.ts";
import { storeFileName } from "./file-name.ts";
import { encodeJournalRecord } from "./journal-record.ts";
import { JournalSegment } from "./journal-segment.ts";
import type { Recovered } from "./recovery.ts";
import { writeSnapshot } from "./snapshot.ts";
import { StoreWriteError } from "./store-error.ts";
import type { StoreFiles } from "./store-files.ts";
import type { RowChange } from "./table.ts";
import type { Tables, TablesView } from "./tables.ts";
import { settleAll, type WaitingWrite, WriteQueue } from "./write-queue.ts";

/** How a journal is written. */
export interface JournalOptions {
  readonly durability: Durability;
  /** A snapshot is made when the journals since the last one have so many octets, and as many as that one. */
  readonly snapshotBytes: number;
  /** Told what went wrong, and when it goes on. */
  readonly report: (message: string) => void;
  readonly clock?: Clock;
}

/** How long what the operating system has may wait for the disk. */
const SYNC_AFTER_MS = 1000;
/** How long what was acknowledged at once may wait for the operating system, and how many characters of it. */
const RELAXED_MS = 50;
const RELAXED_LENGTH = 1024 * 1024;
/** The pause before the journal is begun afresh once more, at first and at most. */
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 10_000;

/**
 * The log of a store on disk. What is written while the disk is busy waits and becomes one record (group commit), which is there whole or not at all.
 *
 * A record that the disk refuses is cut off again, and the next one tried in its place. Where the file is not known to be what it should be any more (a
 * failed sync, a piece that could not be cut) it is left alone: `#segment` is null, and the next writes are made safe by a snapshot
 * of all tables, which contain them, before they are acknowledged. So nothing is acknowledged that stands on something doubtful.
 */
export class Journal implements CommitLog {
  readonly #files: StoreFiles;
  readonly #tables: Tables;
  readonly #options: JournalOptions;
  readonly #clock: Clock;
  readonly #queue: WriteQueue;
  readonly #compaction: Compaction;
  #segment: JournalSegment | null;
  /** The number of the last record, and of the last that is safe from a power failure. */
  #record: number;
  #synced: number;
  /** How many writes have been taken and not settled. */
  #unsettled = 0;
  /** Why writes are refused, or the file was left; null once it goes on. */
  #failure: Error | null = null;
  #isWorking = false;
  #isClosing = false;
  #mustSync = false;
  #onIdle: (() => void) | null = null;
  /** Each takes a timer back: that of relaxed writes, of the next sync, of the next attempt to begin afresh. */
  #cancelWake: (() => void) | null = null;
  #cancelSync: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #pause = FIRST_PAUSE_MS;

  private constructor(
    files: StoreFiles,
    tables: Tables,
    segment: JournalSegment,
    recovered: Recovered,
    options: JournalOptions,
  ) {
    this.#files = files;
    this.#tables = tables;
    this.#options = options;
    this.#clock = options.clock ?? MACHINE_CLOCK;
    this.#queue = new WriteQueue(files.path);
    this.#compaction = new Compaction(files, recovered, options);
    this.#segment = segment;
    this.#record = recovered.record;
    this.#synced = recovered.record;
  }

  /** Goes on behind what was recovered into these tables. The journal owns the files from then on. */
  static async open(
    files: StoreFiles,
    tables: Tables,
    recovered: Recovered,
    options: JournalOptions,
  ): Promise<Journal> {
    const { journal, record } = recovered;
    const segment =
      journal === null
        ? await JournalSegment.create(files, record + 1)
        : await JournalSegment.continue(files, journal.name, journal.size);
    return new Journal(files, tables, segment, recovered, options);
  }

  append(changes: readonly RowChange[], settled: (error?: Error) => void): void {
    if (this.#isClosing) throw new StoreWriteError("STORE_CLOSED", this.#files.path, "the store was closed");
    const write = this.#queue.add(changes, settled);
    this.#unsettled++;
    if (this.#isSafeEnough()) {
      this.#settle([write]);
      if (!this.#isWorking) this.#cancelWake ??= this.#clock.setTimer(RELAXED_MS, () => this.#wake());
    } else {
      this.#wake();
    }
  }

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    this.#wake();
    await idle;
    for (const cancel of [this.#cancelSync, this.#cancelRetry]) cancel?.();
    await this.#compaction.stop();
    try {
      await this.#segment?.close();
    } finally {
      await this.#files.close();
    }
    if (this.#segment === null && this.#options.durability !== "sync") {
      const problem = "the store is closed, but what was acknowledged at last is not on the disk";
      throw new StoreWriteError("STORE_WRITE", this.#files.path, problem, { cause: this.#failure });
    }
  }

  /** Whether a write is acknowledged before it is written: not while an earlier one waits, with which it might have to be taken back. */
  #isSafeEnough(): boolean {
    return (
      this.#options.durability === "relaxed" &&
      this.#segment !== null &&
      this.#failure === null &&
      this.#unsettled === 1 &&
      this.#queue.length <= RELAXED_LENGTH
    );
  }

  #wake(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    if (this.#isWorking) return;
    this.#isWorking = true;
    // What comes in the same turn of the event loop, from all connections, shares one record.
    setImmediate(() => void this.#work());
  }

  /** Does what there is to do, one thing after the other. Never rejects. */
  async #work(): Promise<void> {
    for (;;) {
      if (this.#segment === null && this.#cancelRetry === null)
        await this.#beginAfresh(this.#queue.takeAll());
      else if (this.#segment !== null && this.#mustSync) await this.#sync(this.#segment);
      else if (this.#queue.isEmpty) {
        if (!this.#isClosing || this.#segment === null || this.#synced === this.#record) break;
        this.#mustSync = true;
      } else if (this.#segment === null) this.#refuse(this.#queue.takeAll(), this.#failure);
      else await this.#commit(this.#segment, this.#queue.takeAll());
    }
    this.#isWorking = false;
    if (this.#isClosing) this.#onIdle?.();
  }

  async #commit(segment: JournalSegment, writes: readonly WaitingWrite[]): Promise<void> {
    // Now the tables are what they are after these writes: nothing else has been taken.
    const view = this.#compaction.isDue ? this.#tables.view() : null;
    if (!(await this.#writeRecord(segment, writes))) view?.end();
    else if (view !== null && !(await this.#beginSnapshot(segment, view))) view.end();
  }

  /** Writes one record and settles its writes; false where they were refused. */
  async #writeRecord(segment: JournalSegment, writes: readonly WaitingWrite[]): Promise<boolean> {
    const number = this.#record + 1;
    const json = writes.map((write) => write.json);
    const line = encodeJournalRecord(number, this.#synced, json);
    try {
      await segment.append(line);
    } catch (error) {
      if (!segment.isWhole) this.#abandon(segment, error);
      this.#refuse(writes, error);
      return false;
    }
    this.#record = number;
    if (this.#options.durability === "sync" && !(await this.#sync(segment, segment.size - line.length))) {
      this.#refuse(writes, this.#failure);
      return false;
    }
    this.#scheduleSync();
    this.#settle(writes);
    this.#compaction.grew(line.length);
    return true;
  }

  /** Makes all records safe from a power failure; false where the disk failed, then what is behind `safeSize` is cut if that still works. */
  async #sync(segment: JournalSegment, safeSize?: number): Promise<boolean> {
    this.#mustSync = false;
    const record = this.#record;
    if (this.#synced === record) return true;
    try {
      await segment.sync();
      this.#synced = record;
      return true;
    } catch (error) {
      if (safeSize !== undefined) await segment.cut(safeSize);
      this.#abandon(segment, error);
      return false;
    }
  }

  #scheduleSync(): void {
    if (this.#synced === this.#record) return;
    this.#cancelSync ??= this.#clock.setTimer(SYNC_AFTER_MS, () => {
      this.#cancelSync = null;
      this.#mustSync = true;
      this.#wake();
    });
  }

  /** Lets later records go into a new file, so that the snapshot of this view stands for the whole of this one; false where that cannot be made. */
  async #beginSnapshot(segment: JournalSegment, view: TablesView): Promise<boolean> {
    // What a later file follows must be whole.
    if (!(await this.#sync(segment))) return false;
    const first = this.#record + 1;
    try {
      this.#segment = await JournalSegment.create(this.#files, first);
    } catch (error) {
      // A file that may be there, and that no record will be in, would hide the records of this one.
      if (await this.#mayBeThere(storeFileName({ kind: "journal", at: first })))
        this.#abandon(segment, error);
      else this.#compaction.postpone(error);
      return false;
    }
    await segment.close().catch(() => {});
    this.#compaction.begin(this.#record, view);
    return true;
  }

  async #mayBeThere(name: string): Promise<boolean> {
    try {
      await this.#files.sync();
      return (await this.#files.list()).includes(name);
    } catch {
      return true;
    }
  }

  /** Makes these writes safe, with all else that the tables contain, by a snapshot; then begins a new file. */
  async #beginAfresh(writes: readonly WaitingWrite[]): Promise<void> {
    const view = this.#tables.view();
    // The file that was left may have a record of this number.
    const record = this.#record + 1;
    this.#record = record;
    try {
      await this.#compaction.stop();
      const octets = await writeSnapshot(this.#files, record, view);
      this.#synced = record;
      this.#settle(writes);
      this.#segment = await JournalSegment.create(this.#files, record + 1);
      await this.#compaction.finished(record, octets);
    } catch (error) {
      this.#cancelRetry = this.#clock.setTimer(this.#pause, () => {
        this.#cancelRetry = null;
        this.#wake();
      });
      this.#pause = Math.min(2 * this.#pause, LAST_PAUSE_MS);
      return this.#refuse(writes, error);
    }
    this.#pause = FIRST_PAUSE_MS;
    this.#settle([]);
  }

  /** Writes no more into a file that may not be what it should be. */
  #abandon(segment: JournalSegment, error: unknown): void {
    this.#segment = null;
    this.#failed(error);
    void segment.close().catch(() => {});
  }

  #settle(writes: readonly WaitingWrite[]): void {
    this.#unsettled -= settleAll(writes);
    if (this.#failure === null || this.#segment === null) return;
    this.#failure = null;
    this.#options.report(`${this.#files.path}: the disk takes what is written again`);
  }

  /** Refuses these writes, and all that were made behind them and may stand on them. */
  #refuse(writes: readonly WaitingWrite[], cause: unknown): void {
    const refused = [...writes, ...this.#queue.takeAll()];
    // What was acknowledged already stays, and only a snapshot can make it safe now.
    if (this.#segment !== null && refused.some(({ settled }) => settled === null)) {
      this.#abandon(this.#segment, cause);
    }
    this.#failed(cause);
    const problem = `the disk did not take what was to be written (${reasonText(cause)}), so it is taken back; reads go on. Make room or mend the disk: each later write is tried again`;
    const error = new StoreWriteError("STORE_WRITE", this.#files.path, problem, { cause });
    this.#unsettled -= settleAll(refused, error);
  }

  #failed(cause: unknown): void {
    const known = this.#failure;
    this.#failure = cause instanceof Error ? cause : new Error(String(cause));
    // Once, however many writes it concerns.
    if (this.#failure.message === known?.message) return;
    this.#options.report(`${this.#files.path}: the disk does not take what is written: ${reasonText(cause)}`);
  }
}

function reasonText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
