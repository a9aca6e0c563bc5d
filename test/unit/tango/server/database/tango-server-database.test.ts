import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { ServerDatabaseConnection } from "../../../../../src/tango/server/database/server-database-connection.ts";
import { TangoServerDatabase } from "../../../../../src/tango/server/database/tango-server-database.ts";
import type { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { FakeDatabase } from "../../../../support/fake-database.ts";
import { deviceError, testContext } from "../../../../support/fake-device.ts";

const SERVER = { executable: "Fake", instance: "test" };
const CACHE = [
  ...["dserver/Fake/test", "IOR:00", "6", "Fake/test", "here", "1", "42", "DServer"],
  ...["notifd/factory/here", "Not Found", "dserver/Fake/test", "Not Found"],
  ...["DServer", "0", "Default", "0", "dserver/Fake/test", "0", "Fake/test", "1"],
  ...["Fake", "1", "doc_url", "1", "x", "Fake", "1", "level", "1", "unit", "1", "m"],
  ...["Fake", "1", "a/b/c", "a/b/c", "1", "host", "1", "there"],
  ...["a/b/c", "1", "level", "1", "min_value", "1", "0", "CtrlSystem", "0"],
];

describe("the Tango database of a server", () => {
  let context: OrbContext;
  let fake: FakeDatabase;
  let database: TangoServerDatabase;
  /** The commands that were executed since it was asked last. */
  const commands = () => fake.commands.splice(0).map(({ command }) => command);

  beforeEach(async () => {
    context = testContext();
    fake = await FakeDatabase.start();
    database = new TangoServerDatabase(
      new ServerDatabaseConnection(fake.tangoHost, { context, checksAccess: false }),
      "here",
    );
    fake.answer("DbGetDataForServerCache", () => CACHE);
  });
  afterEach(async () => {
    await context.close();
    await fake.stop();
  });

  it("answers from one command while the server starts", async () => {
    await database.open(SERVER);
    // This database does not tell its release, so it is not asked for pipes.
    assert.deepEqual(fake.commands.at(-1)?.argument, ["Fake/test", "here"]);
    assert.equal(await database.runningAdminDevice(), "IOR:00");
    assert.deepEqual(await database.classNames(), ["Fake"]);
    assert.deepEqual(await database.deviceNames("FAKE"), ["a/b/c"]);
    assert.deepEqual(await database.deviceNames("Other"), []);
    assert.deepEqual(await database.classProperties("Fake", ["DOC_url"]), { DOC_url: ["x"] });
    assert.deepEqual(await database.deviceProperties("a/b/c", ["host", "x"]), { host: ["there"], x: [] });
    assert.deepEqual(await database.freeProperties("CtrlSystem", ["x"]), { x: [] });
    assert.deepEqual(await database.classAttributeProperties("Fake", ["level"]), { level: { unit: ["m"] } });
    assert.deepEqual(await database.deviceAttributeProperties("a/b/c", ["Level", "x"]), {
      Level: { min_value: ["0"] },
      x: {},
    });
    assert.deepEqual(await database.classPipeProperties("Fake", ["p"]), { p: {} });
    assert.deepEqual(await database.devicePipeProperties("a/b/c", ["p"]), { p: {} });
    assert.deepEqual(commands(), ["DbGetDataForServerCache"]);
  });

  it("asks the database afterwards, and for what was not fetched", async () => {
    fake.answer("DbGetDeviceProperty", ([device]) => [device!, "1", "HOST", "1", "now"]);
    fake.answer("DbGetDeviceAttributeProperty2", ([device]) => [device!, "1", "LEVEL", "0"]);
    await database.open(SERVER);
    assert.deepEqual(await database.deviceProperties("d/e/f", ["host"]), { host: ["now"] });
    database.endStartup();
    assert.deepEqual(await database.deviceProperties("a/b/c", ["host"]), { host: ["now"] });
    assert.deepEqual(await database.deviceAttributeProperties("a/b/c", ["level"]), { level: {} });
    assert.deepEqual(commands().slice(1), [
      "DbGetDeviceProperty",
      "DbGetDeviceProperty",
      "DbGetDeviceAttributeProperty2",
    ]);
  });

  it("does not answer from what a change made old", async () => {
    fake.answer("DbPutDeviceProperty", () => undefined);
    fake.answer("DbGetDeviceProperty", ([device]) => [device!, "1", "host", "1", "new"]);
    await database.open(SERVER);
    await database.putDeviceProperties("A/b/c", { host: "new" });
    assert.deepEqual(await database.deviceProperties("a/b/c", ["host"]), { host: ["new"] });
  });

  it("gets along without the command that fetches everything", async () => {
    fake.answer("DbGetDataForServerCache", () => {
      throw deviceError("API_CommandNotFound");
    });
    fake.answer("DbGetDeviceServerClassList", () => ["DServer", "Fake"]);
    fake.answer("DbGetDeviceList", () => ["a/b/c"]);
    fake.define("dserver/Fake/test", null);
    await database.open(SERVER);
    assert.equal(await database.runningAdminDevice(), null);
    assert.deepEqual(await database.classNames(), ["Fake"]);
    assert.deepEqual(await database.deviceNames("Fake"), ["a/b/c"]);
    assert.deepEqual(commands(), [
      "DbGetDataForServerCache",
      "DbImportDevice",
      "DbGetDeviceServerClassList",
      "DbGetDeviceList",
    ]);
  });

  it("rejects a server that is not defined, with and without that command", async () => {
    const unknown = {
      reason: "API_StartupSequence",
      message: /The device server Fake\/test is not defined in database\. Exiting!/,
    };
    fake.answer("DbGetDataForServerCache", () => ["dserver/Fake/test", "Not Found"]);
    await assert.rejects(database.open(SERVER), unknown);
    fake.answer("DbGetDataForServerCache", () => {
      throw deviceError("API_CommandNotFound");
    });
    await assert.rejects(database.open(SERVER), unknown);
  });

  it("tries three times while the server starts, where the database takes too long", async () => {
    const slow = () => {
      throw deviceError("API_DeviceTimedOut");
    };
    fake.answer("DbUnExportEvent", () => undefined);
    fake.answer("DbExportDevice", slow);
    await database.open(SERVER);
    const exported = { name: "a/b/c", ior: "IOR:01", host: "here", version: "6", pid: 1 };
    await assert.rejects(database.exportDevice(exported), { reason: "API_DeviceTimedOut" });
    database.endStartup();
    await assert.rejects(database.exportDevice(exported), { reason: "API_DeviceTimedOut" });
    assert.deepEqual(commands().slice(1), [
      "DbUnExportEvent",
      ...["DbExportDevice", "DbExportDevice", "DbExportDevice"],
      "DbExportDevice",
    ]);
  });

  it("says what runs, after the event channel of old releases", async () => {
    for (const command of ["DbUnExportEvent", "DbExportDevice", "DbUnExportDevice", "DbUnExportServer"])
      fake.answer(command, () => undefined);
    await database.open(SERVER);
    commands();
    const exported = { name: "a/b/c", ior: "IOR:01", host: "here", version: "6", pid: 12 };
    await database.exportDevice(exported);
    await database.exportDevice({ ...exported, name: "dserver/Fake/test" });
    await database.unexportDevice("a/b/c");
    await database.unexportServer();
    assert.deepEqual(fake.commands, [
      { command: "DbUnExportEvent", argument: "DServer/Fake/test" },
      { command: "DbExportDevice", argument: ["a/b/c", "IOR:01", "here", "12", "6"] },
      { command: "DbExportDevice", argument: ["dserver/Fake/test", "IOR:01", "here", "12", "6"] },
      { command: "DbUnExportDevice", argument: "a/b/c" },
      { command: "DbUnExportServer", argument: "Fake/test" },
    ]);
  });

  it("exports nothing behind the end of the server", async () => {
    for (const command of ["DbUnExportEvent", "DbUnExportServer"]) fake.answer(command, () => undefined);
    await database.open(SERVER);
    commands();
    const exported = { name: "a/b/c", ior: "IOR:01", host: "here", version: "6", pid: 12 };
    const first = assert.rejects(database.exportDevice(exported), { reason: "API_StartupSequence" });
    await database.unexportServer();
    await first;
    let unexported: Promise<void> | undefined;
    fake.answer("DbExportDevice", () => {
      unexported = database.unexportServer();
      throw deviceError("API_DeviceTimedOut");
    });
    await assert.rejects(database.exportDevice(exported), { reason: "API_StartupSequence" });
    await unexported;
    assert.deepEqual(commands(), [
      "DbUnExportEvent",
      "DbUnExportEvent",
      "DbExportDevice",
      "DbUnExportServer",
    ]);
  });

  it("does not unexport what another process exported", async () => {
    fake.answer("DbUnExportServer", () => undefined);
    await database.open(SERVER);
    commands();
    await database.unexportServer();
    assert.deepEqual(commands(), []);
  });

  it("adds and deletes devices of the server", async () => {
    fake.answer("DbAddDevice", () => undefined);
    fake.answer("DbDeleteDevice", () => undefined);
    await database.open(SERVER);
    commands();
    await database.addDevice("d/e/f", "Fake");
    await database.deleteDevice("d/e/f");
    assert.deepEqual(fake.commands, [
      { command: "DbAddDevice", argument: ["Fake/test", "d/e/f", "Fake"] },
      { command: "DbDeleteDevice", argument: "d/e/f" },
    ]);
  });

  it("gives up when it is told to, and where there is no database", async () => {
    await assert.rejects(database.open(SERVER, { signal: AbortSignal.abort() }), {
      reason: "API_CallAborted",
    });
    await fake.stop();
    await assert.rejects(database.open(SERVER), (error: { errors: { reason: string }[] }) =>
      error.errors.some(({ reason }) => reason === "API_CantConnectToDatabase"),
    );
  });
});
