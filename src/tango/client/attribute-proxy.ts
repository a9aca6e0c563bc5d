import type { CallOptions } from "../../iiop/call-options.ts";
import { refusePosting } from "../../iiop/refuse-posting.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import { Database } from "../database/database.ts";
import type { PropertyNames } from "../database/property-names.ts";
import type { PropertyInputs, PropertyValues } from "../database/property-value.ts";
import { registeredName } from "../database/registered-name.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { WrongNameSyntax } from "../error/dev-failed-classes.ts";
import { nonDbDevice } from "../error/non-db-device.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import { eventNotFound } from "../event/consumer/event-failure.ts";
import type { EventStream } from "../event/delivery/event-stream.ts";
import type { EventType, ValueEventType } from "../event/message/event-type.ts";
import type { DevState } from "../idl/enums.ts";
import {
  type AttributeAlias,
  type DeviceAttributeName,
  formatAttributeName,
  parseAttributeName,
} from "../naming/attribute-name.ts";
import { formatDeviceName } from "../naming/device-name.ts";
import { type Names, nameList } from "../naming/name-list.ts";
import { parseTangoHost } from "../naming/tango-host.ts";
import { requireTangoHost } from "../naming/tangorc.ts";
import { TESTED_DEVICES } from "../naming/tested-devices.ts";
import type { AttributeInfoEx } from "../value/attribute-info.ts";
import type { AnyAttributeValue } from "../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import type { TimeVal } from "../value/time-val.ts";
import { withDeadline } from "./call-deadline.ts";
import { contextFor } from "./context-for.ts";
import type { AnyEventData, AttrConfEventData, DataReadyEventData, EventData } from "./device-events.ts";
import { databaseHosts, isNotRunning } from "./device-location.ts";
import { DeviceProxy, type DeviceProxyOptions } from "./device-proxy.ts";
import {
  type EventOptions,
  type EventRecipient,
  type EventStreamOptions,
  eventStream,
  subscribeEvent,
} from "./event-calls.ts";
import type { AttributeInput } from "./write-calls.ts";

/**
 * One attribute of a device: `new AttributeProxy("sys/tg_test/1/double_scalar")`, or by its alias. It connects at first use. The
 * methods have the names of PyTango's in camelCase, and each that calls the device takes `{ timeoutMs, signal }` last.
 */
export class AttributeProxy {
  readonly #fullName: string;
  #options: DeviceProxyOptions & { readonly context: OrbContext };
  /** Where it leads; for an alias, as soon as the database has been asked. */
  #found: Found | null = null;
  readonly #alias: AttributeAlias | null = null;
  #isClosed = false;

  /** Throws for a name that is not well formed, and where there is no TANGO_HOST to look it up. Nothing is sent. */
  constructor(name: string, options: DeviceProxyOptions = {}) {
    const parsed = parseAttributeName(name);
    this.#fullName = formatAttributeName(parsed);
    this.#options = { ...options, context: contextFor(options.context, "AttributeProxy") };
    if (parsed.device === null) this.#alias = parsed;
    else this.#found = this.#find(parsed);
    refusePosting(this, () => `the AttributeProxy of ${this.#fullName} belongs to one thread: post its name`);
  }

