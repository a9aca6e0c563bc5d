import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { Database } from "../../src/tango/database/database.ts";
import {
  DatabaseServer,
  type DatabaseServerOptions,
} from "../../src/tango/database-server/database-server.ts";
import { Device as DeviceInterface } from "../../src/tango/idl/device.ts";
import { ServerDatabaseConnection } from "../../src/tango/server/database/server-database-connection.ts";
import { TangoServerDatabase } from "../../src/tango/server/database/tango-server-database.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceServer } from "../../src/tango/server/device-server.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { freePort } from "../support/free-ports.ts";
import { openHandles } from "../support/open-handles.ts";
import { ROOT } from "../support/source-files.ts";
import { until } from "../support/until.ts";

// Our database with our servers and our clients: a control system without any other Tango.

function clientOf(t: TestContext, tangoHost: string) {
  const context = new OrbContext();
  t.after(() => context.close());
  return {
    context,
    database: new Database(tangoHost, { context }),
    device: (name: string) => new DeviceProxy(`tango://${tangoHost}/${name}`, { context }),
  };
}

async function databaseOf(t: TestContext) {
  const server = await DatabaseServer.start({ port: 0, data: ":memory:" });
  t.after(() => server.stop());
  return { server, ...clientOf(t, server.tangoHost) };
}

/** A program of ours, which finds the database at `tangoHost`; its lines until it is ready, and its end. */
async function program(t: TestContext, args: readonly string[], tangoHost = "") {
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "src/cli/main.ts"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TANGO_HOST: tangoHost },
  });
  t.after(() => void child.kill("SIGKILL"));
  const ended = once(child, "close").then(([code]) => code as number | null);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line === "Ready to accept request") break;
  }
  return { child, lines, ended, errors: () => errors };
}

test("its device is reached by the key that clients know, and by no other, as that of DataBaseds", async (t) => {
  const { context, database, server } = await databaseOf(t);
  const [host, port] = server.tangoHost.split(":");
  const byName = new DeviceProxy(`tango://${server.tangoHost}/sys/database/2#dbase=no`, { context });
  const notThere = { reason: "API_CorbaException", message: /OBJECT_NOT_EXIST/ };
  await assert.rejects(byName.ping(), notThere);
  const byKey = context.orb.proxy(DeviceInterface, `corbaloc:iiop:${host}:${port}/database`);
  assert.equal(await byKey._get_name(), "sys/database/2");
  assert.match((await database.importDevice("sys/database/2")).ior, /6461746162617365/);
});

test("a fresh database has its own device and those of every new Tango system", async (t) => {
  const { database, device } = await databaseOf(t);
  assert.deepEqual(await database.getDeviceExported("*"), ["dserver/DataBaseds/2", "sys/database/2"]);
  assert.deepEqual(await database.getDeviceDomain("*"), ["dserver", "sys"]);
  assert.deepEqual(await database.getServerList("*"), [
    "DataBaseds/2",
    "TangoAccessControl/1",
    "TangoRestServer/rest",
    "TangoTest/test",
  ]);
  const itself = device("sys/database/2");
  const { devClass, serverId } = await itself.info();
  assert.deepEqual([devClass, serverId], ["DataBase", "DataBaseds/2"]);
  assert.equal(await itself.state(), "ON");
  assert.equal(await itself.status(), "Device is OK");
  assert.equal((await itself.readAttribute("StoredProcedureRelease")).value, "release 1.13");
  assert.equal(await device("dserver/DataBaseds/2").state(), "ON");
});

test("defines its access control again where that was taken out", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "database-server-"));
  t.after(() => rmSync(folder, { recursive: true }));
  {
    await using server = await DatabaseServer.start({ port: 0, data: folder });
    await clientOf(t, server.tangoHost).database.deleteServer("TangoAccessControl/1");
  }
  {
    await using server = await DatabaseServer.start({ port: 0, data: folder, accessControl: true });
    const { database, device } = clientOf(t, server.tangoHost);
    assert.equal(await device("sys/access_control/1").state(), "ON");
    await database.deleteDevice("sys/access_control/1");
  }
  await using server = await DatabaseServer.start({ port: 0, data: folder, accessControl: true });
  assert.equal(await clientOf(t, server.tangoHost).device("sys/access_control/1").state(), "ON");
});

