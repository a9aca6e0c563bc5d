import type { CallOptions } from "../../iiop/call-options.ts";
import { refusePosting } from "../../iiop/refuse-posting.ts";
import type { ContextSlot, OrbContext } from "../../threading/orb-context.ts";
import { type AccessGrant, type AccessRight, FULL_ACCESS } from "../client/access-grant.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { contextFor } from "../client/context-for.ts";
import { type ConnectionOptions, DeviceConnection } from "../client/device-connection.ts";
import { describeArgument } from "../error/wrong-argument.ts";
import { formatTangoHost, type HostPort, parseHostPort, parseTangoHost } from "../naming/tango-host.ts";
import { requireTangoHost } from "../naming/tangorc.ts";
import { AccessControl } from "./access-control.ts";
import { DatabaseAccess } from "./database-access.ts";
import { DatabaseProperties } from "./database-properties.ts";
import { DatabaseTarget } from "./database-target.ts";
import type { DeviceDirectory } from "./exported-device-target.ts";

/** How a Database is made. */
export interface DatabaseOptions extends ConnectionOptions {
  /** The context to live in; the current one unless given. */
  readonly context?: OrbContext;
  /** Whether the access control of the Tango system is asked before something is changed in the database. true unless given. */
  readonly checksAccess?: boolean;
}

/** What is known of the hosts beside what they are. */
interface FoundDatabaseOptions extends DatabaseOptions {
  /** Whether they are those of TANGO_HOST. */
  readonly fromEnvironment?: boolean;
}

/**
 * The database of a Tango system: which devices, servers and classes there are, how they are reached, and their properties.
 * It connects at first use. Its methods have the names of PyTango's, in camelCase; each takes `{ timeoutMs, signal }` last.
 *
 * ```ts
 * const database = new Database();                                  // the one of TANGO_HOST
 * const devices = await database.getDeviceExported("sys/*");
 * await database.putDeviceProperty("sys/tg_test/1", { limits: [1, 10], comment: "cleaned" });
 * const { limits } = await database.getDeviceProperty("sys/tg_test/1", ["limits"]);   // ["1", "10"]
 * ```
 */
export class Database extends DatabaseProperties implements DeviceDirectory {
  readonly #accessControl: AccessControl;

  /**
   * The database of TANGO_HOST. Throws ConnectionFailed API_TangoHostNotSet where that is missing or malformed, and a TypeError for
   * anything but options, lest another database be used than was meant.
   */
  constructor(options?: DatabaseOptions);
  /** The database at these hosts, `host:port` or `host:port,host:port`: the first that answers. */
  constructor(hosts: string, options?: DatabaseOptions);
  /** The database at this host and port. */
  constructor(host: string, port: number | string, options?: DatabaseOptions);
  constructor(
    first?: string | DatabaseOptions,
    second?: number | string | DatabaseOptions,
    third?: DatabaseOptions,
  ) {
    if (typeof first !== "string") refuseOtherThanOptions(first);
    const options: FoundDatabaseOptions = [third, second, first].find((one) => typeof one === "object") ?? {};
    const hosts = typeof first === "string" ? hostsOf(first, second) : requireTangoHost();
    const context = contextFor(options.context, "Database");
    const target = new DatabaseTarget(hosts);
    super(new DeviceConnection(context, target, options), {
      database: hosts,
      server: null,
      fromEnvironment: options.fromEnvironment ?? typeof first !== "string",
    });
    this.#accessControl = new AccessControl(context, this, (server) => Database.shared(context, [server]));
    if (options.checksAccess ?? true) {
      target.access = new DatabaseAccess((callOptions) => this.accessTo(target.name, callOptions));
    }
    refusePosting(
      this,
      () => `a Database (${formatTangoHost(hosts)}) belongs to one thread: make another there`,
    );
  }

  /** The database at `hosts` that all proxies of a context use. It is never given to users, who could close it. */
  static shared(context: OrbContext, hosts: readonly HostPort[]): Database {
    const databases = context.shared(SHARED_DATABASES);
    const name = formatTangoHost(hosts);
    let database = databases.get(name);
    if (database === undefined) {
      database = new Database(name, { context });
      databases.set(name, database);
    }
    return database;
  }

  /** The database in which a device was found, for the user of that device. */
  static ofDevice(context: OrbContext, hosts: readonly HostPort[], fromEnvironment: boolean): Database {
    const options: FoundDatabaseOptions = { context, fromEnvironment };
    return new Database(formatTangoHost(hosts), options);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.described(`Database ${formatTangoHost(this.location.database!)},`);
  }

