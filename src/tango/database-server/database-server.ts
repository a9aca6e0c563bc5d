import { formatAddress } from "../../giop/ior/format-address.ts";
import { endInOrder } from "../../threading/end-in-order.ts";
import { DeviceServer } from "../server/device-server.ts";
import { DataBase } from "./database-device.ts";
import { GuardingServer } from "./guarding-server.ts";
import { isInstanceName } from "./instance-name.ts";
import { OwnServerDatabase } from "./own-server-database.ts";
import type { Durability } from "./store/durability.ts";
import { openStore } from "./store/open-store.ts";
import type { Store } from "./store/store.ts";
import { fillIfFresh } from "./tables/fresh-database.ts";
import { TangoTables } from "./tables/tango-tables.ts";

/** How a database server is started. */
export interface DatabaseServerOptions {
  /** The folder in which it keeps what it knows, made where it is not there; `:memory:`, where all is forgotten at the end. */
  readonly data: string;
  /** When a change is acknowledged, and so what a power failure or a kill may lose; `sync`, unless given: nothing. */
  readonly durability?: Durability;
  /** Opens a damaged folder too, without what cannot be read: see `openStore`. */
  readonly salvage?: boolean;
  /** Told, in a line each, what was cut off or left out of the folder, and what the disk refuses. */
  readonly report?: (message: string) => void;
  /** Whether it runs the device `sys/access_control/1` as well, whose rules are in its tables. It counts once it is registered. */
  readonly accessControl?: boolean;
  /** The port at which it listens; 10000 unless given, any free one for 0. */
  readonly port?: number;
  /** The address at which it listens; 127.0.0.1, which nobody else can reach, unless given. "" stands for all. */
  readonly host?: string;
  /** Which database it is: its device is `sys/database/<instance>`, its server `DataBaseds/<instance>`. "2" unless given. */
  readonly instance?: string;
  /** How much it logs: the number of `-v`; 0 unless given. */
  readonly traceLevel?: number;
  /** What to do when its admin device is told to end it (command Kill); `stop()` unless given. */
  readonly onKill?: () => void;
}

/**
 * A Tango database in this process, for all that TANGO_HOST leads to it.
 *
 * ```ts
 * await using database = await DatabaseServer.start({ port: 0, data: ":memory:" });
 * process.env.TANGO_HOST = database.tangoHost;
 * ```
 */
export class DatabaseServer {
  /** What it knows. */
  readonly tables: TangoTables;
  readonly #server: DeviceServer;
  readonly #store: Store;
  readonly #guard: GuardingServer | null;
  /** While it runs; asked for later it is what it was. */
  readonly #address: { readonly host: string; readonly port: number };
  #stopped: Promise<void> | undefined;

  private constructor(server: DeviceServer, store: Store, tables: TangoTables, guard: GuardingServer | null) {
    this.#server = server;
    this.#store = store;
    this.#guard = guard;
    this.tables = tables;
    const { host, port } = server.running;
    this.#address = { host, port };
  }

  /**
   * Starts one: resolves when clients are served. What a new database has (the devices of create_db.sql of the real one) is put in where there
   * is nothing yet. Rejects with Node's error where the address is taken, and as `openStore` does; with a
   * TypeError or RangeError where the options are none.
   */
  static async start(options: DatabaseServerOptions): Promise<DatabaseServer> {
    const { port = DEFAULT_PORT, instance = "2", traceLevel = 0, onKill } = options;
    const host = options.host ?? LOOPBACK;
    if (typeof options.data !== "string" || options.data === "") {
      throw new TypeError("DatabaseServer: data is a folder or :memory:");
    }
    if (!isInstanceName(instance)) {
      throw new RangeError(`DatabaseServer: ${JSON.stringify(instance)} cannot be the name of an instance`);
    }
    const store = await openStore(options.data, {
      durability: options.durability ?? "sync",
      salvage: options.salvage ?? false,
      ...(options.report === undefined ? {} : { report: options.report }),
    });
    const name = `${EXECUTABLE}/${instance}`;
    const device = `sys/database/${instance}`;
    const tables = new TangoTables(store);
    try {
      await fillIfFresh(tables, name);
      let database: DatabaseServer | undefined;
      let isKilled = false;
      // What the end fails with, nobody waits for: the devices have ended.
      const stop = () => void database?.stop().catch(() => {});
      const server = new DeviceServer([DataBase], {
        server: { executable: EXECUTABLE, instance },
        database: () => new OwnServerDatabase(tables, name, device, DataBase.TangoClassName),
        endPoint: { host, port },
        objectKeys: { [device]: OBJECT_KEY },
        serialModel: "NO_SYNC",
        traceLevel,
        onKill:
          onKill ??
          (() => {
            isKilled = true;
            stop();
          }),
      });
      await server.start();
      const guard = options.accessControl
        ? await GuardingServer.start(store, server.running, host).catch(async (error) => {
            await server.stop();
            throw error;
          })
        : null;
      database = new DatabaseServer(server, store, tables, guard);
      // Clients are served before the access control has started.
      if (isKilled) stop();
      return database;
    } catch (error) {
      await store.close().catch(() => {});
      throw error;
    }
  }

  /** The port at which it listens. */
  get port(): number {
    return this.#address.port;
  }

  /** What TANGO_HOST is to be for those who use it: `127.0.0.1:10000`. */
  get tangoHost(): string {
    return formatAddress(this.#address);
  }

  /**
   * Ends it: what is being answered is answered, everything is safe, nothing is left. Rejects where something could not be written; nothing is left
   * then either. Every call joins the first.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #end(): Promise<void> {
    // A disk that is full lets none of them be told of in the tables; they end all the same.
    await endInOrder([() => this.#guard?.stop()], [() => this.#server.stop()], [() => this.#store.close()]);
  }
}

/** The name of the C++ program, by which tools know the server. */
const EXECUTABLE = "DataBaseds";
/**
 * The key of the database in `corbaloc:iiop:host:port/database`, which is all that its clients know, and its only one as in DataBaseds: by its
 * name without a database cppTango 10.0.2 must not reach it, whose proxy then frees what it never had.
 */
const OBJECT_KEY = "database";
const LOOPBACK = "127.0.0.1";
const DEFAULT_PORT = 10000;
