import { loadAttributeSettings } from "./attribute/load-settings.ts";
import type { DeviceHooks } from "./device-hooks.ts";
import { loadPipeSettings } from "./pipe/load-pipe-settings.ts";
import { pollingOf } from "./polling/served-polling.ts";
import { propertyNamesOf } from "./property/library-properties.ts";
import type { ServedClass } from "./served-class.ts";
import { ServedDevice } from "./served-device.ts";
import type { ServerEnvironment } from "./server-environment.ts";

/**
 * Makes a device: what the library keeps of it, with what the database has of it, and the object of its class, which `make` makes. It is
 * not yet initialised. The device of this name that was there before, if there was one, leaves it its lock.
 */
export async function createDevice(
  server: ServerEnvironment,
  deviceClass: ServedClass,
  name: string,
  make: (served: ServedDevice) => DeviceHooks,
  before?: ServedDevice,
): Promise<ServedDevice> {
  const properties = await server.database.deviceProperties(name, propertyNamesOf(deviceClass));
  const logger = server.logging.loggerFor(name, properties);
  const served = new ServedDevice(server, deviceClass, name, properties, logger, before?.lock);
  served.bind(make(served), pollingOf(served));
  await loadAttributeSettings(served);
  await loadPipeSettings(served);
  return served;
}

/** Begins to poll what the properties and the code of a device say, and what was polled of the one before it. */
export async function startPolling(
  served: ServedDevice,
  isOn: boolean,
  before?: ServedDevice,
): Promise<void> {
  for (const failure of await served.polling.configure()) served.logger.warn(failure.message);
  for (const { kind, spelling, periodMs } of before?.polling.objects ?? []) {
    if (served.polling[kind](spelling) !== undefined) continue;
    try {
      await served.polling.add(kind, spelling, periodMs);
    } catch (error) {
      served.logger.warn(`${kind} ${spelling} is polled no more: ${(error as Error).message}`);
    }
  }
  if (isOn) served.polling.start();
}

/** Ends a device: its polling, and what its own code does. What that throws is logged. */
export async function endDevice(served: ServedDevice): Promise<void> {
  served.polling.close();
  try {
    await served.monitor.run("end of the device", () => served.device.deleteDevice());
  } catch (error) {
    served.logger.error(`deleteDevice() failed: ${(error as Error).message}`);
  }
}
