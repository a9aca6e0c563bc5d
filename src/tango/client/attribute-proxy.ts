import type { CallOptions } from "../../iiop/call-options.ts";
import { refusePosting } from "../../iiop/refuse-posting.ts";
import { currentOrbContext } from "../../threading/orb-registry.ts";
import { Database } from "../database/database.ts";
import { listOf, type Names, type PropertyInputs, type PropertyValues } from "../database/property-value.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { NonDbDevice, WrongNameSyntax } from "../error/dev-failed-classes.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import type { DevState } from "../idl/enums.ts";
import {
  type AttributeAlias,
  type DeviceAttributeName,
  formatAttributeName,
  parseAttributeName,
} from "../naming/attribute-name.ts";
import { formatDeviceName } from "../naming/device-name.ts";
import { parseTangoHost } from "../naming/tango-host.ts";
import { requireTangoHost } from "../naming/tangorc.ts";
import type { AttributeInfoEx } from "../value/attribute-info.ts";
import type { AnyAttributeValue } from "../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import { DeviceProxy, type DeviceProxyOptions } from "./device-proxy.ts";
import type { AttributeInput } from "./write-calls.ts";

/**
 * One attribute of a device: `new AttributeProxy("sys/tg_test/1/double_scalar")`, or by its alias. It connects at first use. The
 * methods have the names of PyTango's in camelCase, and each that calls the device takes `{ timeoutMs, signal }` last.
 */
export class AttributeProxy {
  readonly #fullName: string;
  readonly #options: DeviceProxyOptions;
  /** Where it leads; for an alias, as soon as the database has been asked. */
  #found: Found | null = null;
  readonly #alias: AttributeAlias | null = null;

  /** Throws for a name that is not well formed, and where there is no TANGO_HOST to look it up. Nothing is sent. */
  constructor(name: string, options: DeviceProxyOptions = {}) {
    const parsed = parseAttributeName(name);
    this.#fullName = formatAttributeName(parsed);
    this.#options = { ...options, context: options.context ?? currentOrbContext() };
    if (parsed.device === null) this.#alias = parsed;
    else this.#found = this.#find(parsed);
    refusePosting(this, () => `the AttributeProxy of ${this.#fullName} belongs to one thread: post its name`);
  }

  /** A proxy whose device and attribute exist, as PyTango's constructor makes sure. */
  static async connect(
    name: string,
    options: DeviceProxyOptions & CallOptions = {},
  ): Promise<AttributeProxy> {
    const proxy = new AttributeProxy(name, options);
    const callOptions = options.signal === undefined ? undefined : { signal: options.signal };
    const { device, attribute } = await proxy.#lookUp(callOptions);
    try {
      await device.attributeQuery(attribute, callOptions);
    } catch (error) {
      if (!(error instanceof DevFailed) || error.reason !== "API_AttrNotFound") throw error;
      const desc = `Attribute ${attribute} is not supported by device ${device.devName()}`;
      const level = devError("API_UnsupportedAttribute", desc, "AttributeProxy.connect()");
      throw new WrongNameSyntax([level], { cause: error });
    }
    return proxy;
  }

