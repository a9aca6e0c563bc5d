import type { Writable } from "node:stream";
import type { Listener } from "../../iiop/listener.ts";
import type { Clock } from "../../threading/clock.ts";
import { endInOrder } from "../../threading/end-in-order.ts";
import { OrbContext } from "../../threading/orb-context.ts";
import type { OrbScope } from "../../threading/orb-registry.ts";
import type { SerialModel } from "../../threading/serial-model.ts";
import type { PropertyValues } from "../database/property-value.ts";
import { HostNames } from "../naming/host-names.ts";
import { adminDeviceName, type ServerIdentity, serverName } from "../naming/server-identity.ts";
import type { HostPort } from "../naming/tango-host.ts";
import { AdminDevice } from "./admin/admin-device.ts";
import type { AdministeredServer } from "./admin/administered-server.ts";
import type { EnforcementOptions } from "./call/access-enforcement.ts";
import { enforcementOf } from "./call/enforcement-of.ts";
import type { DatabaselessClass } from "./database/no-server-database.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import type { DeviceConstructor } from "./device-constructor.ts";
import { DeviceDirectory } from "./device-directory.ts";
import { createDevice } from "./device-life.ts";
import { EVENT_PROPERTIES, eventOptions } from "./event/configure-events.ts";
import type { OpenEventSocket } from "./event/event-socket.ts";
import { ServerEvents } from "./event/server-events.ts";
import { ExportedDevices } from "./exported-devices.ts";
import { initialiseDevice } from "./initialise-device.ts";
import type { LogConsumer } from "./logging/consumer-target.ts";
import { ServerLogging } from "./logging/server-logging.ts";
import { Opening } from "./opening.ts";
import { ADMIN_PROPERTIES, classPropertyNamesOf } from "./property/library-properties.ts";
import { refuseIfRunning } from "./running-check.ts";
import { utilOf } from "./running-server-util.ts";
import { ServedClass } from "./served-class.ts";
import type { ServedDevice } from "./served-device.ts";
import { listenOptions } from "./server-address.ts";
import { ServerDevices } from "./server-devices.ts";
import type { ServerEnvironment } from "./server-environment.ts";
import { monitorsOf } from "./server-monitors.ts";
import { ServerPolling } from "./server-polling.ts";
import type { EndPoint } from "./startup/end-point.ts";
import { type StartLimits, withinLimits } from "./startup/start-limit.ts";
import type { SubDevices } from "./sub-devices.ts";
import { ServerWorkers, type ServerWorkersOptions } from "./worker/server-workers.ts";

/** What a server is started with. */
export interface RunningServerOptions {
  readonly identity: ServerIdentity;
  /** In which the code of its devices runs. */
  readonly scope: OrbScope;
  readonly subDevices: SubDevices;
  readonly openDatabase: (
    classes: readonly DatabaselessClass[],
    context: OrbContext,
  ) => ServerDatabase | Promise<ServerDatabase>;
  readonly endPoint: EndPoint | null;
  readonly publishedEndPoint: EndPoint | null;
  /** Devices by the further object keys under which they can be reached. */
  readonly objectKeys: Readonly<Record<string, string>>;
  /** The name of this host; to find it out may take seconds. */
  readonly hostName: Promise<string>;
  readonly serialModel: SerialModel;
  /** How it enforces the access control; null where it leaves that to its clients. */
  readonly enforcement: EnforcementOptions | null;
  readonly workers: ServerWorkersOptions;
  readonly traceLevel: number;
  /** Where the console target of the logging writes. */
  readonly output: Writable;
  readonly openConsumer: (device: string, context: OrbContext) => LogConsumer;
  readonly openEventSocket: OpenEventSocket;
  /** The time that events go by. */
  readonly eventClock: Clock;
  readonly onKill: () => void;
  readonly onListening: (address: HostPort) => void;
  /** What ends the wait for the start. */
  readonly startLimits: StartLimits;
  /** How long each step of the end may take, in milliseconds. */
  readonly stopTimeoutMs: number;
}

/** The environment while it changes. */
type Environment = { -readonly [K in keyof ServerEnvironment]: ServerEnvironment[K] };

