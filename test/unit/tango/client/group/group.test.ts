import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import { short } from "../../../../../src/giop/idl/primitives.ts";
import { Group, type GroupOptions } from "../../../../../src/tango/client/group/group.ts";
import type { GroupReply } from "../../../../../src/tango/client/group/group-reply.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { levelDevice } from "../../../../support/fake-attributes.ts";
import { FakeDatabase } from "../../../../support/fake-database.ts";
import {
  type DeviceOperations,
  deferred,
  deviceError,
  FakeServer,
  testContext,
} from "../../../../support/fake-device.ts";

/** A reply as a line: device, object, and its data, the reason of its error, or that it is disabled. */
function line(reply: GroupReply & { readonly data?: unknown }): string {
  const { devName, objName, groupElementEnabled, error } = reply;
  const data = groupElementEnabled && error === null && "data" in reply ? reply.data : "";
  const value = typeof data === "object" && data !== null && "value" in data ? data.value : data;
  return `${devName} ${objName} ${groupElementEnabled ? (error?.reason ?? value) : "disabled"}`.trimEnd();
}

describe("Group", () => {
  let context: OrbContext;
  let server: FakeServer;
  let database: FakeDatabase;
  let options: GroupOptions;

  /** Has a device served, and defined in the database. */
  const serve = (name: string, operations: DeviceOperations = {}) =>
    database.define(name, server.serve(name, 5, { ...levelDevice(5), ...operations }));
  const group = async (name: string, ...members: (string | Group)[]) => {
    const made = new Group(name, options);
    for (const member of members) await made.add(member);
    return made;
  };

  beforeEach(async () => {
    context = testContext();
    [server, database] = await Promise.all([FakeServer.start(), FakeDatabase.start()]);
    options = { context, tangoHost: database.tangoHost };
    serve("a/b/1");
    serve("a/b/2");
    database.define("a/b/off", null);
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([server.stop(), database.stop()]);
  });

  it("executes a command on each device, and keeps what becomes of each for itself", async () => {
    const sub = await group("sub", "a/b/2", "a/b/none");
    const main = await group("main", "A/B/1", sub, "a/b/off", "a/b");
    const replies = await main.commandInout<number>("Echo", 2.5);
    assert.deepEqual(replies.map(line), [
      "A/B/1 Echo 2.5",
      "a/b/2 Echo 2.5",
      "a/b/none Echo DB_DeviceNotDefined",
      "a/b/off Echo API_DeviceNotExported",
      "a/b Echo API_WrongDeviceNameSyntax",
    ]);
    assert.equal(replies.hasFailed, true);
    assert.throws(() => replies[2]!.data, DevFailed);
    assert.deepEqual(
      (await main.commandInout("Echo", 1, { forward: false })).map(line).at(0),
      "A/B/1 Echo 1",
    );
    assert.equal((await main.commandInout("Echo", 1, { forward: false })).length, 3);
  });

  it("executes a command with an argument for each device, in their order", async () => {
    const main = await group("main", await group("sub", "a/b/2"), "a/b/1");
    assert.deepEqual(
      (await main.commandInoutEach<number>("Echo", [2, 1])).map(({ data }) => data),
      [2, 1],
    );
    main.disable("a/b/2");
    const replies = await main.commandInoutEach<number>("Echo", [2, 1]);
    assert.deepEqual(replies.map(line), ["a/b/2 Echo disabled", "a/b/1 Echo 1"]);
    assert.equal(replies.hasFailed, false);
  });

  it("reads an attribute of each device, or several in one call of each", async () => {
    const main = await group("main", "a/b/1", "a/b/2", "a/b/off");
    main.disable("a/b/2");
    const one = await main.readAttribute<number>("Level");
    assert.deepEqual(one.map(line), [
      "a/b/1 Level 1.5",
      "a/b/2 Level disabled",
      "a/b/off Level API_DeviceNotExported",
    ]);
    assert.equal(one[0]!.data.writeValue, 2.5);
    assert.equal((await main.readAttribute("none"))[0]!.error!.reason, "API_AttrNotFound");
    server.takeOperations();
    main.remove("a/b/off");
    const several = await main.readAttributes(["level", "LEVEL2"]).then((replies) => replies.map(line));
    assert.deepEqual(several, [
      "a/b/1 level API_AttrNotFound",
      "a/b/1 LEVEL2 API_AttrNotFound",
      "a/b/2 level disabled",
      "a/b/2 LEVEL2 disabled",
    ]);
    assert.deepEqual(server.takeOperations(), ["read_attributes_5"]);
    assert.deepEqual((await main.readAttributes([])).length, 0);
  });

  it("tells a reading that failed from those of the same call that did not", async () => {
    const error = { reason: "Sensor_Broken", severity: "ERR" as const, desc: "", origin: "" };
    const read = levelDevice(5).read_attributes_5 as unknown as (names: string[]) => object[];
    const [level] = read(["level"]);
    const bad = { ...level, name: "bad", err_list: [error] };
    serve("a/b/3", { read_attributes_5: () => [level, bad] as never });
    const [good, broken] = await (await group("main", "a/b/3")).readAttributes(["level", "bad"]);
    assert.equal(good!.data.value, 1.5);
    assert.deepEqual(
      broken!.errors.map(({ reason }) => reason),
      ["Sensor_Broken", "API_AttributeFailed"],
    );
  });

  it("writes an attribute of each device, the same value or one for each", async () => {
    const main = await group("main", "a/b/1", "a/b/2", "a/b/off");
    const written = () => {
      const calls = server.calls.filter(({ operation }) => operation === "write_attributes_4");
      server.calls.length = 0;
      return calls.map(
        ({ args }) => (args[0] as { value: { value: ArrayLike<number> } }[])[0]!.value.value[0],
      );
    };
    const replies = await main.writeAttribute("level", 5);
    assert.deepEqual(replies.map(line), [
      "a/b/1 level",
      "a/b/2 level",
      "a/b/off level API_DeviceNotExported",
    ]);
    assert.deepEqual(written(), [5, 5]);
    main.disable("a/b/1");
    const target = { name: "level", dataType: "DevDouble", dataFormat: "SCALAR" } as const;
    const each = await main.writeAttributeEach(target, [1, 2, 3]);
    assert.deepEqual(each.map(line).slice(0, 2), ["a/b/1 level disabled", "a/b/2 level"]);
    assert.deepEqual(written(), [2]);
    assert.deepEqual((await main.writeAttribute("level", "much" as never)).map(line).slice(1, 2), [
      "a/b/2 level API_IncompatibleAttrArgumentType",
    ]);
  });

  it("rejects as a whole only for what is wrong with the call", async () => {
    const main = await group("main", "a/b/1", await group("sub", "a/b/2"));
    const wrong = (given: unknown) => given as never;
    const expected = (devices: number, given: number) => ({
      name: "WrongData",
      reason: "API_MethodArgument",
      message: new RegExp(`number of device in the group \\[expected:${devices} - got:${given}\\]`),
    });
    await assert.rejects(main.commandInoutEach("Echo", [1]), expected(2, 1));
    await assert.rejects(main.commandInoutEach("Echo", [1, 2], { forward: false }), expected(1, 2));
    await assert.rejects(main.writeAttributeEach("level", [1, 2, 3]), expected(2, 3));
    for (const given of [undefined, "ab", 5, new Float64Array(2)]) {
      await assert.rejects(main.commandInoutEach("Echo", wrong(given)), { reason: "API_InvalidArgs" });
      await assert.rejects(main.writeAttributeEach("level", wrong(given)), { reason: "API_InvalidArgs" });
    }
    for (const given of [null, 5, { timeoutMs: -1 }])
      await assert.rejects(main.readAttribute("level", wrong(given)), { name: "WrongData" });
    await assert.rejects(main.readAttribute(wrong(undefined)), { name: "WrongData" });
    await assert.rejects(main.readAttributes(wrong("level")), { name: "WrongData" });
    await assert.rejects(main.commandInout(wrong(null)), { name: "WrongData" });
    await assert.rejects(main.writeAttribute(wrong(null), 1), { name: "WrongData" });
    assert.deepEqual(server.calls, []);
  });

  it("calls its devices at the same time, within its bound, and replies in their order", async () => {
    const waiting: (() => void)[] = [];
    let waitingEnough = deferred<void>();
    const echo = (i: number) => async () => {
      const { promise, resolve } = deferred<void>();
      waiting.push(() => resolve());
      if (waiting.length === 2) waitingEnough.resolve();
      await promise;
      return Any.of(short, i);
    };
    for (const i of [4, 5, 6, 7]) serve(`a/b/${i}`, { command_inout_4: echo(i) });
    const main = new Group("main", { ...options, maxCallsInProgress: 2 });
    await main.add(["a/b/4", "a/b/5"]);
    const sub = await group("sub", "a/b/6", "a/b/7");
    await main.add(sub);
    const all = main.commandInout<number>("Count");
    for (const _ of [1, 2]) {
      await waitingEnough.promise;
      assert.equal(waiting.length, 2);
      waitingEnough = deferred();
      // The last of them ends first.
      for (const end of waiting.splice(0).reverse()) end();
    }
    assert.deepEqual(
      (await all).map(({ data }) => data),
      [4, 5, 6, 7],
    );
  });

  it("has a reply of each device when the time is over or the caller gives up", async () => {
    let called = deferred<void>();
    const hang = () => {
      called.resolve();
      return new Promise<never>(() => undefined);
    };
    serve("a/b/slow", { command_inout_4: hang });
    const main = new Group("main", { ...options, maxCallsInProgress: 1 });
    await main.add(["a/b/1", "a/b/slow", "a/b/2"]);
    const late = await main.commandInout("Echo", undefined, { timeoutMs: 100 });
    assert.equal(late.length, 3);
    assert.match(late[1]!.error!.message, /Timeout \(100 mS\) exceeded on device a\/b\/slow/);
    called = deferred();
    const abort = new AbortController();
    const given = main.commandInout("Echo", undefined, { signal: abort.signal });
    await called.promise;
    abort.abort();
    const reasons = (await given).map(({ error }) => error?.reason ?? null);
    assert.deepEqual(reasons, [null, "API_CallAborted", "API_CallAborted"]);
  });

  it("reaches devices without a database, and those of another one", async () => {
    const direct = server.nameOf("a/b/2");
    const elsewhere = `tango://${database.tangoHost}/a/b/2`;
    const main = new Group("main", { context, tangoHost: "127.0.0.1:1" });
    await main.add([direct, elsewhere]);
    assert.deepEqual((await main.readAttribute("level")).map(line), [
      `${direct} level 1.5`,
      `${elsewhere} level 1.5`,
    ]);
  });

  it("pings all devices, the disabled ones too", async () => {
    const main = await group("main", "a/b/1", await group("sub", "a/b/off"));
    main.disable("a/b/1");
    assert.equal(await main.ping(), false);
    assert.equal(await main.ping({ forward: false }), true);
    assert.equal(await (await group("empty")).ping(), true);
    assert.ok(server.takeOperations().includes("ping"));
  });

  it("calls the devices of a group that is disabled, as cppTango", async () => {
    const main = await group("main", await group("sub", "a/b/1"));
    main.disable("sub");
    main.disable();
    assert.deepEqual((await main.readAttribute("level")).map(line), ["a/b/1 level 1.5"]);
  });

  it("gives nothing for a group without devices", async () => {
    const empty = await group("empty");
    assert.deepEqual((await empty.commandInoutEach("Echo", [])).length, 0);
    assert.equal((await empty.writeAttribute("level", 1)).hasFailed, false);
  });

  it("asks the database for the exported devices of a pattern, and for nothing else", async () => {
    database.answer("DbGetDeviceExportedList", (filter) => (filter === "a/*/*" ? ["a/b/2", "a/b/1"] : []));
    const main = await group("main", "a/b/1", "no/such/device");
    assert.deepEqual(database.commands, []);
    await main.add(["a/*/*", "z/*/*"], 500);
    assert.deepEqual(
      database.commands.map(({ argument }) => argument),
      ["a/*/*", "z/*/*"],
    );
    assert.deepEqual(main.getDeviceList(), ["a/b/1", "no/such/device", "a/b/2"]);
    assert.deepEqual(
      [1, 2, 3].map((i) => main.getDevice(i)!.getTimeoutMillis()),
      [500, 3000, 500],
    );
    const { tangoHost } = database;
    const other = new Group("other", { context, tangoHost: "127.0.0.1:1" });
    await other.add(`tango://${tangoHost}/a/*/*`);
    assert.deepEqual(other.getDeviceList(), [`tango://${tangoHost}/a/b/2`, `tango://${tangoHost}/a/b/1`]);
    assert.equal((await other.readAttribute("level")).hasFailed, false);
  });

  it("adds nothing where one of several patterns fails", async () => {
    database.answer("DbGetDeviceExportedList", (filter) => {
      if (filter === "a/*") throw deviceError("DB_SQLError");
      return ["a/b/1"];
    });
    const main = await group("main");
    await assert.rejects(main.add(["a/b/2", "b/*", "a/*"]), { reason: "DB_SQLError" });
    const syntax = { name: "WrongNameSyntax", reason: "API_WrongDeviceNameSyntax" };
    await assert.rejects(main.add("a*"), syntax);
    await assert.rejects(main.add("tango://127.0.0.1:1/a/*#dbase=no"), syntax);
    await assert.rejects(main.add("taco:a/*://"), { name: "WrongNameSyntax" });
    assert.equal(main.getSize(), 0);
    await assert.rejects(main.add("b/*", undefined, { signal: AbortSignal.abort() }), {
      reason: "API_CallAborted",
    });
  });

  it("rejects once its context is closed", async () => {
    const main = await group("main", "a/b/1");
    await context.close();
    const closed = { name: "ConnectionFailed", reason: "API_OrbContextClosed", message: /the group main/ };
    await assert.rejects(main.readAttribute("level"), closed);
    await assert.rejects(main.ping(), closed);
    await assert.rejects(main.add("a/b/2"), closed);
  });
});
