import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { LogRecord } from "./log-record.ts";
import type { LogTarget, OnLogProblem } from "./log-target.ts";
import { RecordQueue, type RecordQueueLimits } from "./record-queue.ts";
import { targetName } from "./target-name.ts";
import { formatXml } from "./xml-layout.ts";

/** How a FileTarget writes. */
export interface FileTargetOptions {
  /** The size in octets at which the file is put aside as `<path>.1`, in place of the one that was there; devices and pipes are not. */
  readonly maxSize: number;
  /** Whether the folder is made where it is missing. */
  readonly makeFolder: boolean;
}

/** Appends records to a file, as XML. */
export class FileTarget implements LogTarget {
  readonly name: string;
  readonly opened: Promise<void>;
  readonly #path: string;
  readonly #maxSize: number;
  readonly #onProblem: OnLogProblem;
  readonly #queue = new RecordQueue(LIMITS, (records) => this.#writeAll(records));
  #file: FileHandle | undefined;
  #size = 0;
  #isRegular = true;
  #lost = 0;
  #isFailing = false;

  constructor(path: string, options: FileTargetOptions, onProblem: OnLogProblem) {
    this.name = targetName("file", path);
    this.#path = path;
    this.#maxSize = options.maxSize;
    this.#onProblem = onProblem;
    this.opened = this.#begin(options.makeFolder);
    // Whoever waits for it hears of the failure; whoever does not must not be ended by it.
    this.opened.catch(() => {});
  }

  get lost(): number {
    return this.#lost + this.#queue.dropped;
  }

  attach(): void {}

  detach(): void {}

  write(record: LogRecord): void {
    this.#queue.push(record);
  }

  /** Fulfilled when all that was told so far is written or lost. */
  flush(): Promise<void> {
    return this.#queue.idle();
  }

  isAlive(): Promise<boolean> {
    return this.opened.then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    await this.flush();
    await this.opened.catch(() => {});
    await this.#file?.close();
    this.#file = undefined;
  }

  async #begin(makeFolder: boolean): Promise<void> {
    try {
      if (makeFolder) await mkdir(dirname(this.#path), { recursive: true });
      await this.#open();
    } catch (cause) {
      const desc = `Could not open logging file ${this.#path}`;
      throw new DevFailed([devError("API_CannotOpenFile", desc, "Logging::add_logging_target()")], { cause });
    }
  }

  async #open(): Promise<FileHandle> {
    const file = await open(this.#path, APPEND, 0o644);
    this.#file = file;
    const about = await file.stat();
    this.#isRegular = about.isFile();
    this.#size = about.size;
    return file;
  }

  async #writeAll(records: readonly LogRecord[]): Promise<void> {
    try {
      await this.opened;
    } catch {
      // Told by `opened`.
      this.#lost += records.length;
      return;
    }
    let written = 0;
    try {
      while (written < records.length) {
        written += await this.#append(records, written);
        if (this.#isRegular && this.#size >= this.#maxSize) await this.#putAside();
      }
      this.#isFailing = false;
    } catch (error) {
      this.#lost += records.length - written;
      if (!this.#isFailing) this.#onProblem(`cannot write the log to ${this.#path}`, error);
      this.#isFailing = true;
    }
  }

  /** Writes records up to the one that fills the file; gives how many that were. */
  async #append(records: readonly LogRecord[], first: number): Promise<number> {
    const file = this.#file ?? (await this.#open());
    let text = "";
    let next = first;
    do {
      const event = formatXml(records[next++]!);
      this.#size += Buffer.byteLength(event);
      text += event;
    } while (next < records.length && this.#size < this.#maxSize);
    await file.appendFile(text);
    return next - first;
  }

  async #putAside(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    await rename(this.#path, `${this.#path}.1`);
    await this.#open();
  }
}

// A pipe that nobody reads must not hold up the server, as to open it would.
const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NONBLOCK ?? 0);

const LIMITS: RecordQueueLimits = { maxRecords: 100_000, maxCharacters: 16 * 1024 * 1024, batchSize: 1000 };
