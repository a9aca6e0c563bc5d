import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { ServedDevice } from "./served-device.ts";

/** The devices of one server, its admin device among them, in the order in which they were made. Found ignoring case. */
export class DeviceDirectory implements Iterable<ServedDevice> {
  readonly #devices = new Map<string, ServedDevice>();

  /** How many there are. */
  get size(): number {
    return this.#devices.size;
  }

  /** The device of that name. */
  find(name: string): ServedDevice | undefined {
    return this.#devices.get(name.toLowerCase());
  }

  /** The device of that name. Throws API_DeviceNotFound where there is none. */
  get(name: string): ServedDevice {
    const device = this.find(name);
    if (device !== undefined) return device;
    throw new DevFailed([devError("API_DeviceNotFound", `Device ${name} not found`, "DeviceDirectory.get")]);
  }

  /** Adds one, or puts it in the place of that of the same name. */
  set(device: ServedDevice): void {
    this.#devices.set(device.name.toLowerCase(), device);
  }

  /** Removes one. */
  delete(device: ServedDevice): void {
    this.#devices.delete(device.name.toLowerCase());
  }

  /** Those of one class. */
  ofClass(className: string): ServedDevice[] {
    return [...this].filter(({ deviceClass }) => deviceClass.name.toLowerCase() === className.toLowerCase());
  }

  [Symbol.iterator](): Iterator<ServedDevice> {
    return this.#devices.values();
  }
}
