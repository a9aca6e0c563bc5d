import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { ConnectionFailed } from "../error/dev-failed-classes.ts";
import { severalNames } from "../naming/name-list.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import { type AnyWireValue, attributeReader } from "./attribute-versions.ts";
import { attributeCall, type CallText } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { onlyReading, type ReadingOrigin, readings } from "./readings.ts";

/** Reads one attribute. Rejects with the errors of the attribute, if it has any. */
export function readAttribute(
  connection: DeviceConnection,
  name: string,
  options: CallOptions | undefined,
): Promise<DeviceAttribute> {
  return connection.call(new AttributeReading(connection, name), options);
}

/** Reads several attributes at once. Those that failed carry their errors; only a failure of the whole rejects. */
export async function readAttributes(
  connection: DeviceConnection,
  names: readonly string[],
  options: CallOptions | undefined,
): Promise<DeviceAttribute[]> {
  const wanted = severalNames(names);
  refuseDuplicates(wanted, "DeviceProxy.readAttributes()");
  return connection.call(new AttributesReading(connection, wanted), options);
}

/** Reads one attribute as `readAttribute` does, but its errors come with the reading: only a failure of the call rejects. */
export async function readAttributeOrErrors(
  connection: DeviceConnection,
  name: string,
  options: CallOptions | undefined,
): Promise<DeviceAttribute> {
  const [reading] = await connection.call(new AttributesReading(connection, [name], ONE), options);
  return reading!;
}

/** The call that nearly everything is about: one object, and what its errors say only when they are needed. */
class AttributeReading implements DeviceCall<AnyWireValue[], DeviceAttribute>, ReadingOrigin {
  readonly connection: DeviceConnection;
  readonly method = "readAttribute";
  readonly action = "read_attribute";
  readonly #name: string;

  constructor(connection: DeviceConnection, name: string) {
    this.connection = connection;
    this.#name = name;
  }

  send(device: ConnectedDevice, options: CallOptions): Promise<AnyWireValue[]> {
    return attributeReader(device.idl).read(device, [this.#name], this.connection.source, options);
  }

  receive(answer: AnyWireValue[], device: ConnectedDevice, options: CallOptions) {
    return onlyReading(answer, device, options, this);
  }

  text(): CallText {
    return attributeCall(this.method, this.action, `, attribute ${this.#name}`);
  }
}

class AttributesReading implements DeviceCall<AnyWireValue[], DeviceAttribute[]>, ReadingOrigin {
  readonly connection: DeviceConnection;
  readonly method: string;
  readonly action: string;
  readonly #names: readonly string[];

  constructor(connection: DeviceConnection, names: readonly string[], { method, action } = SEVERAL) {
    this.connection = connection;
    this.#names = names;
    this.method = method;
    this.action = action;
  }

  send(device: ConnectedDevice, options: CallOptions): Promise<AnyWireValue[]> {
    return attributeReader(device.idl).read(device, this.#names, this.connection.source, options);
  }

  receive(answer: AnyWireValue[], device: ConnectedDevice, options: CallOptions) {
    if (answer.length === this.#names.length) return readings(answer, device, options, this);
    const desc = `Device ${this.connection.target.name} answered ${answer.length} values where ${this.#names.length} were asked for`;
    throw new DevFailed([devError("API_IncoherentDevData", desc, "DeviceProxy.readAttributes()")]);
  }

  text(): CallText {
    const [attributes, names] = [this.method === ONE.method ? "attribute" : "attributes", this.#names];
    return attributeCall(this.method, this.action, `, ${attributes} ${names.join(", ")}`);
  }
}

/** How errors call the reading of one attribute, and of several. */
const ONE = { method: "readAttribute", action: "read_attribute" };
const SEVERAL = { method: "readAttributes", action: "read_attributes" };

/** Names that occur twice, whatever their case, are refused before anything is sent. */
function refuseDuplicates(names: readonly string[], origin: string): void {
  if (names.length < 2) return;
  const seen = new Set<string>();
  for (const name of names) seen.add(name.toLowerCase());
  if (seen.size === names.length) return;
  const sorted = names.map((name) => name.toLowerCase()).sort();
  const duplicates = sorted.filter((name, i) => name === sorted[i + 1]);
  const desc = `Several times the same attribute in required attributes list: ${duplicates.join(", ")}`;
  throw new ConnectionFailed([devError("API_AttributeFailed", desc, origin)]);
}
