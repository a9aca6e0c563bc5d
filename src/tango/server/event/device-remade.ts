import type { ServedDevice } from "../served-device.ts";
import { pushConfigurationEvent } from "./configuration-events.ts";
import { tellInterface } from "./interface-events.ts";

/** Tells clients what may have changed when a device was made anew: its interface, and how its attributes are configured. */
export function tellDeviceRemade(served: ServedDevice): void {
  tellInterface(served);
  for (const attribute of served.attributes) void pushConfigurationEvent(served, attribute).catch(() => {});
}
