import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { formatIor } from "../../giop/ior/stringified-ior.ts";
import type { Listener } from "../../iiop/listener.ts";
import { OrbContext } from "../../threading/orb-context.ts";
import type { SerialModel } from "../../threading/serial-model.ts";
import type { PropertyValues } from "../database/property-value.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { Device_6 } from "../idl/device.ts";
import { AdminDevice } from "./admin/admin-device.ts";
import type { AdministeredServer } from "./admin/administered-server.ts";
import { HostNames } from "./call/host-names.ts";
import type { DatabaselessClass } from "./database/no-server-database.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import { adminDeviceName, type ServerIdentity, serverName } from "./database/server-identity.ts";
import type { DeviceConstructor } from "./device-constructor.ts";
import { DeviceDirectory } from "./device-directory.ts";
import { createDevice, endDevice, startPolling } from "./device-life.ts";
import { initialiseDevice } from "./initialise-device.ts";
import type { LogConsumer } from "./logging/consumer-target.ts";
import { ServerLogging } from "./logging/server-logging.ts";
import { PollingPool } from "./polling/polling-pool.ts";
import { ADMIN_PROPERTIES, classPropertyNamesOf } from "./property/library-properties.ts";
import { refuseIfRunning } from "./running-check.ts";
import { utilOf } from "./running-server-util.ts";
import { DeviceServant } from "./servant/device-servant.ts";
import { ServedClass } from "./served-class.ts";
import type { ServedDevice } from "./served-device.ts";
import { listenOptions } from "./server-address.ts";
import type { ServerEnvironment } from "./server-environment.ts";
import { monitorsOf } from "./server-monitors.ts";
import type { EndPoint } from "./startup/end-point.ts";
import { withinLimit } from "./startup/start-limit.ts";

/** What a server is started with. */
export interface RunningServerOptions {
  readonly identity: ServerIdentity;
  readonly openDatabase: (
    classes: readonly DatabaselessClass[],
    context: OrbContext,
  ) => ServerDatabase | Promise<ServerDatabase>;
  readonly endPoint: EndPoint | null;
  readonly publishedEndPoint: EndPoint | null;
  /** The name of this host. */
  readonly hostName: string;
  readonly serialModel: SerialModel;
  readonly traceLevel: number;
  /** Where the console target of the logging writes. */
  readonly output: Writable;
  readonly openConsumer: (device: string, context: OrbContext) => LogConsumer;
  readonly onKill: () => void;
  /** The longest that the start may take, in milliseconds; 0 is without end. */
  readonly startTimeoutMs: number;
}

/** The environment while it changes. */
type Environment = { -readonly [K in keyof ServerEnvironment]: ServerEnvironment[K] };

/** A device server from its start to its end. */
export class RunningServer implements AdministeredServer {
  readonly identity: ServerIdentity;
  /** Its devices, the admin device last. */
  readonly devices = new DeviceDirectory();
  readonly classes: readonly ServedClass[];
  readonly #options: RunningServerOptions;
  readonly #environment: Environment;
  readonly #listener: Listener;
  readonly #constructors: ReadonlyMap<ServedClass, DeviceConstructor>;
  readonly #pollingPool: PollingPool;
  /** The references of its devices, as texts. */
  readonly #references = new Map<ServedDevice, string>();
  /** The object keys of its devices. */
  readonly #objectKeys = new Map<ServedDevice, string>();
  #adminDevice: ServedDevice | undefined;
  #isPolling = true;
  #isStopping = false;

  private constructor(
    options: RunningServerOptions,
    environment: Omit<Environment, "util">,
    listener: Listener,
    constructors: ReadonlyMap<ServedClass, DeviceConstructor>,
    adminProperties: PropertyValues,
  ) {
    this.identity = options.identity;
    this.classes = [...constructors.keys()];
    this.#options = options;
    this.#environment = { ...environment, util: utilOf(this) };
    this.#listener = listener;
    this.#constructors = constructors;
    const { polling_threads_pool_size, polling_threads_pool_conf } = adminProperties;
    this.#pollingPool = new PollingPool(polling_threads_pool_size, polling_threads_pool_conf);
  }

