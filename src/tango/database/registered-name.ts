import type { CallOptions } from "../../iiop/call-options.ts";
import type { Database } from "./database.ts";

/** The name under which a database has the properties of a device: of an alias, which has no slash, the database is asked. */
export async function registeredName(
  database: Database,
  device: string,
  options: CallOptions | undefined,
): Promise<string> {
  return device.includes("/") ? device : database.getDeviceFromAlias(device, options);
}
