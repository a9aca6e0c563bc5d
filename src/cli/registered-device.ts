import type { CommandContext } from "./command.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { databaseAt } from "./tango-names.ts";

/** A device, and the database that has it. */
export interface RegisteredDevice {
  readonly database: InstanceType<TangoFacade["Database"]>;
  /** The name by which the database has it. */
  readonly device: string;
}

/** The database that a device's name says, and the name by which that knows the device: properties do not go by aliases. */
export async function registeredDevice(text: string, context: CommandContext): Promise<RegisteredDevice> {
  const tango = await context.tango();
  const name = tango.parseDeviceName(text);
  if (!name.usesDatabase) {
    const desc = `${text} is reached without a database, which is where this is kept`;
    throw new tango.NonDbDevice([
      { reason: "API_NonDatabaseDevice", severity: "ERR", desc, origin: "bandoneon" },
    ]);
  }
  const database = databaseAt(tango, name.server);
  if (!name.isAlias) return { database, device: name.device };
  return { database, device: await database.getDeviceFromAlias(name.device, context.callOptions) };
}
