import type { CallOptions } from "../../../iiop/call-options.ts";
import { readAttribute } from "../../client/read-calls.ts";
import { Database } from "../../database/database.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { parseServerCache, type ServerCache } from "./server-cache.ts";

/** A database with the calls that only servers make. */
export class ServerDatabaseConnection extends Database {
  /**
   * All that a server needs to start, at once; null where the database does not know it. `host` is the one on which the server starts.
   * Rejects with API_CommandNotFound where the database is too old for it.
   */
  async getDataForServerCache(
    server: string,
    host: string,
    options?: CallOptions,
  ): Promise<ServerCache | null> {
    const command = "DbGetDataForServerCache";
    const layout = (await this.#knowsPipes(options)) ? `${host}%%${TANGO_RELEASE}` : host;
    return this.parsed(command, this.withTexts(command, [server, layout], options), parseServerCache);
  }

  /** Whether the database can tell of pipes, and lets the caller say so behind his host: release 1.9 or later. */
  async #knowsPipes(options: CallOptions | undefined): Promise<boolean> {
    try {
      const { value } = await readAttribute(this.connection, "StoredProcedureRelease", options);
      const release = /^release (\d+)\.(\d+)/.exec(String(value));
      return release !== null && Number(release[1]) * 100 + Number(release[2]) >= PIPES;
    } catch (error) {
      // Old databases have no such attribute; one that does not answer is found by the next call.
      if (error instanceof DevFailed) return false;
      throw error;
    }
  }
}

/** The major release of Tango whose layout is asked for. */
const TANGO_RELEASE = 10;
/** The release of the database since which it has pipes, as cppTango counts it. */
const PIPES = 109;
