import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { inspect } from "node:util";
import { MessageChannel } from "node:worker_threads";
import { Any } from "../../../../src/giop/idl/any.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { AttributeProxy } from "../../../../src/tango/client/attribute-proxy.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { Database } from "../../../../src/tango/database/database.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { NamedDevFailedList } from "../../../../src/tango/error/named-dev-failed-list.ts";
import { DevVarStringArray } from "../../../../src/tango/idl/data-types.ts";
import { MultiDevFailed } from "../../../../src/tango/idl/dev-error.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { runInOrbContext } from "../../../../src/threading/orb-registry.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { deferred, deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";

function levels(error: unknown): string[] {
  assert.ok(error instanceof DevFailed, `${error} is no DevFailed`);
  return error.errors.map(({ reason, desc }) => `${reason}: ${desc}`);
}

async function failureOf(call: Promise<unknown>): Promise<string[]> {
  return call.then(
    () => assert.fail("the call succeeded"),
    (error) => [error.name, ...levels(error)],
  );
}

describe("DeviceProxy", () => {
  let context: OrbContext;
  let server: FakeServer;
  let database: FakeDatabase;
  let proxy: (name: string) => DeviceProxy;

  beforeEach(async () => {
    context = testContext();
    [server, database] = await Promise.all([FakeServer.start(), FakeDatabase.start()]);
    database.define("a/b/c", server.serve("A/b/C", 5, levelDevice(5)));
    proxy = (name) => new DeviceProxy(name, { context, tangoHost: database.tangoHost });
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([server.stop(), database.stop()]);
  });

  it("checks a name at once and sends nothing", () => {
    assert.throws(() => proxy("a/b"), { name: "WrongNameSyntax", reason: "API_WrongDeviceNameSyntax" });
    proxy("a/b/c");
    assert.equal(context.orb.connectionCount, 0);
  });

  it("shows what it is in logs", async () => {
    const device = proxy("A/B/c");
    assert.equal(inspect(device), "DeviceProxy a/b/c (not connected)");
    await device.ping();
    assert.equal(inspect({ device }), "{ device: DeviceProxy a/b/c (connected) }");
    assert.equal(JSON.stringify(device), '{"device":"a/b/c","isConnected":true}');
    const { tangoHost } = database;
    assert.equal(inspect(device.getDeviceDb()), `Database ${tangoHost}, database (not connected)`);
    const attribute = new AttributeProxy("a/b/c/level", { context, tangoHost });
    assert.equal(inspect(attribute), "AttributeProxy a/b/c/level");
    assert.equal(JSON.stringify(attribute), '{"attribute":"a/b/c/level"}');
  });

  it("finds its device in the database, whatever the case of the name", async () => {
    const device = proxy("A/B/c");
    assert.equal(device.devName(), "a/b/c");
    assert.equal(await device.name(), "A/b/C");
    assert.deepEqual(database.commands.map(({ command }) => command).sort(), [
      "DbGetProperty",
      "DbImportDevice",
    ]);
    assert.equal(device.isDbaseUsed(), true);
    assert.equal(device.getFromEnvVar(), false);
    assert.equal(device.getDbPortNum(), database.server.port);
    assert.equal(await device.getDevPort(), server.port);
    assert.equal(await device.getDevHost(), "127.0.0.1");
  });

  it("takes the name of the device once an alias has led to it", async () => {
    database.define("nick", server.serve("d/e/f", 5));
    const device = proxy("nick");
    assert.equal(device.devName(), "nick");
    await device.ping();
    assert.equal(device.devName(), "d/e/f");
  });

  it("follows a device that its server exports anew, at another port", async () => {
    const device = proxy("a/b/c");
    await device.ping();
    await server.stop();
    server = await FakeServer.start();
    database.define("a/b/c", server.serve("a/b/c", 6, levelDevice(6)));
    assert.equal((await device.readAttribute("level")).value, 1.5);
    assert.equal(await device.getIdlVersion(), 6);
  });

  it("fails as cppTango for a device that is not defined, not exported, not running", async () => {
    assert.deepEqual(await failureOf(proxy("no/such/dev").readAttribute("x")), [
      "DevFailed",
      "DB_DeviceNotDefined: device no/such/dev not defined in the database !",
      "API_CommandFailed: Failed to execute command_inout on device sys/database/2, command DbImportDevice",
      "API_DeviceNotDefined: Can't connect to device no/such/dev",
      "API_AttributeFailed: Failed to read_attribute on device no/such/dev, attribute x",
    ]);
    const options = { context, tangoHost: database.tangoHost };
    await assert.rejects(DeviceProxy.connect("no/such/dev", options), { reason: "DB_DeviceNotDefined" });

    database.define("o/f/f", null);
    const off = await DeviceProxy.connect("o/f/f", options);
    assert.deepEqual(await failureOf(off.commandInout("Go")), [
      "ConnectionFailed",
      "API_DeviceNotExported: Device o/f/f is not exported (hint: try starting the device server)",
      "API_CommandFailed: Failed to execute command_inout on device o/f/f, command Go",
    ]);

    await server.stop();
    assert.deepEqual(await failureOf(proxy("a/b/c").ping()), [
      "ConnectionFailed",
      "API_CorbaException: TRANSIENT CORBA system exception: TRANSIENT_ConnectFailed",
      "API_CantConnectToDevice: Failed to connect to device a/b/c",
    ]);
  });

  it("says when the database cannot be reached", async () => {
    await database.stop();
    const { port } = database.server;
    assert.deepEqual(await failureOf(proxy("a/b/c").ping()), [
      "ConnectionFailed",
      "API_CorbaException: TRANSIENT CORBA system exception: TRANSIENT_ConnectFailed",
      `API_CantConnectToDatabase: Failed to connect to database on host 127.0.0.1 with port ${port}`,
    ]);
  });

  it("tells the errors of one attribute by rejecting, of several by each", async () => {
    const bad = { reason: "API_Bad", severity: "ERR", desc: "bad", origin: "here" } as const;
    const operations = levelDevice(5);
    database.define(
      "b/a/d",
      server.serve("b/a/d", 5, {
        ...operations,
        read_attributes_5: async (...args) => {
          const values = await operations.read_attributes_5!(...args);
          return Array.from(values, (value, i) => (i === 0 ? { ...value, err_list: [bad] } : value));
        },
      }),
    );
    const device = proxy("b/a/d");
    assert.deepEqual(await failureOf(device.readAttribute("level")), [
      "DevFailed",
      "API_Bad: bad",
      "API_AttributeFailed: Failed to read_attribute on device b/a/d, attribute level",
    ]);
    const [first] = await device.readAttributes(["level"]);
    assert.deepEqual(
      first?.errors.map(({ reason, desc }) => [reason, desc]),
      [
        ["API_Bad", "bad"],
        ["API_AttributeFailed", "Failed to read_attributes on device b/a/d, attribute level"],
      ],
    );
    assert.throws(() => first?.value, { reason: "API_Bad" });
  });

  it("refuses the same attribute twice in a list, in whatever case", async () => {
    assert.deepEqual(await failureOf(proxy("a/b/c").readAttributes(["level", "LeVel"])), [
      "ConnectionFailed",
      "API_AttributeFailed: Several times the same attribute in required attributes list: level",
    ]);
  });

  it("turns the errors of a write into one, or lists them where there are several attributes", async () => {
    const stack = [
      { reason: "API_WAttrOutsideLimit", severity: "ERR", desc: "too high", origin: "x" },
    ] as const;
    database.define(
      "l/i/m",
      server.serve("l/i/m", 5, {
        ...levelDevice(5),
        write_attributes_4: () => {
          throw MultiDevFailed.create({ errors: [{ name: "level", index_in_call: 0, err_list: stack }] });
        },
      }),
    );
    const device = proxy("l/i/m");
    assert.deepEqual(await failureOf(device.writeAttribute("level", 9)), [
      "DevFailed",
      "API_WAttrOutsideLimit: too high",
      "API_AttributeFailed: Failed to write_attribute on device l/i/m, attribute level",
    ]);
    const error = await device.writeAttributes([["level", 9]]).catch((failure: unknown) => failure);
    assert.ok(error instanceof NamedDevFailedList);
    assert.deepEqual(levels(error), [
      "API_AttributeFailed: Failed to execute DeviceProxy::write_attributes on device l/i/m, object(s) level",
    ]);
    assert.deepEqual(error.failures, [{ name: "level", index: 0, errors: stack }]);
  });

  it("asks for the type of an attribute again when a write of it failed", async () => {
    const device = proxy("a/b/c");
    await device.writeAttribute("level", 1);
    server.takeOperations();
    await assert.rejects(device.writeAttribute("level", "high"), { name: "WrongData" });
    assert.deepEqual(server.takeOperations(), []);
    await device.writeAttribute("level", 1);
    assert.deepEqual(server.takeOperations(), ["get_attribute_config_5", "write_attributes_4"]);
  });

  it("writes the type it is told without asking for it", async () => {
    const device = proxy("a/b/c");
    await device.readAttribute("level");
    server.takeOperations();
    await device.writeAttribute({ name: "level", dataType: "DevShort", dataFormat: "SPECTRUM" }, [1, 2]);
    const [[sent]] = server.calls.at(-1)!.args as [[{ value: { kind: string; value: Int16Array } }]];
    assert.deepEqual(server.takeOperations(), ["write_attributes_4"]);
    assert.deepEqual([sent.value.kind, [...sent.value.value]], ["short_att_value", [1, 2]]);
  });

  it("reads from where it was told", async () => {
    const device = proxy("a/b/c");
    assert.equal(device.getSource(), "CACHE_DEV");
    device.setSource("DEV");
    await device.readAttribute("level");
    assert.equal(server.calls.at(-1)?.args[1], "DEV");
  });

  it("controls polling through the admin device", async () => {
    const asked: unknown[] = [];
    const status =
      "Polled attribute name = level\nPolling period (mS) = 1000\nPolling ring buffer depth = 10";
    database.define(
      "dserver/fake/test",
      server.serve("dserver/fake/test", 5, {
        command_query_2: () => {
          throw deviceError("API_CommandNotFound");
        },
        command_inout_4: (command, argin) => {
          asked.push([command, argin.value]);
          return command === "DevPollStatus" ? Any.of(DevVarStringArray, [status]) : Any.EMPTY;
        },
      }),
    );
    const device = proxy("a/b/c");
    assert.equal(await device.isAttributePolled("LEVEL"), true);
    assert.equal(await device.getAttributePollPeriod("level"), 1000);
    assert.equal(await device.isCommandPolled("level"), false);
    asked.length = 0;
    await device.pollAttribute("level", 1000);
    await device.pollAttribute("level", 500);
    await device.pollCommand("Echo", 200);
    await device.stopPollCommand("Echo");
    const poll = ["DevPollStatus", "a/b/c"];
    assert.deepEqual(asked, [
      poll,
      poll,
      ["UpdObjPollingPeriod", { lvalue: Int32Array.of(500), svalue: ["a/b/c", "attribute", "level"] }],
      poll,
      ["AddObjPolling", { lvalue: Int32Array.of(200), svalue: ["a/b/c", "command", "Echo"] }],
      ["RemObjPolling", ["a/b/c", "command", "Echo"]],
    ]);
    assert.equal(await device.getTangoLibVersion(), 902);
  });

  it("says whether its database is that of TANGO_HOST", (t) => {
    const before = process.env.TANGO_HOST;
    t.after(() => {
      if (before === undefined) delete process.env.TANGO_HOST;
      else process.env.TANGO_HOST = before;
    });
    process.env.TANGO_HOST = database.tangoHost;
    const found = new DeviceProxy("a/b/c", { context });
    assert.equal(found.getFromEnvVar(), true);
    assert.equal(found.getDeviceDb()?.getFromEnvVar(), true);
    assert.equal(proxy("a/b/c").getDeviceDb()?.getFromEnvVar(), false);
  });

  it("gives its user a database that concerns no other proxy", async () => {
    const device = proxy("a/b/c");
    const own = device.getDeviceDb();
    assert.equal(device.getDeviceDb(), own);
    assert.equal(own?.getDbPortNum(), database.server.port);
    assert.notEqual(own, proxy("a/b/c").getDeviceDb());
    own?.close();
    await device.ping();
    await proxy("a/b/c").ping();
  });

  it("fails as everything in what a scope left running", async () => {
    const { promise: ended, resolve } = deferred<void>();
    let late: Promise<void> | undefined;
    await runInOrbContext(() => {
      late = ended.then(() => {
        const stale = { name: "ConnectionFailed", reason: "API_OrbContextClosed" };
        const { tangoHost } = database;
        assert.throws(() => new DeviceProxy("a/b/c", { tangoHost }), stale);
        assert.throws(() => new AttributeProxy("a/b/c/level", { tangoHost }), stale);
        assert.throws(() => new Database(tangoHost), stale);
      });
    });
    resolve(undefined);
    await late;
  });

  it("believes no answer that is too short", async () => {
    database.define(
      "s/h/o",
      server.serve("s/h/o", 5, { ...levelDevice(5), get_attribute_config_5: () => [] }),
    );
    const short = proxy("s/h/o");
    const incoherent = { name: "DevFailed", reason: "API_IncoherentDevData" };
    await assert.rejects(short.attributeQuery("level"), incoherent);
    await assert.rejects(short.writeAttribute("level", 1), incoherent);
    await assert.rejects(short.writeAttributes({ level: 1 }), incoherent);
    await assert.rejects(short.writeReadAttribute("level", 1), incoherent);
  });

  it("has its properties under its own name, though it is known by an alias and does not run", async () => {
    const asked: unknown[] = [];
    for (const command of [
      "DbGetDeviceProperty",
      "DbPutDeviceProperty",
      "DbDeleteDeviceProperty",
      "DbGetDevicePropertyList",
    ]) {
      database.answer(command, (argument) => {
        asked.push(argument);
        return command === "DbGetDeviceProperty" ? ["d/e/f", "1", "x", "1", "5"] : ["x"];
      });
    }
    database.answer("DbGetAliasDevice", (alias) => {
      if (alias === "nick") return "d/e/f";
      throw deviceError("DB_DeviceNotDefined", `No device found for alias '${alias}'`);
    });
    database.answer("DbGetDeviceAlias", () => "nick");
    const device = proxy("nick");
    assert.deepEqual(await device.getProperty("x"), { x: ["5"] });
    await device.putProperty({ x: 6 });
    await device.deleteProperty({ x: [] });
    assert.deepEqual(await device.getPropertyList("x*"), ["x"]);
    assert.deepEqual(asked, [
      ["d/e/f", "x"],
      ["d/e/f", "1", "x", "1", "6"],
      ["d/e/f", "x"],
      ["d/e/f", "x*"],
    ]);
    assert.equal(await device.alias(), "nick");
    await assert.rejects(proxy("other").getProperty("x"), { reason: "DB_DeviceNotDefined" });
  });

  it("has no properties without a database", async () => {
    const device = new DeviceProxy(server.nameOf("a/b/c"), { context });
    assert.deepEqual(await failureOf(device.getProperty("x")), [
      "NonDbDevice",
      "API_NonDatabaseDevice: Method not available for device a/b/c which is a non database device",
    ]);
    const nonDbDevice = { name: "NonDbDevice", reason: "API_NonDatabaseDevice" };
    await assert.rejects(device.putProperty({ x: 1 }), nonDbDevice);
    await assert.rejects(device.deleteProperty("x"), nonDbDevice);
    await assert.rejects(device.getPropertyList(), nonDbDevice);
    await assert.rejects(device.alias(), { reason: "DB_AliasNotDefined" });
    assert.equal(device.getDeviceDb(), null);
    assert.equal(device.getDbHost(), null);
  });

  it("names the admin device as its own name was written", async () => {
    assert.equal(await proxy("a/b/c").admName(), "dserver/Fake/test");
    const other = proxy(`tango://${database.tangoHost}/a/b/c`);
    assert.equal(await other.admName(), `tango://${database.tangoHost}/dserver/Fake/test`);
    assert.equal(other.getFromEnvVar(), false);
  });

  it("refuses to be posted, and crosses as a handle", async () => {
    const device = proxy("A/b/c");
    device.setTimeoutMillis(1234);
    device.setSource("CACHE");
    device.setTransparencyReconnection(false);
    assert.equal(device.toHandle().checksAccess, true);
    const { port1, port2 } = new MessageChannel();
    assert.throws(() => port1.postMessage(device), /DeviceProxy of a\/b\/c .*toHandle\(\)/);
    const received = new Promise((resolve) => port2.once("message", resolve));
    port1.postMessage(device.toHandle());
    const twin = DeviceProxy.fromHandle((await received) as never, { context });
    port1.close();
    assert.deepEqual(twin.toHandle(), device.toHandle());
    assert.equal(twin.getTimeoutMillis(), 1234);
    assert.equal(await twin.name(), "A/b/C");
    assert.throws(() => DeviceProxy.fromHandle({} as never), TypeError);
  });
});

describe("access control", () => {
  let context: OrbContext;
  let server: FakeServer;
  let database: FakeDatabase;

  beforeEach(async () => {
    context = testContext();
    [server, database] = await Promise.all([FakeServer.start(), FakeDatabase.start()]);
    database.services = ["AccessControl/tango:sys/access_control/1"];
    database.answer("DbGetClassforDevice", () => "Fake");
    database.define("a/b/c", server.serve("a/b/c", 5, levelDevice(5)));
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([server.stop(), database.stop()]);
  });

  it("is asked once per connection, and lets its user only read what it says", async () => {
    database.define("w/r/t", server.serve("w/r/t", 5, levelDevice(5)));
    const asked: string[][] = [];
    database.define(
      "sys/access_control/1",
      server.serve("sys/access_control/1", 5, {
        command_inout_4: (command, argin) => {
          if (command === "GetAllowedCommands") return Any.of(DevVarStringArray, ["Look"]);
          if (command !== "GetAccess") throw deviceError("API_CommandNotFound");
          const argument = argin.extract(DevVarStringArray);
          asked.push(argument);
          return Any.of(string, argument[2] === "w/r/t" ? "write" : "read");
        },
      }),
    );
    const make = (name: string) => new DeviceProxy(name, { context, tangoHost: database.tangoHost });
    const guarded = make("a/b/c");
    assert.equal((await guarded.readAttribute("level")).value, 1.5);
    assert.equal(await guarded.getAccessRight(), "READ");
    assert.deepEqual(await failureOf(guarded.writeAttribute("level", 1)), [
      "NotAllowed",
      "API_ReadOnlyMode: Writing attribute(s) on device a/b/c is not authorized",
      "API_AttributeFailed: Failed to write_attribute on device a/b/c, attribute level",
    ]);
    await guarded.commandInout("Look");
    assert.deepEqual(await failureOf(guarded.commandInout("Touch")), [
      "NotAllowed",
      "API_ReadOnlyMode: Command Touch on device a/b/c is not authorized",
      "API_CommandFailed: Failed to execute command_inout on device a/b/c, command Touch",
    ]);
    await make("w/r/t").writeAttribute("level", 1);
    assert.deepEqual(
      asked.map(([, , device]) => device),
      ["a/b/c", "w/r/t"],
    );
    const unguarded = new DeviceProxy("a/b/c", {
      context,
      tangoHost: database.tangoHost,
      checksAccess: false,
    });
    await unguarded.writeAttribute("level", 1);
    const twin = DeviceProxy.fromHandle(unguarded.toHandle(), { context });
    await twin.writeAttribute("level", 1);
    asked.length = 0;
    database.define("dserver/fake/test", server.serve("dserver/fake/test", 5));
    assert.equal(await unguarded.getTangoLibVersion(), 902);
    assert.deepEqual(asked, [], "its admin device is not guarded either");
  });

  it("leaves everybody with reading where its device is gone, and says why", async () => {
    const device = new DeviceProxy("a/b/c", { context, tangoHost: database.tangoHost });
    assert.equal((await device.readAttribute("level")).value, 1.5);
    const [, level] = await failureOf(device.commandInout("Go"));
    assert.match(
      level ?? "",
      /not authorized because an error occurs while talking to the Controlled Access/,
    );
    assert.match(level ?? "", /sys\/access_control\/1 not defined/);
  });
});