test("ends by a Kill that comes as soon as it listens, before its access control has started", async (t) => {
  const port = await freePort();
  const starting = DatabaseServer.start({ port, data: ":memory:", accessControl: true });
  const { device } = clientOf(t, `127.0.0.1:${port}`);
  // A client that did not reach it waits a while before it tries again.
  const does = (command: "Kill" | "State") =>
    device("dserver/DataBaseds/2#dbase=no")
      .commandInout(command)
      .then(
        () => true,
        () => false,
      );
  await until(() => does("Kill"));
  const server = await starting;
  await until(async () => !(await does("State")));
  await server.stop();
});

test("leaves nothing where its end, and that of its access control, cannot be written", async () => {
  const { sockets } = openHandles();
  const server = await DatabaseServer.start({ port: 0, data: ":memory:", accessControl: true });
  server.tables.write = () => Promise.reject(new Error("the disk is full"));
  await assert.rejects(server.stop(), /the disk is full/);
  assert.equal(openHandles().sockets, sockets);
});

test("refuses options that are none, and says which", async () => {
  for (const [options, error] of [
    [{ data: "" }, /data is a folder/],
    [{}, /data is a folder/],
    [{ data: ":memory:", instance: "" }, /instance/],
    [{ data: ":memory:", durability: "Sync" }, /durability/],
  ] as const) {
    await assert.rejects(DatabaseServer.start({ port: 0, ...options } as DatabaseServerOptions), error);
  }
});

test("measures its commands", async (t) => {
  const { device } = await databaseOf(t);
  const database = device("sys/database/2");
  await database.commandInout("DbGetServerList", "*");
  await database.commandInout("DbGetServerList", "*");
  const names = (await database.readAttribute("Timing_index")).value as string[];
  const of = async (attribute: string) =>
    ((await database.readAttribute(attribute)).value as Float64Array)[names.indexOf("DbGetServerList")]!;
  assert.equal(await of("Timing_calls"), 2);
  assert.ok((await of("Timing_minimum")) > 0);
  assert.ok((await of("Timing_minimum")) <= (await of("Timing_average")));
  assert.ok((await of("Timing_average")) <= (await of("Timing_maximum")));
  const lines = (await database.readAttribute("Timing_info")).value as string[];
  assert.match(lines.find((line) => line.startsWith("DbGetServerList\t"))!, /\t2$/);
  await database.commandInout("ResetTimingValues");
  assert.equal(await of("Timing_calls"), 0);
});

test("serves a device server from its definition to its end, and refuses its second start", async (t) => {
  const { server, database, device } = await databaseOf(t);
  await database.addDevice({ name: "lab/test/1", className: "TangoTest", server: "TangoTest/lab" });
  await database.putDeviceProperty("lab/test/1", { UShort_image_ro_size: 7 });
  const started = await program(t, ["tangotest", "lab"], server.tangoHost);
  const proxy = device("lab/test/1");
  assert.equal(await proxy.commandInout("DevString", "hola"), "hola");
  assert.equal((await proxy.readAttribute("ushort_image_ro")).dimX, 7);
  const { exported, pid } = await database.getDeviceInfo("lab/test/1");
  assert.deepEqual({ exported, pid }, { exported: true, pid: started.child.pid });

  const second = await program(t, ["tangotest", "lab"], server.tangoHost);
  assert.equal(await second.ended, 1);
  assert.match(second.errors(), /This server is already running, exiting!/);

  started.child.kill("SIGTERM");
  assert.equal(await started.ended, 0);
  assert.equal((await database.getDeviceInfo("lab/test/1")).exported, false);
});

