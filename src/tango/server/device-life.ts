import { toDevFailed } from "../error/to-dev-failed.ts";
import { loadAttributeSettings } from "./attribute/load-settings.ts";
import { brokenClass } from "./broken-device.ts";
import type { DeviceHooks } from "./device-hooks.ts";
import { loadPipeSettings } from "./pipe/load-pipe-settings.ts";
import { pollingOf } from "./polling/served-polling.ts";
import { propertyNamesOf } from "./property/library-properties.ts";
import { ServedClass } from "./served-class.ts";
import { ServedDevice } from "./served-device.ts";
import type { ServerEnvironment } from "./server-environment.ts";

/**
 * Makes a device: what the library keeps of it, with what the database has of it, and the object of its class, which `make` makes. It is
 * not yet initialised. The device of this name that was there before, if there was one, leaves it its lock. Where `make` throws, or a
 * property of its polling is malformed, it is a device that has nothing but this error: see brokenClass.
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
  try {
    served.bind(make(served), pollingOf(served));
  } catch (error) {
    const broken = brokenClass(deviceClass.name, toDevFailed(error));
    const standIn = new ServedDevice(server, new ServedClass(broken), name, {}, logger, before?.lock);
    standIn.bind(new broken(standIn), pollingOf(standIn));
    return standIn;
  }
  await loadAttributeSettings(served);
  await loadPipeSettings(served);
  return served;
}

/**
 * Ends a device: its polling, the threads that drive it, and what its own code does. What that throws is logged. After `timeoutMs` milliseconds nobody waits for it any
 * more; where a call is at work in it, its own code ends it after that all the same.
 */
export async function endDevice(served: ServedDevice, timeoutMs = END_TIMEOUT_MS): Promise<void> {
  const { events, forwarding, logger, polling, threads } = served;
  const deadline = performance.now() + timeoutMs;
  polling.close();
  forwarding?.close();
  // Before its own code ends it, and not under its monitor: what they still push is to be published.
  await threads.endAll(timeoutMs);
  const remainingMs = Math.max(0, deadline - performance.now());
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`it has not ended within ${Math.round(timeoutMs)} ms`);
    timer = setTimeout(() => reject(error), remainingMs);
  });
  const report = (error: unknown) => {
    // Anything can be thrown, and whatever it is, the others have to be ended.
    const { message } = error instanceof Error ? error : toDevFailed(error);
    logger.error(`deleteDevice() failed: ${message}`);
  };
  try {
    await Promise.race([endInTurn(served).catch(report), late]);
  } catch (error) {
    report(error);
  } finally {
    clearTimeout(timer);
    // The device that takes its place has the same events: clients must not be told of this one in its stead.
    events.cancelInterfaceCheck?.();
    events.cancelInterfaceCheck = null;
    served.server.subDevices.forget(served.name);
  }
}

/** Ends its own code when no call is at work in it, however long that takes: a call may wait no longer than clients do, an end must not be left out. */
async function endInTurn(served: ServedDevice): Promise<void> {
  const end = () => {
    served.ended ??= (async () => served.device.deleteDevice())();
    return served.ended;
  };
  await served.monitor.run("end of the device", end, undefined, Number.POSITIVE_INFINITY);
}

const END_TIMEOUT_MS = 10_000;
