import type { CommandContext } from "./command.ts";
import { requestEach } from "./database-requests.ts";
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
    if (error instanceof tango.DevFailed && NO_SUCH_ALIAS.has(error.reason)) return null;
    throw error;
  }
}

/** An alias, and the device that it stands for. */
export interface DeviceAlias {
  readonly alias: string;
  readonly device: string;
}

/** The aliases that match a pattern, without one that is taken away meanwhile: the database is asked for the device of each. */
export async function deviceAliases(
  database: RegisteredDevice["database"],
  pattern: string,
  context: CommandContext,
): Promise<readonly DeviceAlias[]> {
  const names = await database.getDeviceAliasList(pattern, context.callOptions);
  const devices = await requestEach(names, (alias) => aliasedDevice(database, alias, context));
  return names.flatMap((alias, i) => {
    const device = devices[i]!;
    return device === null ? [] : [{ alias, device }];
  });
}

const NO_SUCH_ALIAS: ReadonlySet<string> = new Set(["DB_DeviceNotDefined", "DB_AliasNotDefined"]);
