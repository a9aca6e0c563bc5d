import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CLASS_COMMANDS } from "../../../../../src/tango/database-server/commands/class-commands.ts";
import { DEVICE_COMMANDS } from "../../../../../src/tango/database-server/commands/device-commands.ts";
import { DEVICE_LIST_COMMANDS } from "../../../../../src/tango/database-server/commands/device-list-commands.ts";
import { HOST_COMMANDS } from "../../../../../src/tango/database-server/commands/host-commands.ts";
import { SERVER_COMMANDS } from "../../../../../src/tango/database-server/commands/server-commands.ts";
import { SERVER_INFO_COMMANDS } from "../../../../../src/tango/database-server/commands/server-info-commands.ts";
import { SERVER_LIST_COMMANDS } from "../../../../../src/tango/database-server/commands/server-list-commands.ts";
import { CalledCommands } from "../../../../support/database-commands.ts";

async function withServers() {
  const called = new CalledCommands({
    ...CLASS_COMMANDS,
    ...DEVICE_COMMANDS,
    ...DEVICE_LIST_COMMANDS,
    ...HOST_COMMANDS,
    ...SERVER_COMMANDS,
    ...SERVER_INFO_COMMANDS,
    ...SERVER_LIST_COMMANDS,
  });
  await called.call("DbAddServer", [
    "Motors/one",
    "lab/motor/2",
    "Motor",
    "lab/motor/1",
    "Motor",
    "lab/axis/1",
    "Axis",
  ]);
  await called.call("DbAddServer", ["Pumps/one", "vac/pump/1", "Pump"]);
  return called;
}

describe("DbAddServer", () => {
  it("defines devices and the admin device", async () => {
    const called = await withServers();
    assert.deepEqual(await called.call("DbGetDeviceClassList", "motors/ONE"), [
      ...["dserver/Motors/one", "DServer"],
      ...["lab/axis/1", "Axis"],
      ...["lab/motor/1", "Motor"],
      ...["lab/motor/2", "Motor"],
    ]);
  });

  it("changes nothing where one of its devices cannot be", async () => {
    const called = await withServers();
    await assert.rejects(called.call("DbAddServer", ["New/1", "a/b/c", "C", "a/b", "C"]), {
      reason: "DB_IncorrectDeviceName",
    });
    assert.equal(called.tables.devices.get("a/b/c"), undefined);
  });
});

describe("lists", () => {
  it("are in order, each name once, whatever the case of the wildcard", async () => {
    const called = await withServers();
    const lists = async (names: readonly [Parameters<typeof called.call>[0], string | string[]][]) =>
      Promise.all(names.map(([command, argument]) => called.call(command, argument)));
    await called.call("DbExportDevice", ["lab/motor/1", "IOR:01", "hostA", "1", "6"]);
    await called.call("DbExportDevice", ["dserver/motors/one", "IOR:01", "hostB.domain", "1", "6"]);
    assert.deepEqual(
      await lists([
        ["DbGetDeviceWideList", "LAB/*"],
        ["DbGetDeviceExportedList", "*"],
        ["DbGetExportdDeviceListForClass", "mot*"],
        ["DbGetDeviceDomainList", "*"],
        ["DbGetDeviceFamilyList", "lab/*"],
        ["DbGetDeviceMemberList", "*"],
        ["DbGetDeviceList", ["*", "Motor"]],
        ["DbGetDeviceList", ["Pumps/one", "*"]],
        ["DbGetClassList", "*"],
        ["DbGetDeviceServerClassList", "Motors/one"],
        ["DbGetServerList", "*"],
        ["DbGetServerNameList", "*"],
        ["DbGetInstanceNameList", "motors"],
        ["DbGetHostList", "host*"],
        ["DbGetHostServerList", "hostb"],
        ["DbGetDeviceWideList", ""],
      ]),
      [
        ["lab/axis/1", "lab/motor/1", "lab/motor/2"],
        ["dserver/Motors/one", "lab/motor/1"],
        ["lab/motor/1"],
        ["dserver", "lab", "vac"],
        ["axis", "motor"],
        ["1", "2", "one"],
        ["lab/motor/1", "lab/motor/2"],
        ["dserver/Pumps/one", "vac/pump/1"],
        ["Axis", "DServer", "Motor", "Pump"],
        ["Axis", "DServer", "Motor"],
        ["Motors/one", "Pumps/one"],
        ["Motors", "Pumps"],
        ["one"],
        ["hostA", "hostB.domain"],
        ["Motors/one"],
        [],
      ],
    );
    assert.equal(await called.call("DbGetClassForDevice", "LAB/motor/1"), "Motor");
    await assert.rejects(called.call("DbGetClassForDevice", "a/b/c"), {
      message: /Class not found for a\/b\/c/,
    });
    await assert.rejects(called.call("DbGetDeviceList", ["*"]), { reason: "DB_IncorrectArguments" });
  });
});

