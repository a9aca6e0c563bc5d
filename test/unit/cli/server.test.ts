import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { ServerDatabaseConnection } from "../../../src/tango/server/database/server-database-connection.ts";
import { TangoServerDatabase } from "../../../src/tango/server/database/tango-server-database.ts";
import { Device } from "../../../src/tango/server/device.ts";
import { DeviceServer } from "../../../src/tango/server/device-server.ts";
import { commandWithDatabase } from "../../support/command-with-database.ts";

test("defines a server, and lists and shows it", async (t) => {
  const { run, json, database } = await commandWithDatabase(t);
  assert.deepEqual(await run("server", "add", "Lab/1", "Supply", "lab/s/1", "lab/s/2", "Meter", "lab/m/1"), {
    code: 0,
    out: "lab/s/1  Supply  added\nlab/s/2  Supply  added\nlab/m/1  Meter   added\n",
    err: "",
  });
  assert.equal((await database.getDeviceInfo("dserver/Lab/1")).className, "DServer");
  for (const pattern of ["Lab", "L*", "lab/1"]) {
    assert.deepEqual(await json("server", "ls", pattern), [{ name: "Lab/1", exported: false }], pattern);
  }
  assert.match((await run("server", "ls")).out, /^SERVER +EXPORTED\nDataBaseds\/2 +yes\nLab\/1 +no\n/);
  assert.equal((await run("server", "ls", "La")).out, "no such server\n");
  assert.deepEqual(await json("server", "info", "lab/1"), {
    name: "Lab/1",
    exported: false,
    host: null,
    pid: null,
    started: null,
    stopped: null,
    devices: [
      { name: "lab/m/1", class: "Meter", exported: false },
      { name: "lab/s/1", class: "Supply", exported: false },
      { name: "lab/s/2", class: "Supply", exported: false },
    ],
  });
  assert.match(
    (await run("server", "info", "Lab/1")).out,
    /^server +Lab\/1\nexported +no\n\nDEVICE +EXPORTED +CLASS\nlab\/m\/1 +no +Meter\n/,
  );
});

test("adds to a server what it does not have, and leaves what it has", async (t) => {
  const { json, database } = await commandWithDatabase(t);
  await json("server", "add", "Lab/1", "Supply", "lab/s/1");
  await database.putDeviceAlias("lab/s/1", "first");
  assert.deepEqual(await json("server", "add", "lab/1", "supply", "LAB/s/1", "lab/s/2"), {
    server: "Lab/1",
    devices: [
      { name: "LAB/s/1", class: "supply", added: false },
      { name: "lab/s/2", class: "supply", added: true },
    ],
  });
  assert.equal(await database.getDeviceFromAlias("first"), "lab/s/1");
  assert.deepEqual(await database.getServerList("lab/*"), ["Lab/1"]);
});

test("gives a server that has its devices the admin device that it lacks", async (t) => {
  const { json, database } = await commandWithDatabase(t);
  await database.addDevice({ name: "lab/s/1", className: "Supply", server: "Lab/1" });
  await database.putDeviceAlias("lab/s/1", "first");
  await json("server", "add", "Lab/1", "Supply", "lab/s/1");
  assert.equal((await database.getDeviceInfo("dserver/Lab/1")).dsFullName, "Lab/1");
  assert.equal(await database.getDeviceFromAlias("first"), "lab/s/1");
});

test("takes no device from another server or class, and adds nothing then", async (t) => {
  const { run, json, database } = await commandWithDatabase(t);
  for (const [server, className] of [
    ["TangoTest/other", "TangoTest"],
    ["TangoTest/test", "Other"],
  ] as const) {
    const { code, out, err } = await run("server", "add", server, className, "lab/s/1", "sys/tg_test/1");
    assert.deepEqual([code, out], [1, ""]);
    assert.match(
      err,
      /^bandoneon: server add .*: sys\/tg_test\/1 is a TangoTest of TangoTest\/test already; nothing was added\. .*device rm.*\n$/,
    );
  }
  assert.deepEqual(await json("server", "ls", "TangoTest"), [{ name: "TangoTest/test", exported: false }]);
  assert.deepEqual(await database.getDeviceDefined("lab/*"), []);
});

test("removes a server with what the database and the Starter know of it", async (t) => {
  const { run, json, database } = await commandWithDatabase(t);
  await json("server", "add", "Lab/1", "Supply", "lab/s/1");
  await database.putDeviceProperty("lab/s/1", { limits: [1, 10] });
  await database.putServerInfo({ name: "Lab/1", host: "somewhere", mode: 1, level: 2 });
  assert.equal((await run("server", "rm", "lab/1")).out, "lab/s/1  Supply  removed\n");
  assert.deepEqual(await database.getServerList("Lab/*"), []);
  assert.deepEqual(await database.getDevicePropertyList("lab/s/1"), []);
  assert.equal((await database.getServerInfo("Lab/1")).level, 0);
  for (const verb of ["rm", "info"]) {
    const { code, out, err } = await run("server", verb, "Lab/1");
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^bandoneon: .* does not know the server Lab\/1: 'bandoneon server ls' .*\n$/);
  }
  await database.addServer("Lab/2", { name: "dserver/Lab/2", className: "DServer", server: "Lab/2" });
  assert.match((await run("server", "info", "Lab/2")).out, /\nno devices\n$/);
  assert.equal((await run("server", "rm", "Lab/2")).out, "Lab/2 removed, which had no devices\n");
});

test("removes no server that runs, and one that just did not say that it ended", async (t) => {
  const { run, json, database, tangoHost } = await commandWithDatabase(t);
  class Supply extends Device {}
  await json("server", "add", "Lab/1", "Supply", "lab/s/1");
  const server = new DeviceServer([Supply], {
    server: { executable: "Lab", instance: "1" },
    database: (_classes, context) =>
      new TangoServerDatabase(new ServerDatabaseConnection(tangoHost, { context }), "here"),
    endPoint: { host: "127.0.0.1", port: 0 },
    output: new PassThrough().resume(),
  });
  await server.start();
  t.after(() => server.stop());
  const info = (await json("server", "info", "Lab/1")) as { exported: boolean; pid: number };
  assert.deepEqual([info.exported, info.pid], [true, process.pid]);
  assert.match(
    (await run("server", "add", "Lab/1", "Supply", "lab/s/2")).out,
    /^lab\/s\/2 +Supply +added\nLab\/1 runs: 'bandoneon cmd dserver\/Lab\/1 RestartServer' makes it take them\n$/,
  );
  assert.ok((await database.importDevice("dserver/Lab/1")).exported);
  const refused = await run("server", "rm", "Lab/1");
  assert.deepEqual([refused.code, refused.out], [1, ""]);
  assert.match(refused.err, /^bandoneon: server rm Lab\/1: Lab\/1 runs; .*Kill.*\n$/);
  const admin = await database.importDevice("dserver/Lab/1");
  await server.stop();
  await database.exportDevice({ ...admin, host: "here", pid: 1 });
  assert.deepEqual(await json("server", "rm", "Lab/1"), {
    server: "Lab/1",
    devices: [
      { name: "lab/s/1", class: "Supply" },
      { name: "lab/s/2", class: "Supply" },
    ],
  });
});
