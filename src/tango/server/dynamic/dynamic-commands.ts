import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { COMMON_COMMANDS } from "../command/common-commands.ts";
import type { CommandDefinition } from "../definition/command-definition.ts";
import { interfaceChanged } from "../event/interface-events.ts";
import type { ServedDevice } from "../served-device.ts";

/** How a command is added. */
export interface AddCommandOptions {
  /** Whether only this device gets it; else all devices of its class. True unless given. */
  readonly deviceLevel?: boolean;
}

/** How a command is removed. */
export interface RemoveCommandOptions {
  /** Whether that it was polled is deleted from the database; true unless given. */
  readonly cleanDb?: boolean;
}

/**
 * Adds a command to a device, and polls it where it says so. It does nothing where there is such a command already. Rejects with
 * API_CommandNotFound (as cppTango) for one of other types.
 */
export async function addCommand(
  served: ServedDevice,
  definition: CommandDefinition,
  { deviceLevel = true }: AddCommandOptions = {},
): Promise<void> {
  await served.monitor.run("adding of a command", async () => {
    const { commands, deviceClass, polling } = served;
    if (isThere(served, definition)) return;
    if (deviceLevel) commands.add(definition);
    else deviceClass.addCommand(definition);
    interfaceChanged(served);
    await polling.appeared("command", definition.name);
  });
}

/**
 * Removes a command from a device, or, where it is one of its class, from all devices of the class; this one polls it no more. Rejects with
 * API_CommandNotFound where there is none of that name, and for Init, State and Status; and as the database does: it has been removed then.
 */
export async function removeCommand(
  served: ServedDevice,
  name: string,
  { cleanDb = true }: RemoveCommandOptions = {},
): Promise<void> {
  await served.monitor.run("removing of a command", async () => {
    const { commands, deviceClass, polling } = served;
    if (commands.find(name) === undefined || COMMON_COMMANDS.has(name.toLowerCase())) throw notDefined(name);
    // First: while the database is told clients could have it polled again.
    if (!commands.remove(name)) deviceClass.removeCommand(name);
    interfaceChanged(served);
    await polling.disappeared("command", name, cleanDb);
  });
}

function isThere({ name: device, commands }: ServedDevice, definition: CommandDefinition): boolean {
  const present = commands.find(definition.name);
  if (present === undefined) return false;
  const { name, dtypeIn, dtypeOut } = definition;
  if (present.dtypeIn === dtypeIn && present.dtypeOut === dtypeOut) return true;
  const desc = `Device ${device} -> Command ${name} already exists for your device but with other definition\n(command input data type or command output data type)`;
  throw new DevFailed([devError("API_CommandNotFound", desc, "addCommand")]);
}

function notDefined(name: string): DevFailed {
  const desc = `Command ${name} is not defined as a command for your device.\nCan't remove it`;
  return new DevFailed([devError("API_CommandNotFound", desc, "removeCommand")]);
}