describe("DbRenameServer", () => {
  it("renames the server of its devices, and the admin device with its properties", async () => {
    const called = await withServers();
    const { tables } = called;
    const property = {
      owner: "dserver/Motors/one",
      member: null,
      name: "p",
      values: ["1"],
      updated: 0,
      comment: null,
    };
    await tables.write(() => tables.properties.property_device.rows.put("dserver/motors/one\0\0p", property));
    await called.call("DbRenameServer", ["motors/ONE", "Engines/two"]);
    assert.equal(tables.devices.get("lab/motor/1")!.server, "Engines/two");
    assert.equal(tables.devices.get("dserver/motors/one"), undefined);
    assert.equal(tables.devices.get("dserver/engines/two")!.name, "dserver/Engines/two");
    assert.deepEqual(
      [...tables.properties.property_device.of("dserver/engines/two")].map(({ values }) => values),
      [["1"]],
    );
    assert.deepEqual(called.told, [["nada"]]);
  });

  it("refuses names that are taken, unknown or none", async () => {
    const called = await withServers();
    const failures: readonly (readonly [readonly string[], string])[] = [
      [["Motors/one", "PUMPS/one"], "Db_WrongArgument"],
      [["Motors/one", "Pumps"], "Db_WrongArgument"],
      [["None/one", "New/one"], "DB_IncorrectServerName"],
      [["Motors/one"], "DB_WrongArgNUmber"],
    ];
    for (const [argument, reason] of failures) {
      await assert.rejects(called.call("DbRenameServer", argument), { reason });
    }
  });
});

describe("DbDeleteServer", () => {
  it("deletes its devices; how it is controlled stays, as in the real database", async () => {
    const called = await withServers();
    await called.call("DbPutServerInfo", ["Motors/one", "host", "1", "2"]);
    await called.call("DbDeleteServer", "MOTORS/one");
    assert.deepEqual(await called.call("DbGetDeviceWideList", "*"), ["dserver/Pumps/one", "vac/pump/1"]);
    assert.deepEqual(await called.call("DbGetServerInfo", "Motors/one"), ["Motors/one", "host", "1", "2"]);
    for (const name of ["Motors", "Motors/*", "Motors/%", "Motors/none"]) {
      await assert.rejects(called.call("DbDeleteServer", name), { reason: "DB_IncorrectServerName" });
    }
  });
});

describe("DbUnExportServer", () => {
  it("unexports all devices of the server, and no others", async () => {
    const called = await withServers();
    for (const name of ["lab/motor/1", "dserver/motors/one", "vac/pump/1"]) {
      await called.call("DbExportDevice", [name, "IOR:01", "host", "1", "6"]);
    }
    await called.call("DbUnExportServer", "MOTORS/one");
    assert.deepEqual(await called.call("DbGetDeviceExportedList", "*"), ["vac/pump/1"]);
  });
});

describe("server info", () => {
  it("is blank where nobody controls the server", async () => {
    const called = await withServers();
    assert.deepEqual(await called.call("DbGetServerInfo", "Motors/One"), ["Motors/One", " ", " ", " "]);
    await called.call("DbPutServerInfo", ["Motors/one", "host", "1", "2"]);
    await called.call("DbExportDevice", ["dserver/motors/one", "IOR:01", "other", "1", "6"]);
    assert.deepEqual(await called.call("DbGetServerInfo", "Motors/One"), ["Motors/One", "other", "1", "2"]);
    assert.deepEqual(await called.call("DbGetHostServersInfo", "other"), ["Motors/one", "1", "2"]);
    await called.call("DbDeleteServerInfo", "MOTORS/one");
    assert.deepEqual(await called.call("DbGetServerInfo", "Motors/one"), ["Motors/one", " ", " ", " "]);
  });

  it("tells the Starter of the host, or of that where it ran last", async () => {
    const called = await withServers();
    await called.call("DbPutServerInfo", ["Motors/one", "host", "1", "2"]);
    await called.call("DbExportDevice", ["lab/motor/1", "IOR:01", "last", "1", "6"]);
    await called.call("DbExportDevice", ["dserver/motors/one", "IOR:01", "last", "1", "6"]);
    await called.call("DbPutServerInfo", ["Motors/one", "", "0", "0"]);
    assert.deepEqual(called.told, [["host"], ["last"], ["last"]]);
    await assert.rejects(called.call("DbPutServerInfo", ["None/one", "", "0", "0"]), {
      reason: "DB_DeviceNotDefined",
    });
    await assert.rejects(called.call("DbPutServerInfo", ["Motors/one", "h", "x", "0"]), {
      reason: "DB_SQLError",
    });
    await assert.rejects(called.call("DbPutServerInfo", ["Motors/one", "h", "1"]), {
      reason: "DB_IncorrectArguments",
    });
  });
});
