import { formatAddress } from "../../giop/ior/format-address.ts";
import type { Address } from "../../iiop/transport.ts";
import { endInOrder } from "../../threading/end-in-order.ts";
import { OrbContext } from "../../threading/orb-context.ts";
import { StoredAccessDatabase } from "../access-control-server/stored-access-database.ts";
import { accessControlClass } from "../access-control-server/tango-access-control.ts";
import { Database } from "../database/database.ts";
import { ServerDatabaseConnection } from "../server/database/server-database-connection.ts";
import { TangoServerDatabase } from "../server/database/tango-server-database.ts";
import { DeviceServer } from "../server/device-server.ts";
import { ownHostName } from "../server/own-host-name.ts";
import type { Store } from "./store/store.ts";

/** The device server TangoAccessControl/1 in the process of a database, in whose tables its rules are. */
export class GuardingServer {
  readonly #server: DeviceServer;
  readonly #context: OrbContext;

  private constructor(server: DeviceServer, context: OrbContext) {
    this.#server = server;
    this.#context = context;
  }

  /**
   * Starts it for the database that answers at `database` and keeps its tables in `store`, at the address `host` ("" for all), as the database
   * itself.
   */
  static async start(store: Store, database: Address, host: string): Promise<GuardingServer> {
    const tangoHost = formatAddress(database);
    const context = new OrbContext();
    // Who guards is not guarded.
    const guarded = new Database(tangoHost, { context, checksAccess: false });
    const server = new DeviceServer(
      [accessControlClass({ store, openDatabase: () => new StoredAccessDatabase(store, guarded) })],
      {
        server: { executable: "TangoAccessControl", instance: "1" },
        database: async (_classes, serverContext) =>
          new TangoServerDatabase(
            new ServerDatabaseConnection(tangoHost, { context: serverContext, checksAccess: false }),
            await ownHostName(),
          ),
        endPoint: { host, port: 0 },
        serialModel: "NO_SYNC",
      },
    );
    try {
      // It may have been taken out of the tables.
      if ((await guarded.getDeviceName(NAME, CLASS)).length === 0) {
        await guarded.addDevice({ name: DEVICE, className: CLASS, server: NAME });
      }
      await server.start();
      return new GuardingServer(server, context);
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await endInOrder([() => this.#server.stop()], [() => this.#context.close()]);
  }
}

const NAME = "TangoAccessControl/1";
const CLASS = "TangoAccessControl";
const DEVICE = "sys/access_control/1";
