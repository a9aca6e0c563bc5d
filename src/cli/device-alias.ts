import type { CommandContext } from "./command.ts";
import type { RegisteredDevice } from "./registered-device.ts";

/** The alias of a device; null where it has none. */
export async function deviceAlias(
  { database, device }: RegisteredDevice,
  context: CommandContext,
): Promise<string | null> {
  const tango = await context.tango();
  try {
    return await database.getAliasFromDevice(device, context.callOptions);
  } catch (error) {
    if (error instanceof tango.DevFailed && error.reason === "DB_AliasNotDefined") return null;
    throw error;
  }
}

/** The device that an alias stands for; null where there is no such alias. */
export async function aliasedDevice(
  database: RegisteredDevice["database"],
  alias: string,
  context: CommandContext,
): Promise<string | null> {
  const tango = await context.tango();
  try {
    return await database.getDeviceFromAlias(alias, context.callOptions);
  } catch (error) {
    if (error instanceof tango.DevFailed && error.reason === "DB_DeviceNotDefined") return null;
    throw error;
  }
}
