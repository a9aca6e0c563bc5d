import type { ContextSlot } from "../../threading/orb-context.ts";
import type { DeviceName } from "./device-name.ts";
import type { HostPort } from "./tango-host.ts";

/**
 * The devices of a test context, to which names without a host lead in what its devices do (PyTango 10.0, the override of TANGO_HOST by
 * DeviceTestContext): so those that open each other by their names find each other without a database.
 */
export class TestedDevices {
  #names: ReadonlySet<string> = new Set();
  #address: HostPort | null = null;

  /** Names the devices, and where they are served. */
  lead(devices: readonly string[], address: HostPort): void {
    this.#names = new Set(devices.map((device) => device.toLowerCase()));
    this.#address = address;
  }

  /** The full name of one of the devices; any other name as it is. */
  resolve(name: DeviceName): DeviceName {
    if (name.server !== null || !name.usesDatabase || !this.#names.has(name.device)) return name;
    return { ...name, server: this.#address, usesDatabase: false };
  }
}

/** Those of an OrbContext: none but in a test context. */
export const TESTED_DEVICES: ContextSlot<TestedDevices> = { make: () => new TestedDevices() };
