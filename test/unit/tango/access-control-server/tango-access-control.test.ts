import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { AccessDatabase } from "../../../../src/tango/access-control-server/access-database.ts";
import { AccessRules } from "../../../../src/tango/access-control-server/access-rules.ts";
import { StoredAccessDatabase } from "../../../../src/tango/access-control-server/stored-access-database.ts";
import { accessControlClass } from "../../../../src/tango/access-control-server/tango-access-control.ts";
import type { Database } from "../../../../src/tango/database/database.ts";
import { Store } from "../../../../src/tango/database-server/store/store.ts";
import type { PropertyRow } from "../../../../src/tango/database-server/tables/property-row.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { Caller } from "../../../../src/tango/server/call/caller.ts";
import type { ServedDevice } from "../../../../src/tango/server/served-device.ts";
import { outsideCallFlows } from "../../../../src/threading/call-flow.ts";
import { memoryServer } from "../../../support/memory-server.ts";
import { serveDevice } from "../../../support/served-device.ts";

/** The database that the access control guards, as a test has it. */
class KnownDatabase implements AccessDatabase {
  registered: readonly string[] = [];
  readonly allowed: Readonly<Record<string, readonly string[]>> = {
    TangoTest: ["SwitchStates", "DevVoid"],
    DServer: [],
  };

  async classOf(device: string) {
    return device === "sys/tg_test/1" ? "TangoTest" : null;
  }

  async allowedCommands(className: string) {
    return this.allowed[className] ?? [];
  }

  async classesWithAllowedCommands() {
    return ["TangoTest", "database", "DServer"];
  }

  async services() {
    return this.registered;
  }

  async putServices(services: readonly string[]) {
    this.registered = services;
  }
}

async function start(t: TestContext, store = new Store()) {
  const database = new KnownDatabase();
  const deviceClass = accessControlClass({ store, openDatabase: () => database });
  const { server, proxy } = memoryServer(t, [[deviceClass, "sys/access_control/1"]]);
  await server.start();
  const device = proxy("sys/access_control/1");
  const ask = (command: string, argument?: string | string[]) => device.commandInout(command, argument);
  return { device, ask, database, store };
}

async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof DevFailed, String(error));
    const { reason, desc, origin } = error.errors[0]!;
    return `${reason}: ${desc} (${origin})`;
  }
  return assert.fail("the call succeeded");
}

test("is in ON, and has the commands of the C++ class", async (t) => {
  const { device } = await start(t);
  assert.equal(await device.state(), "ON");
  assert.equal(await device.status(), "Device is OK");
  const commands = await device.commandListQuery();
  // As command_list_query of the real one shows them.
  assert.deepEqual(
    commands.map(({ cmdName, inType, outType }) => `${cmdName} ${inType} ${outType}`),
    [
      "AddAddressForUser DevVarStringArray DevVoid",
      "AddDeviceForUser DevVarStringArray DevVoid",
      "CloneUser DevVarStringArray DevVoid",
      "GetAccess DevVarStringArray DevString",
      "GetAccessForMultiIP DevVarStringArray DevString",
      "GetAddressByUser DevString DevVarStringArray",
      "GetAllowedCommandClassList DevVoid DevVarStringArray",
      "GetAllowedCommands DevString DevVarStringArray",
      "GetDeviceByUser DevString DevVarStringArray",
      "GetDeviceClass DevString DevString",
      "GetUsers DevVoid DevVarStringArray",
      "Init DevVoid DevVoid",
      "RegisterService DevVoid DevVoid",
      "RemoveAddressForUser DevVarStringArray DevVoid",
      "RemoveDeviceForUser DevVarStringArray DevVoid",
      "RemoveUser DevString DevVoid",
      "State DevVoid DevState",
      "Status DevVoid DevString",
      "UnregisterService DevVoid DevVoid",
    ],
  );
  const multi = commands.find(({ cmdName }) => cmdName === "GetAccessForMultiIP");
  assert.equal(
    multi?.inTypeDesc,
    "[0] - User name\n[1] - Device\n[2] - IP Address #1\n[3] - IP Address #2\n[4] - IP Address #3\n[5] - IP Address #4\n......",
  );
});

