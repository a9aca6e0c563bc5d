import type { CallOptions } from "../../iiop/call-options.ts";
import { refusePosting } from "../../iiop/refuse-posting.ts";
import type { ContextSlot, OrbContext } from "../../threading/orb-context.ts";
import { type AccessGrant, type AccessRight, FULL_ACCESS } from "../client/access-grant.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { commandQuery } from "../client/command-calls.ts";
import { contextFor } from "../client/context-for.ts";
import { type ConnectionOptions, DeviceConnection } from "../client/device-connection.ts";
import { type DevError, devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { describeArgument } from "../error/wrong-argument.ts";
import { oneName } from "../naming/name-list.ts";
import { formatTangoHost, type HostPort, parseHostPort, parseTangoHost } from "../naming/tango-host.ts";
import { requireTangoHost } from "../naming/tangorc.ts";
import { AccessControl } from "./access-control.ts";
import { DatabaseAccess } from "./database-access.ts";
import { DatabaseServices } from "./database-services.ts";
import { DatabaseTarget } from "./database-target.ts";
import type { DeviceDirectory } from "./exported-device-target.ts";
import { FileCommands } from "./file/file-commands.ts";
import { FileTarget } from "./file/file-target.ts";

/** How a Database is made. */
export interface DatabaseOptions extends ConnectionOptions {
  /** The context to live in; the current one unless given. */
  readonly context?: OrbContext;
  /**
   * The path of a database file, as servers have it with `-file=`, which then takes the place of a database server. Lists and properties
   * work, and every change writes the file; what needs a server rejects with API_NotSupported.
   */
  readonly file?: string;
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
export class Database extends DatabaseServices implements DeviceDirectory {
  readonly #accessControl: AccessControl;
  readonly #file: FileCommands | null;
  /** Why the access control could not be asked last; none when it answered. */
  #accessErrors: readonly DevError[] = [];
  #accessIsChecked = false;

  /**
   * The database of TANGO_HOST, or in the file that the options name. Throws ConnectionFailed API_TangoHostNotSet where that is missing or malformed, and a TypeError for
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
    const context = contextFor(options.context, "Database");
    const file = fileOf(first, options);
    const hosts =
      file !== null ? [] : typeof first === "string" ? hostsOf(first, second) : requireTangoHost();
    const server = new DatabaseTarget(hosts);
    const target = file === null ? server : new FileTarget(file.path);
    const fromEnvironment = options.fromEnvironment ?? (file === null && typeof first !== "string");
    const location = { database: hosts, server: null, fromEnvironment };
    super(new DeviceConnection(context, target, options), location, file?.execute);
    this.#accessControl = new AccessControl(context, this, (host) => Database.shared(context, [host]));
    this.#file = file;
    if (options.checksAccess ?? true) {
      server.access = new DatabaseAccess(server, () => this.accessTo(server.name));
    }
    refusePosting(this, () => `a Database (${this.#place}) belongs to one thread: make another there`);
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
    return this.described(`Database ${this.#place},`);
  }

  /** Connects to the database, if there is no connection; reads the file of one that is a file. */
  async connect(options?: CallOptions): Promise<void> {
    if (this.#file !== null) await this.#file.read(options);
    else await this.connection.connect(options);
  }

  /** PyTango's name for `connect`. Its own writes the file of a database that is a file, and does nothing with others. */
  buildConnection(options?: CallOptions): Promise<void> {
    return this.connect(options);
  }

  override close(): void {
    super.close();
    this.#file?.close();
  }

  /** Throws ConnectionFailed API_TangoHostNotSet for what is no TANGO_HOST, `host:port[,host:port]`. Unlike PyTango's it leaves this object as it is. */
  checkTangoHost(tangoHost: string): void {
    parseTangoHost(tangoHost);
  }

  /** What the access control of this Tango system lets the user of this process do with a device. */
  accessTo(device: string, options?: CallOptions): Promise<AccessGrant> {
    return this.#file === null ? this.#accessControl.grantFor(device, options) : Promise.resolve(FULL_ACCESS);
  }

  /**
   * Asks the access control of this Tango system whether the user of this process may write to a device, or only read. Does not reject: where
   * there is an access control that does not answer it is READ, and `getAccessExceptErrors` says why.
   */
  async checkAccessControl(device: string, options?: CallOptions): Promise<AccessRight> {
    const { right, errors } = await this.accessTo(oneName(device), withDeadline(options));
    this.#accessErrors = errors;
    this.#accessIsChecked = true;
    return right;
  }

  /** Why the access control could not be asked by the last `checkAccessControl`; none where it answered, or where there is none. PyTango's raises a TypeError. */
  getAccessExceptErrors(): readonly DevError[] {
    return this.#accessErrors;
  }

  /** Forgets the errors that `getAccessExceptErrors` gives. */
  clearAccessExceptErrors(): void {
    this.#accessErrors = [];
  }

  /** Whether the access control has been asked through this object. */
  isControlAccessChecked(): boolean {
    return this.#accessIsChecked;
  }

  /** Sets what `isControlAccessChecked` gives. */
  setAccessChecked(isChecked: boolean): void {
    this.#accessIsChecked = isChecked;
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
   * The generation of the database's commands: 400 for those of today, 230 for one without DbDeleteAllDeviceAttributeProperty and for a file, 210 for one
   * older still (cppTango, Database::set_server_release).
   */
  async getServerRelease(options?: CallOptions): Promise<number> {
    if (this.#file !== null) return 230;
    const limited = withDeadline(options);
    if (await this.#hasCommand("DbDeleteAllDeviceAttributeProperty", limited)) return 400;
    return (await this.#hasCommand("DbGetDeviceAttributeProperty2", limited)) ? 230 : 210;
  }

  /** The path of the database file. Throws DevFailed API_NotSupportedFeature for a database that is none. */
  getFileName(): string {
    return this.#fileFor("getFileName").path;
  }

  /** Writes the database file as it is known here. Every change does so itself. Rejects with API_NotSupportedFeature for a database that is no file. */
  async writeFiledatabase(): Promise<void> {
    await this.#fileFor("writeFiledatabase").write();
  }

  /** Reads the database file anew, to see what others changed. PyTango's writes it instead. Rejects as `writeFiledatabase`. */
  async rereadFiledatabase(): Promise<void> {
    await this.#fileFor("rereadFiledatabase").reread();
  }

  get #place(): string {
    return this.#file?.path ?? formatTangoHost(this.location.database!);
  }

  async #hasCommand(command: string, options: CallOptions | undefined): Promise<boolean> {
    try {
      await commandQuery(this.connection, command, options);
      return true;
    } catch (error) {
      if (error instanceof DevFailed && error.reason === "API_CommandNotFound") return false;
      throw error;
    }
  }

  #fileFor(method: string): FileCommands {
    if (this.#file !== null) return this.#file;
    const desc = `The database is not a file-based database: ${this.#place} is a server`;
    throw new DevFailed([devError("API_NotSupportedFeature", desc, `Database.${method}()`)]);
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

/** The file that stands for a database, where the options name one. Throws a TypeError where hosts are named as well. */
function fileOf(first: string | DatabaseOptions | undefined, { file }: DatabaseOptions): FileCommands | null {
  if (file === undefined) return null;
  if (typeof first === "string")
    throw new TypeError(`a Database is at hosts (${first}) or in a file (${file}), not both`);
  if (typeof file !== "string")
    throw new TypeError(`file is the path of a database file, not ${describeArgument(file)}`);
  return new FileCommands(file);
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
  "file",
  "timeoutMs",
  "source",
  "transparencyReconnection",
  "now",
  "checksAccess",
  "fromEnvironment",
]);
