import type { CallOptions } from "../../../iiop/call-options.ts";
import type { DbDevExportInfo } from "../../database/db-info.ts";
import { NameMap } from "../../database/file/name-map.ts";
import {
  attributeProperties,
  type PropertyOwner,
  propertyValues,
} from "../../database/file/server-contents.ts";
import type {
  AttributeProperties,
  AttributePropertyInputs,
  PropertyInputs,
  PropertyValues,
} from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { adminDeviceName, type ServerIdentity, serverName } from "../../naming/server-identity.ts";
import type { ServerCache } from "./server-cache.ts";
import type { ServerDatabase } from "./server-database.ts";
import type { ServerDatabaseConnection } from "./server-database-connection.ts";

/**
 * The database of a Tango system, as a server sees it. A start asks for everything in one command, and gets along with single ones where the
 * database does not have it; a command that times out meanwhile is sent up to three times, since after a power cut all servers start at once.
 */
export class TangoServerDatabase implements ServerDatabase {
  readonly kind = "database";
  readonly #database: ServerDatabaseConnection;
  readonly #host: string;
  #server: ServerIdentity | null = null;
  #isStarting = false;
  #cache: ServerCache | null = null;
  /** Under what the admin device was exported when the start began. */
  #adminReference: string | null = null;
  /** Whether this process is the server that runs, as far as the database knows. */
  #hasExported = false;
  /** How often it was said that none of its devices runs. */
  #unexports = 0;

  /** `database` is closed with this one. `host` is the full name of the host on which the server starts. */
  constructor(database: ServerDatabaseConnection, host: string) {
    this.#database = database;
    this.#host = host;
  }