  /** Connects to the database, if there is no connection. */
  async connect(options?: CallOptions): Promise<void> {
    await this.connection.connect(options);
  }

  /** What the access control of this Tango system lets the user of this process do with a device. */
  accessTo(device: string, options?: CallOptions): Promise<AccessGrant> {
    return this.#accessControl.grantFor(device, options);
  }

  /** What the access control lets its user do with the database: without the right to write, ask it. Connects if need be. */
  override async getAccessRight(options?: CallOptions): Promise<AccessRight> {
    const { access } = await this.connection.connect(options);
    if (access === FULL_ACCESS) return "WRITE";
    return (await this.accessTo(this.devName(), options)).right;
  }

  /** The database's report on itself: versions, how many devices, servers and properties it holds. */
  async getInfo(options?: CallOptions): Promise<string> {
    return (await this.texts("DbInfo", this.withNothing("DbInfo", options))).join("\n");
  }

  /** Whether there are several hosts, of which the first that answers is used. */
  isMultiTangoHost(): boolean {
    return this.location.database!.length > 1;
  }

  /**
   * The devices that are registered for a service: the values `service/instance:device` of the free property `CtrlSystem/Services`.
   * `*` stands for every instance.
   */
  async getServices(service: string, instance = "*", options?: CallOptions): Promise<string[]> {
    const { [SERVICES]: services } = await this.getProperty(CONTROL_SYSTEM, SERVICES, options);
    const prefix = `${service}/${instance === "*" ? "" : `${instance}:`}`.toLowerCase();
    return (services ?? [])
      .map((entry) => entry.toLowerCase())
      .filter((entry) => entry.startsWith(prefix) && entry.includes(":"))
      .map((entry) => entry.slice(entry.indexOf(":") + 1));
  }

  /** Registers a device for a service, in the place of another of the same service and instance. */
  async registerService(
    service: string,
    instance: string,
    device: string,
    options?: CallOptions,
  ): Promise<void> {
    const limited = withDeadline(options);
    const others = await this.#servicesWithout(service, instance, limited);
    const services = [...others, `${service}/${instance}:${device}`];
    await this.putProperty(CONTROL_SYSTEM, { [SERVICES]: services }, limited);
  }

  /** Removes what is registered for a service and instance. */
  async unregisterService(service: string, instance: string, options?: CallOptions): Promise<void> {
    const limited = withDeadline(options);
    const others = await this.#servicesWithout(service, instance, limited);
    await this.putProperty(CONTROL_SYSTEM, { [SERVICES]: others }, limited);
  }

  async #servicesWithout(
    service: string,
    instance: string,
    options: CallOptions | undefined,
  ): Promise<string[]> {
    const { [SERVICES]: services } = await this.getProperty(CONTROL_SYSTEM, SERVICES, options);
    const prefix = `${service}/${instance}:`.toLowerCase();
    return (services ?? []).filter((entry) => !entry.toLowerCase().startsWith(prefix));
  }
}

/** What stands where the hosts do and is no text must be options, all of them known. */
function refuseOtherThanOptions(first: unknown): void {
  if (first === undefined) return;
  const names = typeof first === "object" && first !== null ? Object.keys(first) : [describeArgument(first)];
  const unknown = names.filter((name) => !OPTION_NAMES.has(name));
  if (unknown.length === 0) return;
  throw new TypeError(
    `a Database is made of nothing, "host:port", a host and a port, or options: not of ${unknown.join(", ")}`,
  );
}

function hostsOf(first: string, second: number | string | DatabaseOptions | undefined): readonly HostPort[] {
  if (typeof second !== "number" && typeof second !== "string") return parseTangoHost(first);
  const host = parseHostPort(`${first.includes(":") ? `[${first}]` : first}:${second}`);
  if (host === undefined) throw new TypeError(`${first} and ${second} are no host and port`);
  return [host];
}

/** The databases that the proxies of a context share, by their hosts. */
const SHARED_DATABASES: ContextSlot<Map<string, Database>> = { make: () => new Map() };
const OPTION_NAMES: ReadonlySet<string> = new Set<keyof FoundDatabaseOptions>([
  "context",
  "timeoutMs",
  "source",
  "transparencyReconnection",
  "now",
  "checksAccess",
  "fromEnvironment",
]);
const CONTROL_SYSTEM = "CtrlSystem";
const SERVICES = "Services";
