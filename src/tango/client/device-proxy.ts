import type { CallOptions } from "../../iiop/call-options.ts";
import { refusePosting } from "../../iiop/refuse-posting.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import { Database } from "../database/database.ts";
import type { DevState } from "../idl/enums.ts";
import { type DeviceName, formatDeviceName, parseDeviceName } from "../naming/device-name.ts";
import { type Names, oneName, severalNames } from "../naming/name-list.ts";
import { formatTangoHost } from "../naming/tango-host.ts";
import { TESTED_DEVICES } from "../naming/tested-devices.ts";
import type { AttributeInfoEx } from "../value/attribute-info.ts";
import type { AnyAttributeValue } from "../value/cmd-arg-type.ts";
import type { CommandInfo } from "../value/command-info.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import type { DeviceInfo } from "../value/device-info.ts";
import type { DeviceDataHistory } from "../value/history.ts";
import type { WriteTarget } from "../value/write-attribute.ts";
import { AdminDevice } from "./admin-device.ts";
import {
  configList,
  getAllAttributeConfigs,
  getAttributeConfigs,
  setAttributeConfigs,
} from "./attribute-config-calls.ts";
import { type CommandValue, commandListQuery, commandQuery } from "./command-calls.ts";
import { contextFor } from "./context-for.ts";
import { type ConnectionOptions, DeviceConnection } from "./device-connection.ts";
import { type DeviceHandle, isDeviceHandle } from "./device-handle.ts";
import { databaseHosts, isNotRunning, targetOf } from "./device-location.ts";
import {
  adminName,
  blackBox,
  deviceDescription,
  deviceInfo,
  deviceName,
  deviceState,
  deviceStatus,
  ping,
} from "./general-calls.ts";
import { attributeHistory, commandHistory } from "./history-calls.ts";
import { OPENED_DEVICES } from "./opened-devices.ts";
import { readAttribute, readAttributes } from "./read-calls.ts";
import { RegisteredDevice } from "./registered-device.ts";
import {
  type AttributeInput,
  type AttributeInputs,
  namedValues,
  writeAttribute,
  writeAttributes,
  writeReadAttribute,
  writeReadAttributes,
} from "./write-calls.ts";

/** How a DeviceProxy is made. */
export interface DeviceProxyOptions extends ConnectionOptions {
  /** The context to live in; the current one unless given. */
  readonly context?: OrbContext;
  /** `host:port[,host:port]` of the database, in the place of TANGO_HOST, for names without a host of their own. */
  readonly tangoHost?: string;
  /** Whether the access control of the Tango system is asked what may be done with the device. true unless given. */
  readonly checksAccess?: boolean;
}

/**
 * A Tango device, wherever it runs. It connects at first use, and again when the device has moved; every error is a DevFailed. The methods
 * have the names of PyTango's in camelCase, and each that calls the device takes `{ timeoutMs, signal }` last.
 *
 * ```ts
 * const device = new DeviceProxy("sys/tg_test/1");
 * const { value, quality } = await device.readAttribute<number>("double_scalar");
 * await device.writeAttribute("double_scalar_w", 3.5);
 * const echo = await device.commandInout<string>("DevString", "hola");
 * ```
 *
 * Names: `domain/family/member` or an alias, which the database of TANGO_HOST knows; with `tango://host:port/` in front, another
 * database; and with `#dbase=no` behind that, the device server itself.
 */
export class DeviceProxy extends RegisteredDevice {
  readonly #name: DeviceName;
  readonly #checksAccess: boolean;
  readonly #admin: AdminDevice;

