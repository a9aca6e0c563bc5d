import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Database } from "../../../../src/tango/database/database.ts";
import { DbServerData } from "../../../../src/tango/database/db-server-data.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";

type Argument = string | string[];

/** What a database answers that knows the server Fake/1 with everything, and no pipes. */
const SOURCE: Readonly<Record<string, (argument: Argument) => Argument>> = {
  DbGetDeviceClassList: (server) =>
    server === "Fake/1" ? ["a/b/c", "Fake", "a/b/d", "Fake", "dserver/Fake/1", "DServer"] : [],
  DbGetDevicePropertyList: ([device]) => (device === "a/b/c" ? ["x"] : []),
  DbGetDeviceProperty: ([device]) => [device!, "1", "x", "2", "1", "2"],
  DbGetDeviceAttributeList: ([device]) => (device === "a/b/d" ? ["level"] : []),
  DbGetDeviceAttributeProperty2: ([device]) => [device!, "1", "level", "2", "min", "1", "0", "max", "1", "9"],
  DbGetClassPropertyList: () => ["doc"],
  DbGetClassProperty: () => ["Fake", "1", "doc", "1", "text"],
  DbGetClassAttributeList: () => ["level"],
  DbGetClassAttributeProperty2: () => ["Fake", "1", "level", "1", "unit", "1", "V"],
  DbGetDeviceAlias: (device) => {
    if (device === "a/b/c") return "nick";
    throw deviceError("DB_AliasNotDefined", "none");
  },
  DbGetServerInfo: () => ["Fake/1", "here", "1", "2"],
};

/** The commands that change a database. */
const CHANGES = [
  "DbAddServer",
  "DbDeleteDevice",
  "DbDeleteServerInfo",
  "DbPutServerInfo",
  "DbPutDeviceAlias",
];
const PROPERTY_CHANGES = [
  "DeviceProperty",
  "ClassProperty",
  "DeviceAttributeProperty2",
  "ClassAttributeProperty2",
].flatMap((kind) => [`DbPut${kind}`, `DbDelete${kind.replace("2", "")}`]);

describe("DbServerData", () => {
  let context: OrbContext;
  let source: FakeDatabase;
  let target: FakeDatabase;
  let database: Database;
  /** The changes of the target. */
  let changes: unknown[];

  beforeEach(async () => {
    context = testContext();
    [source, target] = await Promise.all([FakeDatabase.start(), FakeDatabase.start()]);
    for (const [command, reply] of Object.entries(SOURCE)) source.answer(command, reply);
    changes = [];
    for (const command of [...CHANGES, ...PROPERTY_CHANGES]) {
      target.answer(command, (argument) => {
        changes.push([command, argument]);
        return undefined;
      });
    }
    database = new Database(source.tangoHost, { context });
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([source.stop(), target.stop()]);
  });

  it("puts a server with everything into another database", async () => {
    const server = await DbServerData.read(database, "Fake/1");
    assert.equal(server.getName(), "Fake/1");
    await server.putInDatabase(target.tangoHost);
    assert.deepEqual(changes, [
      ["DbAddServer", ["Fake/1", "a/b/c", "Fake", "a/b/d", "Fake", "dserver/Fake/1", "DServer"]],
      ["DbPutClassProperty", ["Fake", "1", "doc", "1", "text"]],
      ["DbPutClassAttributeProperty2", ["Fake", "1", "level", "1", "unit", "1", "V"]],
      ["DbPutDeviceProperty", ["a/b/c", "1", "x", "2", "1", "2"]],
      ["DbPutDeviceAttributeProperty2", ["a/b/d", "1", "level", "2", "min", "1", "0", "max", "1", "9"]],
      ["DbPutServerInfo", ["Fake/1", "here", "1", "2"]],
      ["DbPutDeviceAlias", ["a/b/c", "nick"]],
    ]);
  });

  it("is removed with its devices, and with the last of a class the properties of that", async () => {
    const server = await DbServerData.read(database, "Fake/1");
    target.answer("DbGetDeviceList", () => ["of/another/server"]);
    const deletions = [...["a/b/c", "a/b/d", "dserver/Fake/1"].map((device) => ["DbDeleteDevice", device])];
    await server.remove(new Database(target.tangoHost, { context }));
    assert.deepEqual(changes, [...deletions, ["DbDeleteServerInfo", "Fake/1"]]);
    changes = [];
    target.answer("DbGetDeviceList", () => []);
    await server.remove(target.tangoHost);
    assert.deepEqual(changes, [
      ...deletions,
      ["DbDeleteClassProperty", ["Fake", "doc"]],
      ["DbDeleteClassAttributeProperty", ["Fake", "level", "unit"]],
      ["DbDeleteServerInfo", "Fake/1"],
    ]);
  });

  it("knows whether a database has the server, or one of its devices", async () => {
    const server = await DbServerData.read(database, "Fake/1");
    assert.equal(await server.alreadyExist(target.tangoHost), false);
    target.define("a/b/d", null);
    assert.equal(await server.alreadyExist(target.tangoHost), true);
  });

  it("fails as PyTango's where there is no server, no host, no database", async () => {
    await assert.rejects(DbServerData.read(database, "None/1"), {
      reason: "DBServerNotDefinedInDb",
      message: /Device server process None\/1 is not defined in database/,
    });
    const server = await DbServerData.read(database, "Fake/1");
    await assert.rejects(server.putInDatabase("host"), { reason: "DBWrongTangoHostSyntax" });
    const gone = await FakeServer.start();
    await gone.stop();
    await assert.rejects(
      server.alreadyExist(`127.0.0.1:${gone.port}`),
      (error: { errors: { reason: string }[] }) => {
        assert.deepEqual(
          error.errors.slice(1).map(({ reason }) => reason),
          ["API_CantConnectToDatabase", "API_CommandFailed", "DBFailedToCheck"],
        );
        return true;
      },
    );
  });
});
