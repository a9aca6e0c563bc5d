import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { NonSupportedFeature, NotAllowed } from "../error/dev-failed-classes.ts";
import type { AttrDataFormat } from "../idl/enums.ts";
import type { AttributeInfoEx } from "../value/attribute-info.ts";
import type { AttributeInputOf, AttributeType } from "../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import { encodeAttributeValue1, encodeAttributeValue4, type WriteTarget } from "../value/write-attribute.ts";
import { getAttributeConfigs } from "./attribute-config-calls.ts";
import type { AnyAttributeValue } from "./attribute-versions.ts";
import { attributeCall, type CallText } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { onlyReading, readings } from "./read-calls.ts";

/** What any attribute may be written with. */
export type AttributeInput = AttributeInputOf<AttributeType, AttrDataFormat>;

/** A value for an attribute, by name. */
export type NamedValue = readonly [name: string, value: AttributeInput];

/** Values for several attributes: by name, or as pairs in the order in which they are to be written. */
export type AttributeInputs = Readonly<Record<string, AttributeInput>> | readonly NamedValue[];

/** The values as pairs. */
export function namedValues(values: AttributeInputs): readonly NamedValue[] {
  return Array.isArray(values) ? values : Object.entries(values);
}

/**
 * Writes one attribute. What type it has is asked for once per connection, and again after a write that failed; nothing is asked where
 * the caller says the type.
 */
export function writeAttribute(
  connection: DeviceConnection,
  attribute: string | WriteTarget,
  value: AttributeInput,
  options: CallOptions | undefined,
): Promise<void> {
  const name = typeof attribute === "string" ? attribute : attribute.name;
  const text = writing(connection, "writeAttribute", "write_attribute", `, attribute ${name}`, [name]);
  const known = typeof attribute === "string" ? connection.device?.attributes.get(name) : attribute;
  if (known === undefined) return writeUnknown(connection, [[name, value]], text, options);
  return connection.call(
    text,
    options,
    (device, callOptions) => send(connection, device, [known], [[name, value]], callOptions),
    nothing,
  );
}

/** Writes several attributes at once. Rejects with a NamedDevFailedList when some of them failed. */
export function writeAttributes(
  connection: DeviceConnection,
  values: readonly NamedValue[],
  options: CallOptions | undefined,
): Promise<void> {
  const names = values.map(([name]) => name);
  const object = `, attributes ${names.join(", ")}`;
  const text = writing(connection, "writeAttributes", "write_attributes", object, names);
  return writeUnknown(connection, values, { ...text, listsFailures: true }, options);
}

/** Writes one attribute and reads it, in one call that nothing comes between (IDL 4 and later). */
export async function writeReadAttribute(
  connection: DeviceConnection,
  name: string,
  value: AttributeInput,
  options: CallOptions | undefined,
): Promise<DeviceAttribute> {
  const [method, action] = ["writeReadAttribute", "write_read_attribute"] as const;
  const text = writing(connection, method, action, `, attribute ${name}`, [name]);
  refuseBefore(4, connection.device, connection, text);
  const limited = connection.withDeadline(options);
  const infos = await targets(connection, [name], limited);
  return connection.call(
    text,
    limited,
    (device, callOptions) => {
      refuseBefore(4, device, connection, text);
      return sendWriteRead(connection, device, infos, [[name, value]], [name], callOptions);
    },
    (answer, device) => onlyReading(answer, device, connection.target.name, method, action),
  );
}

/** Writes some attributes and then reads some, in one call that nothing comes between (IDL 5 and later). */
export async function writeReadAttributes(
  connection: DeviceConnection,
  values: readonly NamedValue[],
  readNames: readonly string[],
  options: CallOptions | undefined,
): Promise<DeviceAttribute[]> {
  const [method, action] = ["writeReadAttributes", "write_read_attributes"] as const;
  const names = values.map(([name]) => name);
  const text = writing(connection, method, action, `, attribute ${names[0] ?? ""}`, names);
  refuseBefore(5, connection.device, connection, text);
  const limited = connection.withDeadline(options);
  const infos = await targets(connection, names, limited);
  return connection.call(
    text,
    limited,
    (device, callOptions) => {
      refuseBefore(5, device, connection, text);
      return sendWriteRead(connection, device, infos, values, readNames, callOptions);
    },
    (answer, device) => readings(answer, device, connection.target.name, method, "write_read_attribute"),
  );
}

