import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { PropertyDatabase } from "../../../../support/property-database.ts";

describe("the commands that delete properties", () => {
  let database: PropertyDatabase;
  beforeEach(() => {
    database = new PropertyDatabase();
  });
  const left = (command: string, owner: string) => database.ask(command, [owner, "*"]);

  it("delete those of an owner that wildcards match", async () => {
    await database.change("DbPutProperty", [
      "o",
      "4",
      "a1",
      "1",
      "x",
      "a2",
      "1",
      "x",
      "b",
      "1",
      "x",
      "c",
      "1",
      "x",
    ]);
    await database.change("DbDeleteProperty", []);
    await database.change("DbDeleteProperty", ["o"]);
    await database.change("DbDeleteProperty", ["O", "A*", "b", "nothing", "%"]);
    assert.deepEqual(left("DbGetPropertyList", "o"), ["c"]);
  });

  it("delete those of a member by their names alone", async () => {
    await database.change("DbPutDeviceAttributeProperty2", [
      "a/b/c",
      "1",
      "level",
      "3",
      "unit",
      "1",
      "x",
      "Label",
      "1",
      "x",
      "u*",
      "1",
      "x",
    ]);
    await database.change("DbDeleteDeviceAttributeProperty", [
      "tango://h:1/a/b/c",
      "LEVEL",
      "u*",
      "%",
      "label",
    ]);
    assert.deepEqual(database.ask("DbGetDeviceAttributeProperty2", ["a/b/c", "level"]), [
      "a/b/c",
      "1",
      "level",
      "1",
      "unit",
      "1",
      "x",
    ]);
  });

  it("delete all of several members, and record each", async () => {
    await database.change("DbPutDevicePipeProperty", [
      "a/b/c",
      "2",
      "p",
      "2",
      "unit",
      "1",
      "x",
      "Label",
      "1",
      "x",
      "q",
      "1",
      "unit",
      "1",
      "x",
    ]);
    await database.change("DbDeleteAllDevicePipeProperty", ["a/b/c", "P", "nothing"]);
    assert.deepEqual(left("DbGetDevicePipeList", "a/b/c"), ["q"]);
    const deletions = database
      .ask("DbGetDevicePipePropertyHist", ["a/b/c", "p", "*"])
      .filter((text) => text === "0");
    assert.equal(deletions.length, 2);
  });

  it("delete the members that % matches, and record nothing", async () => {
    for (const owner of ["Cls", "Class", "Other"])
      await database.change("DbPutClassAttributeProperty2", [
        owner,
        "3",
        "a_b",
        "1",
        "u",
        "1",
        "x",
        "axb",
        "1",
        "u",
        "1",
        "x",
        "c",
        "1",
        "u",
        "1",
        "x",
      ]);
    await database.change("DbDeleteClassAttribute", ["cl%", "a_b"]);
    assert.deepEqual(left("DbGetClassAttributeList", "Class"), ["axb", "c"]);
    await database.change("DbDeleteClassAttribute", ["cl%", "a%"]);
    assert.deepEqual(
      ["Cls", "Class", "Other"].map((owner) => left("DbGetClassAttributeList", owner)),
      [["c"], ["c"], ["axb", "a_b", "c"]],
    );
    await database.change("DbDeleteClassAttribute", ["*", "*"]);
    assert.deepEqual(left("DbGetClassAttributeList", "Cls"), ["c"]);
    assert.ok(!database.ask("DbGetClassAttributePropertyHist", ["Cls", "*", "*"]).includes("0"));
  });

  it("do not take % for more than itself in the name of a device", async () => {
    await database.change("DbPutDevicePipeProperty", ["a/b/c", "1", "p", "1", "unit", "1", "x"]);
    await database.change("DbDeleteDevicePipe", ["a/b/%", "p"]);
    assert.deepEqual(left("DbGetDevicePipeList", "a/b/c"), ["p"]);
    await database.change("DbDeleteDevicePipe", ["tango:A/b/c", "P"]);
    assert.deepEqual(left("DbGetDevicePipeList", "a/b/c"), []);
  });

  const NAMED: readonly (readonly [
    command: string,
    rest: readonly string[],
    desc: string,
    origin: string,
  ])[] = [
    ["DbDeleteDeviceAttribute", ["a"], "failed to delete device attribute", "db_delete_device_attribute"],
    [
      "DbDeleteDeviceAttributeProperty",
      ["a", "p"],
      "failed to delete device attribute",
      "db_delete_device_attribute",
    ],
    [
      "DbDeleteAllDeviceAttributeProperty",
      ["a"],
      "Failed to delete all device attribute(s) property",
      "db_delete_all_device_attribute",
    ],
    ["DbDeleteDevicePipe", ["a"], "Failed to delete device pipe", "db_delete_device_pipe"],
    [
      "DbDeleteDevicePipeProperty",
      ["a", "p"],
      "Failed to delete device pipe",
      "db_delete_device_pipe_property",
    ],
    [
      "DbDeleteAllDevicePipeProperty",
      ["a"],
      "Failed to delete all device pipe(s) property",
      "db_delete_all_device_pipe",
    ],
  ];
  for (const [command, rest, desc, origin] of NAMED) {
    it(`refuse what is no device: ${command}`, async () => {
      const error = {
        reason: "DB_IncorrectDeviceName",
        severity: "ERR",
        desc: `${desc}, device name incorrect`,
        origin: `DataBase::${origin}()`,
      };
      for (const name of ["", "a/b", "a/*/c", "tango://a/b", "tango:a"])
        await assert.rejects(database.change(command, [name, ...rest]), (failed: { errors: unknown[] }) => {
          assert.deepEqual(failed.errors, [error]);
          return true;
        });
      await assert.rejects(database.change(command, ["a/b/c", ...rest].slice(0, -1)), {
        reason: "DB_IncorrectArguments",
      });
    });
  }
});