// Each step and its answer were those of the C++ server on MariaDB.
test("keeps rules whatever the case of their texts, and lists them in their order", async (t) => {
  const { ask } = await start(t);
  const exists = (method: string) =>
    `AC_AlreadyExists: This record already exists in database (AccessControl::${method}())`;
  await ask("AddAddressForUser", ["bob", "1.2.3.4"]);
  for (const again of [
    ["Bob", "1.2.3.4"],
    ["bob", "1.2.3.4", "extra"],
  ]) {
    assert.equal(await failureOf(ask("AddAddressForUser", again)), exists("add_address_for_user"));
  }
  for (const address of ["Z", "b", "A", "10.*.*.*", "9.*.*.*"])
    await ask("AddAddressForUser", ["ann", address]);
  await ask("AddDeviceForUser", ["bob", "a/b/c", "write"]);
  assert.equal(
    await failureOf(ask("AddDeviceForUser", ["bob", "A/B/C", "WRITE"])),
    exists("ac_add_device_for_user"),
  );
  await ask("AddDeviceForUser", ["bob", "a/b/c", "read"]);
  await ask("AddDeviceForUser", ["bob", "a/b/*", "whatever"]);
  await ask("AddDeviceForUser", ["bob", "*/*/*", "read"]);
  await ask("AddDeviceForUser", ["bob", "Zz/b/c", "read"]);
  await ask("AddDeviceForUser", ["Only_dev", "*/*/*", "read"]);
  await ask("AddDeviceForUser", ["bob", "q/*/*", "read"]);
  assert.deepEqual(await ask("GetUsers"), ["ann", "bob", "Only_dev"]);
  assert.deepEqual(await ask("GetAddressByUser", "BOB"), ["1.2.3.4"]);
  assert.deepEqual(await ask("GetAddressByUser", "ann"), ["10.*.*.*", "9.*.*.*", "A", "b", "Z"]);
  const ofBob = [
    ...["*/*/*", "read", "a/b/*", "whatever", "a/b/c", "read"],
    ...["a/b/c", "write", "q/*/*", "read", "Zz/b/c", "read"],
  ];
  assert.deepEqual(await ask("GetDeviceByUser", "bob"), ofBob);
  assert.deepEqual(await ask("GetDeviceByUser", "nobody"), []);
  await ask("CloneUser", ["bob", "ann"]);
  assert.deepEqual(await ask("GetAddressByUser", "ann"), ["1.2.3.4"]);
  assert.deepEqual(await ask("GetDeviceByUser", "ann"), ofBob);
  await ask("CloneUser", ["bob", "bob"]);
  assert.deepEqual(await ask("GetDeviceByUser", "bob"), []);
  assert.deepEqual(await ask("GetUsers"), ["ann", "Only_dev"]);
  await ask("RemoveAddressForUser", ["ANN", "1.2.3.4"]);
  await ask("RemoveAddressForUser", ["ANN", "1.2.3.4"]);
  await ask("RemoveDeviceForUser", ["ANN", "A/b/c", "WRITE"]);
  assert.deepEqual(await ask("GetDeviceByUser", "ann"), [...ofBob.slice(0, 6), ...ofBob.slice(8)]);
  await ask("RemoveUser", "ANN");
  assert.deepEqual(await ask("GetUsers"), ["Only_dev"]);
});

test("tells whom and what it does not know, in the words of the C++ class", async (t) => {
  const { ask } = await start(t);
  const needs = (count: number, method: string) =>
    `AC_IncorrectArguments: Needs at least ${count} input arguments (AccessControl::${method}())`;
  const cases: readonly [command: string, argument: string[], failure: string][] = [
    ["AddAddressForUser", ["bob"], needs(2, "add_address_for_user")],
    ["AddDeviceForUser", ["bob", "a/b/c"], needs(3, "ac_add_device_for_user")],
    ["CloneUser", [], needs(2, "clone_user")],
    ["GetAccess", ["bob", "1.2.3.4"], needs(3, "get_access")],
    ["GetAccessForMultiIP", ["bob", "a/b/c"], needs(3, "get_access")],
    ["RemoveAddressForUser", ["bob"], needs(2, "remove_address_for_user")],
    ["RemoveDeviceForUser", ["bob", "a/b/c"], needs(3, "remove_device_for_user")],
  ];
  for (const [command, argument, failure] of cases)
    assert.equal(await failureOf(ask(command, argument)), failure);
  const noClass = "AC_IncorrectArguments: Class not found for a/b/c (AccessControl::get_device_class())";
  assert.equal(await failureOf(ask("GetDeviceClass", "a/b/c")), noClass);
  assert.equal(await failureOf(ask("GetAllowedCommands", "a/b/c")), noClass);
});

test("answers by device and by class which commands are harmless", async (t) => {
  const { ask } = await start(t);
  assert.equal(await ask("GetDeviceClass", "sys/tg_test/1"), "TangoTest");
  for (const name of ["sys/tg_test/1", "TangoTest"]) {
    assert.deepEqual(await ask("GetAllowedCommands", name), ["State", "Status", "DevVoid", "SwitchStates"]);
  }
  assert.deepEqual(await ask("GetAllowedCommands", "Nothing"), ["State", "Status"]);
  assert.deepEqual(await ask("GetAllowedCommandClassList"), ["database", "DServer", "TangoTest"]);
});

