import type { CallOptions } from "../../../iiop/call-options.ts";
import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import { isAttributeType } from "../../value/cmd-arg-type.ts";
import type { CommandInfo } from "../../value/command-info.ts";
import { withDeadline } from "../call-deadline.ts";
import type { DeviceProxy } from "../device-proxy.ts";
import type { AttributeShape, CommandShape, DeviceInterface } from "./device-interface.ts";

/** What is asked of a device to know what it has: a DeviceProxy or a TypedDevice can be. */
export type DescribedDevice = Pick<DeviceProxy, "attributeListQuery" | "commandListQuery" | "devName">;

/** What a running device has, its dynamic attributes and commands with it. */
export async function describeDevice(
  device: DescribedDevice,
  options?: CallOptions,
): Promise<DeviceInterface> {
  const limited = withDeadline(options);
  const [attributes, commands] = await Promise.all([
    device.attributeListQuery(limited),
    device.commandListQuery(limited),
  ]);
  return interfaceOf(attributes, commands);
}

/** What a device has, from what it told of its attributes and commands. An attribute of no known type is left out: it can be neither read nor written. */
export function interfaceOf(
  attributes: readonly AttributeInfoEx[],
  commands: readonly CommandInfo[],
): DeviceInterface {
  const shapes = attributes.map((info) => [info.name, attributeShape(info)] as const);
  return {
    attributes: Object.fromEntries(
      shapes.filter(([, shape]) => shape !== null),
    ) as DeviceInterface["attributes"],
    commands: Object.fromEntries(commands.map((info) => [info.cmdName, commandShape(info)])),
  };
}

function attributeShape(info: AttributeInfoEx): AttributeShape | null {
  const { dataType, dataFormat, writable, enumLabels } = info;
  if (!isAttributeType(dataType) || dataFormat === "FMT_UNKNOWN" || writable === "WT_UNKNOWN") return null;
  return {
    dtype: dataType,
    ...(dataFormat !== "SCALAR" && { dformat: dataFormat }),
    ...(writable !== "READ" && { access: writable }),
    ...(enumLabels.length > 0 && { enumLabels }),
  };
}

function commandShape({ inType, outType }: CommandInfo): CommandShape {
  return {
    ...(inType !== "DevVoid" && { dtypeIn: inType }),
    ...(outType !== "DevVoid" && { dtypeOut: outType }),
  };
}
