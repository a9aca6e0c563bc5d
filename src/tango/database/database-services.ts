import type { CallOptions } from "../../iiop/call-options.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { DatabaseAttributeProperties } from "./database-attribute-properties.ts";

/** A device that is registered for a service. */
export interface DbService {
  /** Which one of the service. */
  readonly instance: string;
  readonly device: string;
}

/**
 * The services of a Tango system, such as its access control: which devices give them is in the values `service/instance:device` of the
 * free property `CtrlSystem/Services`. The case of names of services and instances does not matter.
 */
export abstract class DatabaseServices extends DatabaseAttributeProperties {
  /** The devices that are registered for an instance of a service, in lower case; `*` stands for every instance. */
  async getServices(service: string, instance = "*", options?: CallOptions): Promise<string[]> {
    const prefix = `${service}/${instance === "*" ? "" : `${instance}:`}`;
    return (await this.#registered(options))
      .filter(startingWith(prefix))
      .map(({ device }) => device.toLowerCase());
  }

  /** The instances of a service with their devices, in lower case. PyTango gives them in turns. */
  async getDeviceServiceList(service: string, options?: CallOptions): Promise<DbService[]> {
    return (await this.#registered(options)).filter(startingWith(`${service}/`)).map(({ name, device }) => ({
      instance: name.slice(name.indexOf("/") + 1).toLowerCase(),
      device: device.toLowerCase(),
    }));
  }

  /**
   * The devices of all services by `service/instance`, as they were registered. `filter` is what such a name begins with, as PyTango's is: a
   * regular expression, or its text.
   */
  async getServiceList(
    filter: string | RegExp = ".*",
    options?: CallOptions,
  ): Promise<Record<string, string>> {
    const { source, flags } = new RegExp(filter);
    const begins = new RegExp(`^(?:${source})`, flags.replace(/[gy]/g, ""));
    const services = (await this.#registered(options)).filter(({ name }) => begins.test(name));
    return Object.fromEntries(services.map(({ name, device }) => [name, device]));
  }

  /** Registers a device for a service, in the place of another of the same service and instance. */
  async registerService(
    service: string,
    instance: string,
    device: string,
    options?: CallOptions,
  ): Promise<void> {
    const limited = withDeadline(options);
    const entries = await this.#entries(limited);
    const isSame = startingWith(`${service}/${instance}:`);
    const services = entries.map((entry) =>
      isSame({ entry }) ? `${entry.slice(0, entry.indexOf(":"))}:${device}` : entry,
    );
    if (!entries.some((entry) => isSame({ entry }))) services.push(`${service}/${instance}:${device}`);
    await this.putProperty(CONTROL_SYSTEM, { [SERVICES]: services }, limited);
  }

  /** Removes what is registered for an instance of a service, if anything is. */
  async unregisterService(service: string, instance: string, options?: CallOptions): Promise<void> {
    const limited = withDeadline(options);
    const entries = await this.#entries(limited);
    const isSame = startingWith(`${service}/${instance}:`);
    const services = entries.filter((entry) => !isSame({ entry }));
    if (services.length === entries.length) return;
    await this.putProperty(CONTROL_SYSTEM, { [SERVICES]: services }, limited);
  }

  /** What is registered, as it was; an entry without a device is none. */
  async #registered(options: CallOptions | undefined): Promise<Service[]> {
    return (await this.#entries(options))
      .filter((entry) => entry.includes(":"))
      .map((entry) => {
        const colon = entry.indexOf(":");
        return { entry, name: entry.slice(0, colon), device: entry.slice(colon + 1) };
      });
  }

  async #entries(options: CallOptions | undefined): Promise<readonly string[]> {
    const { [SERVICES]: services } = await this.getPropertyForced(CONTROL_SYSTEM, SERVICES, options);
    return services ?? [];
  }
}

interface Service {
  /** The value of the property. */
  readonly entry: string;
  /** `service/instance`. */
  readonly name: string;
  readonly device: string;
}

function startingWith(prefix: string): (service: { readonly entry: string }) => boolean {
  const lower = prefix.toLowerCase();
  return ({ entry }) => entry.toLowerCase().startsWith(lower);
}

const CONTROL_SYSTEM = "CtrlSystem";
const SERVICES = "Services";
