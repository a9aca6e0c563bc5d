import type { DbDevFullInfo } from "../index.ts";
import type { CommandContext } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { type RegisteredDevice, registeredDevice } from "./registered-device.ts";

/** A device with what its database knows of it. */
export interface KnownDevice extends RegisteredDevice {
  readonly info: DbDevFullInfo;
}

/** A device by its name or its alias. Throws a CommandError where the database knows neither. */
export async function knownDevice(text: string, context: CommandContext): Promise<KnownDevice> {
  const tango = await context.tango();
  try {
    const { database, device } = await registeredDevice(text, context);
    return { database, device, info: await database.getDeviceInfo(device, context.callOptions) };
  } catch (cause) {
    if (!(cause instanceof tango.DevFailed && cause.reason === "DB_DeviceNotDefined")) throw cause;
    const lists = tango.parseDeviceName(text).isAlias
      ? "alias ls' lists the aliases"
      : "ls' lists the devices";
    throw new CommandError(`the database does not know ${text}: 'bandoneon ${lists} that there are`, {
      cause,
    });
  }
}
