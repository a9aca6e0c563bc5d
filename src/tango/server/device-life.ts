import type { DeviceConstructor } from "./device-constructor.ts";
import type { ServedClass } from "./served-class.ts";
import { ServedDevice } from "./served-device.ts";
import type { ServerEnvironment } from "./server-environment.ts";

/** Makes a device: what the library keeps of it, and the object of its class. It does nothing yet. */
export async function createDevice(
  server: ServerEnvironment,
  deviceClass: DeviceConstructor,
  served: ServedClass,
  name: string,
): Promise<ServedDevice> {
  const logger = server.logging.loggerFor(name);
  const device = new ServedDevice(server, served, name, {}, logger);
  device.bind(new deviceClass(device));
  return device;
}

/** Brings a device to life. */
export async function startDevice(served: ServedDevice): Promise<void> {
  await served.device.initializeDynamicAttributes();
  await served.device.initDevice();
}

/** Ends a device. */
export async function endDevice(served: ServedDevice): Promise<void> {
  await served.device.deleteDevice();
  served.server.logging.release(served.name);
}
