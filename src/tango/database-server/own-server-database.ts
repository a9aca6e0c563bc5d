import type { DbDevExportInfo } from "../database/db-info.ts";
import { NoServerDatabase } from "../server/database/no-server-database.ts";
import { unexported } from "./commands/device-commands.ts";
import { newDevice } from "./tables/new-device.ts";
import type { TangoTables } from "./tables/tango-tables.ts";

/**
 * The database of a database server: it needs no other, as the real one, which runs with `-nodb`, and says in its own tables that it runs.
 */
export class OwnServerDatabase extends NoServerDatabase {
  readonly tables: TangoTables;
  readonly #server: string;

  /** `server` has the one device `device`. */
  constructor(tables: TangoTables, server: string, device: string, className: string) {
    super([{ name: device, className }], [{ name: className }]);
    this.tables = tables;
    this.#server = server;
  }

  override exportDevice({ name, ior, host, pid, version }: DbDevExportInfo): Promise<void> {
    const { tables } = this;
    return tables.write(() => {
      const className = name.startsWith("dserver/") ? "DServer" : "DataBase";
      const row = tables.devices.get(name) ?? newDevice(name, this.#server, className);
      tables.devices.put({ ...row, exported: true, ior, host, pid, version, started: tables.now() });
    });
  }

  override unexportDevice(name: string): Promise<void> {
    const { tables } = this;
    return tables.write(() => {
      const row = tables.devices.get(name);
      if (row !== undefined) tables.devices.put(unexported(row, tables.now()));
    });
  }

  override unexportServer(): Promise<void> {
    const { tables } = this;
    return tables.write(() => {
      for (const row of [...tables.devices.byServer.get(this.#server)]) {
        tables.devices.put(unexported(row, tables.now()));
      }
    });
  }
}
