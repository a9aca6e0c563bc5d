import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEVICE_ALIAS_COMMANDS } from "../../../../../src/tango/database-server/commands/device-alias-commands.ts";
import { DEVICE_COMMANDS } from "../../../../../src/tango/database-server/commands/device-commands.ts";
import { CalledCommands } from "../../../../support/database-commands.ts";

const commands = () => new CalledCommands({ ...DEVICE_COMMANDS, ...DEVICE_ALIAS_COMMANDS });

async function withDevice() {
  const called = commands();
  await called.call("DbAddDevice", ["Exec/One", "Lab/Motor/1", "Motor"]);
  return called;
}

describe("DbAddDevice", () => {
  it("defines a device, and the admin device of a server that has none", async () => {
    const called = await withDevice();
    const { rows } = called.tables.devices;
    assert.deepEqual(
      [...rows.rows()].map((row) => [row.name, row.server, row.class]),
      [
        ["Lab/Motor/1", "Exec/One", "Motor"],
        ["dserver/Exec/One", "Exec/One", "DServer"],
      ],
    );
    await called.call("DbAddDevice", ["exec/one", "lab/motor/2", "Motor"]);
    assert.equal(rows.size, 3);
  });

  it("forgets what it knew of a device of this name, its alias too", async () => {
    const called = await withDevice();
    await called.call("DbPutDeviceAlias", ["lab/motor/1", "motor"]);
    await called.call("DbAddDevice", ["Exec/Two", "LAB/motor/1", "Other"]);
    const row = called.tables.devices.get("lab/motor/1")!;
    assert.deepEqual(
      [row.name, row.server, row.class, row.alias],
      ["LAB/motor/1", "Exec/Two", "Other", null],
    );
  });

  it("takes what stands in front of the name away", async () => {
    const called = commands();
    await called.call("DbAddDevice", ["e/i", "tango://host:10000/a/b/c", "C"]);
    await called.call("DbAddDevice", ["e/i", "taco:a/b/d", "C"]);
    assert.ok(called.tables.devices.get("a/b/c"));
    assert.ok(called.tables.devices.get("a/b/d"));
  });

  it("refuses names that are none, and changes nothing", async () => {
    const called = commands();
    for (const name of ["", "a", "a/b", "/a/b/c", "a/b/*", "//host", "tango:a/b"]) {
      await assert.rejects(called.call("DbAddDevice", ["e/i", name, "C"]), {
        reason: "DB_IncorrectDeviceName",
      });
    }
    await assert.rejects(called.call("DbAddDevice", ["e", "a/b/c", "C"]), {
      reason: "DB_IncorrectServerName",
    });
    await assert.rejects(called.call("DbAddDevice", ["e/i", `a/b/${"c".repeat(86)}`, "C"]), {
      reason: "DB_SQLError",
    });
    await assert.rejects(called.call("DbAddDevice", ["e/i", "a/b/c"]), { reason: "DB_IncorrectArguments" });
    assert.equal(called.tables.devices.rows.size, 0);
  });

  it("refuses an alias that another device has", async () => {
    const called = await withDevice();
    await called.call("DbPutDeviceAlias", ["lab/motor/1", "motor"]);
    await assert.rejects(called.call("DbAddDevice", ["e/i", "a/b/c", "C", "MOTOR"]), {
      reason: "DB_SQLError",
      message: /alias MOTOR already exists !/,
    });
    assert.equal(called.tables.devices.get("a/b/c"), undefined);
  });
});

describe("DbDeleteDevice", () => {
  it("takes its properties and the aliases of its attributes along", async () => {
    const called = await withDevice();
    const { tables } = called;
    const property = {
      owner: "Lab/Motor/1",
      member: null,
      name: "p",
      values: ["1"],
      updated: 0,
      comment: null,
    };
    await tables.write(() => {
      tables.properties.property_device.rows.put("lab/motor/1\0\0p", property);
      tables.properties.property_attribute_device.rows.put("lab/motor/1\0a\0p", { ...property, member: "a" });
      tables.properties.property_pipe_device.rows.put("lab/motor/1\0b\0p", { ...property, member: "b" });
      tables.properties.property_device.rows.put("lab/motor/10\0\0p", { ...property, owner: "lab/motor/10" });
      tables.attributeAliases.put("x", {
        alias: "x",
        name: "lab/motor/1/a",
        device: "lab/motor/1",
        attribute: "a",
        updated: 0,
        comment: null,
      });
    });
    await called.call("DbDeleteDevice", "LAB/motor/1");
    assert.equal(tables.devices.get("lab/motor/1"), undefined);
    assert.deepEqual(
      [...tables.properties.property_device.rows.rows()].map(({ owner }) => owner),
      ["lab/motor/10"],
    );
    assert.equal(tables.properties.property_attribute_device.rows.size, 0);
    assert.equal(tables.properties.property_pipe_device.rows.size, 0);
    assert.equal(tables.attributeAliases.size, 0);
  });

  it("refuses a wildcard, and is content with a device that is not there", async () => {
    const called = commands();
    await assert.rejects(called.call("DbDeleteDevice", "a/b/*"), { reason: "DB_IncorrectDeviceName" });
    await called.call("DbDeleteDevice", "a/b/c");
  });
});

