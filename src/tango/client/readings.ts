import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { DevError } from "../idl/dev-error.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import { type AnyWireValue, attributeReader, errorsOf, withError } from "./attribute-versions.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { learnAttributes } from "./known-attributes.ts";

/** Whose answer readings come from, for the errors that they get. */
export interface ReadingOrigin {
  readonly connection: DeviceConnection;
  /** The method of DeviceProxy. */
  readonly method: string;
  /** `Failed to <action> on device...` */
  readonly action: string;
}

/** The reading in an answer for one attribute; throws its errors. What the answer leaves open is asked for, once per connection. */
export function onlyReading(
  answer: readonly AnyWireValue[],
  device: ConnectedDevice,
  options: CallOptions,
  origin: ReadingOrigin,
): DeviceAttribute | Promise<DeviceAttribute> {
  const [wire] = answer;
  if (wire === undefined) {
    const desc = `Device ${origin.connection.target.name} answered ${origin.action} without a value`;
    throw new DevFailed([devError("API_IncoherentDevData", desc, `DeviceProxy.${origin.method}()`)]);
  }
  const errors = errorsOf(wire);
  if (errors.length > 0) throw new DevFailed([...errors, failedLevel(wire.name, origin)]);
  const reader = attributeReader(device.idl);
  if (!reader.isOpen(wire)) return reader.decode(wire);
  const known = device.attributes.get(wire.name);
  if (known !== undefined) return reader.decode(wire, known);
  return learnAttributes(origin.connection, device, [wire.name], options).then(() =>
    reader.decode(wire, device.attributes.get(wire.name)),
  );
}

/** The readings in an answer for several attributes, each with its errors. */
export function readings(
  answer: readonly AnyWireValue[],
  device: ConnectedDevice,
  options: CallOptions,
  origin: ReadingOrigin,
): DeviceAttribute[] | Promise<DeviceAttribute[]> {
  const reader = attributeReader(device.idl);
  const open: string[] = [];
  for (const wire of answer) {
    if (reader.isOpen(wire) && !device.attributes.has(wire.name)) open.push(wire.name);
  }
  if (open.length === 0) return decodeAll(answer, device, origin);
  return learnAttributes(origin.connection, device, open, options).then(() =>
    decodeAll(answer, device, origin),
  );
}

function decodeAll(
  answer: readonly AnyWireValue[],
  device: ConnectedDevice,
  origin: ReadingOrigin,
): DeviceAttribute[] {
  const reader = attributeReader(device.idl);
  return answer.map((wire) => {
    if (errorsOf(wire).length > 0) return reader.decode(withError(wire, failedLevel(wire.name, origin)));
    return reader.decode(wire, reader.isOpen(wire) ? device.attributes.get(wire.name) : undefined);
  });
}

/** The level behind the errors of one attribute. */
function failedLevel(attribute: string, { connection, method, action }: ReadingOrigin): DevError {
  const desc = `Failed to ${action} on device ${connection.target.name}, attribute ${attribute}`;
  return devError("API_AttributeFailed", desc, `DeviceProxy.${method}()`);
}
