import { devError, formatDevError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import { adminDeviceName } from "../naming/server-identity.ts";
import { loadMemorized, writeMemorized } from "./attribute/memorized.ts";
import { applyProperties, defaultsToPut } from "./property/apply-properties.ts";
import { propertyNamesOf } from "./property/library-properties.ts";
import type { ServedDevice } from "./served-device.ts";

/**
 * Makes a new device ready. A failure leaves it in FAULT with the text as its status, and is told in its log; the server goes on: that
 * is what differs from cppTango, which ends.
 */
export async function initialiseDevice(served: ServedDevice): Promise<void> {
  await served.monitor.run("initialisation", async () => {
    try {
      await initialise(served);
      await loadMemorized(served);
      await writeMemorized(served);
    } catch (error) {
      becomeFaulty(served, toDevFailed(error));
    }
  });
}

/**
 * What the command Init does: ends what the device did, reads its properties again, and begins anew. Rejects with a further level
 * API_InitThrowsException where that fails, and the device is in FAULT then; cppTango leaves it in whatever state it was.
 */
export async function reinitialiseDevice(served: ServedDevice): Promise<void> {
  const { device, deviceClass, name, server } = served;
  server.subDevices.forget(name);
  try {
    await device.deleteDevice();
    served.properties = await server.database.deviceProperties(name, propertyNamesOf(deviceClass));
    if (served.initFailure !== null) {
      const { initialState, initialStatus } = deviceClass.constructorOf;
      served.initFailure = null;
      served.state = initialState ?? "UNKNOWN";
      served.status = initialStatus ?? null;
    }
    await initialise(served);
    if (!served.hasMemorizedValues) loadMemorized(served);
    await writeMemorized(served);
  } catch (error) {
    const failure = toDevFailed(error);
    becomeFaulty(served, failure);
    throw failure.withLevel(devError("API_InitThrowsException", initFailed(served), "Init"));
  }
}

/** Tells a device that its server serves. A failure leaves it in FAULT, as with cppTango. */
export async function callServerInitHook(served: ServedDevice): Promise<void> {
  try {
    await served.monitor.run("serverInitHook()", () => served.device.serverInitHook());
  } catch (error) {
    const { errors, message } = toDevFailed(error);
    served.state = "FAULT";
    served.status = `Device[${served.name.toLowerCase()}] server_init_hook has failed due to DevFailed:\n${errors.map(formatDevError).join("\n")}`;
    served.logger.error(`serverInitHook() failed: ${message}`);
  }
}

async function initialise(served: ServedDevice): Promise<void> {
  const { deviceClass, device, propertyDefaults, name, server } = served;
  const { deviceProperties, classProperties } = deviceClass;
  const failures: DevFailed[] = [];
  const apply = (...args: Parameters<typeof applyProperties>) => {
    try {
      applyProperties(...args);
    } catch (error) {
      failures.push(error as DevFailed);
    }
  };
  apply(device, deviceClass.name, classProperties, deviceClass.propertyValues, propertyDefaults);
  apply(device, name, deviceProperties, served.properties, propertyDefaults);
  if (failures.length > 0) throw new DevFailed(failures.flatMap(({ errors }) => errors));
  const defaults = defaultsToPut(deviceProperties, served.properties);
  if (Object.keys(defaults).length > 0) await server.database.putDeviceProperties(name, defaults);
  if (!served.hasDynamicAttributes) {
    served.hasDynamicAttributes = true;
    await device.initializeDynamicAttributes();
  }
  // Its server may have ended it meanwhile, where nothing is serialised: nobody would end it again.
  if (served.ended !== undefined) throw new Error("the device has ended");
  await device.initDevice();
}

function becomeFaulty(served: ServedDevice, error: DevFailed): void {
  served.initFailure = error;
  served.state = "FAULT";
  served.status = `The device is in FAULT state.\nIts initialisation failed:\n${error.message}`;
  served.logger.error(`the initialisation failed: ${error.message}`);
}

function initFailed(served: ServedDevice): string {
  return [
    "Init command failed!!",
    "HINT: RESTART device with the Restart command of the device server adm. device",
    `Device server adm. device name = ${adminDeviceName(served.server.identity)}`,
  ].join("\n");
}
