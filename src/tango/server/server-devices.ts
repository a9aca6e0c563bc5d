import { SerializationMonitor } from "../../threading/serialization-monitor.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { DeviceConstructor } from "./device-constructor.ts";
import type { DeviceDirectory } from "./device-directory.ts";
import { createDevice, endDevice } from "./device-life.ts";
import { tellDeviceRemade } from "./event/device-remade.ts";
import type { ExportedDevices } from "./exported-devices.ts";
import { startForwarding } from "./forwarded/start-forwarding.ts";
import { callServerInitHook, initialiseDevice } from "./initialise-device.ts";
import { Opening } from "./opening.ts";
import { classPropertyNamesOf } from "./property/library-properties.ts";
import type { ServedClass } from "./served-class.ts";
import type { ServedDevice } from "./served-device.ts";
import type { ServerEnvironment } from "./server-environment.ts";
import type { ServerPolling } from "./server-polling.ts";

/**
 * Makes the devices of a server, makes them anew and ends them, one change after the other. The admin device is among them, but is for its
 * server to make.
 */
export class ServerDevices {
  readonly directory: DeviceDirectory;
  readonly classes: readonly ServedClass[];
  readonly #constructors: ReadonlyMap<ServedClass, DeviceConstructor>;
  readonly #environment: ServerEnvironment;
  readonly #exports: ExportedDevices;
  readonly #polling: ServerPolling;
  readonly #changes = new SerializationMonitor("the devices of the server");
  #isEnding = false;

  constructor(
    constructors: ReadonlyMap<ServedClass, DeviceConstructor>,
    directory: DeviceDirectory,
    environment: ServerEnvironment,
    exports: ExportedDevices,
    polling: ServerPolling,
  ) {
    this.directory = directory;
    this.classes = [...constructors.keys()];
    this.#constructors = constructors;
    this.#environment = environment;
    this.#exports = exports;
    this.#polling = polling;
  }

  /** A class by its name, whatever the case. Throws API_ClassNotFound. */
  classNamed(name: string): ServedClass {
    const wanted = name.toLowerCase();
    const found = this.classes.find((one) => one.name.toLowerCase() === wanted);
    if (found !== undefined) return found;
    const desc = `Class ${wanted} not found in device server`;
    throw new DevFailed([devError("API_ClassNotFound", desc, "ServerDevices.classNamed")]);
  }

  /** Makes all devices of the database, those of the first class first. They are not yet polled. */
  async makeAll(): Promise<void> {
    const { database } = this.#environment;
    for (const deviceClass of this.classes) {
      deviceClass.configure(
        await database.classProperties(deviceClass.name, classPropertyNamesOf(deviceClass)),
      );
      for (const name of await database.deviceNames(deviceClass.name)) {
        const device = await this.#make(deviceClass, name);
        await this.#initialise(device);
      }
    }
  }

  /** Lets the devices of `makeAll` know that all are there, and begins to poll them. */
  async openAll(): Promise<void> {
    // Those that others made meanwhile are open.
    const devices = [...this.directory].filter(({ opening }) => opening === null);
    const begin = (device: ServedDevice) => this.#polling.begin(device);
    for (const step of [startForwarding, callServerInitHook, begin]) {
      for (const device of devices) await this.#unlessEnding(() => step(device));
    }
    await this.#polling.savePool();
  }

