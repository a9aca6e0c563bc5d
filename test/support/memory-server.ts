import { PassThrough } from "node:stream";
import type { TestContext } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { adminDeviceName } from "../../src/tango/naming/server-identity.ts";
import {
  type MemoryContents,
  MemoryServerDatabase,
} from "../../src/tango/server/database/memory-server-database.ts";
import type { DeviceConstructor } from "../../src/tango/server/device-constructor.ts";
import { DeviceServer, type DeviceServerOptions } from "../../src/tango/server/device-server.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";

/** A server in this process with what it needs to be tested. */
export interface MemoryServer {
  readonly server: DeviceServer;
  readonly database: MemoryServerDatabase;
  /** A client with connections of its own. */
  readonly client: OrbContext;
  /** What clients call its devices while it runs. */
  proxy(device: string, client?: OrbContext): DeviceProxy;
  /** Its admin device. */
  admin(client?: OrbContext): DeviceProxy;
}

/**
 * A server `Test/unit` with a database in memory, not yet started: classes by themselves, and the names of their devices. What it logs is
 * lost. It ends with the test.
 */
export function memoryServer(
  t: TestContext,
  classes: readonly (readonly [deviceClass: DeviceConstructor, ...devices: string[]])[],
  options: Partial<DeviceServerOptions> & { contents?: MemoryContents } = {},
): MemoryServer {
  const server = { executable: "Test", instance: "unit" };
  const { contents = contentsOf(classes), ...given } = options;
  const database = new MemoryServerDatabase(contents);
  const deviceServer = new DeviceServer(
    classes.map(([one]) => one),
    { server, database: () => database, output: new PassThrough().resume(), ...given },
  );
  const client = new OrbContext();
  t.after(async () => {
    await client.close();
    await deviceServer.stop();
  });
  const proxy = (device: string, context = client) => {
    const { host, port } = deviceServer.running;
    return new DeviceProxy(`tango://${host}:${port}/${device}#dbase=no`, { context });
  };
  return {
    server: deviceServer,
    database,
    client,
    proxy,
    admin: (context) => proxy(adminDeviceName(options.server ?? server), context),
  };
}

function contentsOf(classes: readonly (readonly [DeviceConstructor, ...string[]])[]): MemoryContents {
  return {
    classes: Object.fromEntries(
      classes.map(([one, ...devices]) => [
        one.TangoClassName ?? one.name,
        { devices: Object.fromEntries(devices.map((name) => [name, {}])) },
      ]),
    ),
  };
}