async function writeUnknown(
  connection: DeviceConnection,
  values: readonly NamedValue[],
  text: CallText,
  options: CallOptions | undefined,
): Promise<void> {
  const names = values.map(([name]) => name);
  const limited = connection.withDeadline(options);
  // A single attribute that does not exist fails as the write of it.
  const infos = await targets(connection, names, limited, text.listsFailures ? undefined : text);
  return connection.call(
    text,
    limited,
    (device, callOptions) => send(connection, device, infos, values, callOptions),
    nothing,
  );
}

/** The types of attributes, from what the connection has learnt already or from the device. */
async function targets(
  connection: DeviceConnection,
  names: readonly string[],
  options: CallOptions | undefined,
  text?: CallText,
): Promise<readonly AttributeInfoEx[]> {
  const known = connection.device?.attributes;
  const infos = names.map((name) => known?.get(name));
  if (infos.every((info) => info !== undefined)) return infos;
  return getAttributeConfigs(connection, names, options, text);
}

function send(
  connection: DeviceConnection,
  device: ConnectedDevice,
  infos: readonly WriteTarget[],
  values: readonly NamedValue[],
  options: CallOptions,
): Promise<void> {
  if (device.access.right === "READ") return refuse(connection, device, options);
  if (device.idl >= 4) {
    const wire = values.map(([, value], i) => encodeAttributeValue4(infos[i]!, value));
    return device.invoke("write_attributes_4", [wire, device.clientIdent], options);
  }
  const wire = values.map(([, value], i) => encodeAttributeValue1(infos[i]!, value));
  return device.invoke(device.idl === 3 ? "write_attributes_3" : "write_attributes", [wire], options);
}

function sendWriteRead(
  connection: DeviceConnection,
  device: ConnectedDevice,
  infos: readonly WriteTarget[],
  values: readonly NamedValue[],
  readNames: readonly string[],
  options: CallOptions,
): Promise<AnyAttributeValue[]> {
  if (device.access.right === "READ") return refuse(connection, device, options);
  const wire = values.map(([, value], i) => encodeAttributeValue4(infos[i]!, value));
  const ident = device.clientIdent;
  if (device.idl >= 5) return device.invoke("write_read_attributes_5", [wire, readNames, ident], options);
  return device.invoke("write_read_attributes_4", [wire, ident], options);
}

/** The access control lets its user only read this device. As cppTango, a lost device is reported as lost instead. */
async function refuse(
  connection: DeviceConnection,
  device: ConnectedDevice,
  options: CallOptions,
): Promise<never> {
  await device.invoke("ping", [], options);
  const desc = `Writing attribute(s) on device ${connection.target.name} is not authorized`;
  throw new NotAllowed([devError("API_ReadOnlyMode", desc, "DeviceProxy.writeAttribute()")]);
}

/** Throws where the device is of a generation before `idl`; without a connection, nothing is known yet. */
function refuseBefore(
  idl: number,
  device: ConnectedDevice | null,
  connection: DeviceConnection,
  text: CallText,
): void {
  if (device === null || device.idl >= idl) return;
  const desc = `Device ${connection.target.name} does not support ${text.operation} feature`;
  throw new NonSupportedFeature([devError("API_UnsupportedFeature", desc, text.origin)]);
}

/** A write that fails may have failed because the attribute is not what it was: its type is asked for again. */
function writing(
  connection: DeviceConnection,
  method: string,
  operation: string,
  object: string,
  names: readonly string[],
): CallText {
  const text = attributeCall(method, operation, object);
  const onFailed = () => {
    for (const name of names) connection.device?.attributes.delete(name);
  };
  return { ...text, onFailed };
}

function nothing(): void {}
