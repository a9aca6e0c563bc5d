import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { ConnectionFailed } from "../error/dev-failed-classes.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import { type AnyAttributeValue, attributeReader, errorsOf, withError } from "./attribute-versions.ts";
import { attributeCall } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** Reads one attribute. Rejects with the errors of the attribute, if it has any. */
export function readAttribute(
  connection: DeviceConnection,
  name: string,
  options: CallOptions | undefined,
): Promise<DeviceAttribute> {
  return connection.call(
    attributeCall("readAttribute", "read_attribute", `, attribute ${name}`),
    options,
    (device, callOptions) => attributeReader(device.idl).read(device, [name], connection.source, callOptions),
    (answer, device) =>
      onlyReading(answer, device, connection.target.name, "readAttribute", "read_attribute"),
  );
}

/** Reads several attributes at once. Those that failed carry their errors; only a failure of the whole rejects. */
export async function readAttributes(
  connection: DeviceConnection,
  names: readonly string[],
  options: CallOptions | undefined,
): Promise<DeviceAttribute[]> {
  refuseDuplicates(names, "DeviceProxy.readAttributes()");
  return connection.call(
    attributeCall("readAttributes", "read_attributes", `, attributes ${names.join(", ")}`),
    options,
    (device, callOptions) => attributeReader(device.idl).read(device, names, connection.source, callOptions),
    (answer, device) => readings(answer, device, connection.target.name, "readAttributes", "read_attributes"),
  );
}

/** The reading in an answer for one attribute; throws its errors. */
export function onlyReading(
  answer: readonly AnyAttributeValue[],
  device: ConnectedDevice,
  deviceName: string,
  method: string,
  action: string,
): DeviceAttribute {
  const [wire] = answer;
  if (wire === undefined) {
    const desc = `Device ${deviceName} answered ${action} without a value`;
    throw new DevFailed([devError("API_IncoherentDevData", desc, `DeviceProxy.${method}()`)]);
  }
  const errors = errorsOf(wire);
  if (errors.length > 0) {
    throw new DevFailed([...errors, failedLevel(deviceName, method, action, wire.name)]);
  }
  return attributeReader(device.idl).decode(wire);
}

/** The readings in an answer for several attributes, each with its errors. */
export function readings(
  answer: readonly AnyAttributeValue[],
  device: ConnectedDevice,
  deviceName: string,
  method: string,
  action: string,
): DeviceAttribute[] {
  const reader = attributeReader(device.idl);
  return answer.map((wire) =>
    errorsOf(wire).length === 0
      ? reader.decode(wire)
      : reader.decode(withError(wire, failedLevel(deviceName, method, action, wire.name))),
  );
}

/** The level behind the errors of one attribute. */
function failedLevel(device: string, method: string, action: string, attribute: string) {
  const desc = `Failed to ${action} on device ${device}, attribute ${attribute}`;
  return devError("API_AttributeFailed", desc, `DeviceProxy.${method}()`);
}

/** Names that occur twice, whatever their case, are refused before anything is sent. */
function refuseDuplicates(names: readonly string[], origin: string): void {
  const sorted = names.map((name) => name.toLowerCase()).sort();
  const duplicates = sorted.filter((name, i) => name === sorted[i + 1]);
  if (duplicates.length === 0) return;
  const desc = `Several times the same attribute in required attributes list: ${duplicates.join(", ")}`;
  throw new ConnectionFailed([devError("API_AttributeFailed", desc, origin)]);
}
