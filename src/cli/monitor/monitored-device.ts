import type { AttributeInfoEx, DeviceProxy } from "../../index.ts";
import type { CommandContext } from "../command.ts";
import type { TangoFacade } from "../tango-facade.ts";
import { attributeTarget } from "../tango-names.ts";

/** One thing that is monitored. */
export interface MonitoredTarget {
  /** Its place among all. */
  readonly index: number;
  /** The attribute or pipe; empty for the device itself. */
  readonly name: string;
}

/** A device with all that is monitored of it, and what is known of its attributes. */
export class MonitoredDevice {
  readonly proxy: DeviceProxy;
  readonly targets: MonitoredTarget[] = [];
  readonly #configs = new Map<string, AttributeInfoEx>();
  readonly #asked = new Map<string, Promise<void>>();

  constructor(proxy: DeviceProxy) {
    this.proxy = proxy;
  }

  /** The configuration of an attribute; undefined while it is not known. */
  config(name: string): AttributeInfoEx | undefined {
    return this.#configs.get(name);
  }

  /** Asks for the configuration of an attribute if it is not known. Never rejects: a value is worth showing without its unit. */
  learn(name: string, options: CommandContext["callOptions"]): Promise<void> {
    const asked =
      this.#asked.get(name) ?? (this.#configs.has(name) ? Promise.resolve() : this.#ask(name, options));
    return asked;
  }

  #ask(name: string, options: CommandContext["callOptions"]): Promise<void> {
    const asked = this.proxy
      .attributeQuery(name, options)
      .then(
        (config) => void this.#configs.set(name, config),
        () => {},
      )
      .finally(() => this.#asked.delete(name));
    this.#asked.set(name, asked);
    return asked;
  }
}

/** The devices of what is monitored, each once, and the names that could not be taken apart or found. */
export interface MonitoredDevices {
  readonly devices: readonly MonitoredDevice[];
  readonly failures: readonly { readonly index: number; readonly error: unknown }[];
}

/** Finds the devices of names: of attributes and pipes, or with `areDevices` of the devices themselves. */
export async function monitoredDevices(
  tango: TangoFacade,
  names: readonly string[],
  areDevices: boolean,
  context: CommandContext,
): Promise<MonitoredDevices> {
  const found = await Promise.allSettled(
    names.map(async (text) => {
      const { device, attribute } = areDevices
        ? { device: text, attribute: "" }
        : await attributeTarget(text, context);
      return { proxy: new tango.DeviceProxy(device), key: device.toLowerCase(), attribute };
    }),
  );
  const devices = new Map<string, MonitoredDevice>();
  const failures = [];
  for (const [index, outcome] of found.entries()) {
    if (outcome.status === "rejected") {
      failures.push({ index, error: outcome.reason as unknown });
      continue;
    }
    const { key, proxy, attribute } = outcome.value;
    const device = devices.get(key) ?? new MonitoredDevice(proxy);
    devices.set(key, device);
    device.targets.push({ index, name: attribute });
  }
  return { devices: [...devices.values()], failures };
}