  async open(server: ServerIdentity, options?: CallOptions): Promise<void> {
    this.#server = server;
    await this.#database.connect(withTimeout(options, TIMEOUT_MS)).catch((error: unknown) => {
      const desc = "Can't build connection to TANGO database server, exiting";
      const origin = "TangoServerDatabase.open()";
      throw toDevFailed(error, origin).withLevel(devError("API_CantConnectToDatabase", desc, origin));
    });
    const found = await this.#fetch(server, options);
    if (found === null) throw notDefined(server);
    this.#isStarting = true;
    this.#cache = found === "unavailable" ? null : found;
    this.#adminReference =
      found === "unavailable" ? await this.#importAdminDevice(server, options) : found.adminReference;
  }

  endStartup(): void {
    this.#isStarting = false;
    this.#cache = null;
  }

  close(): Promise<void> {
    this.endStartup();
    this.#database.close();
    return Promise.resolve();
  }

  async classNames(options?: CallOptions): Promise<readonly string[]> {
    if (this.#cache !== null) return this.#cache.contents.devicesOfClass.names();
    return this.#ask(options, (limited) => this.#database.getServerClassList(this.#name, limited));
  }

  async deviceNames(className: string, options?: CallOptions): Promise<readonly string[]> {
    if (this.#cache !== null) return this.#cache.contents.devicesOfClass.get(className) ?? [];
    return this.#ask(options, (limited) => this.#database.getDeviceName(this.#name, className, limited));
  }

  classProperties(
    className: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<PropertyValues> {
    return this.#properties(this.#cache?.contents.classes.get(className), names, options, (limited) =>
      this.#database.getClassProperty(className, names, limited),
    );
  }

  deviceProperties(device: string, names: readonly string[], options?: CallOptions): Promise<PropertyValues> {
    return this.#properties(this.#cache?.contents.devices.get(device), names, options, (limited) =>
      this.#database.getDeviceProperty(device, names, limited),
    );
  }

  freeProperties(object: string, names: readonly string[], options?: CallOptions): Promise<PropertyValues> {
    return this.#properties(this.#cache?.contents.freeObjects.get(object), names, options, (limited) =>
      this.#database.getProperty(object, names, limited),
    );
  }

  async classAttributeProperties(
    className: string,
    attributes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties> {
    const cached = this.#cache?.contents.classes.get(className);
    if (cached !== undefined) return attributeProperties(cached.attributes, attributes);
    return this.#attributeProperties(attributes, options, (limited) =>
      this.#database.getClassAttributeProperty(className, attributes, limited),
    );
  }

  async deviceAttributeProperties(
    device: string,
    attributes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties> {
    const cached = this.#cache?.contents.devices.get(device);
    if (cached !== undefined) return attributeProperties(cached.attributes, attributes);
    return this.#attributeProperties(attributes, options, (limited) =>
      this.#database.getDeviceAttributeProperty(device, attributes, limited),
    );
  }

  async classPipeProperties(
    className: string,
    pipes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties> {
    const cached = this.#cache?.contents.classes.get(className);
    if (cached !== undefined) return attributeProperties(cached.pipes, pipes);
    return this.#attributeProperties(pipes, options, (limited) =>
      this.#database.getClassPipeProperty(className, pipes, limited),
    );
  }

  async devicePipeProperties(
    device: string,
    pipes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties> {
    const cached = this.#cache?.contents.devices.get(device);
    if (cached !== undefined) return attributeProperties(cached.pipes, pipes);
    return this.#attributeProperties(pipes, options, (limited) =>
      this.#database.getDevicePipeProperty(device, pipes, limited),
    );
  }

  putClassProperties(className: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    this.#cache?.contents.classes.delete(className);
    return this.#ask(options, (limited) => this.#database.putClassProperty(className, properties, limited));
  }

  putDeviceProperties(device: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#change(device, options, (limited) =>
      this.#database.putDeviceProperty(device, properties, limited),
    );
  }

  deleteDeviceProperties(device: string, names: readonly string[], options?: CallOptions): Promise<void> {
    return this.#change(device, options, (limited) =>
      this.#database.deleteDeviceProperty(device, names, limited),
    );
  }

  putDeviceAttributeProperties(
    device: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void> {
    return this.#change(device, options, (limited) =>
      this.#database.putDeviceAttributeProperty(device, properties, limited),
    );
  }

  deleteDeviceAttributeProperties(
    device: string,
    attribute: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<void> {
    return this.#change(device, options, (limited) =>
      this.#database.deleteDeviceAttributeProperty(device, { [attribute]: names }, limited),
    );
  }

  putDevicePipeProperties(
    device: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void> {
    return this.#change(device, options, (limited) =>
      this.#database.putDevicePipeProperty(device, properties, limited),
    );
  }

  deleteDevicePipeProperties(
    device: string,
    pipe: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<void> {
    return this.#change(device, options, (limited) =>
      this.#database.deleteDevicePipeProperty(device, { [pipe]: names }, limited),
    );
  }

  async runningAdminDevice(options?: CallOptions): Promise<string | null> {
    return this.#isStarting ? this.#adminReference : this.#importAdminDevice(this.#opened, options);
  }

  async exportDevice(device: DbDevExportInfo, options?: CallOptions): Promise<void> {
    const before = this.#unexports;
    if (!this.#hasExported) {
      // The name has this case in every release of cppTango.
      await this.#ask(options, (limited) => this.#database.unexportEvent(`DServer/${this.#name}`, limited));
    }
    await this.#ask(options, (limited) => {
      // What ends meanwhile must not be exported behind its end, for good.
      if (before !== this.#unexports) throw unexported(device.name);
      this.#hasExported = true;
      return this.#database.exportDevice(device, limited);
    });
  }

  unexportDevice(device: string, options?: CallOptions): Promise<void> {
    return this.#ask(options, (limited) => this.#database.unexportDevice(device, limited));
  }

  async unexportServer(options?: CallOptions): Promise<void> {
    this.#unexports++;
    // A start that failed before may have met the same server in another process.
    if (!this.#hasExported) return;
    await this.#ask(options, (limited) => this.#database.unexportServer(this.#name, limited));
  }

  addDevice(device: string, className: string, options?: CallOptions): Promise<void> {
    const info = { name: device, className, server: this.#name };
    return this.#ask(options, (limited) => this.#database.addDevice(info, limited));
  }

  deleteDevice(device: string, options?: CallOptions): Promise<void> {
    return this.#change(device, options, (limited) => this.#database.deleteDevice(device, limited));
  }

  get #opened(): ServerIdentity {
    if (this.#server === null) throw new TypeError("the database of a server is opened before it is used");
    return this.#server;
  }

  get #name(): string {
    return serverName(this.#opened);
  }

  /** The cache; null where the server is not defined, and "unavailable" where the database does not give it, for whatever reason. */
  async #fetch(
    server: ServerIdentity,
    options: CallOptions | undefined,
  ): Promise<ServerCache | null | "unavailable"> {
    try {
      const limited = withTimeout(options, CACHE_TIMEOUT_MS);
      return await this.#database.getDataForServerCache(serverName(server), this.#host, limited);
    } catch (error) {
      if (!(error instanceof DevFailed) || isGivenUp(error)) throw error;
      return "unavailable";
    }
  }

  async #importAdminDevice(server: ServerIdentity, options: CallOptions | undefined): Promise<string | null> {
    try {
      const { exported, ior } = await this.#ask(options, (limited) =>
        this.#database.importDevice(adminDeviceName(server), limited),
      );
      return exported && ior !== "" ? ior : null;
    } catch (error) {
      if (error instanceof DevFailed && error.reason === "DB_DeviceNotDefined")
        throw notDefined(server, error);
      throw error;
    }
  }

  async #properties(
    cached: PropertyOwner | undefined,
    names: readonly string[],
    options: CallOptions | undefined,
    ask: (limited: CallOptions) => Promise<PropertyValues>,
  ): Promise<PropertyValues> {
    if (cached !== undefined) return propertyValues(cached.properties, names);
    return propertyValues(byName(await this.#ask(options, ask)), names);
  }

  async #attributeProperties(
    names: readonly string[],
    options: CallOptions | undefined,
    ask: (limited: CallOptions) => Promise<AttributeProperties>,
  ): Promise<AttributeProperties> {
    const found = byName(await this.#ask(options, ask));
    return Object.fromEntries(names.map((name) => [name, found.get(name) ?? {}]));
  }

  /** Changes something of a device, of which what was fetched for the start is then no longer true. */
  #change(
    device: string,
    options: CallOptions | undefined,
    change: (limited: CallOptions) => Promise<void>,
  ): Promise<void> {
    this.#cache?.contents.devices.delete(device);
    return this.#ask(options, change);
  }

  async #ask<T>(options: CallOptions | undefined, ask: (limited: CallOptions) => Promise<T>): Promise<T> {
    for (let attempts = this.#isStarting ? START_ATTEMPTS : 1; ; attempts--) {
      try {
        return await ask(withTimeout(options, TIMEOUT_MS));
      } catch (error) {
        if (attempts <= 1 || !isTimedOut(error)) throw error;
      }
    }
  }
}