  /** Starts a server: see DeviceServer.start. */
  static async start(
    classes: readonly DeviceConstructor[],
    options: RunningServerOptions,
  ): Promise<RunningServer> {
    const constructors = new Map(classes.map((one) => [new ServedClass(one), one]));
    const context = new OrbContext();
    const names = [...constructors.keys()].map(({ name }) => ({ name }));
    let database: ServerDatabase | undefined;
    let server: RunningServer | undefined;
    try {
      database = await options.openDatabase(names, context);
      await database.open(options.identity);
      const isPublic = database.kind === "database";
      const listener = await context.orb.listen(
        listenOptions(options.endPoint, options.publishedEndPoint, isPublic),
      );
      const adminProperties = await database.deviceProperties(
        adminDeviceName(options.identity),
        ADMIN_PROPERTIES,
      );
      const environment = await environmentOf(options, context, database, adminProperties);
      server = new RunningServer(options, environment, listener, constructors, adminProperties);
      await refuseIfRunning(server.environment);
      await withinLimit(server.#bringUp(), options.startTimeoutMs, server.#describeStart);
      return server;
    } catch (error) {
      await server?.stop();
      await context.close();
      await database?.close();
      throw error;
    }
  }

  /** The port at which it listens. */
  get port(): number {
    return this.#listener.port;
  }

  /** The host that its references name. */
  get host(): string {
    return this.#listener.host;
  }

  /** The admin device, `dserver/<executable>/<instance>`. */
  get adminDevice(): ServedDevice {
    return this.#adminDevice!;
  }

  get environment(): ServerEnvironment {
    return this.#environment;
  }

  /** Whether devices are polled: commands StartPolling and StopPolling. */
  get isPolling(): boolean {
    return this.#isPolling;
  }

  set isPolling(isOn: boolean) {
    this.#isPolling = isOn;
    for (const { polling } of this.devices) isOn ? polling.start() : polling.stop();
  }

  /** Keeps which devices are polled, in the property `polling_threads_pool_conf` of the admin device. */
  async savePollingPool(): Promise<void> {
    const polled = [...this.devices].filter(({ polling }) => polling.isPolled).map(({ name }) => name);
    if (!this.#pollingPool.update(polled)) return;
    const lines = this.#pollingPool.lines();
    await this.#environment.database.putDeviceProperties(this.adminDevice.name, {
      polling_threads_pool_conf: lines,
    });
  }

  /** Whether its end has begun. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** What is called one at a time. */
  get serialModel(): SerialModel {
    return this.#options.serialModel;
  }

  /** Its class of that name, whatever the case. Throws API_ClassNotFound. */
  classNamed(name: string): ServedClass {
    const wanted = name.toLowerCase();
    const found = this.classes.find((one) => one.name.toLowerCase() === wanted);
    if (found !== undefined) return found;
    const desc = `Class ${wanted} not found in device server`;
    throw new DevFailed([devError("API_ClassNotFound", desc, "RunningServer.classNamed")]);
  }

  /** The reference of a device, as text. */
  referenceOf(device: ServedDevice): string {
    return this.#references.get(device)!;
  }

