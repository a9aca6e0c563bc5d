import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { NotAllowed } from "../error/dev-failed-classes.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import { encodeAttributeValue1, encodeAttributeValue4, type WriteTarget } from "../value/write-attribute.ts";
import { getAttributeConfigs } from "./attribute-config-calls.ts";
import type { AnyWireValue } from "./attribute-versions.ts";
import { withDeadline } from "./call-deadline.ts";
import { attributeCall, type CallText } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { onlyReading, type ReadingOrigin, readings } from "./readings.ts";
import { refuseBefore } from "./unsupported-feature.ts";

/** The values of attributes, by name, in the order in which they are written. */
type Values = readonly (readonly [name: string, value: unknown])[];

/** A call that writes attributes. It has to know their types, which it asks for where the connection has not learnt them yet. */
abstract class Writing<T, R> implements DeviceCall<T, R> {
  readonly connection: DeviceConnection;
  protected readonly values: Values;
  #targets: readonly WriteTarget[] = [];

  constructor(connection: DeviceConnection, values: Values) {
    this.connection = connection;
    this.values = values;
  }

  /** The first generation of devices that has the call. */
  protected get sinceIdl(): number {
    return 1;
  }

  /** How errors name the query for the types: as the call that it is a part of, but the device's own errors stay as PyTango has them. */
  protected get queryText(): () => CallText {
    return () => ({ ...this.text(), level: null, listsFailures: false });
  }

  abstract send(device: ConnectedDevice, options: CallOptions): Promise<T>;
  abstract receive(answer: T, device: ConnectedDevice, options: CallOptions): R | Promise<R>;
  abstract text(): CallText;

  /** A write that fails may have failed because the attribute is not what it was: its type is asked for again. */
  onFailed(): void {
    for (const [name] of this.values) this.connection.device?.attributes.delete(name);
  }

  /** Makes the call. Where its user says what the attributes are, nothing is asked. */
  execute(options: CallOptions | undefined, targets = this.#known()): Promise<R> {
    if (targets === undefined) return this.#askAndExecute(options);
    this.#targets = targets;
    return this.connection.call(this, options);
  }

  protected refuseOlder(device: ConnectedDevice): void {
    if (device.idl < this.sinceIdl)
      refuseBefore(this.sinceIdl, device, this.connection.target.name, this.text());
  }

  /** The values in their form for the wire, from IDL 4 on. */
  protected encode4() {
    const targets = this.#targets;
    return this.values.map(([, value], i) => encodeAttributeValue4(targets[i]!, value));
  }

  /** The values in their form for the wire, before IDL 4. */
  protected encode1() {
    const targets = this.#targets;
    return this.values.map(([, value], i) => encodeAttributeValue1(targets[i]!, value));
  }

  /** The access control lets its user only read this device. As cppTango, a lost device is reported as lost instead. */
  protected async refuse(device: ConnectedDevice, options: CallOptions): Promise<never> {
    await device.invoke("ping", [], options);
    const desc = `Writing attribute(s) on device ${this.connection.target.name} is not authorized`;
    throw new NotAllowed([devError("API_ReadOnlyMode", desc, "DeviceProxy.writeAttribute()")]);
  }

  async #askAndExecute(options: CallOptions | undefined): Promise<R> {
    const { connection } = this;
    if (connection.device !== null) this.refuseOlder(connection.device);
    const limited = withDeadline(options);
    const names = this.values.map(([name]) => name);
    this.#targets = await getAttributeConfigs(connection, names, limited, this.queryText);
    return connection.call(this, limited);
  }

  /** What the connection has learnt of all these attributes; undefined where one is missing. */
  #known(): readonly WriteTarget[] | undefined {
    const known = this.connection.device?.attributes;
    if (known === undefined) return undefined;
    const targets: WriteTarget[] = [];
    for (const [name] of this.values) {
      const info = known.get(name);
      if (info === undefined) return undefined;
      targets.push(info);
    }
    return targets;
  }
}

/** A call that only writes. */
abstract class OnlyWriting extends Writing<void, void> {
  send(device: ConnectedDevice, options: CallOptions): Promise<void> {
    if (device.access.right === "READ") return this.refuse(device, options);
    if (device.idl >= 4) {
      return device.invoke("write_attributes_4", [this.encode4(), device.clientIdent], options);
    }
    const operation = device.idl === 3 ? "write_attributes_3" : "write_attributes";
    return device.invoke(operation, [this.encode1()], options);
  }

  receive(): void {}
}

/** `writeAttribute`. */
export class AttributeWriting extends OnlyWriting {
  // An attribute that does not exist fails as the write of it.
  protected override get queryText() {
    return () => this.text();
  }

  text(): CallText {
    return attributeCall("writeAttribute", "write_attribute", `, attribute ${this.values[0]?.[0]}`);
  }
}

/** `writeAttributes`. */
export class AttributesWriting extends OnlyWriting {
  text(): CallText {
    const names = this.values.map(([name]) => name);
    const text = attributeCall("writeAttributes", "write_attributes", `, attributes ${names.join(", ")}`);
    return { ...text, listsFailures: true };
  }
}

/** `writeReadAttribute` (IDL 4 and later). */
export class AttributeWritingAndReading
  extends Writing<AnyWireValue[], DeviceAttribute>
  implements ReadingOrigin
{
  readonly method = "writeReadAttribute";
  readonly action = "write_read_attribute";

  protected override get sinceIdl(): number {
    return 4;
  }

  async send(device: ConnectedDevice, options: CallOptions): Promise<AnyWireValue[]> {
    this.refuseOlder(device);
    if (device.access.right === "READ") return this.refuse(device, options);
    const { clientIdent } = device;
    if (device.idl === 4) {
      return device.invoke("write_read_attributes_4", [this.encode4(), clientIdent], options);
    }
    const names = this.values.map(([name]) => name);
    return device.invoke("write_read_attributes_5", [this.encode4(), names, clientIdent], options);
  }

  receive(answer: AnyWireValue[], device: ConnectedDevice, options: CallOptions) {
    return onlyReading(answer, device, options, this);
  }

  text(): CallText {
    return attributeCall(this.method, this.action, `, attribute ${this.values[0]?.[0]}`);
  }
}

/** `writeReadAttributes` (IDL 5 and later). */
export class AttributesWritingAndReading
  extends Writing<AnyWireValue[], DeviceAttribute[]>
  implements ReadingOrigin
{
  readonly method = "writeReadAttributes";
  // As cppTango, which names one attribute here.
  readonly action = "write_read_attribute";
  readonly #readNames: readonly string[];

  constructor(connection: DeviceConnection, values: Values, readNames: readonly string[]) {
    super(connection, values);
    this.#readNames = readNames;
  }

  protected override get sinceIdl(): number {
    return 5;
  }

  async send(device: ConnectedDevice, options: CallOptions): Promise<AnyWireValue[]> {
    this.refuseOlder(device);
    if (device.access.right === "READ") return this.refuse(device, options);
    const { clientIdent } = device;
    return device.invoke("write_read_attributes_5", [this.encode4(), this.#readNames, clientIdent], options);
  }

  receive(answer: AnyWireValue[], device: ConnectedDevice, options: CallOptions) {
    return readings(answer, device, options, this);
  }

  text(): CallText {
    const object = `, attribute ${this.values[0]?.[0] ?? ""}`;
    return attributeCall(this.method, "write_read_attributes", object);
  }
}