test("tells the Starter of a host that its servers changed", async (t) => {
  const { server, database } = await databaseOf(t);
  const told = new EventEmitter();
  class Starter extends Device {
    static readonly commands = { UpdateServersInfo: { execute: () => void told.emit("told") } };
  }
  await database.addDevice({ name: "tango/admin/lab1", className: "Starter", server: "Starter/lab1" });
  await using starter = new DeviceServer([Starter], {
    server: { executable: "Starter", instance: "lab1" },
    database: (_classes, context) =>
      new TangoServerDatabase(new ServerDatabaseConnection(server.tangoHost, { context }), "lab1"),
    endPoint: { host: "127.0.0.1", port: 0 },
  });
  await starter.start();
  const heard = once(told, "told");
  await database.putServerInfo({ name: "TangoTest/test", host: "lab1.domain.org", mode: 1, level: 2 });
  await heard;
});

test("lets a server start again that was killed, and clients find it at its new port", async (t) => {
  const { server, database, device } = await databaseOf(t);
  const first = await program(t, ["tangotest", "test"], server.tangoHost);
  const proxy = device("sys/tg_test/1");
  await proxy.ping();
  first.child.kill("SIGKILL");
  await first.ended;
  assert.equal((await database.getDeviceInfo("sys/tg_test/1")).exported, true);
  const second = await program(t, ["tangotest", "test"], server.tangoHost);
  assert.equal((await database.getDeviceInfo("sys/tg_test/1")).pid, second.child.pid);
  assert.equal(await device("sys/tg_test/1").commandInout("DevString", "hola"), "hola");
});

test("has after kill -9 all that it acknowledged", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bandoneon-database-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const start = async () => {
    const started = await program(t, ["database", "--port", "0", "--data", folder]);
    const tangoHost = /^TANGO_HOST=(127\.0\.0\.1:\d+)$/.exec(started.lines[0] ?? "")?.[1];
    assert.ok(tangoHost, started.lines.join("\n") + started.errors());
    return { ...started, ...clientOf(t, tangoHost) };
  };
  const first = await start();
  for (let i = 0; i < 20; i++) {
    await first.database.addDevice({ name: `lab/many/${i}`, className: "Many", server: "Many/1" });
    await first.database.putDeviceProperty(`lab/many/${i}`, { number: i, words: ["a b", "it's"] });
  }
  await first.database.putDeviceAlias("lab/many/7", "seven");
  first.child.kill("SIGKILL");
  await first.ended;

  const second = await start();
  assert.equal((await second.database.getDeviceFamily("lab/*")).length, 1);
  assert.equal((await second.database.getDeviceMember("lab/many/*")).length, 20);
  assert.deepEqual(await second.database.getDeviceProperty("lab/many/19", ["number", "words"]), {
    number: ["19"],
    words: ["a b", "it's"],
  });
  assert.equal(await second.database.getAliasFromDevice("lab/many/7"), "seven");
  second.child.kill("SIGTERM");
  assert.equal(await second.ended, 0);
});

test("lists 100,000 devices, and finds one of them", async (t) => {
  const { server, database } = await databaseOf(t);
  const { tables } = server;
  const row = tables.devices.get("sys/tg_test/1")!;
  await tables.write(() => {
    for (let i = 0; i < 100_000; i++) {
      tables.devices.put({ ...row, name: `big/f${i % 100}/${i}`, server: `Big/${i % 1000}`, class: "Big" });
    }
  });
  assert.equal((await database.getDeviceMember("big/f7/*")).length, 1000);
  assert.equal((await database.getServerList("Big/*")).length, 1000);
  assert.equal((await database.getDeviceFamily("big/*")).length, 100);
  assert.equal((await database.getDeviceClassList("Big/999")).length, 100);
  assert.equal((await database.getDeviceInfo("big/f99/99999")).className, "Big");
});