  /** Makes a device at run time: see Util.createDevice. */
  async createDevice(className: string, name: string): Promise<void> {
    const deviceClass = this.classNamed(className);
    if (this.devices.find(name) !== undefined) {
      const desc = `The device ${name} is already defined in this server`;
      throw new DevFailed([devError("API_MethodArgument", desc, "RunningServer.createDevice")]);
    }
    await this.#environment.database.addDevice(name, deviceClass.name);
    const device = await this.#makeDevice(deviceClass, this.#constructors.get(deviceClass)!, name);
    await initialiseDevice(device);
    await startPolling(device, this.#isPolling);
  }

  /** Ends a device at run time for good: see Util.deleteDevice. */
  async deleteDevice(name: string): Promise<void> {
    const device = this.devices.get(name);
    await endDevice(device);
    this.#withdraw(device);
    await this.#environment.database.deleteDevice(device.name);
  }

  /** Ends it, as its user wants a command Kill to end it. */
  kill(): void {
    this.#options.onKill();
  }

  /**
   * Ends a device and makes it anew, with what the database has of it now. What was polled goes on to be polled, and a lock stays. Rejects with
   * API_DeviceNotFound where there is none of that name.
   */
  async restartDevice(name: string): Promise<void> {
    const before = this.devices.get(name);
    const maker = this.#constructors.get(before.deviceClass);
    if (maker === undefined) throw new Error("the admin device is not restarted alone");
    await endDevice(before);
    this.#withdraw(before);
    const device = await this.#makeDevice(before.deviceClass, maker, before.name, before);
    await initialiseDevice(device);
    await startPolling(device, this.#isPolling, before);
  }

  /** Makes all devices anew, one after the other. */
  async restart(): Promise<void> {
    for (const { name } of [...this.devices]) {
      if (name !== this.adminDevice.name) await this.restartDevice(name);
    }
  }

  /** Ends it: the database is told, what is being answered is answered, then the devices end, and nothing is left. */
  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const { context, database, logging } = this.#environment;
    for (const { polling } of this.devices) polling.stop();
    const failures = await Promise.allSettled([database.unexportServer(), this.#listener.close()]);
    for (const device of [...this.devices].reverse()) await endDevice(device);
    await logging.close();
    await database.close();
    await context.close();
    for (const failure of failures) if (failure.status === "rejected") throw failure.reason;
  }

  async #bringUp(): Promise<void> {
    const { database } = this.#environment;
    let started!: () => void;
    this.#environment.started = new Promise((resolve) => {
      started = resolve;
    });
    try {
      const adminDevice = await this.#makeAdminDevice();
      for (const [deviceClass, maker] of this.#constructors) {
        deviceClass.configure(
          await database.classProperties(deviceClass.name, classPropertyNamesOf(deviceClass)),
        );
        for (const name of await database.deviceNames(deviceClass.name)) {
          await initialiseDevice(await this.#makeDevice(deviceClass, maker, name));
          if (this.#isStopping) return;
        }
      }
      this.devices.set(adminDevice);
      await this.#export(adminDevice);
      for (const { device } of this.devices) await device.serverInitHook();
      for (const device of this.devices) await startPolling(device, this.#isPolling);
      await this.savePollingPool();
      database.endStartup();
    } finally {
      this.#environment.started = null;
      started();
    }
  }

  /** How far a start came that takes too long. */
  readonly #describeStart = () => {
    const last = [...this.devices].at(-1);
    const where =
      last === undefined ? "" : `; the last device that was made is ${last.name}: does its initDevice() end?`;
    return `the server ${serverName(this.identity)} does not start${where}`;
  };

  async #makeAdminDevice(): Promise<ServedDevice> {
    const deviceClass = new ServedClass(AdminDevice);
    const { database } = this.#environment;
    deviceClass.configure(
      await database.classProperties(deviceClass.name, classPropertyNamesOf(deviceClass)),
    );
    const name = adminDeviceName(this.identity);
    const make = (served: ServedDevice) => new AdminDevice(served, this);
    this.#adminDevice = await createDevice(this.#environment, deviceClass, name, make);
    await initialiseDevice(this.#adminDevice);
    return this.#adminDevice;
  }

  async #makeDevice(
    deviceClass: ServedClass,
    maker: DeviceConstructor,
    name: string,
    before?: ServedDevice,
  ): Promise<ServedDevice> {
    const make = (served: ServedDevice) => new maker(served);
    const device = await createDevice(this.#environment, deviceClass, name, make, before);
    this.devices.set(device);
    await this.#export(device);
    return device;
  }

  /** Serves a device, and tells the database. Without a database its key is its name, which clients know; with one nobody needs to know it. */
  async #export(served: ServedDevice): Promise<void> {
    const { context, database, hostName } = this.#environment;
    const { name } = served;
    const objectKey = database.kind === "database" ? randomUUID() : name.toLowerCase();
    const ior = formatIor(context.orb.activate(Device_6, new DeviceServant(served) as never, objectKey));
    this.#objectKeys.set(served, objectKey);
    this.#references.set(served, ior);
    await database.exportDevice({ name, ior, host: hostName, pid: process.pid, version: IDL_VERSION });
  }

  /** Serves a device no more. */
  #withdraw(served: ServedDevice): void {
    this.#environment.context.orb.deactivate(this.#objectKeys.get(served)!);
    this.#objectKeys.delete(served);
    this.#references.delete(served);
    if (this.devices.find(served.name) === served) this.devices.delete(served);
  }
}

async function environmentOf(
  options: RunningServerOptions,
  context: OrbContext,
  database: ServerDatabase,
  properties: PropertyValues,
): Promise<Omit<Environment, "util">> {
  const { identity, traceLevel, output, openConsumer, hostName, serialModel } = options;
  const { WAttrNaNAllowed = [] } = await database.freeProperties("CtrlSystem", ["WAttrNaNAllowed"]);
  const logging = new ServerLogging(serverName(identity), {
    traceLevel,
    usesDatabase: database.kind !== "none",
    properties,
    output,
    openConsumer: (device) => openConsumer(device, context),
  });
  return {
    identity,
    context,
    database,
    logging,
    hosts: new HostNames(),
    hostName,
    isNanAllowed: /^(true|1)$/i.test(WAttrNaNAllowed[0] ?? ""),
    started: null,
    now: Date.now,
    monitorFor: monitorsOf(serialModel),
  };
}

/** The interface that devices here have. */
const IDL_VERSION = "6";
