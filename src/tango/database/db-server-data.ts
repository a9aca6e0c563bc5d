import type { CallOptions } from "../../iiop/call-options.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import { describeArgument } from "../error/wrong-argument.ts";
import { formatTangoHost, parseTangoHost } from "../naming/tango-host.ts";
import { Database } from "./database.ts";
import type { DbDevInfo, DbServerInfo } from "./db-info.ts";
import {
  classProperties,
  deleteClassProperties,
  deviceProperties,
  putClassProperties,
  putDeviceProperties,
  type StoredProperties,
} from "./stored-properties.ts";

/**
 * All that a database holds of one device server: its devices with their aliases, the properties of devices, classes, attributes and pipes, and how the
 * Starter controls it. It is read once, and can be put into another database:
 *
 * ```ts
 * const server = await DbServerData.read(database, "PowerSupply/lab");
 * if (!(await server.alreadyExist("other:10000"))) await server.putInDatabase("other:10000");
 * await server.remove();                                             // from where it was
 * ```
 * Aliases of attributes are not in it, nor are the histories of properties. Unlike PyTango's it has the properties of the attributes and pipes of
 * classes, aliases and what the Starter knows; and leaves those of the class DServer, which all servers of a database share.
 */
export class DbServerData {
  readonly #name: string;
  readonly #source: Database;
  readonly #info: DbServerInfo;
  readonly #devices: readonly StoredDevice[];
  /** By the name of the class. */
  readonly #classes: ReadonlyMap<string, StoredProperties>;

  private constructor(
    name: string,
    source: Database,
    info: DbServerInfo,
    devices: readonly StoredDevice[],
    classes: ReadonlyMap<string, StoredProperties>,
  ) {
    this.#name = name;
    this.#source = source;
    this.#info = info;
    this.#devices = devices;
    this.#classes = classes;
  }

  /** Reads what a database has of a server (`executable/instance`). Rejects with DBServerNotDefinedInDb where it does not know it. */
  static async read(database: Database, server: string, options?: CallOptions): Promise<DbServerData> {
    const limited = withDeadline(options);
    const declared = await database.getDeviceClassList(server, limited);
    if (declared.length === 0) {
      const desc = `Device server process ${server} is not defined in database`;
      throw new DevFailed([devError("DBServerNotDefinedInDb", desc, "DbServerData.read()")]);
    }
    const devices: StoredDevice[] = [];
    const classes = new Map<string, StoredProperties>();
    for (const device of declared) {
      const { name, className } = device;
      const stored = await deviceProperties(database, name, limited);
      devices.push({ ...device, ...stored, alias: await aliasOf(database, name, limited) });
      if (className.toLowerCase() === "dserver" || classes.has(className)) continue;
      classes.set(className, await classProperties(database, className, limited));
    }
    const info = await database.getServerInfo(server, limited);
    return new DbServerData(server, database, info, devices, classes);
  }

  /** The server's name, `executable/instance`. */
  getName(): string {
    return this.#name;
  }

  /** Whether a database knows the server, or any of its devices. Rejects with DBFailedToCheck where it cannot be asked. */
  alreadyExist(target: Database | string, options?: CallOptions): Promise<boolean> {
    return this.#with(target, "alreadyExist", options, async (database, limited) => {
      for (const { name } of [{ name: `dserver/${this.#name}` }, ...this.#devices]) {
        if (await this.#knows(database, name, limited)) return true;
      }
      return false;
    });
  }

  /**
   * Puts the server with everything into a database. What that has of the same names is set anew, what else it has stays; see `alreadyExist`. An alias that
   * another device has there is refused, when all else is done (DB_SQLError). After a failure it may be tried again.
   */
  putInDatabase(target: Database | string, options?: CallOptions): Promise<void> {
    return this.#with(target, "putInDatabase", options, async (database, limited) => {
      await database.addServer(this.#name, this.#devices, limited);
      for (const [className, stored] of this.#classes) {
        await putClassProperties(database, className, stored, limited);
      }
      for (const device of this.#devices) await putDeviceProperties(database, device.name, device, limited);
      if (this.#info.host.trim() !== "") await database.putServerInfo(this.#info, limited);
      for (const { name, alias } of this.#devices) {
        if (alias !== null) await database.putDeviceAlias(name, alias, limited);
      }
    });
  }

  /**
   * Removes the server with its devices from a database; from the one that it was read from, unless told. The properties of its classes go with the last
   * device of the class.
   */
  remove(target: Database | string = this.#source, options?: CallOptions): Promise<void> {
    return this.#with(target, "remove", options, async (database, limited) => {
      // The admin device last: as long as it is there, the server is.
      const admin = ({ className }: DbDevInfo) => Number(className.toLowerCase() === "dserver");
      for (const { name } of this.#devices.toSorted((a, b) => admin(a) - admin(b))) {
        await database.deleteDevice(name, limited);
      }
      for (const [className, stored] of this.#classes) {
        const left = await database.getDeviceName("*", className, limited);
        if (left.length === 0) await deleteClassProperties(database, className, stored, limited);
      }
      await database.deleteServerInfo(this.#name, limited);
    });
  }

  async #knows(database: Database, device: string, options: CallOptions | undefined): Promise<boolean> {
    try {
      await database.importDevice(device, options);
      return true;
    } catch (error) {
      const failure = toDevFailed(error);
      if (failure.reason === "DB_DeviceNotDefined") return false;
      const desc = `Failed to check ${device} in the database ${database.devName()}`;
      throw failure.withLevel(devError("DBFailedToCheck", desc, "DbServerData.alreadyExist()"));
    }
  }

  /** Works with a database; one of which only the hosts are given is made for this. */
  async #with<T>(
    target: Database | string,
    method: string,
    options: CallOptions | undefined,
    work: (database: Database, limited: CallOptions | undefined) => Promise<T>,
  ): Promise<T> {
    const limited = withDeadline(options);
    if (target instanceof Database) return work(target, limited);
    const database = new Database(hostsIn(target, method), { context: this.#source.context });
    try {
      return await work(database, limited);
    } finally {
      database.close();
    }
  }
}

/** A device with all that a database has of it. */
interface StoredDevice extends DbDevInfo, StoredProperties {
  readonly alias: string | null;
}

async function aliasOf(
  database: Database,
  device: string,
  options: CallOptions | undefined,
): Promise<string | null> {
  try {
    return await database.getAliasFromDevice(device, options);
  } catch (error) {
    if (error instanceof DevFailed && error.reason === "DB_AliasNotDefined") return null;
    throw error;
  }
}

function hostsIn(target: string, method: string): string {
  try {
    return formatTangoHost(parseTangoHost(target));
  } catch (cause) {
    const desc = `${describeArgument(target)} is not a valid syntax for a Tango host (host:port)`;
    throw new DevFailed([devError("DBWrongTangoHostSyntax", desc, `DbServerData.${method}()`)], { cause });
  }
}
