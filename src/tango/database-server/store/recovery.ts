import { join } from "node:path";
import { checkFileHeader } from "./file-header.ts";
import { parseStoreFileName, type StoreFileName } from "./file-name.ts";
import { decodeJournalRecord, type JournalRecord } from "./journal-record.ts";
import { type ReadLine, readRecords } from "./record-reader.ts";
import { decodeSnapshotLine } from "./snapshot.ts";
import { damageText, StoreDamagedError } from "./store-error.ts";
import type { StoreFiles } from "./store-files.ts";
import type { Tables } from "./tables.ts";

/** How a folder is read. */
export interface RecoveryOptions {
  /** Leaves out what is damaged, rather than refusing to open. */
  readonly salvage: boolean;
  /** Told what was cut or left out. */
  readonly report: (message: string) => void;
}

/** What was found in a folder. */
export interface Recovered {
  /** The number of the last record; 0 where there is none. */
  readonly record: number;
  /** The record after which the snapshot was made; 0 where there is none. */
  readonly snapshot: number;
  /** The file to go on with, behind so many of its octets; null where a new one is to be made. */
  readonly journal: { readonly name: string; readonly size: number } | null;
  /** The octets of all journals since the snapshot, and of the snapshot. */
  readonly journalBytes: number;
  readonly snapshotBytes: number;
  /** The files of which something was left out, which salvage alone does. */
  readonly damaged: readonly string[];
}

/**
 * Fills empty tables with what a folder holds: the newest snapshot, and the records that came after it. What a crash leaves is cut from the end:
 * a record that was not finished, or was not yet safe when the power failed. Throws a StoreDamagedError for any other damage, a StoreFormatError.
 */
export async function recover(
  files: StoreFiles,
  tables: Tables,
  options: RecoveryOptions,
): Promise<Recovered> {
  return await new Recovery(files, tables, options).run();
}

/** A file of the store, by its name. */
interface NamedFile extends StoreFileName {
  readonly name: string;
}

/** The first line of a journal that could not be read, and the record that it should be. */
interface Tear {
  readonly line: ReadLine;
  readonly record: number;
  /** Whole records behind it that do not say that it had been safe. */
  unsafe: number;
}

class Recovery {
  readonly #files: StoreFiles;
  readonly #tables: Tables;
  readonly #options: RecoveryOptions;
  readonly #damaged = new Set<string>();
  #record = 0;
  #journal: Recovered["journal"] = null;
  #journalBytes = 0;
  #snapshotBytes = 0;

  constructor(files: StoreFiles, tables: Tables, options: RecoveryOptions) {
    this.#files = files;
    this.#tables = tables;
    this.#options = options;
  }

  async run(): Promise<Recovered> {
    const found = (await this.#files.list()).sort().flatMap((name): NamedFile[] => {
      const parsed = parseStoreFileName(name);
      return parsed === null ? [] : [{ name, ...parsed }];
    });
    const snapshot = found.findLast(({ kind }) => kind === "snapshot");
    if (snapshot !== undefined) {
      this.#snapshotBytes = await this.#readSnapshot(snapshot);
      this.#record = snapshot.at;
    }
    // A snapshot stands for all journals that begin before it, also for records of them that were refused.
    const journals = found.filter(({ kind, at }) => kind === "journal" && at > (snapshot?.at ?? 0));
    for (const journal of journals) await this.#readJournal(journal, journal === journals.at(-1));
    return {
      record: this.#record,
      snapshot: snapshot?.at ?? 0,
      journal: this.#journal,
      journalBytes: this.#journalBytes,
      snapshotBytes: this.#snapshotBytes,
      damaged: [...this.#damaged],
    };
  }

