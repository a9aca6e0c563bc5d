import { randomUUID } from "node:crypto";
import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { devError } from "../../error/dev-error.ts";
import { ConnectionFailed } from "../../error/dev-failed-classes.ts";
import {
  BadDatabaseFileError,
  type FileDatabase,
  formatDatabaseFile,
  parseDatabaseFile,
} from "./file-database-format.ts";

/** A database file: it is read as a whole, and written as a whole or not at all. */
export class DatabaseFile {
  readonly path: string;
  /** What was read last. Its contents may be changed; `write` writes them. */
  #database: FileDatabase | null = null;
  /** How often it was to be read, and the last of these readings that gave what was read last. */
  #readings = 0;
  #newest = 0;
  /** How often it was to be written. */
  #writings = 0;
  /** The last writing, begun or not. */
  #writing: Promise<void> = Promise.resolve();
  /** The one that has not begun. */
  #waiting: Promise<void> | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Reads the file, when what is being written is; what is changed meanwhile is in what it gives. `take` gets that before anything else can be changed,
   * and may refuse it by an error. Rejects with that, and with ConnectionFailed API_DatabaseFileError where the file cannot be read or is malformed.
   */
  async read(take: (found: FileDatabase) => void = () => {}): Promise<FileDatabase> {
    const writings = this.#writings;
    const reading = ++this.#readings;
    await this.settled();
    const text = await this.#text();
    // What was to be written since then replaces what is in the file. And of several readings at a time a newer one may have been faster: all are to have
    // the same, which is what `write` writes.
    const isOutdated = writings !== this.#writings || reading < this.#newest;
    const found = (isOutdated ? this.#database : null) ?? this.#parsed(text);
    take(found);
    this.#newest = Math.max(this.#newest, reading);
    this.#database = found;
    return found;
  }

  /**
   * Writes what was read last, as it is now; nothing where nothing was. All changes until a writing begins are in it, so that many at once cost two
   * writings. Rejects with ConnectionFailed API_DatabaseFileError.
   */
  write(): Promise<void> {
    this.#writings++;
    this.#waiting ??= this.#writing = this.settled().then(() => {
      this.#waiting = null;
      return this.#write();
    });
    return this.#waiting;
  }

  /** Resolves when what was changed has been written, or failed to be. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => {
      // Whoever changed it has been told.
    });
  }

  /** The error for what the file does not have, or what cannot be done with it. */
  error(desc: string, cause?: unknown): ConnectionFailed {
    return new ConnectionFailed([devError("API_DatabaseFileError", desc, "DatabaseFile")], { cause });
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.path, "utf8");
    } catch (error) {
      throw this.error(`FILEDATABASE could not open file ${this.path}.`, error);
    }
  }

  #parsed(text: string): FileDatabase {
    try {
      return parseDatabaseFile(text);
    } catch (error) {
      if (!(error instanceof BadDatabaseFileError)) throw error;
      throw this.error(`File database: Error in file at line ${error.line} in file ${this.path}.`, error);
    }
  }

  async #write(): Promise<void> {
    if (this.#database === null) return;
    const text = formatDatabaseFile(this.#database);
    let draft: string | undefined;
    try {
      // A link stays one: its target is what is written.
      const path = await realpath(this.path);
      const { mode } = await stat(path);
      draft = `${path}.${randomUUID()}`;
      const file = await open(draft, "wx", mode);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      if (draft !== undefined) await rm(draft, { force: true });
      throw this.error(`File database: could not write file ${this.path}.`, error);
    }
  }
}
