import { OrbContext } from "../../threading/orb-context.ts";
import type { SerialModel } from "../../threading/serial-model.ts";
import { type Monitor, NO_MONITOR, SerializationMonitor } from "../../threading/serialization-monitor.ts";
import { DeviceProxy } from "../client/device-proxy.ts";
import { Device_6 } from "../idl/device.ts";
import { HostNames } from "./call/host-names.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import { type ServerIdentity, serverName } from "./database/server-identity.ts";
import type { DeviceConstructor } from "./device-constructor.ts";
import { createDevice, endDevice, startDevice } from "./device-life.ts";
import { ServerLogging } from "./logging/server-logging.ts";
import { DeviceServant } from "./servant/device-servant.ts";
import { ServedClass } from "./served-class.ts";
import type { ServedDevice } from "./served-device.ts";
import type { ServerEnvironment } from "./server-environment.ts";

/** How a DeviceServer is made. */
export interface DeviceServerOptions {
  readonly identity: ServerIdentity;
  readonly database: ServerDatabase;
  /** The address to listen at; 127.0.0.1 unless given. */
  readonly host?: string;
  /** 0, unless given, takes any free port. */
  readonly port?: number;
  /** The number of `-v`. */
  readonly traceLevel?: number;
  readonly serialModel?: SerialModel;
}

/** The devices of some classes, served in this process. It can be started and stopped any number of times. */
export class DeviceServer {
  readonly #classes: readonly DeviceConstructor[];
  readonly #options: DeviceServerOptions;
  #devices = new Map<string, ServedDevice>();
  #context: OrbContext | undefined;
  #port = 0;

  constructor(classes: readonly DeviceConstructor[], options: DeviceServerOptions) {
    this.#classes = classes;
    this.#options = options;
  }

  /** The port at which it listens. */
  get port(): number {
    return this.#port;
  }

  /** Starts to serve. */
  async start(): Promise<void> {
    const context = new OrbContext();
    this.#context = context;
    const { identity, database, host = "127.0.0.1", port = 0, traceLevel = 0 } = this.#options;
    const environment: ServerEnvironment = {
      identity,
      context,
      database,
      logging: new ServerLogging(serverName(identity), {
        traceLevel,
        usesDatabase: database.kind !== "none",
        output: process.stdout,
        openConsumer: (name) => new DeviceProxy(name, { context }),
      }),
      hosts: new HostNames(),
      hostName: "localhost",
      serialModel: this.#options.serialModel ?? "BY_DEVICE",
      isNanAllowed: false,
      phase: "starting",
      now: Date.now,
      monitorFor: monitors(this.#options.serialModel ?? "BY_DEVICE"),
    };
    await database.open(identity);
    const listener = await context.orb.listen({ host, port });
    this.#port = listener.port;
    for (const deviceClass of this.#classes) {
      const served = new ServedClass(deviceClass);
      for (const name of await database.deviceNames(served.name)) {
        const device = await createDevice(environment, deviceClass, served, name);
        this.#devices.set(name.toLowerCase(), device);
        await startDevice(device);
        context.orb.activate(Device_6, new DeviceServant(device) as never, name.toLowerCase());
      }
    }
    database.endStartup();
    environment.phase = "running";
  }

  /** Ends the devices, and all that served them. */
  async stop(): Promise<void> {
    for (const device of this.#devices.values()) await endDevice(device);
    this.#devices.clear();
    await this.#context?.close();
    await this.#options.database.close();
  }
}

function monitors(model: SerialModel): ServerEnvironment["monitorFor"] {
  const known = new Map<string, Monitor>();
  return (className, device) => {
    if (model === "NO_SYNC") return NO_MONITOR;
    if (model === "BY_DEVICE") return new SerializationMonitor(device);
    const name = model === "BY_CLASS" ? className : "the process";
    let monitor = known.get(name);
    if (monitor === undefined) {
      monitor = new SerializationMonitor(name);
      known.set(name, monitor);
    }
    return monitor;
  };
}