  /**
   * Throws for a name that is not well formed (WrongNameSyntax), and where there is no TANGO_HOST to look it up
   * (API_TangoHostNotSet). Nothing is sent: see `connect` for a proxy that knows at once whether its device exists.
   */
  constructor(name: string, options: DeviceProxyOptions = {}) {
    const { tangoHost, checksAccess = true } = options;
    const written = parseDeviceName(name);
    const context = contextFor(options.context, "DeviceProxy");
    const parsed = tangoHost === undefined ? context.shared(TESTED_DEVICES).resolve(written) : written;
    const hosts = parsed.usesDatabase ? databaseHosts(parsed, tangoHost) : null;
    const database = hosts === null ? null : Database.shared(context, hosts);
    const location = {
      database: hosts,
      server: hosts === null ? parsed.server : null,
      fromEnvironment: hosts !== null && parsed.server === null && tangoHost === undefined,
    };
    const target = targetOf(parsed, database, checksAccess);
    const opened = context.shared(OPENED_DEVICES).opening(formatDeviceName(written));
    super(new DeviceConnection(context, target, options, opened), location, database);
    this.#name = parsed;
    this.#checksAccess = checksAccess;
    this.#admin = new AdminDevice(
      (callOptions) => this.#connectAdmin(callOptions),
      () => this.devName(),
    );
    refusePosting(
      this,
      () =>
        `the DeviceProxy of ${this.devName()} belongs to one thread: post toHandle(), take fromHandle() there`,
    );
  }

  /**
   * A proxy that has tried to connect, as PyTango's constructor: it rejects when the device is not defined or the database cannot be
   * reached, but not when the device is only not running.
   */
  static async connect(name: string, options: DeviceProxyOptions & CallOptions = {}): Promise<DeviceProxy> {
    const proxy = new DeviceProxy(name, options);
    try {
      await proxy.connection.connect(options.signal === undefined ? undefined : { signal: options.signal });
    } catch (error) {
      if (!isNotRunning(error)) throw error;
    }
    return proxy;
  }

  /** A proxy like the one that gave the handle, in this thread. */
  static fromHandle(handle: DeviceHandle, options: DeviceProxyOptions = {}): DeviceProxy {
    if (!isDeviceHandle(handle)) throw new TypeError("this is not the handle of a DeviceProxy");
    const { name, tangoHost, ...settings } = handle;
    return new DeviceProxy(name, { ...settings, ...(tangoHost !== null && { tangoHost }), ...options });
  }

  /** What another thread or process needs to make a proxy like this one: plain data. */
  toHandle(): DeviceHandle {
    const { database } = this.location;
    return {
      kind: "bandoneon.DeviceHandle",
      version: 1,
      name: formatDeviceName(this.#name),
      tangoHost: this.#name.server === null && database !== null ? formatTangoHost(database) : null,
      checksAccess: this.#checksAccess,
      timeoutMs: this.getTimeoutMillis(),
      source: this.getSource(),
      transparencyReconnection: this.getTransparencyReconnection(),
    };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.described("DeviceProxy");
  }

  protected get admin(): AdminDevice {
    return this.#admin;
  }

  /** The device's own name, in the case in which its server has it. */
  name(options?: CallOptions): Promise<string> {
    return deviceName(this.connection, options);
  }

  /** The name of its server's admin device, with the host in front where this proxy's name has one. */
  async admName(options?: CallOptions): Promise<string> {
    const name = await adminName(this.connection, options);
    return formatDeviceName({ ...this.#name, device: name, isAlias: false });
  }

  /** What the device says it is. */
  description(options?: CallOptions): Promise<string> {
    return deviceDescription(this.connection, options);
  }

  /** The state of the device. */
  state(options?: CallOptions): Promise<DevState> {
    return deviceState(this.connection, options);
  }

  /** The status of the device. */
  status(options?: CallOptions): Promise<string> {
    return deviceStatus(this.connection, options);
  }

  /** Calls the device for nothing; gives the time that took, in microseconds. */
  ping(options?: CallOptions): Promise<number> {
    return ping(this.connection, options);
  }

  /** Class, server, host and versions of the device. */
  info(options?: CallOptions): Promise<DeviceInfo> {
    return deviceInfo(this.connection, options);
  }

  /** The last `count` calls that the device got, the newest first, a line each: time, operation and client, as the server words it. */
  blackBox(count: number, options?: CallOptions): Promise<string[]> {
    return blackBox(this.connection, count, options);
  }

  /** The release of the server's Tango library, as far as it shows: 1000 for 10.x, 902 for 9.x. */
  getTangoLibVersion(options?: CallOptions): Promise<number> {
    return this.#admin.tangoLibVersion(options);
  }

  /** What the device tells of a command, whatever the case of its name; API_CommandNotFound where it has none of it. */
  commandQuery(command: string, options?: CallOptions): Promise<CommandInfo> {
    return commandQuery(this.connection, command, options);
  }

  /** What the device tells of all its commands. */
  commandListQuery(options?: CallOptions): Promise<CommandInfo[]> {
    return commandListQuery(this.connection, options);
  }

  /** The names of the commands. */
  async getCommandList(options?: CallOptions): Promise<string[]> {
    return (await this.commandListQuery(options)).map(({ cmdName }) => cmdName);
  }

  /** What the device tells of one command, of those among `names` that it has, or of all. */
  getCommandConfig(name: string, options?: CallOptions): Promise<CommandInfo>;
  getCommandConfig(names?: readonly string[], options?: CallOptions): Promise<CommandInfo[]>;
  async getCommandConfig(names?: Names, options?: CallOptions): Promise<CommandInfo | CommandInfo[]> {
    if (typeof names === "string") return this.commandQuery(names, options);
    const several = names === undefined ? null : severalNames(names);
    const all = await this.commandListQuery(options);
    if (several === null) return all;
    const wanted = new Set(several.map((name) => name.toLowerCase()));
    return all.filter(({ cmdName }) => wanted.has(cmdName.toLowerCase()));
  }

  /** The last `depth` results of a polled command, the oldest first; API_CmdNotPolled for one that is not polled. */
  commandHistory<V extends CommandValue = CommandValue>(
    command: string,
    depth: number,
    options?: CallOptions,
  ): Promise<DeviceDataHistory<V>[]> {
    const history = commandHistory(this.connection, command, depth, options);
    return history as Promise<unknown> as Promise<DeviceDataHistory<V>[]>;
  }

  /**
   * Reads an attribute: value, set point, quality, time. Rejects with the error of the attribute, if it has one; API_AttrNotFound where the
   * device has none of this name, whose case does not matter. Name the type of the value where you know it:
   *
   * ```ts
   * const { value } = await device.readAttribute<number>("double_scalar");
   * const image = await device.readAttribute<AttributeValueOf<"DevUShort", "IMAGE">>("ushort_image_ro");
   * ```
   */
  readAttribute<V extends AnyAttributeValue = AnyAttributeValue>(
    name: string,
    options?: CallOptions,
  ): Promise<DeviceAttribute<V>> {
    return readAttribute(this.connection, name, options) as Promise<DeviceAttribute<V>>;
  }

  /** Reads several attributes in one call. Those that failed say so themselves: see `hasFailed` and `errors`. */
  readAttributes(names: readonly string[], options?: CallOptions): Promise<DeviceAttribute[]> {
    return readAttributes(this.connection, names, options);
  }

  /**
   * Writes an attribute. The value is converted to its type, asked for once per connection where only the name is given. Leave an array
   * that you pass as it is until the promise settles, here and wherever values are written: it is sent from where it lies.
   */
  writeAttribute(target: string | WriteTarget, value: AttributeInput, options?: CallOptions): Promise<void> {
    return writeAttribute(this.connection, target, value, options);
  }

  /** Writes several attributes in one call: `{ name: value }`, or pairs. Rejects with a NamedDevFailedList where some failed. */
  async writeAttributes(values: AttributeInputs, options?: CallOptions): Promise<void> {
    return writeAttributes(this.connection, namedValues(values), options);
  }

  /** Writes an attribute and reads it, with nobody in between (IDL 4 and later). */
  writeReadAttribute<V extends AnyAttributeValue = AnyAttributeValue>(
    name: string,
    value: AttributeInput,
    options?: CallOptions,
  ): Promise<DeviceAttribute<V>> {
    return writeReadAttribute(this.connection, name, value, options) as Promise<DeviceAttribute<V>>;
  }

  /** Writes some attributes and reads some, the same or others, with nobody in between (IDL 5 and later). */
  async writeReadAttributes(
    values: AttributeInputs,
    readNames: readonly string[],
    options?: CallOptions,
  ): Promise<DeviceAttribute[]> {
    return writeReadAttributes(this.connection, namedValues(values), severalNames(readNames), options);
  }

  /** The names of the attributes. */
  async getAttributeList(options?: CallOptions): Promise<string[]> {
    return (await getAllAttributeConfigs(this.connection, options)).map(({ name }) => name);
  }

  /** What the device tells of one attribute, of several, or of all. */
  getAttributeConfig(name: string, options?: CallOptions): Promise<AttributeInfoEx>;
  getAttributeConfig(names?: readonly string[], options?: CallOptions): Promise<AttributeInfoEx[]>;
  async getAttributeConfig(
    names?: Names,
    options?: CallOptions,
  ): Promise<AttributeInfoEx | AttributeInfoEx[]> {
    if (typeof names === "string") return this.attributeQuery(names, options);
    if (names === undefined) return getAllAttributeConfigs(this.connection, options);
    return getAttributeConfigs(this.connection, severalNames(names), options);
  }

  /** What the device tells of one attribute, whatever the case of its name; API_AttrNotFound where it has none of it. */
  async attributeQuery(name: string, options?: CallOptions): Promise<AttributeInfoEx> {
    const [info] = await getAttributeConfigs(this.connection, [oneName(name)], options);
    return info!;
  }

  /** What the device tells of all its attributes. */
  attributeListQuery(options?: CallOptions): Promise<AttributeInfoEx[]> {
    return getAllAttributeConfigs(this.connection, options);
  }

  /** Changes what can be changed of one attribute or of several: texts, limits, event criteria. */
  async setAttributeConfig(
    config: AttributeInfoEx | readonly AttributeInfoEx[],
    options?: CallOptions,
  ): Promise<void> {
    return setAttributeConfigs(this.connection, configList(config), options);
  }

  /** The last `depth` values of a polled attribute, the oldest first; API_AttrNotPolled for one that is not polled. */
  attributeHistory<V extends AnyAttributeValue = AnyAttributeValue>(
    name: string,
    depth: number,
    options?: CallOptions,
  ): Promise<DeviceAttribute<V>[]> {
    const history = attributeHistory(this.connection, name, depth, options);
    return history as Promise<DeviceAttribute<V>[]>;
  }

  async #connectAdmin(options: CallOptions | undefined): Promise<DeviceConnection> {
    const name = (await adminName(this.connection, options)).toLowerCase();
    const target = targetOf(
      { ...this.#name, device: name, isAlias: false },
      this.database,
      this.#checksAccess,
    );
    return new DeviceConnection(this.context, target, { timeoutMs: this.getTimeoutMillis() });
  }
}
