import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { type TestContext, test } from "node:test";
import { parseIor } from "../../src/giop/ior/stringified-ior.ts";
import { accessControlClass } from "../../src/tango/access-control-server/tango-access-control.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { AccessControl } from "../../src/tango/database/access-control.ts";
import { Database } from "../../src/tango/database/database.ts";
import { Store } from "../../src/tango/database-server/store/store.ts";
import { DevFailed } from "../../src/tango/error/dev-failed.ts";
import { MemoryServerDatabase } from "../../src/tango/server/database/memory-server-database.ts";
import type { DeviceConstructor } from "../../src/tango/server/device-constructor.ts";
import { DeviceServer, type DeviceServerOptions } from "../../src/tango/server/device-server.ts";
import { TangoTest } from "../../src/tango/tg-test/tango-test.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { FakeDatabase } from "../support/fake-database.ts";

// Our access control device, our servers that enforce it and our clients, around a database that only knows where devices are.

const GUARDED = "lab/test/1";
const GUARD = "sys/access_control/1";

async function system(t: TestContext) {
  const database = await FakeDatabase.start();
  t.after(() => database.stop());
  database.services = [`AccessControl/tango:${GUARD}`];
  database.answer("DbGetClassForDevice", () => "TangoTest");
  database.answer("DbGetClassforDevice", () => "TangoTest");
  database.answer("DbGetClassProperty", ([className]) => [
    className!,
    "1",
    "AllowedAccessCmd",
    "1",
    "DevDouble",
  ]);
  const client = new OrbContext();
  t.after(() => client.close());
  const proxy = (device: string, checksAccess = true) =>
    new DeviceProxy(device, { context: client, tangoHost: database.tangoHost, checksAccess });

  /** Starts a server of one device, whose address the database then knows. */
  const serve = async (
    deviceClass: DeviceConstructor,
    device: string,
    options: Partial<DeviceServerOptions> = {},
  ) => {
    const className = deviceClass.TangoClassName ?? deviceClass.name;
    const contents = {
      classes: {
        [className]: { devices: { [device]: {} }, properties: { AllowedAccessCmd: ["DevDouble"] } },
      },
    };
    const server = new DeviceServer([deviceClass], {
      server: { executable: className, instance: "unit" },
      database: () => new MemoryServerDatabase(contents),
      output: new PassThrough().resume(),
      ...options,
    });
    t.after(() => server.stop());
    await server.start();
    database.define(device, parseIor(server.util.getDeviceIor(device)));
    database.define(
      `dserver/${className.toLowerCase()}/unit`,
      parseIor(server.running.referenceOf(server.running.adminDevice)),
    );
    return server;
  };

  const guardClass = accessControlClass({ store: new Store() });
  const guard = await serve(guardClass, GUARD);
  /** A judge with connections of its own, as a server has them. */
  const judge = () => {
    const context = new OrbContext();
    t.after(() => context.close());
    const directory = new Database(database.tangoHost, { context });
    return new AccessControl(context, directory, () => assert.fail("there is one database"), {
      variables: {},
      platform: "linux",
      homeDirectory: () => undefined,
      readFile: () => undefined,
    });
  };
  return { client, proxy, serve, guard, judge };
}

async function reasonOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof DevFailed, String(error));
    return `${error.reason}: ${error.errors[0]!.desc}`;
  }
  return "allowed";
}

const READ_ONLY = `API_ReadOnlyMode: Writing attribute(s) on device ${GUARDED} is not authorized`;

