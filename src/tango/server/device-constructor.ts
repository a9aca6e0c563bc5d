import type { DeviceHooks } from "./device-hooks.ts";
import type { DeviceClassStatics } from "./served-class.ts";
import type { ServedDevice } from "./served-device.ts";

/** What a server is made of: a class that extends Device, as `new` takes it. */
export interface DeviceConstructor<D extends DeviceHooks = DeviceHooks> extends DeviceClassStatics {
  new (served: ServedDevice): D;
}
