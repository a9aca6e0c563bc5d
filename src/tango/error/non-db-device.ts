import { devError } from "./dev-error.ts";
import { NonDbDevice } from "./dev-failed-classes.ts";

/** The error for a method that needs the database, of a device that was found without one. */
export function nonDbDevice(device: string, origin: string): NonDbDevice {
  const desc = `Method not available for device ${device} which is a non database device`;
  return new NonDbDevice([devError("API_NonDatabaseDevice", desc, origin)]);
}