  /** The attribute's name within its device. */
  async name(options?: CallOptions): Promise<string> {
    return (await this.#lookUp(options)).attribute;
  }

  /** The device that has the attribute. */
  async getDeviceProxy(options?: CallOptions): Promise<DeviceProxy> {
    return (await this.#lookUp(options)).device;
  }

  /** Reads the attribute: see DeviceProxy.readAttribute. */
  async read<V = AnyAttributeValue>(options?: CallOptions): Promise<DeviceAttribute<V>> {
    const { device, attribute } = await this.#lookUp(options);
    return device.readAttribute<V>(attribute, options);
  }

  /** Writes the attribute: see DeviceProxy.writeAttribute. */
  async write(value: AttributeInput, options?: CallOptions): Promise<void> {
    const { device, attribute } = await this.#lookUp(options);
    return device.writeAttribute(attribute, value, options);
  }

  /** Writes the attribute and reads it, with nobody in between. */
  async writeRead<V = AnyAttributeValue>(
    value: AttributeInput,
    options?: CallOptions,
  ): Promise<DeviceAttribute<V>> {
    const { device, attribute } = await this.#lookUp(options);
    return device.writeReadAttribute<V>(attribute, value, options);
  }

  /** The last `depth` values of the attribute, if it is polled, the oldest first. */
  async history(depth: number, options?: CallOptions): Promise<DeviceAttribute[]> {
    const { device, attribute } = await this.#lookUp(options);
    return device.attributeHistory(attribute, depth, options);
  }

  /** What the device tells of the attribute. */
  async getConfig(options?: CallOptions): Promise<AttributeInfoEx> {
    const { device, attribute } = await this.#lookUp(options);
    return device.attributeQuery(attribute, options);
  }

  /** Changes what can be changed of the attribute: texts, limits, event criteria. */
  async setConfig(config: AttributeInfoEx, options?: CallOptions): Promise<void> {
    const { device } = await this.#lookUp(options);
    return device.setAttributeConfig(config, options);
  }

  /** Properties of the attribute, by name; one that is not defined has no values. */
  async getProperty(names: Names, options?: CallOptions): Promise<PropertyValues> {
    const { device, attribute, database } = await this.#withDatabase("getProperty", options);
    const all = await database.getDeviceAttributeProperty(device.devName(), attribute, options);
    const values = Object.values(all)[0] ?? {};
    return Object.fromEntries(listOf(names).map((name) => [name, values[name] ?? []]));
  }

  /** Sets properties of the attribute. */
  async putProperty(properties: PropertyInputs, options?: CallOptions): Promise<void> {
    const { device, attribute, database } = await this.#withDatabase("putProperty", options);
    await database.putDeviceAttributeProperty(device.devName(), { [attribute]: properties }, options);
  }

  /** Deletes properties of the attribute. */
  async deleteProperty(names: Names, options?: CallOptions): Promise<void> {
    const { device, attribute, database } = await this.#withDatabase("deleteProperty", options);
    await database.deleteDeviceAttributeProperty(device.devName(), { [attribute]: names }, options);
  }

  /** Has the server read the attribute every `period` milliseconds. */
  async poll(period: number, options?: CallOptions): Promise<void> {
    const { device, attribute } = await this.#lookUp(options);
    return device.pollAttribute(attribute, period, options);
  }

  /** Ends the polling of the attribute. */
  async stopPoll(options?: CallOptions): Promise<void> {
    const { device, attribute } = await this.#lookUp(options);
    return device.stopPollAttribute(attribute, options);
  }

  /** Whether the attribute is polled. */
  async isPolled(options?: CallOptions): Promise<boolean> {
    const { device, attribute } = await this.#lookUp(options);
    return device.isAttributePolled(attribute, options);
  }

  /** The polling period in milliseconds; 0 for an attribute that is not polled. */
  async getPollPeriod(options?: CallOptions): Promise<number> {
    const { device, attribute } = await this.#lookUp(options);
    return device.getAttributePollPeriod(attribute, options);
  }

  /** Calls the device for nothing; gives the time that took, in microseconds. */
  async ping(options?: CallOptions): Promise<number> {
    return (await this.#lookUp(options)).device.ping(options);
  }

  /** The state of the device. */
  async state(options?: CallOptions): Promise<DevState> {
    return (await this.#lookUp(options)).device.state(options);
  }

  /** The status of the device. */
  async status(options?: CallOptions): Promise<string> {
    return (await this.#lookUp(options)).device.status(options);
  }

  /** Ends the use of this object: calls made later reject. */
  close(): void {
    this.#found?.device.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #lookUp(options: CallOptions | undefined): Promise<Found> {
    if (this.#found !== null) return this.#found;
    const { alias, server } = this.#alias!;
    const { context, tangoHost } = this.#options;
    const given = tangoHost === undefined ? null : parseTangoHost(tangoHost);
    const hosts = server !== null ? [server] : (given ?? requireTangoHost());
    const name = await Database.shared(context!, hosts).getAttributeFromAlias(alias, options);
    const parsed = parseAttributeName(name);
    if (parsed.device === null) {
      throw toDevFailed(new TypeError(`the database has ${name} for the attribute alias ${alias}`));
    }
    const device = { ...parsed.device, server: parsed.device.server ?? server };
    this.#found ??= this.#find({ ...parsed, device });
    return this.#found;
  }

  #find({ device, attribute }: DeviceAttributeName): Found {
    return { device: new DeviceProxy(formatDeviceName(device), this.#options), attribute };
  }

  async #withDatabase(
    method: string,
    options: CallOptions | undefined,
  ): Promise<Found & { readonly database: Database }> {
    const found = await this.#lookUp(options);
    const database = found.device.getDeviceDb();
    if (database !== null) return { ...found, database };
    const desc = `Method not available for device ${found.device.devName()} which is a non database device`;
    throw new NonDbDevice([devError("API_NonDatabaseDevice", desc, `AttributeProxy.${method}()`)]);
  }
}

/** Where a name leads. */
interface Found {
  readonly device: DeviceProxy;
  readonly attribute: string;
}