  /** Makes a device at run time: see Util.createDevice. */
  async create(className: string, name: string): Promise<void> {
    const deviceClass = this.classNamed(className);
    await this.#change(`making ${name}`, async () => {
      if (this.directory.find(name) !== undefined) {
        const desc = `The device ${name} is already defined in this server`;
        throw new DevFailed([devError("API_MethodArgument", desc, "ServerDevices.create")]);
      }
      await this.#environment.database.addDevice(name, deviceClass.name);
      await this.#makeAndOpen(deviceClass, name);
    });
  }

  /** Ends a device at run time for good: see Util.deleteDevice. Rejects as the database does: it has ended then, and can be deleted again. */
  async delete(name: string): Promise<void> {
    await this.#change(`deleting ${name}`, async () => {
      const device = this.directory.get(name);
      await this.#end(device);
      await this.#orFindable(device, () => this.#environment.database.deleteDevice(device.name));
      this.#forget(device.name);
      await this.#polling.savePool();
    });
  }

  /**
   * Ends a device and makes it anew, with what the database has of it now. What was polled goes on to be polled, and a lock stays. Rejects with
   * API_DeviceNotFound where there is none of that name, and as the database does: it has ended then, and can be restarted again.
   */
  async restart(name: string): Promise<void> {
    await this.#change(`restarting ${name}`, async () => {
      const before = this.directory.get(name);
      await this.#end(before);
      await this.#orFindable(before, () =>
        this.#makeAndOpen(this.classNamed(before.deviceClass.name), before.name, before),
      );
    });
  }

  /** Ends all devices but the admin device, and makes those that the database has now. `open` keeps calls waiting while it does the work. */
  async restartAll(
    adminDevice: ServedDevice,
    open: (work: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { database, identity } = this.#environment;
    const work = async () => {
      await database.open(identity);
      try {
        const before = [...this.directory];
        for (const device of before.toReversed()) {
          if (device !== adminDevice) await this.#unlessEnding(() => this.#end(device));
        }
        await this.makeAll();
        for (const { name } of before) {
          if (name !== adminDevice.name && this.directory.find(name) === undefined) this.#forget(name);
        }
        // The admin device stays the last one.
        this.directory.delete(adminDevice);
        this.directory.set(adminDevice);
        await this.openAll();
      } finally {
        database.endStartup();
      }
    };
    await this.#change("restarting the server", async () => {
      await open(work);
      for (const device of this.directory) if (device !== adminDevice) tellDeviceRemade(device);
    });
  }

  /** Ends all devices, the last one first. Those that have not ended after `timeoutMs` milliseconds are not waited for. No more are made. */
  async endAll(timeoutMs: number): Promise<void> {
    this.refuseMore();
    const deadline = performance.now() + timeoutMs;
    // All threads at the same time: they may need each other's devices.
    await Promise.all(Array.from(this.directory, ({ threads }) => threads.endAll(timeoutMs)));
    for (const device of [...this.directory].reverse()) {
      await endDevice(device, Math.max(0, deadline - performance.now()));
    }
  }

  /** Makes no more devices from now on, and changes none: what would rejects with API_StartupSequence. */
  refuseMore(): void {
    this.#isEnding = true;
  }

  /** Makes a device while the server runs: calls wait until it is ready. */
  async #makeAndOpen(deviceClass: ServedClass, name: string, before?: ServedDevice): Promise<void> {
    const opening = new Opening();
    const made = await opening.run(async () => {
      const device = await this.#make(deviceClass, name, before, opening);
      await this.#initialise(device);
      const begin = () => this.#polling.begin(device, before);
      for (const step of [startForwarding, callServerInitHook, begin]) {
        await this.#unlessEnding(() => step(device));
      }
      return device;
    });
    tellDeviceRemade(made);
    await this.#polling.savePool();
  }

  async #make(
    deviceClass: ServedClass,
    name: string,
    before?: ServedDevice,
    opening: Opening | null = null,
  ): Promise<ServedDevice> {
    const maker = this.#constructors.get(deviceClass)!;
    const make = (served: ServedDevice) => new maker(served);
    const device = await this.#unlessEnding(() =>
      createDevice(this.#environment, deviceClass, name, make, before),
    );
    device.opening = opening;
    await this.#unlessEnding(() => this.#export(device));
    return device;
  }

  /** Serves a device. One of which the database could not be told is none: it was not initialised, and the next attempt must not find it. */
  async #export(device: ServedDevice): Promise<void> {
    this.directory.set(device);
    try {
      await this.#exports.export(device);
    } catch (error) {
      this.#exports.withdraw(device);
      if (this.directory.find(device.name) === device) this.directory.delete(device);
      // Nothing of its code has begun, but calls may wait for it to open.
      device.ended ??= Promise.resolve();
      throw error;
    }
  }

  async #initialise(device: ServedDevice): Promise<void> {
    await this.#unlessEnding(() => initialiseDevice(device));
    if (!this.#isEnding) return;
    // The server began to end meanwhile, and may have ended this device before it was ready.
    await endDevice(device);
    this.#throwIfEnding();
  }

  async #end(device: ServedDevice): Promise<void> {
    // What waits for it now is answered before it ends; what comes later finds nobody, rather than a device that has ended.
    this.#exports.withdraw(device);
    await endDevice(device);
    if (this.directory.find(device.name) === device) this.directory.delete(device);
  }

  /** Does what comes after the end of a device. Where that fails whoever tries again is to find it, though it has ended. */
  async #orFindable(ended: ServedDevice, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#isEnding && this.directory.find(ended.name) === undefined) this.directory.set(ended);
      throw error;
    }
  }

  /** Forgets what outlives a device, for one that takes its place: there will be none. */
  #forget(name: string): void {
    this.#environment.logging.release(name);
    this.#environment.events.forgetDevice(name);
  }

  /** Makes a change when those before it are done. */
  async #change(what: string, work: () => Promise<void>): Promise<void> {
    await this.#changes.run(what, () => this.#unlessEnding(work));
  }

  /** Does a step of a change: the server may have begun to end in the one before. Nothing is to begin in a device that may have ended. */
  #unlessEnding<T>(step: () => Promise<T>): Promise<T> {
    this.#throwIfEnding();
    return step();
  }

  #throwIfEnding(): void {
    if (!this.#isEnding) return;
    const desc = "The server is being stopped: it makes no more devices";
    throw new DevFailed([devError("API_StartupSequence", desc, "ServerDevices")]);
  }
}