  async #readSnapshot(file: NamedFile): Promise<number> {
    let rows = 0;
    let last: ReadLine = { offset: 0, end: 0, line: 0, json: null };
    let isWhole = false;
    const size = await this.#read(file, (line) => {
      last = line;
      if (line.json === null) return this.#leaveOut(file, line, null, "the line is damaged");
      if (line.offset === 0) return checkFileHeader(line.json, this.#path(file), file);
      const content = decodeSnapshotLine(line.json);
      if (content === null) return this.#leaveOut(file, line, null, "this is no row of a snapshot");
      if ("count" in content) isWhole = content.count === rows;
      else {
        rows++;
        isWhole = false;
        this.#tables.table(content.table).restore(content.key, content.row);
      }
    });
    if (!isWhole) {
      const end = { ...last, offset: last.end, line: last.line + 1 };
      this.#leaveOut(file, end, null, `rows are missing, ${rows} are there`);
    }
    return size;
  }

  async #readJournal(file: NamedFile, isLast: boolean): Promise<void> {
    const start: ReadLine = { offset: 0, end: 0, line: 1, json: null };
    if (file.at !== this.#record + 1) this.#leaveOutRecords(file, start, this.#record + 1, file.at - 1);
    this.#record = Math.max(this.#record, file.at - 1);
    let tear: Tear | null = null as Tear | null;
    const size = await this.#read(file, (line) => {
      if (line.json === null) {
        tear ??= { line, record: this.#record + 1, unsafe: 0 };
        return;
      }
      if (line.offset === 0) return checkFileHeader(line.json, this.#path(file), file);
      const record = decodeJournalRecord(line.json);
      if (record === null)
        return this.#leaveOut(file, line, this.#record + 1, "this is no record of a journal");
      if (tear !== null) {
        // The header was safe before the file had its name; a record, when a later one says so.
        if (tear.line.offset > 0 && record.synced < tear.record && !this.#options.salvage) {
          tear.unsafe++;
          return;
        }
        const problem = `what is here is damaged, and record ${record.number} follows it`;
        this.#leaveOut(file, tear.line, tear.record, problem);
        this.#record = Math.max(this.#record, record.number - 1);
        tear = null;
      }
      this.#apply(file, line, record);
    });
    let end = size;
    if (tear !== null && !isLast) {
      this.#leaveOut(file, tear.line, tear.record, "what is here is damaged, and another journal follows");
    } else if (tear !== null) {
      end = tear.line.offset;
      this.#reportCut(file, tear, size - end);
    }
    this.#journalBytes += end;
    // One whose header is not there is made anew.
    if (isLast) this.#journal = end === 0 ? null : { name: file.name, size: end };
  }

  #apply(file: NamedFile, line: ReadLine, record: JournalRecord): void {
    const expected = this.#record + 1;
    if (record.number !== expected) this.#leaveOutRecords(file, line, expected, record.number - 1);
    if (record.number < expected) return;
    this.#record = record.number;
    for (const { table, key, row } of record.changes) this.#tables.table(table).restore(key, row);
  }

  async #read(file: NamedFile, take: (line: ReadLine) => void): Promise<number> {
    const opened = await this.#files.open(file.name);
    try {
      return await readRecords(opened, take);
    } finally {
      await opened.close();
    }
  }

  #leaveOutRecords(file: NamedFile, line: ReadLine, from: number, to: number): void {
    const problem =
      to < from ? `record ${to + 1} is here once more` : `records ${from} to ${to} are missing before it`;
    this.#leaveOut(file, line, from, problem);
  }

  #leaveOut(file: NamedFile, { offset, line }: ReadLine, record: number | null, problem: string): void {
    const place = { file: this.#path(file), offset, line, record };
    if (!this.#options.salvage) throw new StoreDamagedError(place, problem);
    this.#damaged.add(file.name);
    this.#options.report(`left out: ${damageText(place, problem)}`);
  }

  #reportCut(file: NamedFile, { line, record, unsafe }: Tear, octets: number): void {
    const place = { file: this.#path(file), offset: line.offset, line: line.line, record };
    const others =
      unsafe === 0
        ? ""
        : `, and ${unsafe} behind it; none of them had been made safe from a power failure yet`;
    const problem = `the record was not written to its end${others}. ${octets} octets are cut, all before them is kept`;
    this.#options.report(damageText(place, problem));
  }

  #path(file: NamedFile): string {
    return join(this.#files.path, file.name);
  }
}
