import type { CallOptions } from "../iiop/index.ts";
import type { DbDevFullInfo } from "../index.ts";
import type { TangoFacade } from "./tango-facade.ts";

/** What the database knows of a device; undefined where it does not know it. */
export async function definedDevice(
  database: InstanceType<TangoFacade["Database"]>,
  tango: TangoFacade,
  device: string,
  options: CallOptions,
): Promise<DbDevFullInfo | undefined> {
  try {
    return await database.getDeviceInfo(device, options);
  } catch (error) {
    if (error instanceof tango.DevFailed && error.reason === "DB_DeviceNotDefined") return undefined;
    throw error;
  }
}
