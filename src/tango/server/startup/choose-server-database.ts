import type { OrbContext } from "../../../threading/orb-context.ts";
import { parseDeclaredDevice } from "../database/declared-device.ts";
import { FileServerDatabase } from "../database/file-server-database.ts";
import { type DatabaselessClass, NoServerDatabase } from "../database/no-server-database.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { ServerDatabaseConnection } from "../database/server-database-connection.ts";
import { TangoServerDatabase } from "../database/tango-server-database.ts";
import { ownHostName } from "../own-host-name.ts";
import type { DatabaseChoice } from "./server-options.ts";

/**
 * The database that a server was told to use; it is not yet opened. `classes` are those of the server, in their order; `hostName` is that of
 * this host, where it is known. Throws, or rejects
 * with, DevFailed: API_TangoHostNotSet where TANGO_HOST is needed and missing, API_WrongCmdLineArgs for devices of other classes.
 */
export async function chooseServerDatabase(
  choice: DatabaseChoice,
  classes: readonly DatabaselessClass[],
  context: OrbContext,
  hostName: Promise<string> | undefined = undefined,
): Promise<ServerDatabase> {
  switch (choice.kind) {
    case "none":
      return new NoServerDatabase(
        choice.devices.map((one) => (typeof one === "string" ? parseDeclaredDevice(one) : one)),
        classes,
      );
    case "file":
      return new FileServerDatabase(choice.path);
    case "database":
      return new TangoServerDatabase(
        // A server says that it runs, whoever started it.
        new ServerDatabaseConnection({ context, checksAccess: false }),
        await (hostName ?? ownHostName()),
      );
  }
}