describe("DbExportDevice", () => {
  it("is what DbImportDevice gives, under the name or the alias by which it is asked", async () => {
    const called = await withDevice();
    await called.call("DbPutDeviceAlias", ["lab/motor/1", "Motor"]);
    await called.call("DbExportDevice", ["LAB/motor/1", "IOR:01", "host", "4194304", "6"]);
    const expected = (name: string) => ({
      lvalue: Int32Array.of(1, 4194304),
      svalue: [name, "IOR:01", "6", "Exec/One", "host", "Motor"],
    });
    assert.deepEqual(await called.call("DbImportDevice", "Lab/Motor/1"), expected("lab/motor/1"));
    assert.deepEqual(await called.call("DbImportDevice", "MOTOR"), expected("motor"));
  });

  it("lets letters beyond ASCII in names be what they are", async () => {
    const called = commands();
    // As they come off the wire: one character for each octet of UTF-8.
    const name = Buffer.from("ä/b/É").toString("latin1");
    await called.call("DbAddDevice", ["e/i", name, "C"]);
    const { svalue } = (await called.call("DbImportDevice", name)) as { svalue: string[] };
    assert.equal(svalue[0], name);
  });

  it("tells the Starters of the hosts where a server starts and where it ran before", async () => {
    const called = await withDevice();
    const admin = (host: string) => ["dserver/exec/one", "IOR:01", host, "1", "6"];
    await called.call("DbExportDevice", ["lab/motor/1", "IOR:01", "first", "1", "6"]);
    await called.call("DbExportDevice", admin("first"));
    await called.call("DbExportDevice", admin("first"));
    await called.call("DbExportDevice", admin("second"));
    assert.deepEqual(called.told, [["first"], ["first"], ["second", "first"]]);
    called.tellsStarters = false;
    await called.call("DbExportDevice", admin("third"));
    assert.equal(called.told.length, 3);
  });

  it("refuses what is not defined, or cannot be", async () => {
    const called = await withDevice();
    const device = ["lab/motor/1", "IOR:01", "host"];
    const failures: readonly (readonly [readonly string[], string, RegExp])[] = [
      [
        ["a/b/c", "IOR:01", "host", "1", "6"],
        "DB_DeviceNotDefined",
        /device a\/b\/c not defined in the database !/,
      ],
      [
        ["dserver/none/1", "IOR:01", "h", "1", "6"],
        "DB_DeviceNotDefined",
        /No host found for device 'dserver\/none\/1'/,
      ],
      [[...device, "1"], "DB_IncorrectArguments", /Insufficient export info/],
      [[...device, "many", "6"], "DB_SQLError", /Incorrect integer value: 'many'/],
      [[...device, "4294967296", "6"], "DB_SQLError", /Incorrect integer value/],
      [[...device, "1", "version 10"], "DB_SQLError", /Data too long for column 'version'/],
    ];
    for (const [argument, reason, message] of failures) {
      await assert.rejects(called.call("DbExportDevice", argument), { reason, message });
    }
    assert.equal(called.tables.devices.get("lab/motor/1")!.exported, false);
  });
});

describe("DbGetDeviceInfo", () => {
  it("has when the device started and stopped, or ? where it never did", async () => {
    const called = await withDevice();
    const dates = async () =>
      ((await called.call("DbGetDeviceInfo", "lab/motor/1")) as { svalue: string[] }).svalue.slice(5);
    assert.deepEqual(await dates(), ["?", "?", "Motor"]);
    called.now = new Date(2026, 10, 22, 23, 8, 37).getTime() / 1000;
    await called.call("DbExportDevice", ["lab/motor/1", "IOR:01", "host", "null", "6"]);
    called.now += 24 * 3600;
    await called.call("DbUnExportDevice", "LAB/MOTOR/1");
    assert.deepEqual(await dates(), [
      "22nd November 2026 at 23:08:37",
      "23rd November 2026 at 23:08:37",
      "Motor",
    ]);
    const { lvalue } = (await called.call("DbGetDeviceInfo", "lab/motor/1")) as { lvalue: Int32Array };
    assert.deepEqual([...lvalue], [0, -1]);
  });
});