test("a server refuses what the rules do not allow, and a client that does not ask cannot help it", async (t) => {
  const { proxy, serve, judge } = await system(t);
  const rules = proxy(GUARD, false);
  await rules.commandInout("AddAddressForUser", ["*", "*.*.*.*"]);
  await rules.commandInout("AddDeviceForUser", ["*", "other/*/*", "write"]);
  const server = await serve(TangoTest, GUARDED, { enforceAccessControl: { judge: judge() } });
  const careless = proxy(GUARDED, false);
  assert.equal(await careless.getAccessRight(), "WRITE");
  assert.equal(await reasonOf(careless.writeAttribute("double_scalar_w", 1)), READ_ONLY);
  assert.equal(
    await reasonOf(careless.commandInout("DevString", "x")),
    `API_ReadOnlyMode: Command DevString on device ${GUARDED} is not authorized`,
  );
  const config = await careless.getAttributeConfig("double_scalar");
  assert.match(await reasonOf(careless.setAttributeConfig(config)), /^API_ReadOnlyMode: Changing the conf/);
  assert.equal(await careless.commandInout("DevDouble", 2.5), 2.5, "AllowedAccessCmd");
  assert.equal((await careless.readAttribute("double_scalar_w")).value, 0);
  assert.equal(await careless.commandInout("State"), "RUNNING");
  const admin = proxy("dserver/tangotest/unit", false);
  assert.deepEqual(await admin.commandInout("QueryClass"), ["TangoTest"]);
  assert.match(await reasonOf(admin.commandInout("Kill")), /^API_ReadOnlyMode: Command Kill/);
  assert.ok(server.isRunning);
  assert.equal(await reasonOf(proxy(GUARDED).writeAttribute("double_scalar_w", 1)), READ_ONLY);
});

test("a server lets those write whom the rules allow", async (t) => {
  const { proxy, serve, judge } = await system(t);
  const rules = proxy(GUARD, false);
  await rules.commandInout("AddAddressForUser", ["*", "127.0.0.*"]);
  await rules.commandInout("AddDeviceForUser", ["*", "lab/*/*", "write"]);
  await serve(TangoTest, GUARDED, { enforceAccessControl: { judge: judge() } });
  const device = proxy(GUARDED, false);
  await device.writeAttribute("double_scalar_w", 4.5);
  assert.equal((await device.readAttribute("double_scalar_w")).value, 4.5);
});

test("users count where the server believes them, and clients say who they are", async (t) => {
  const { client, proxy, serve, judge } = await system(t);
  const rules = proxy(GUARD, false);
  await rules.commandInout("AddAddressForUser", ["*", "*.*.*.*"]);
  await rules.commandInout("AddDeviceForUser", ["*", "*/*/*", "read"]);
  await rules.commandInout("AddDeviceForUser", ["bob", "lab/*/*", "write"]);
  await serve(TangoTest, GUARDED, { enforceAccessControl: { judge: judge(), believesUsers: true } });
  const device = proxy(GUARDED, false);
  assert.equal(await reasonOf(device.writeAttribute("double_scalar_w", 1)), READ_ONLY);
  client.claimUser("Bob");
  assert.equal(await reasonOf(device.writeAttribute("double_scalar_w", 1)), "allowed");
  client.claimUser("ann");
  assert.equal(await reasonOf(device.writeAttribute("double_scalar_w", 1)), READ_ONLY);
  client.claimUser(null);
  assert.equal(await reasonOf(device.writeAttribute("double_scalar_w", 1)), READ_ONLY);
});

test("a server whose access control is gone lets nobody write", async (t) => {
  const { proxy, serve, guard, judge } = await system(t);
  await guard.stop();
  await serve(TangoTest, GUARDED, { enforceAccessControl: { judge: judge() } });
  const device = proxy(GUARDED, false);
  assert.match(
    await reasonOf(device.writeAttribute("double_scalar_w", 1)),
    /^API_ReadOnlyMode: Writing attribute\(s\) on device lab\/test\/1 is not authorized because an error occurs while talking to the Controlled Access Service\n/,
  );
  assert.ok(Number.isFinite((await device.readAttribute("double_scalar")).value));
});

test("a server without a Tango database does not start with an access control that it cannot have", async (t) => {
  const { serve } = await system(t);
  assert.match(
    await reasonOf(serve(TangoTest, GUARDED, { enforceAccessControl: true })),
    /^API_InvalidArgs: a server without/,
  );
});