/** A device server from its start to its end. */
export class RunningServer implements AdministeredServer {
  readonly identity: ServerIdentity;
  /** Its devices, the admin device last. */
  readonly devices = new DeviceDirectory();
  readonly polling: ServerPolling;
  readonly #options: RunningServerOptions;
  readonly #environment: Environment;
  readonly #listener: Listener;
  readonly #exports: ExportedDevices;
  readonly #made: ServerDevices;
  #adminDevice: ServedDevice | undefined;
  #stopped: Promise<void> | undefined;

  private constructor(
    options: RunningServerOptions,
    environment: Omit<Environment, "util">,
    listener: Listener,
    constructors: ReadonlyMap<ServedClass, DeviceConstructor>,
    adminProperties: PropertyValues,
  ) {
    const { context, database, hostName, logging } = environment;
    this.identity = options.identity;
    this.#options = options;
    this.#environment = { ...environment, util: utilOf(this) };
    this.#listener = listener;
    this.#exports = new ExportedDevices(context, database, hostName, options.objectKeys);
    this.polling = new ServerPolling(
      this.devices,
      database,
      adminDeviceName(options.identity),
      adminProperties,
      logging.adminLogger,
    );
    this.#made = new ServerDevices(
      constructors,
      this.devices,
      this.#environment,
      this.#exports,
      this.polling,
    );
  }

  /** Starts a server: see DeviceServer.start. */
  static async start(
    classes: readonly DeviceConstructor[],
    options: RunningServerOptions,
  ): Promise<RunningServer> {
    const constructors = new Map(classes.map((one) => [new ServedClass(one), one]));
    const context = new OrbContext({ drainTimeoutMs: options.stopTimeoutMs });
    let database: ServerDatabase | undefined;
    let server: RunningServer | undefined;
    let isGivenUp = false;
    const start = async () => {
      const names = [...constructors.keys()].map(({ name }) => ({ name }));
      database = await options.openDatabase(names, context);
      // What opens when the start has been given up is closed here: nobody else knows it.
      if (context.isClosed) await database.close();
      context.throwIfClosed(serverName(options.identity));
      await database.open(options.identity);
      const isPublic = database.kind === "database";
      const listener = await context.orb.listen(
        listenOptions(options.endPoint, options.publishedEndPoint, isPublic),
      );
      options.onListening({ host: listener.host, port: listener.port });
      const adminProperties = await database.deviceProperties(
        adminDeviceName(options.identity),
        ADMIN_PROPERTIES,
      );
      const environment = await environmentOf(options, context, database, adminProperties, listener.port);
      // From here on a start that is given up stops this server; before, it closes the context. That may be on its way.
      if (isGivenUp) await Promise.all([environment.logging.close(), context.close()]);
      context.throwIfClosed(serverName(options.identity));
      server = new RunningServer(options, environment, listener, constructors, adminProperties);
      await environment.events.start();
      await refuseIfRunning(server.environment);
      await server.#bringUp();
      return server;
    };
    try {
      const describe = () => howFar(options.identity, server);
      return await withinLimits(start(), options.startLimits, describe);
    } catch (error) {
      isGivenUp = true;
      // Why it did not start is what its user wants to know, not what else went wrong then.
      await server?.stop().catch(() => {});
      await context.close();
      await database?.close().catch(() => {});
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

  /** Its classes, without that of the admin device. */
  get classes(): readonly ServedClass[] {
    return this.#made.classes;
  }

  /** The admin device, `dserver/<executable>/<instance>`. */
  get adminDevice(): ServedDevice {
    return this.#adminDevice!;
  }

  get environment(): ServerEnvironment {
    return this.#environment;
  }

  /** Whether its end has begun. */
  get isStopping(): boolean {
    return this.#stopped !== undefined;
  }

  /** What is called one at a time. */
  get serialModel(): SerialModel {
    return this.#options.serialModel;
  }

  /** Its class of that name, whatever the case. Throws API_ClassNotFound. */
  classNamed(name: string): ServedClass {
    return this.#made.classNamed(name);
  }

  /** The reference of a device, as text. */
  referenceOf(device: ServedDevice): string {
    return this.#exports.referenceOf(device);
  }

  /** Makes a device at run time: see Util.createDevice. */
  createDevice(className: string, name: string): Promise<void> {
    return this.#made.create(className, name);
  }

  /** Ends a device at run time for good: see Util.deleteDevice. */
  deleteDevice(name: string): Promise<void> {
    return this.#made.delete(name);
  }

  /** Ends a device and makes it anew: see ServerDevices.restart. */
  restartDevice(name: string): Promise<void> {
    return this.#made.restart(name);
  }

  /** Ends all devices and makes those that the database has now: commands RestartServer, and Init of the admin device. */
  restart(): Promise<void> {
    return this.#made.restartAll(this.adminDevice, (work) => this.#open(work));
  }

  /** Ends it, as its user wants a command Kill to end it. */
  kill(): void {
    this.#options.onKill();
  }

  /**
   * Ends it: the database is told, what is being answered is answered, then the devices end, and nothing is left. Each of these three may take
   * as long as the option says. Rejects with what went wrong; nothing is left then either. Every call joins the first.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    const { context, database, events, logging, workers } = this.#environment;
    const { stopTimeoutMs: timeoutMs } = this.#options;
    this.#made.refuseMore();
    for (const { polling } of this.devices) polling.stop();
    await endInOrder(
      [() => database.unexportServer({ timeoutMs }), () => this.#listener.close()],
      [() => this.#made.endAll(timeoutMs)],
      [() => workers.destroy()],
      [() => events.close()],
      [() => logging.close()],
      [() => database.close()],
      [() => context.close()],
    );
  }

  async #bringUp(): Promise<void> {
    const { database } = this.#environment;
    await this.#open(async () => {
      const adminDevice = await this.#makeAdminDevice();
      await this.#made.makeAll();
      this.devices.set(adminDevice);
      await this.#exports.export(adminDevice);
      await this.#made.openAll();
      database.endStartup();
    });
  }

  /** Lets calls from outside wait until the work is done. */
  async #open(work: () => Promise<void>): Promise<void> {
    const opening = new Opening();
    this.#environment.opening = opening;
    try {
      await opening.run(work);
    } finally {
      this.#environment.opening = null;
    }
  }

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
}