test("registers itself in the place of another access control, and unregisters only itself", async (t) => {
  const { ask, database } = await start(t);
  database.registered = ["Foo/bar:x/y/z", "accesscontrol/TANGO:other/dev/1", "nocolon"];
  await ask("RegisterService");
  assert.deepEqual(database.registered, [
    "Foo/bar:x/y/z",
    "AccessControl/tango:sys/access_control/1",
    "nocolon",
  ]);
  await ask("RegisterService");
  await ask("UnregisterService");
  assert.deepEqual(database.registered, ["Foo/bar:x/y/z", "nocolon"]);
  database.registered = ["AccessControl/tango:other/dev/1"];
  await ask("UnregisterService");
  assert.deepEqual(database.registered, ["AccessControl/tango:other/dev/1"]);
});

test("registers itself though another of its server unregisters at that moment", async () => {
  const database = new KnownDatabase();
  database.registered = ["AccessControl/tango:sys/access_control/2"];
  const deviceClass = accessControlClass({ store: new Store(), openDatabase: () => database });
  const [first, second] = await Promise.all(
    [1, 2].map(async (n) => (await serveDevice(deviceClass, {}, `sys/access_control/${n}`)).served),
  );
  const execute = async ({ commands, device }: ServedDevice, name: string) =>
    commands.get(name).execute.call(device, undefined, Caller.polling);
  let registering: Promise<unknown> | undefined;
  const { services } = database;
  database.services = async () => {
    const found = await services.call(database);
    if (registering !== undefined) return found;
    registering = outsideCallFlows(() => execute(first!, "RegisterService"));
    for (let i = 0; i < 10; i++) await turn();
    return found;
  };
  await execute(second!, "UnregisterService");
  await registering;
  assert.deepEqual(database.registered, ["AccessControl/tango:sys/access_control/1"]);
});

test("a new store lets everybody write, once: rules that were removed stay removed", async () => {
  const store = new Store();
  const rules = new AccessRules(store);
  await rules.letEverybodyWriteAtFirst();
  assert.deepEqual(rules.addressesOf("*"), ["*.*.*.*"]);
  assert.deepEqual(rules.users(), ["*"]);
  await rules.removeUser("*");
  await rules.letEverybodyWriteAtFirst();
  assert.deepEqual(rules.users(), []);
});

test("says what became of a rule that could not be kept", async (t) => {
  const store = new Store({
    append: (_changes, settled) => queueMicrotask(() => settled(new Error("no space left on device"))),
    close: async () => {},
  });
  const { ask } = await start(t, store);
  assert.equal(
    await failureOf(ask("AddAddressForUser", ["bob", "1.2.3.4"])),
    "AC_SQLError: The rules are as they were: they could not be kept (no space left on device) (TangoAccessControl::add_address_for_user())",
  );
  assert.deepEqual(await ask("GetUsers"), []);
});

test("calls no rule present that could not be kept in the end", async () => {
  const settle: ((error: Error) => void)[] = [];
  const store = new Store({
    append: (_changes, settled) => void settle.push(settled),
    close: async () => {},
  });
  const rules = new AccessRules(store);
  const rule = { device: "a/b/c", rights: "write" };
  const adding = Promise.allSettled([
    ...[1, 2].map(() => rules.addAddress("bob", "1.2.3.4")),
    ...[1, 2].map(() => rules.addDevice("bob", rule)),
  ]);
  await turn();
  for (const settled of settle) settled(new Error("no space left on device"));
  assert.deepEqual(
    (await adding).map(({ status }) => status),
    Array(4).fill("rejected"),
  );
  assert.deepEqual(rules.users(), []);
});

test("finds the classes with harmless commands in the tables of a database in this process", async () => {
  const store = new Store();
  const row = { member: null, values: ["State"], updated: 0, comment: null };
  await store.write(() => {
    const properties = store.table<PropertyRow>("property_class");
    properties.put("1", { ...row, owner: "Starter", name: "AllowedAccessCmd" });
    properties.put("2", { ...row, owner: "Starter", name: "doc_url" });
    properties.put("3", { ...row, owner: "DServer", name: "allowedaccesscmd" });
  });
  const database = new StoredAccessDatabase(store, {} as Database);
  assert.deepEqual(await database.classesWithAllowedCommands(), ["Starter", "DServer"]);
});
