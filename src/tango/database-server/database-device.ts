import { Any } from "../../giop/idl/any.ts";
import { Device as DeviceInterface } from "../idl/device.ts";
import { serverName } from "../server/database/server-identity.ts";
import type { LooseAttributeSpec } from "../server/definition/attribute-definition.ts";
import type { LooseCommandSpec } from "../server/definition/command-definition.ts";
import { SERVED } from "../server/device/device-object.ts";
import { Device } from "../server/device.ts";
import { CommandTimings } from "./command-timings.ts";
import { DATABASE_COMMANDS } from "./commands/database-commands.ts";
import type { DatabaseService } from "./database-service.ts";
import type { OwnServerDatabase } from "./own-server-database.ts";
import { StarterNotices } from "./starter-notices.ts";
import { STORED_PROCEDURE_RELEASE } from "./stored-procedure-release.ts";
import { propertyKey } from "./tables/property-row.ts";
import type { TangoTables } from "./tables/tango-tables.ts";
import { TIMED_COMMANDS, TIMING_ATTRIBUTES } from "./timing-attributes.ts";

/**
 * The device class DataBase of the Tango distribution, `sys/database/2`: what all clients and servers of a control system ask for devices and
 * properties. Its server's database must be an OwnServerDatabase.
 */
export class DataBase extends Device {
  static readonly TangoClassName = "DataBase";
  static readonly deviceDescription = "TANGO database device server";
  static readonly attributes: Readonly<Record<string, LooseAttributeSpec>> = {
    StoredProcedureRelease: { dtype: "DevString", read: () => STORED_PROCEDURE_RELEASE },
    ...TIMING_ATTRIBUTES,
  };
  static readonly commands = commandTable();

  readonly tables: TangoTables = (this[SERVED].server.database as OwnServerDatabase).tables;
  readonly timings = new CommandTimings(TIMED_COMMANDS);
  #service!: DatabaseService;
  #starters: StarterNotices | null = null;

  override initDevice(): void {
    const { identity } = this[SERVED].server;
    this.#starters = this.#firesToStarter() ? new StarterNotices((host) => this.#tellStarter(host)) : null;
    this.#service = {
      deviceName: this.getName(),
      serverName: serverName(identity),
      timings: this.timings,
      starters: this.#starters,
    };
    this.setState("ON");
    this.setStatus("Device is OK");
  }

  override deleteDevice(): void {
    this.#starters?.close();
  }

  /** Executes one of its commands. */
  execute(name: string, argument: unknown): unknown {
    return this.timings.measure(name, () =>
      DATABASE_COMMANDS[name]!.run(this.tables, argument, this.#service),
    );
  }

  /** Whether Starters are told: unless the free property Default/FireToStarter is false. Looked up at the start and at Init. */
  #firesToStarter(): boolean {
    const { rows } = this.tables.properties.property;
    const value = rows.get(propertyKey("Default", null, "FireToStarter"))?.values[0];
    return value?.toLowerCase() !== "false";
  }

  /** Tells the Starter of a host, if there is one: the device `tango/admin/<host>`, or in the domain that its class says. */
  async #tellStarter(host: string): Promise<void> {
    const { devices, properties } = this.tables;
    const [domain] = properties.property_class.rows.get(propertyKey("Starter", null, "Domain"))?.values ?? [];
    const name = `${domain || "tango"}/admin/${host}`;
    const starter = devices.get(name);
    if (starter === undefined || !starter.exported || starter.ior === null) return;
    const proxy = this[SERVED].server.context.orb.proxy(DeviceInterface, starter.ior);
    try {
      await proxy.command_inout("UpdateServersInfo", Any.EMPTY, { timeoutMs: STARTER_TIMEOUT_MS });
    } catch (error) {
      this.warnStream(`${name} could not be told that servers changed: ${(error as Error).message}`);
    }
  }
}

function commandTable(): Readonly<Record<string, LooseCommandSpec>> {
  const entries = Object.entries(DATABASE_COMMANDS).map(([name, { run: _, ...types }]) => {
    const execute = function (this: DataBase, argument: unknown) {
      return this.execute(name, argument);
    };
    return [name, { ...types, execute }];
  });
  return Object.fromEntries(entries);
}

const STARTER_TIMEOUT_MS = 3000;