/** How far a start came that does not end. */
function howFar(identity: ServerIdentity, server: RunningServer | undefined): string {
  const last = [...(server?.devices ?? [])].at(-1);
  const where =
    last === undefined ? "" : `; the last device that was made is ${last.name}: does its initDevice() end?`;
  return `the server ${serverName(identity)} does not start${where}`;
}

async function environmentOf(
  options: RunningServerOptions,
  context: OrbContext,
  database: ServerDatabase,
  properties: PropertyValues,
  port: number,
): Promise<Omit<Environment, "util">> {
  const { identity, scope, subDevices, traceLevel, output, openConsumer, serialModel } = options;
  const hostName = await options.hostName;
  const ctrlSystem = await database.freeProperties("CtrlSystem", ["WAttrNaNAllowed", ...EVENT_PROPERTIES]);
  const events = new ServerEvents(
    eventOptions({
      adminDevice: adminDeviceName(identity),
      hasTangoDatabase: database.kind === "database",
      hostName,
      port,
      endPoint: options.endPoint,
      publishedEndPoint: options.publishedEndPoint,
      properties: ctrlSystem,
      open: options.openEventSocket,
      clock: options.eventClock,
    }),
  );
  const access = enforcementOf(options.enforcement, context, database);
  // Last: nobody would close it where one of the others cannot be made.
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
    scope,
    subDevices,
    database,
    logging,
    events,
    access,
    workers: new ServerWorkers(options.workers),
    hosts: new HostNames(),
    hostName,
    isNanAllowed: isTrue(ctrlSystem.WAttrNaNAllowed),
    pollsTogether: !isTrue(properties.polling_before_9),
    opening: null,
    now: Date.now,
    monitorFor: monitorsOf(serialModel),
  };
}

function isTrue(lines: readonly string[] = []): boolean {
  return /^(true|1)$/i.test(lines[0] ?? "");
}