function unexported(device: string): DevFailed {
  const desc = `The device ${device} is not exported: its server ends`;
  return new DevFailed([devError("API_StartupSequence", desc, "TangoServerDatabase.exportDevice()")]);
}

function withTimeout(options: CallOptions | undefined, timeoutMs: number): CallOptions {
  return options?.timeoutMs === undefined ? { ...options, timeoutMs } : options;
}

function byName<V>(values: Readonly<Record<string, V>>): NameMap<V> {
  const map = new NameMap<V>();
  for (const [name, value] of Object.entries(values)) map.set(name, value);
  return map;
}

function isTimedOut(error: unknown): boolean {
  return error instanceof DevFailed && error.errors.some(({ reason }) => reason === "API_DeviceTimedOut");
}

/** Whether nobody wants the answer any more. */
function isGivenUp({ reason }: DevFailed): boolean {
  return reason === "API_CallAborted" || reason === "API_OrbContextClosed";
}

function notDefined(server: ServerIdentity, cause?: unknown): DevFailed {
  const desc = `The device server ${serverName(server)} is not defined in database. Exiting!`;
  return new DevFailed([devError("API_StartupSequence", desc, "TangoServerDatabase.open()")], { cause });
}

/** As cppTango's DB_TIMEOUT. */
const TIMEOUT_MS = 13_000;
/** As cppTango: filling the cache is much work for the database. */
const CACHE_TIMEOUT_MS = 4 * TIMEOUT_MS;
/** As cppTango's DB_START_PHASE_RETRIES. */
const START_ATTEMPTS = 3;
