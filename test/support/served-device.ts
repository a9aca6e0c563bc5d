import { PassThrough } from "node:stream";
import type { IdlVersion } from "../../src/tango/client/connected-device.ts";
import { HostNames } from "../../src/tango/naming/host-names.ts";
import { NoServerDatabase } from "../../src/tango/server/database/no-server-database.ts";
import type { DeviceConstructor } from "../../src/tango/server/device-constructor.ts";
import type { DeviceHooks } from "../../src/tango/server/device-hooks.ts";
import { createDevice } from "../../src/tango/server/device-life.ts";
import { initialiseDevice } from "../../src/tango/server/initialise-device.ts";
import { ServerLogging } from "../../src/tango/server/logging/server-logging.ts";
import { DeviceServant } from "../../src/tango/server/servant/device-servant.ts";
import { ServedClass } from "../../src/tango/server/served-class.ts";
import type { ServedDevice } from "../../src/tango/server/served-device.ts";
import type { ServerEnvironment } from "../../src/tango/server/server-environment.ts";
import { SubDevices } from "../../src/tango/server/sub-devices.ts";
import { ServerWorkers } from "../../src/tango/server/worker/server-workers.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { OrbScope } from "../../src/threading/orb-registry.ts";
import { SerializationMonitor } from "../../src/threading/serialization-monitor.ts";
import { DEVICE_INTERFACES } from "./fake-device.ts";
import { fakeEvents } from "./fake-events.ts";

/** The server `Test/unit` without database and sockets; a test overrides what it is about. */
export function fakeServer(overrides: Partial<ServerEnvironment> = {}): ServerEnvironment {
  return {
    identity: { executable: "Test", instance: "unit" },
    context: new OrbContext(),
    scope: new OrbScope(),
    subDevices: new SubDevices(),
    database: new NoServerDatabase([], []),
    logging: new ServerLogging("Test/unit", {
      output: new PassThrough().resume(),
      usesDatabase: false,
      openConsumer: () => {
        throw new Error("this server has no log consumer");
      },
    }),
    events: fakeEvents().events,
    access: null,
    workers: new ServerWorkers(),
    hosts: new HostNames({ lookup: (address) => Promise.resolve(address) }),
    hostName: "localhost",
    isNanAllowed: false,
    pollsTogether: true,
    opening: null,
    now: Date.now,
    monitorFor: (_className, device) => new SerializationMonitor(device),
    get util(): never {
      throw new Error("this server has no Util");
    },
    ...overrides,
  };
}

/** An initialised device of a class, in a server of its own unless one is given. */
export async function serveDevice<D extends DeviceHooks>(
  deviceClass: DeviceConstructor<D>,
  overrides: Partial<ServerEnvironment> = {},
  name = "test/device/1",
): Promise<{ readonly served: ServedDevice; readonly device: D }> {
  const server = fakeServer(overrides);
  let device: D | undefined;
  const served = await createDevice(server, new ServedClass(deviceClass), name, (one) => {
    device = new deviceClass(one);
    return device;
  });
  await initialiseDevice(served);
  return { served, device: device! };
}

/** A device that listens at a port of this machine, as clients of one generation see it. */
export interface ListeningDevice {
  /** For a DeviceProxy. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Lets a device be called over loopback, by the interface of one generation. */
export async function listenFor(served: ServedDevice, idl: IdlVersion = 6): Promise<ListeningDevice> {
  const context = new OrbContext();
  const { port } = await context.orb.listen({ host: "127.0.0.1", port: 0 });
  context.orb.activate(DEVICE_INTERFACES[idl], new DeviceServant(served) as never, served.name.toLowerCase());
  return {
    address: `tango://127.0.0.1:${port}/${served.name}#dbase=no`,
    stop: () => context.close(),
  };
}
