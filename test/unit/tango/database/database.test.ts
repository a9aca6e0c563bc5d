import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Database } from "../../../../src/tango/database/database.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";

describe("Database", () => {
  let context: OrbContext;
  let fake: FakeDatabase;
  let database: Database;

  beforeEach(async () => {
    context = testContext();
    fake = await FakeDatabase.start();
    database = new Database("127.0.0.1", fake.server.port, { context });
  });
  afterEach(async () => {
    await context.close();
    await fake.stop();
  });

  it("is made from hosts in every form, and says which", () => {
    const several = new Database("one:10000,two:20000", { context });
    assert.equal(several.isMultiTangoHost(), true);
    assert.deepEqual([several.getDbHost(), several.getDbPort()], ["one", "10000"]);
    assert.equal(database.isMultiTangoHost(), false);
    assert.equal(database.getDbPortNum(), fake.server.port);
    assert.equal(database.getFromEnvVar(), false);
    assert.throws(() => new Database("nonsense", { context }), { reason: "API_TangoHostNotSet" });
    assert.throws(() => new Database("host", "port", { context }), TypeError);
  });

  it("takes the next of several hosts where the first does not answer", async () => {
    const gone = await FakeServer.start();
    await gone.stop();
    const hosts = `127.0.0.1:${gone.port},127.0.0.1:${fake.server.port}`;
    const several = new Database(hosts, { context });
    await several.reconnect();
    assert.equal(several.devName(), "sys/database/2");
  });

  it("is shared by the proxies of a context, and not between contexts", async () => {
    const hosts = [{ host: "127.0.0.1", port: fake.server.port }];
    assert.equal(Database.shared(context, hosts), Database.shared(context, hosts));
    const other = testContext();
    assert.notEqual(Database.shared(context, hosts), Database.shared(other, hosts));
    await other.close();
  });

  it("gets, puts and deletes properties of everything", async () => {
    const calls: [string, unknown][] = [];
    const record = (command: string, reply?: string[]) =>
      fake.answer(command, (argument) => {
        calls.push([command, argument]);
        return reply;
      });
    record("DbGetDeviceProperty", ["a/b/c", "2", "x", "1", "1", "y", "0", " "]);
    record("DbGetClassProperty", ["Fake", "2", "x", "1", "1", "y", "0"]);
    record("DbGetDeviceAttributeProperty2", ["a/b/c", "1", "level", "1", "min", "1", "0"]);
    record("DbPutClassProperty");
    record("DbDeleteDeviceProperty");
    record("DbDeleteDeviceAttributeProperty");
    assert.deepEqual(await database.getDeviceProperty("a/b/c", ["x", "y"]), { x: ["1"], y: [] });
    assert.deepEqual(await database.getClassProperty("Fake", ["x", "y"]), { x: ["1"], y: [] });
    assert.deepEqual(await database.getDeviceAttributeProperty("a/b/c", "level"), { level: { min: ["0"] } });
    await database.putClassProperty("Fake", { x: [1, 2] });
    await database.deleteDeviceProperty("a/b/c", "x");
    await database.deleteDeviceAttributeProperty("a/b/c", { level: ["min", "max"], other: "z" });
    assert.deepEqual(calls, [
      ["DbGetDeviceProperty", ["a/b/c", "x", "y"]],
      ["DbGetClassProperty", ["Fake", "x", "y"]],
      ["DbGetDeviceAttributeProperty2", ["a/b/c", "level"]],
      ["DbPutClassProperty", ["Fake", "1", "x", "2", "1", "2"]],
      ["DbDeleteDeviceProperty", ["a/b/c", "x"]],
      ["DbDeleteDeviceAttributeProperty", ["a/b/c", "level", "min", "max"]],
      ["DbDeleteDeviceAttributeProperty", ["a/b/c", "other", "z"]],
    ]);
  });

  it("calls a reply that makes no sense incoherent", async () => {
    fake.answer("DbGetDeviceProperty", () => ["a/b/c", "1", "x", "7", "1"]);
    await assert.rejects(database.getDeviceProperty("a/b/c", "x"), {
      reason: "API_IncoherentDbData",
      message: /sys\/database\/2, command DbGetDeviceProperty: the reply ends in the values of x/,
    });
    fake.answer("DbGetClassList", () => "one");
    await assert.rejects(database.getClassList(), { reason: "API_IncoherentDbData" });
    fake.answer("DbImportDevice", () => ["a/b/c"]);
    await assert.rejects(database.importDevice("a/b/c"), { reason: "API_IncoherentDbData" });
  });

  it("sends and reads texts as UTF-8, in characters of one byte", async () => {
    let put: unknown;
    fake.answer("DbPutProperty", (argument) => {
      put = argument;
      return undefined;
    });
    await database.putProperty("Caf\u00e9", { price: "3 \u20ac" });
    assert.deepEqual(put, ["Caf\u00c3\u00a9", "1", "price", "1", "3 \u00e2\u0082\u00ac"]);
    fake.answer("DbGetProperty", () => ["x", "1", "price", "2", "3 \u00e2\u0082\u00ac", "\u00e9"]);
    assert.deepEqual(await database.getProperty("x", "price"), { price: ["3 \u20ac", "\u00e9"] });
  });

  it("filters the properties of a class itself where the database cannot", async () => {
    fake.answer("DbGetClassPropertyList", () => ["Library", "limit_low", "Limit_high", "doc"]);
    assert.deepEqual(await database.getClassPropertyList("Fake", "limit*"), ["limit_low", "Limit_high"]);
    assert.deepEqual(await database.getClassPropertyList("Fake", "l*_*w"), ["limit_low"]);
    assert.deepEqual(await database.getClassPropertyList("Fake", "DOC"), ["doc"]);
    assert.deepEqual(await database.getClassPropertyList("Fake", "do*oc"), []);
    fake.answer("DbGetClassPropertyListWildcard", () => ["of the database"]);
    assert.deepEqual(await database.getClassPropertyList("Fake", "limit*"), ["of the database"]);
  });

  it("passes the errors of the database on", async () => {
    fake.answer("DbGetDeviceAlias", () => {
      throw deviceError("DB_AliasNotDefined", "No alias found for device 'a/b/c'");
    });
    await assert.rejects(database.getAliasFromDevice("a/b/c"), (error: { errors: { desc: string }[] }) => {
      assert.deepEqual(
        error.errors.map(({ desc }) => desc),
        [
          "No alias found for device 'a/b/c'",
          "Failed to execute command_inout on device sys/database/2, command DbGetDeviceAlias",
        ],
      );
      return true;
    });
  });

  it("leaves the admin device out of the classes of a server", async () => {
    fake.answer("DbGetDeviceServerClassList", () => ["DServer", "Fake"]);
    assert.deepEqual(await database.getServerClassList("Fake/test"), ["Fake"]);
  });

  it("finds services by their names, whatever the case", async () => {
    fake.services = ["Alarms/tango:tango://h:1/sys/Alarms/1", "Hdb/Main:a/b/C", "Hdb/other:a/b/d", "none"];
    assert.deepEqual(await database.getServices("alarms"), ["tango://h:1/sys/alarms/1"]);
    assert.deepEqual(await database.getServices("hdb", "main"), ["a/b/c"]);
    assert.deepEqual(await database.getServices("HDB", "third"), []);
    assert.deepEqual(await database.getDeviceServiceList("hdb"), [
      { instance: "main", device: "a/b/c" },
      { instance: "other", device: "a/b/d" },
    ]);
    const all = {
      "Alarms/tango": "tango://h:1/sys/Alarms/1",
      "Hdb/Main": "a/b/C",
      "Hdb/other": "a/b/d",
    };
    assert.deepEqual(await database.getServiceList(), all);
    // As Python's `match`: from the beginning.
    assert.deepEqual(await database.getServiceList("Hdb|other"), {
      "Hdb/Main": "a/b/C",
      "Hdb/other": "a/b/d",
    });
    assert.deepEqual(await database.getServiceList("main"), {});
    assert.deepEqual(await database.getServiceList(/.*MAIN$/gi), { "Hdb/Main": "a/b/C" });
  });

  it("registers a service in the place of its like, or behind the others, and unregisters it", async () => {
    fake.services = ["Hdb/Main:a/b/c", "Alarms/tango:sys/alarms/1"];
    let put: unknown;
    fake.answer("DbPutProperty", (argument) => {
      put = argument;
      return undefined;
    });
    await database.registerService("HDB", "main", "d/e/f");
    assert.deepEqual(put, [
      ...["CtrlSystem", "1", "Services", "2"],
      ...["Hdb/Main:d/e/f", "Alarms/tango:sys/alarms/1"],
    ]);
    await database.registerService("Hdb", "next", "d/e/f");
    assert.deepEqual((put as string[]).slice(3), ["3", ...fake.services, "Hdb/next:d/e/f"]);
    await database.unregisterService("hdb", "MAIN");
    assert.deepEqual((put as string[]).slice(3), ["1", "Alarms/tango:sys/alarms/1"]);
    put = undefined;
    await database.unregisterService("Hdb", "next");
    assert.equal(put, undefined);
  });

  it("takes one device or several, and an object in the place of names", async () => {
    const calls: unknown[] = [];
    for (const command of [
      "DbAddServer",
      "DbExportDevice",
      "DbExportEvent",
      "DbDeleteClassProperty",
      "DbDeleteClassPipeProperty",
    ]) {
      fake.answer(command, (argument) => {
        calls.push([command, argument]);
        return undefined;
      });
    }
    const device = { name: "a/b/c", className: "Fake", server: "Fake/1" };
    const exported = { name: "a/b/c", ior: "IOR:", host: "here", version: "5", pid: 7 };
    await database.addServer("Fake/1", device);
    await database.addServer("Fake/1", [device, { ...device, name: "a/b/d" }]);
    await database.exportServer([exported, { ...exported, name: "dserver/Fake/1" }]);
    await database.exportServer(exported);
    await database.exportEvent(exported);
    await database.deleteClassProperty("Fake", { x: ["1"], y: [] });
    await database.deleteClassProperty("Fake", {});
    await database.deleteClassPipeProperty("Fake", { Trace: { label: ["a"], unit: [] }, Other: "label" });
    assert.deepEqual(calls, [
      ["DbAddServer", ["Fake/1", "a/b/c", "Fake"]],
      ["DbAddServer", ["Fake/1", "a/b/c", "Fake", "a/b/d", "Fake"]],
      ["DbExportDevice", ["a/b/c", "IOR:", "here", "7", "5"]],
      ["DbExportDevice", ["dserver/Fake/1", "IOR:", "here", "7", "5"]],
      ["DbExportDevice", ["a/b/c", "IOR:", "here", "7", "5"]],
      ["DbExportEvent", ["a/b/c", "IOR:", "here", "7", "5"]],
      ["DbDeleteClassProperty", ["Fake", "x", "y"]],
      ["DbDeleteClassPipeProperty", ["Fake", "Trace", "label", "unit"]],
      ["DbDeleteClassPipeProperty", ["Fake", "Other", "label"]],
    ]);
  });

  it("gives the devices of a server with their classes, as addServer takes them", async () => {
    fake.answer("DbGetDeviceClassList", () => ["a/b/c", "Fake", "dserver/Fake/1", "DServer"]);
    assert.deepEqual(await database.getDeviceClassList("Fake/1"), [
      { name: "a/b/c", className: "Fake", server: "Fake/1" },
      { name: "dserver/Fake/1", className: "DServer", server: "Fake/1" },
    ]);
    fake.answer("DbGetDeviceClassList", () => ["a/b/c"]);
    await assert.rejects(database.getDeviceClassList("Fake/1"), { reason: "API_IncoherentDbData" });
  });

  it("reads the histories of attributes and pipes", async () => {
    const date = "2026-11-28 20:00:00";
    fake.answer("DbGetDevicePipePropertyHist", () => [
      "Trace",
      "label",
      date,
      "2",
      "a",
      "b",
      "Trace",
      "label",
      date,
      "0",
    ]);
    assert.deepEqual(await database.getDevicePipePropertyHistory("a/b/c", "Trace", "label"), [
      { name: "label", attributeName: "Trace", date, value: ["a", "b"], isDeleted: false },
      { name: "label", attributeName: "Trace", date, value: [], isDeleted: true },
    ]);
    fake.answer("DbGetClassPipePropertyHist", () => []);
    assert.deepEqual(await database.getClassPipePropertyHistory("Fake", "Trace", "label"), []);
  });

  it("asks the access control, and keeps why that could not be asked", async () => {
    assert.equal(database.isControlAccessChecked(), false);
    assert.equal(await database.checkAccessControl("a/b/c"), "WRITE");
    assert.equal(database.isControlAccessChecked(), true);
    assert.deepEqual(database.getAccessExceptErrors(), []);
    fake.services = ["AccessControl/tango:sys/access_control/1"];
    fake.define("sys/access_control/1", null);
    assert.equal(await database.checkAccessControl("a/b/c"), "READ");
    assert.equal(database.getAccessExceptErrors()[0]?.reason, "API_DeviceNotExported");
    database.clearAccessExceptErrors();
    assert.deepEqual(database.getAccessExceptErrors(), []);
    database.setAccessChecked(false);
    assert.equal(database.isControlAccessChecked(), false);
  });

  it("knows the generation of the database by its commands", async () => {
    assert.equal(await database.getServerRelease(), 210);
    fake.answer("DbGetDeviceAttributeProperty2", () => []);
    assert.equal(await database.getServerRelease(), 230);
    fake.answer("DbDeleteAllDeviceAttributeProperty", () => undefined);
    assert.equal(await database.getServerRelease(), 400);
  });

  it("checks a TANGO_HOST, and stays as it is", () => {
    database.checkTangoHost("one:1,two:2");
    assert.equal(database.isMultiTangoHost(), false);
    const notSet = { name: "ConnectionFailed", reason: "API_TangoHostNotSet" };
    assert.throws(() => database.checkTangoHost("one"), notSet);
  });

  it("is no file, and says so", async () => {
    const noFile = { reason: "API_NotSupportedFeature", message: /not a file-based database: 127\.0\.0\.1:/ };
    assert.throws(() => database.getFileName(), noFile);
    await assert.rejects(database.writeFiledatabase(), noFile);
    await assert.rejects(database.rereadFiledatabase(), noFile);
    assert.throws(() => new Database("one:1", { file: "x", context }), TypeError);
  });
});
