import { Database } from "../database/database.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { LongStringArray } from "../value/cmd-arg-type.ts";
import { ALLOWED_COMMANDS } from "./allowed-commands.ts";
import { SERVICES } from "./service-entries.ts";

/** What an access control asks of the database that it guards, and writes there. All methods reject with DevFailed. */
export interface AccessDatabase {
  /** The class of a device; null where the database has no such device. */
  classOf(device: string): Promise<string | null>;
  /** The property AllowedAccessCmd of a class: the commands that who may only read can execute. */
  allowedCommands(className: string): Promise<readonly string[]>;
  /** The classes that have this property. */
  classesWithAllowedCommands(): Promise<readonly string[]>;
  /** The services of the control system, as `service/instance:device`. */
  services(): Promise<readonly string[]>;
  putServices(services: readonly string[]): Promise<void>;
}

/** The database of a Tango system, asked by its device. */
export class RemoteAccessDatabase implements AccessDatabase {
  readonly #database: Database;

  /** The database of TANGO_HOST unless given. */
  constructor(database: Database = new Database({ checksAccess: false })) {
    this.#database = database;
  }

  /** The class of a device; null where the database has no such device. */
  async classOf(device: string): Promise<string | null> {
    try {
      return await this.#database.getClassForDevice(device);
    } catch (error) {
      if (error instanceof DevFailed && error.reason === "DB_IncorrectArguments") return null;
      if (error instanceof DevFailed && error.reason === "DB_DeviceNotDefined") return null;
      throw error;
    }
  }

  /** The commands of a class that who may only read can execute; none where the class does not say. */
  async allowedCommands(className: string): Promise<readonly string[]> {
    const { [ALLOWED_COMMANDS]: commands = [] } = await this.#database.getClassProperty(
      className,
      ALLOWED_COMMANDS,
    );
    return commands;
  }

  /**
   * By SQL, which a database on MariaDB lets its clients use; no command lists the classes that have a property. Of another database: those of
   * the classes that have devices.
   */
  async classesWithAllowedCommands(): Promise<readonly string[]> {
    try {
      const query = `SELECT DISTINCT class FROM property_class WHERE name = '${ALLOWED_COMMANDS}'`;
      const { svalue } = await this.#database.commandInout<LongStringArray>("DbMySqlSelect", query);
      return svalue;
    } catch (error) {
      if (!(error instanceof DevFailed)) throw error;
    }
    const classes = await this.#database.getClassList("*");
    const commands = await Promise.all(classes.map((name) => this.allowedCommands(name)));
    return classes.filter((_, i) => commands[i]!.length > 0);
  }

  /** The services of the control system, in their order. */
  async services(): Promise<readonly string[]> {
    const { [SERVICES.property]: services = [] } = await this.#database.getProperty(
      SERVICES.object,
      SERVICES.property,
    );
    return services;
  }

  /** Puts these in the place of the services that there are. */
  async putServices(services: readonly string[]): Promise<void> {
    await this.#database.putProperty(SERVICES.object, { [SERVICES.property]: [...services] });
  }
}
