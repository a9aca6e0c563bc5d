import { DatabaseFile } from "../../database/file/database-file.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { type ServerIdentity, serverName } from "../../naming/server-identity.ts";
import { StoredServerDatabase } from "./stored-server-database.ts";

/**
 * A database in a file (`-file=`), in the format of cppTango. Every change writes the file anew, as a whole or not at all. As in cppTango,
 * there are no properties of pipes in it: putting one rejects with API_NotSupported.
 */
export class FileServerDatabase extends StoredServerDatabase {
  override readonly kind = "file";
  readonly #file: DatabaseFile;

  constructor(path: string) {
    super();
    this.#file = new DatabaseFile(path);
  }

  /** Reads the file. Rejects with ConnectionFailed API_DatabaseFileError where it cannot be read, is malformed, or is another server's. */
  override async open(server: ServerIdentity): Promise<void> {
    const name = serverName(server);
    await this.#file.read((found) => {
      if (found.server === null || serverName(found.server).toLowerCase() !== name.toLowerCase()) {
        throw this.#file.error(`File database: Can't find device server ${name} in file ${this.#file.path}.`);
      }
      this.contents = found.contents;
    });
  }

  /** Resolves when what was changed has been written, or failed to be. */
  override close(): Promise<void> {
    return this.#file.settled();
  }

  override async deviceNames(className: string): Promise<readonly string[]> {
    const devices = this.contents.devicesOfClass.get(className);
    if (devices !== undefined) return [...devices];
    throw this.#file.error(`File database: Can't find class ${className} in file ${this.#file.path}.`);
  }

  override putDevicePipeProperties(): Promise<void> {
    return Promise.reject(notSupported());
  }

  override deleteDevicePipeProperties(): Promise<void> {
    return Promise.reject(notSupported());
  }

  protected override changed(): Promise<void> {
    return this.#file.write();
  }
}

function notSupported(): DevFailed {
  const desc = "Call to a Filedatabase not implemented.";
  return new DevFailed([devError("API_NotSupported", desc, "FileServerDatabase")]);
}
