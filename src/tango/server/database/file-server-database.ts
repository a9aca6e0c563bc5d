import { randomUUID } from "node:crypto";
import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import {
  BadDatabaseFileError,
  formatDatabaseFile,
  parseDatabaseFile,
} from "../../database/file/file-database-format.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { ConnectionFailed } from "../../error/dev-failed-classes.ts";
import { type ServerIdentity, serverName } from "../../naming/server-identity.ts";
import { StoredServerDatabase } from "./stored-server-database.ts";

/**
 * A database in a file (`-file=`), in the format of cppTango. Every change writes the file anew, as a whole or not at all. As in cppTango,
 * there are no properties of pipes in it: putting one rejects with API_NotSupported.
 */
export class FileServerDatabase extends StoredServerDatabase {
  override readonly kind = "file";
  readonly #path: string;
  #server: ServerIdentity | null = null;
  /** The last writing, begun or not. */
  #writing: Promise<void> = Promise.resolve();
  /** The one that has not begun. */
  #waiting: Promise<void> | null = null;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  /** Reads the file. Rejects with ConnectionFailed API_DatabaseFileError where it cannot be read, is malformed, or is another server's. */
  override async open(server: ServerIdentity): Promise<void> {
    await this.close();
    const found = parsed(await this.#read(), this.#path);
    const name = serverName(server);
    if (found.server === null || serverName(found.server).toLowerCase() !== name.toLowerCase()) {
      throw fileError(`File database: Can't find device server ${name} in file ${this.#path}.`);
    }
    this.#server = found.server;
    this.contents = found.contents;
  }

  /** Resolves when what was changed has been written, or failed to be. */
  override async close(): Promise<void> {
    await this.#writing.catch(() => {
      // Whoever changed it has been told.
    });
  }

  override async deviceNames(className: string): Promise<readonly string[]> {
    const devices = this.contents.devicesOfClass.get(className);
    if (devices !== undefined) return [...devices];
    throw fileError(`File database: Can't find class ${className} in file ${this.#path}.`);
  }

  override putDevicePipeProperties(): Promise<void> {
    return Promise.reject(notSupported());
  }

  override deleteDevicePipeProperties(): Promise<void> {
    return Promise.reject(notSupported());
  }

  protected override changed(): Promise<void> {
    // What changes until a writing begins is in it.
    this.#waiting ??= this.#writing = this.close().then(() => {
      this.#waiting = null;
      return this.#write();
    });
    return this.#waiting;
  }

  async #read(): Promise<string> {
    try {
      return await readFile(this.#path, "utf8");
    } catch (error) {
      throw fileError(`FILEDATABASE could not open file ${this.#path}.`, error);
    }
  }

  async #write(): Promise<void> {
    if (this.#server === null) return;
    const text = formatDatabaseFile(this.#server, this.contents);
    let draft: string | undefined;
    try {
      // A link stays one: its target is what is written.
      const path = await realpath(this.#path);
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
      throw fileError(`File database: could not write file ${this.#path}.`, error);
    }
  }
}

function parsed(text: string, path: string) {
  try {
    return parseDatabaseFile(text);
  } catch (error) {
    if (!(error instanceof BadDatabaseFileError)) throw error;
    throw fileError(`File database: Error in file at line ${error.line} in file ${path}.`, error);
  }
}

function fileError(desc: string, cause?: unknown): ConnectionFailed {
  return new ConnectionFailed([devError("API_DatabaseFileError", desc, "FileServerDatabase")], { cause });
}

function notSupported(): DevFailed {
  const desc = "Call to a Filedatabase not implemented.";
  return new DevFailed([devError("API_NotSupported", desc, "FileServerDatabase")]);
}
