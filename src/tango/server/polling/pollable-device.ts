import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { AttrDataFormat, AttrWriteType } from "../../idl/enums.ts";
import type { AttributeType, CmdArgType } from "../../value/cmd-arg-type.ts";

/** An attribute of a device, for polling. */
export interface PollableAttribute {
  /** In the device's spelling. */
  readonly name: string;
  readonly dataType: AttributeType;
  readonly dataFormat: AttrDataFormat;
  readonly access: AttrWriteType;
  /** The period in milliseconds for which the code asks; 0 for none. */
  readonly pollingPeriod: number;
  /** Of a forwarded attribute, which cannot be polled, the root attribute's full name; else null. */
  readonly rootAttribute: string | null;
}

/** A command of a device, for polling. */
export interface PollableCommand {
  /** In the device's spelling. */
  readonly name: string;
  /** DevVoid for one that can be polled. */
  readonly inType: CmdArgType;
  readonly outType: CmdArgType;
  /** The period in milliseconds for which the code asks; 0 for none. */
  readonly pollingPeriod: number;
}

/** What polling must know of a device, as it is at any moment: attributes and commands may come and go. */
export interface PollableDevice {
  /** In its own spelling. */
  readonly name: string;
  /** All attributes, State and Status with them. */
  attributes(): Iterable<PollableAttribute>;
  /** All commands, State and Status with them. */
  commands(): Iterable<PollableCommand>;
  /** The attribute of this name, whatever its case; undefined where there is none. */
  attribute(name: string): PollableAttribute | undefined;
  /** The command of this name, whatever its case; undefined where there is none. */
  command(name: string): PollableCommand | undefined;
}

/** The attribute of this name. Throws API_AttrNotFound. */
export function attributeToPoll(device: PollableDevice, name: string): PollableAttribute {
  const attribute = device.attribute(name);
  if (attribute === undefined) throw failure("API_AttrNotFound", `${name} attribute not found`);
  return attribute;
}

/** The command of this name. Throws API_CommandNotFound, and API_IncompatibleCmdArgumentType for one that takes an argument. */
export function commandToPoll(device: PollableDevice, name: string): PollableCommand {
  const lower = name.toLowerCase();
  const command = device.command(name);
  if (command === undefined) throw failure("API_CommandNotFound", `Command ${lower} not found`);
  if (command.inType !== "DevVoid") {
    const desc = `Command ${lower} cannot be polled because it needs input value`;
    throw failure("API_IncompatibleCmdArgumentType", desc);
  }
  return command;
}

/**
 * The period in milliseconds for which the code asks; 0 where it does not. State and Status are attributes; what is said of the commands
 * goes first.
 */
export function periodInCode(device: PollableDevice, kind: "attribute" | "command", name: string): number {
  const isCommon = isStateOrStatus(name);
  if (kind === "command") return isCommon ? 0 : (device.command(name)?.pollingPeriod ?? 0);
  const ofCommand = isCommon ? device.command(name)?.pollingPeriod : undefined;
  return ofCommand || (device.attribute(name)?.pollingPeriod ?? 0);
}

/** Whether this is the name of what every device has as command and as attribute. */
export function isStateOrStatus(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === "state" || lower === "status";
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "PollableDevice")]);
}