  /** A proxy whose device and attribute exist, as PyTango's constructor makes sure; the device need not run. */
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
      if (isNotRunning(error)) return proxy;
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
  read<V extends AnyAttributeValue = AnyAttributeValue>(options?: CallOptions): Promise<DeviceAttribute<V>> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.readAttribute<V>(attribute, limited),
    );
  }

  /** Writes the attribute: see DeviceProxy.writeAttribute. */
  write(value: AttributeInput, options?: CallOptions): Promise<void> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.writeAttribute(attribute, value, limited),
    );
  }

  /** Writes the attribute and reads it, with nobody in between. */
  writeRead<V extends AnyAttributeValue = AnyAttributeValue>(
    value: AttributeInput,
    options?: CallOptions,
  ): Promise<DeviceAttribute<V>> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.writeReadAttribute<V>(attribute, value, limited),
    );
  }

  /** The last `depth` values of the attribute, if it is polled, the oldest first. */
  history(depth: number, options?: CallOptions): Promise<DeviceAttribute[]> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.attributeHistory(attribute, depth, limited),
    );
  }

  /** What the device tells of the attribute. */
  getConfig(options?: CallOptions): Promise<AttributeInfoEx> {
    return this.#call(options, ({ device, attribute }, limited) => device.attributeQuery(attribute, limited));
  }

  /** Changes what can be changed of the attribute: texts, limits, event criteria. */
  setConfig(config: AttributeInfoEx, options?: CallOptions): Promise<void> {
    return this.#call(options, ({ device }, limited) => device.setAttributeConfig(config, limited));
  }

  /** Properties of the attribute, by name; one that is not defined has no values. */
  async getProperty(names: Names, options?: CallOptions): Promise<PropertyValues> {
    const wanted = nameList(names);
    const limited = withDeadline(options);
    const { name, attribute, database } = await this.#withDatabase("getProperty", limited);
    const all = await database.getDeviceAttributeProperty(name, attribute, limited);
    const values = Object.values(all)[0] ?? {};
    const valuesOf = (name: string) => (Object.hasOwn(values, name) ? (values[name] ?? []) : []);
    return Object.fromEntries(wanted.map((name) => [name, valuesOf(name)]));
  }

  /** Sets properties of the attribute. */
  async putProperty(properties: PropertyInputs, options?: CallOptions): Promise<void> {
    const limited = withDeadline(options);
    const { name, attribute, database } = await this.#withDatabase("putProperty", limited);
    await database.putDeviceAttributeProperty(name, { [attribute]: properties }, limited);
  }

  /** Deletes properties of the attribute. */
  async deleteProperty(names: PropertyNames, options?: CallOptions): Promise<void> {
    const limited = withDeadline(options);
    const { name, attribute, database } = await this.#withDatabase("deleteProperty", limited);
    await database.deleteDeviceAttributeProperty(name, { [attribute]: names }, limited);
  }

  /** Has the server read the attribute every `period` milliseconds. */
  poll(period: number, options?: CallOptions): Promise<void> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.pollAttribute(attribute, period, limited),
    );
  }

  /** Ends the polling of the attribute. */
  stopPoll(options?: CallOptions): Promise<void> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.stopPollAttribute(attribute, limited),
    );
  }

  /** Whether the attribute is polled. */
  isPolled(options?: CallOptions): Promise<boolean> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.isAttributePolled(attribute, limited),
    );
  }

  /** The polling period in milliseconds; 0 for an attribute that is not polled. */
  getPollPeriod(options?: CallOptions): Promise<number> {
    return this.#call(options, ({ device, attribute }, limited) =>
      device.getAttributePollPeriod(attribute, limited),
    );
  }

  /** Subscribes to events of the attribute: see DeviceProxy.subscribeEvent. */
  subscribeEvent<V extends AnyAttributeValue = AnyAttributeValue>(
    type: ValueEventType,
    target: EventRecipient<EventData<V>>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    type: "attr_conf",
    target: EventRecipient<AttrConfEventData>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    type: "data_ready",
    target: EventRecipient<DataReadyEventData>,
    options?: EventOptions,
  ): Promise<number>;
  async subscribeEvent(
    type: EventType,
    target: EventRecipient<never>,
    options?: EventOptions,
  ): Promise<number> {
    const limited = withDeadline(options);
    const { device, attribute } = await this.#lookUp(limited);
    return subscribeEvent(DeviceProxy.eventSource(device), attribute, type, target, options, limited);
  }

  /** The events of the attribute, to iterate over: see DeviceProxy.events. */
  events<V extends AnyAttributeValue = AnyAttributeValue>(
    type: ValueEventType,
    options?: EventStreamOptions,
  ): EventStream<EventData<V>>;
  events(type: "attr_conf", options?: EventStreamOptions): EventStream<AttrConfEventData>;
  events(type: "data_ready", options?: EventStreamOptions): EventStream<DataReadyEventData>;
  events(type: EventType, options?: EventStreamOptions): EventStream<never> {
    const find = async (callOptions: CallOptions) => {
      const { device, attribute } = await this.#lookUp(callOptions);
      return { source: DeviceProxy.eventSource(device), name: attribute };
    };
    return eventStream(find, type, options) as EventStream<unknown> as EventStream<never>;
  }

  /** Ends a subscription, at once. Throws API_EventNotFound for an id that is none. */
  unsubscribeEvent(id: number): void {
    this.#subscribed("unsubscribe event").unsubscribeEvent(id);
  }

  /** Takes the events that wait in the queue of a subscription: see DeviceProxy.getEvents. */
  getEvents<E extends AnyEventData = AnyEventData>(id: number): E[] {
    return this.#subscribed("get event").getEvents<E>(id);
  }

  /** How many events wait in the queue of a subscription. */
  eventQueueSize(id: number): number {
    return this.#subscribed("get event").eventQueueSize(id);
  }

  /** How many events the queue of a subscription has lost because it was full. */
  eventQueueDropped(id: number): number {
    return this.#subscribed("get event").eventQueueDropped(id);
  }

  /** Whether no event waits in the queue of a subscription. */
  isEventQueueEmpty(id: number): boolean {
    return this.#subscribed("get event").isEventQueueEmpty(id);
  }

  /** When the last event came into the queue of a subscription, taken or not; null before the first. */
  getLastEventDate(id: number): TimeVal | null {
    return this.#subscribed("get event").getLastEventDate(id);
  }

  /** Calls the device for nothing; gives the time that took, in microseconds. */
  ping(options?: CallOptions): Promise<number> {
    return this.#call(options, ({ device }, limited) => device.ping(limited));
  }

  /** The state of the device. */
  state(options?: CallOptions): Promise<DevState> {
    return this.#call(options, ({ device }, limited) => device.state(limited));
  }

  /** The status of the device. */
  status(options?: CallOptions): Promise<string> {
    return this.#call(options, ({ device }, limited) => device.status(limited));
  }

  /** Whether a call whose connection is lost reconnects and is made once more. true at first. */
  getTransparencyReconnection(): boolean {
    const { transparencyReconnection = true } = this.#options;
    return this.#found?.device.getTransparencyReconnection() ?? transparencyReconnection;
  }

  /** Sets whether a call whose connection is lost reconnects and is made once more. */
  setTransparencyReconnection(reconnects: boolean): void {
    this.#options = { ...this.#options, transparencyReconnection: reconnects };
    this.#found?.device.setTransparencyReconnection(reconnects);
  }

  /** Ends the use of this object: calls made later reject. */
  close(): void {
    this.#isClosed = true;
    this.#found?.device.close();
  }

  /** What there is to know of it without a call, for logs. */
  toJSON(): { readonly attribute: string } {
    return { attribute: this.#fullName };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `AttributeProxy ${this.#fullName}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** Makes a call of the device, with what the look-up of an alias leaves of the caller's time. */
  async #call<R>(
    options: CallOptions | undefined,
    call: (found: Found, limited: CallOptions | undefined) => Promise<R>,
  ): Promise<R> {
    const limited = withDeadline(options);
    return call(this.#found ?? (await this.#lookUp(limited)), limited);
  }

  async #lookUp(options: CallOptions | undefined): Promise<Found> {
    if (this.#found !== null) return this.#found;
    const { alias, server } = this.#alias!;
    const { context, tangoHost } = this.#options;
    const given = tangoHost === undefined ? null : parseTangoHost(tangoHost);
    const hosts = server !== null ? [server] : (given ?? requireTangoHost());
    const database = Database.shared(context, hosts);
    const name = await database.getAttributeAlias(alias, options).catch((error: unknown) => {
      throw aliasFailure(error, alias);
    });
    const parsed = parseAttributeName(name);
    if (parsed.device === null) {
      throw toDevFailed(new TypeError(`the database has ${name} for the attribute alias ${alias}`));
    }
    const device = { ...parsed.device, server: parsed.device.server ?? server };
    this.#found ??= this.#find({ ...parsed, device });
    // Nobody has closed a device that was not found yet.
    if (this.#isClosed) this.#found.device.close();
    return this.#found;
  }

  #find({ device: named, attribute }: DeviceAttributeName): Found {
    const { context, tangoHost } = this.#options;
    const found = tangoHost === undefined ? context.shared(TESTED_DEVICES).resolve(named) : named;
    const database = found.usesDatabase ? Database.shared(context, databaseHosts(found, tangoHost)) : null;
    return { device: new DeviceProxy(formatDeviceName(named), this.#options), attribute, database };
  }

  /** The device of a subscription: whoever has one has found it. */
  #subscribed(action: string): DeviceProxy {
    if (this.#found === null) throw eventNotFound(action);
    return this.#found.device;
  }

  /** The database that has the attribute's properties, and the name of its device there. */
  async #withDatabase(
    method: string,
    options: CallOptions | undefined,
  ): Promise<{ readonly name: string; readonly attribute: string; readonly database: Database }> {
    const { device, attribute, database } = await this.#lookUp(options);
    if (database === null) throw nonDbDevice(device.devName(), `AttributeProxy.${method}()`);
    return { name: await registeredName(database, device.devName(), options), attribute, database };
  }
}

/** Where a name leads. */
interface Found {
  readonly device: DeviceProxy;
  readonly attribute: string;
  /** The database of the device, which all proxies share; null where there is none. */
  readonly database: Database | null;
}

/** What is told of an alias that the database does not know (cppTango, AttributeProxy::real_constructor; a plain DevFailed). */
function aliasFailure(error: unknown, alias: string): DevFailed {
  const failure = toDevFailed(error);
  if (failure.reason !== "DB_SQLError") return failure;
  const desc = `Can't connect to attribute with alias ${alias}`;
  return failure.withLevel(devError("API_AliasNotDefined", desc, "AttributeProxy"));
}
