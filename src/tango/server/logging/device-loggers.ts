import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { matchesDevicePattern } from "./device-pattern.ts";
import type { Logger } from "./logger.ts";

/** A device of the server and what it logs with. */
export interface DeviceLogger {
  /** The name as the device was declared. */
  readonly device: string;
  readonly logger: Logger;
}

/** The device with this alias; undefined where there is none. */
export type ResolveAlias = (alias: string) => Promise<string | undefined>;

/** The loggers of a server by the names of their devices; the admin device comes last, as in cppTango. */
export class DeviceLoggers {
  readonly #admin: DeviceLogger;
  readonly #resolveAlias: ResolveAlias;
  readonly #devices = new Map<string, DeviceLogger>();

  constructor(admin: DeviceLogger, resolveAlias: ResolveAlias) {
    this.#admin = admin;
    this.#resolveAlias = resolveAlias;
  }

  /** All of them. */
  all(): readonly DeviceLogger[] {
    return [...this.#devices.values(), this.#admin];
  }

  /** Whether a name is that of the admin device. */
  isAdmin(device: string): boolean {
    return this.#admin.device.toLowerCase() === device.toLowerCase();
  }

  /** Adds one, in the place of another of the same name. */
  add(entry: DeviceLogger): void {
    this.#devices.set(entry.device.toLowerCase(), entry);
  }

  /** Takes one out; undefined where there is none. */
  remove(device: string): DeviceLogger | undefined {
    const name = device.toLowerCase();
    const entry = this.#devices.get(name);
    this.#devices.delete(name);
    return entry;
  }

  /** That of a device by its name, at this moment; undefined where there is none. */
  named(device: string): DeviceLogger | undefined {
    return this.#devices.get(device.toLowerCase()) ?? (this.isAdmin(device) ? this.#admin : undefined);
  }

  /** That of a device by its name or alias. Rejects with DevFailed API_DeviceNotFound. */
  async find(device: string): Promise<DeviceLogger> {
    const found = await this.#byName(device);
    if (found !== undefined) return found;
    const desc = `Device ${device} not found`;
    throw new DevFailed([
      devError("API_DeviceNotFound", desc, "Util::get_device_by_name()"),
      devError("API_DeviceNotFound", desc, "Logging::get_logging_target()"),
    ]);
  }

  /** Those whose names match a pattern; without a star in it, that of the device with this name or alias. */
  async matching(pattern: string): Promise<readonly DeviceLogger[]> {
    if (pattern.includes("*"))
      return this.all().filter(({ device }) => matchesDevicePattern(device.toLowerCase(), pattern));
    const found = await this.#byName(pattern);
    return found === undefined ? [] : [found];
  }

  async #byName(device: string): Promise<DeviceLogger | undefined> {
    const own = this.named(device);
    if (own !== undefined || device === "") return own;
    const aliased = await this.#resolveAlias(device.toLowerCase());
    return aliased === undefined ? undefined : this.named(aliased);
  }
}
