import type { CallOptions } from "../../iiop/call-options.ts";
import { Database } from "../database/database.ts";
import type { DbDevImportInfo } from "../database/db-info.ts";
import type { PropertyNames } from "../database/property-names.ts";
import type { PropertyInputs, PropertyValues } from "../database/property-value.ts";
import { registeredName } from "../database/registered-name.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { nonDbDevice } from "../error/non-db-device.ts";
import type { Names } from "../naming/name-list.ts";
import { withDeadline } from "./call-deadline.ts";
import type { Location } from "./connection.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { EventDevice } from "./event-device.ts";

/** The part of a DeviceProxy that is about what the database knows of its device, whether that runs or not. */
export abstract class RegisteredDevice extends EventDevice {
  /** The one that all proxies share; null for a device that is reached without one. */
  readonly #database: Database | null;
  /** The one for the user of this proxy. */
  #ownDatabase: Database | null = null;

  constructor(connection: DeviceConnection, location: Location, database: Database | null) {
    super(connection, location);
    this.#database = database;
  }

  protected get database(): Database | null {
    return this.#database;
  }

  /** The alias of the device; DB_AliasNotDefined where it has none. */
  async alias(options?: CallOptions): Promise<string> {
    if (this.#database === null) {
      const desc = "No alias found for your device";
      throw new DevFailed([devError("DB_AliasNotDefined", desc, "DeviceProxy.alias()")]);
    }
    return this.#inDatabase("alias", options, (database, device, limited) =>
      database.getAliasFromDevice(device, limited),
    );
  }

  /** How the database says that the device is reached. */
  async importInfo(options?: CallOptions): Promise<DbDevImportInfo> {
    return this.#databaseFor("importInfo").importDevice(this.devName(), options);
  }

  /**
   * The database in which the device was found; null where there was none. It is this proxy's own: to close it or to change its settings
   * concerns nobody else.
   */
  getDeviceDb(): Database | null {
    const { database, fromEnvironment } = this.location;
    if (database === null) return null;
    this.#ownDatabase ??= Database.ofDevice(this.context, database, fromEnvironment);
    return this.#ownDatabase;
  }

  /** Properties of the device, by name; one that is not defined has no values. */
  getProperty(names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.#inDatabase("getProperty", options, (database, device, limited) =>
      database.getDeviceProperty(device, names, limited),
    );
  }

  /** Sets properties of the device: `{ limits: [1, 10], comment: "cleaned" }`. */
  putProperty(properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#inDatabase("putProperty", options, (database, device, limited) =>
      database.putDeviceProperty(device, properties, limited),
    );
  }

  /** Deletes properties of the device. */
  deleteProperty(names: PropertyNames, options?: CallOptions): Promise<void> {
    return this.#inDatabase("deleteProperty", options, (database, device, limited) =>
      database.deleteDeviceProperty(device, names, limited),
    );
  }

  /** The names of the device's properties; a filter may have `*` in it. */
  getPropertyList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#inDatabase("getPropertyList", options, (database, device, limited) =>
      database.getDevicePropertyList(device, filter, limited),
    );
  }

  /** Asks the database about the device, under the name that the device has there. */
  async #inDatabase<T>(
    method: string,
    options: CallOptions | undefined,
    ask: (database: Database, device: string, limited: CallOptions | undefined) => Promise<T>,
  ): Promise<T> {
    const database = this.#databaseFor(method);
    const limited = withDeadline(options);
    return ask(database, await registeredName(database, this.devName(), limited), limited);
  }

  #databaseFor(method: string): Database {
    if (this.#database !== null) return this.#database;
    throw nonDbDevice(this.devName(), `DeviceProxy.${method}()`);
  }
}
