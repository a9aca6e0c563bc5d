import type { DevFailed } from "../error/dev-failed.ts";
import { Device } from "./device.ts";
import type { DeviceConstructor } from "./device-constructor.ts";

/**
 * The class of what is served in the place of a device whose object could not be made: it has the name of its class and nothing else of it,
 * and its initialisation fails with `failure`. So the device is in FAULT and says why, as one whose own initialisation fails; the command
 * DevRestart of the admin device tries to make it again. In cppTango the server ends.
 */
export function brokenClass(className: string, failure: DevFailed): DeviceConstructor {
  return class BrokenDevice extends Device {
    static readonly TangoClassName = className;

    override initDevice(): never {
      throw failure;
    }
  };
}
