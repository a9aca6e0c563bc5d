import type { CallOptions } from "../../iiop/call-options.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import type { DevSource } from "../idl/enums.ts";
import type { HostPort } from "../naming/tango-host.ts";
import type { AccessRight } from "./access-grant.ts";
import { withDeadline } from "./call-deadline.ts";
import { checkedSource, checkedTimeout } from "./checked-settings.ts";
import { type CommandInput, type CommandValue, commandInout } from "./command-calls.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { ping } from "./general-calls.ts";

/** How a device was found. */
export interface Location {
  /** The hosts of the database; null for a device reached without one. */
  readonly database: readonly HostPort[] | null;
  /** The server of a device reached without a database; null for one that a database knows. */
  readonly server: HostPort | null;
  /** Whether the database is that of TANGO_HOST. */
  readonly fromEnvironment: boolean;
}

/**
 * What DeviceProxy and Database have in common, as in PyTango: a connection to a device, made at first use and again where it is
 * lost, and commands.
 */
export abstract class Connection {
  readonly #connection: DeviceConnection;
  readonly #location: Location;

  constructor(connection: DeviceConnection, location: Location) {
    this.#connection = connection;
    this.#location = location;
  }

  protected get connection(): DeviceConnection {
    return this.#connection;
  }

  protected get location(): Location {
    return this.#location;
  }

  /** The context in whose sockets it lives. When that is closed, every call rejects with API_OrbContextClosed. */
  get context(): OrbContext {
    return this.connection.context;
  }

  /** Whether the device answered the last time it was called; false before the first call. */
  get isConnected(): boolean {
    return this.connection.isConnected;
  }

  /**
   * The device's name in lower case. For a proxy made from an alias: the alias until there is a connection, then the name that the
   * device gave.
   */
  devName(): string {
    return this.connection.target.name;
  }

  /**
   * Executes a command. The argument is converted to the type that the device declares, which is asked for once per
   * connection; without an argument nothing is asked. Name the type of the result where you know it:
   *
   * ```ts
   * const echo = await device.commandInout<string>("DevString", "hola");
   * await device.commandInout("Init", undefined, { timeoutMs: 30_000 });
   * ```
   * Leave an array that you pass as it is until the promise settles: it is sent from where it lies, and the first call may have to connect
   * and to ask for the type before. A command that gives nothing (DevVoid) gives undefined. The case of the name does not matter; API_CommandNotFound is the reason
   * where the device has no such command.
   */
  commandInout<V extends CommandValue = CommandValue>(
    command: string,
    argument?: CommandInput,
    options?: CallOptions,
  ): Promise<V> {
    return commandInout(this.connection, command, argument, options) as Promise<V>;
  }

  /** Makes sure that the device answers: calls it for nothing where there is a connection, and connects where there is none, or it is lost. */
  async reconnect(options?: CallOptions): Promise<void> {
    const limited = withDeadline(options);
    if (this.isConnected) {
      try {
        await ping(this.connection, limited);
      } catch (error) {
        // A device that is there and does not answer in time, say.
        if (this.isConnected) throw error;
      }
    }
    await this.connection.connect(limited);
  }

  /** The generation of the device's interface, 1 to 6. Connects if need be. */
  async getIdlVersion(options?: CallOptions): Promise<number> {
    return (await this.connection.connect(options)).idl;
  }

  /** What the access control lets its user do with the device. Connects if need be. */
  async getAccessRight(options?: CallOptions): Promise<AccessRight> {
    return (await this.connection.connect(options)).access.right;
  }

  /**
   * The longest that each request may take, in milliseconds; 3000 at first, 0 without end. As in cppTango it counts for every request
   * anew: a call that first has to connect, or is sent once more, can take a multiple of it. The `timeoutMs` of a call is for the whole
   * of it instead; but the requests that make a connection, which other calls may wait for as well, take no longer than this limit each,
   * however patient the call is.
   */
  getTimeoutMillis(): number {
    return this.connection.timeoutMs;
  }

  /** Sets the limit for calls from now on. 0 and Infinity mean without end. Throws a RangeError for what is no time. */
  setTimeoutMillis(timeoutMs: number): void {
    this.connection.timeoutMs = checkedTimeout(timeoutMs);
  }

  /** Where attributes and polled commands are read: the device, its cache, or the cache and else the device. */
  getSource(): DevSource {
    return this.connection.source;
  }

  /** Sets where attributes and polled commands are read. CACHE_DEV at first. Throws a TypeError for what is no source. */
  setSource(source: DevSource): void {
    this.connection.source = checkedSource(source);
  }

  /** Whether a call whose connection is lost reconnects and is made once more. true at first. */
  getTransparencyReconnection(): boolean {
    return this.connection.transparencyReconnection;
  }

  /** Sets whether a call whose connection is lost reconnects and is made once more. */
  setTransparencyReconnection(reconnects: boolean): void {
    this.connection.transparencyReconnection = reconnects;
  }

  /** The host of the device's server. Connects if need be. PyTango says "IOR" for a device found through a database. */
  async getDevHost(options?: CallOptions): Promise<string> {
    const address = await this.#address(options);
    return address.slice(0, address.lastIndexOf(":"));
  }

  /** The port of the device's server. Connects if need be. */
  async getDevPort(options?: CallOptions): Promise<number> {
    const address = await this.#address(options);
    return Number(address.slice(address.lastIndexOf(":") + 1));
  }

  /** The host of the database (the first of several) as it was written, where cppTango looks up its full name; null for a device reached without a database. */
  getDbHost(): string | null {
    return this.location.database?.[0]?.host ?? null;
  }

  /** The port of the database (the first of several) as text; null for a device reached without a database. */
  getDbPort(): string | null {
    const port = this.getDbPortNum();
    return port === null ? null : String(port);
  }

  /** The port of the database (the first of several); null for a device reached without a database. */
  getDbPortNum(): number | null {
    return this.location.database?.[0]?.port ?? null;
  }

  /** Whether the database is that of TANGO_HOST. */
  getFromEnvVar(): boolean {
    return this.location.fromEnvironment;
  }

  /** Whether the device is found through a database. */
  isDbaseUsed(): boolean {
    return this.location.database !== null;
  }

  /** Ends the use of this object: calls made later reject. Its sockets are shared, and stay with the context. */
  close(): void {
    this.connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** What there is to know of it without a call, for logs. */
  toJSON(): { readonly device: string; readonly isConnected: boolean } {
    return { device: this.devName(), isConnected: this.isConnected };
  }

  /** The same as a line, under the name of its class, which a bundler may have changed. */
  protected described(className: string): string {
    return `${className} ${this.devName()} (${this.isConnected ? "connected" : "not connected"})`;
  }

  async #address(options: CallOptions | undefined): Promise<string> {
    return (await this.connection.connect(options)).reference.address;
  }
}
