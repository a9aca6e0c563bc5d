import { isDeepStrictEqual } from "node:util";
import type { CallOptions } from "../../../iiop/call-options.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { type DescribedDevice, describeDevice } from "./describe-device.ts";
import type { AttributeShape, CommandShape, DeviceInterface } from "./device-interface.ts";

/**
 * Makes sure that a device has all that an interface says, with the same types: once, when a program starts, rather than at some call. What the device has beyond that, and
 * an access that allows more, do not matter; the case of names does not either. Rejects with API_InterfaceMismatch, whose description names each difference.
 */
export async function checkInterface(
  wanted: DeviceInterface,
  device: DescribedDevice,
  options?: CallOptions,
): Promise<void> {
  const found = await describeDevice(device, options);
  const differences = [
    ...compare("attribute", wanted.attributes, found.attributes, attributeDifference),
    ...compare("command", wanted.commands, found.commands, commandDifference),
  ];
  if (differences.length === 0) return;
  const desc = `${device.devName()} does not have the interface that is expected: ${differences.join("; ")}`;
  throw new DevFailed([devError("API_InterfaceMismatch", desc, "checkInterface")]);
}

function compare<S>(
  kind: string,
  wanted: Readonly<Record<string, S>>,
  found: Readonly<Record<string, S>>,
  difference: (wanted: S, found: S) => string | null,
): string[] {
  const shapes = new Map(Object.entries(found).map(([name, shape]) => [name.toLowerCase(), shape]));
  return Object.entries(wanted).flatMap(([name, shape]) => {
    const other = shapes.get(name.toLowerCase());
    if (other === undefined) return [`there is no ${kind} ${name}`];
    const text = difference(shape, other);
    return text === null ? [] : [`the ${kind} ${name} ${text}`];
  });
}

function attributeDifference(wanted: AttributeShape, found: AttributeShape): string | null {
  const { dtype, dformat = "SCALAR", access = "READ", enumLabels } = wanted;
  const { dformat: foundFormat = "SCALAR", access: foundAccess = "READ" } = found;
  if (found.dtype !== dtype || foundFormat !== dformat) {
    return `is ${found.dtype} ${foundFormat}, not ${dtype} ${dformat}`;
  }
  if (
    (canBeRead(access) && !canBeRead(foundAccess)) ||
    (canBeWritten(access) && !canBeWritten(foundAccess))
  ) {
    return `is ${foundAccess}, not ${access}`;
  }
  const labels = found.enumLabels ?? [];
  if (enumLabels === undefined || isDeepStrictEqual(labels, [...enumLabels])) return null;
  return `has the labels ${labels.join(", ")}, not ${enumLabels.join(", ")}`;
}

const canBeRead = (access: string) => access !== "WRITE";
const canBeWritten = (access: string) => access === "WRITE" || access === "READ_WRITE";

function commandDifference(wanted: CommandShape, found: CommandShape): string | null {
  const { dtypeIn = "DevVoid", dtypeOut = "DevVoid" } = wanted;
  const { dtypeIn: foundIn = "DevVoid", dtypeOut: foundOut = "DevVoid" } = found;
  if (foundIn !== dtypeIn) return `takes ${foundIn}, not ${dtypeIn}`;
  return foundOut === dtypeOut ? null : `gives ${foundOut}, not ${dtypeOut}`;
}
