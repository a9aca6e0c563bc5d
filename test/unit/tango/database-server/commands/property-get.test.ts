import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { PropertyDatabase } from "../../../../support/property-database.ts";

describe("the commands that get properties", () => {
  let database: PropertyDatabase;
  beforeEach(() => {
    database = new PropertyDatabase();
  });

  it("give the values of a device under the names that were asked for, in any case", async () => {
    await database.change("DbPutDeviceProperty", ["a/b/C", "2", "Host", "1", "here", "ports", "2", "1", ""]);
    const asked = ["A/b/c", "HOST", "nothing", "ports"];
    const answer = ["A/b/c", "3", "HOST", "1", "here", "nothing", "0", " ", "ports", "2", "1", ""];
    assert.deepEqual(database.ask("DbGetDeviceProperty", asked), answer);
  });

  it("have a blank for what a device or an object does not have, but not for a class", () => {
    assert.deepEqual(database.ask("DbGetDeviceProperty", ["a/b/c", "x"]), ["a/b/c", "1", "x", "0", " "]);
    assert.deepEqual(database.ask("DbGetProperty", ["o", "x"]), ["o", "1", "x", "0", " "]);
    assert.deepEqual(database.ask("DbGetClassProperty", ["C", "x"]), ["C", "1", "x", "0"]);
    assert.deepEqual(database.ask("DbGetProperty", ["o"]), ["o", "0"]);
  });

  it("make one list of all properties that a wildcard matches, the first values first", async () => {
    await database.change("DbPutProperty", [
      "o",
      "3",
      "b",
      "2",
      "b1",
      "b2",
      "a",
      "1",
      "a1",
      "other",
      "1",
      "o1",
    ]);
    assert.deepEqual(database.ask("DbGetProperty", ["o", "*"]), ["o", "1", "*", "4", "a1", "b1", "o1", "b2"]);
    assert.deepEqual(database.ask("DbGetProperty", ["o", "%"]), ["o", "1", "%", "0", " "]);
  });

  it("take % for any characters in names of properties of a class, and _ for itself", async () => {
    await database.change("DbPutClassProperty", ["C", "2", "a_b", "1", "1", "axb", "1", "2"]);
    assert.deepEqual(database.ask("DbGetClassProperty", ["C", "a_b"]), ["C", "1", "a_b", "1", "1"]);
    assert.deepEqual(database.ask("DbGetClassProperty", ["C", "a%"]), ["C", "1", "a%", "2", "2", "1"]);
    assert.deepEqual(database.ask("DbGetClassProperty", ["C", "a*"]), ["C", "1", "a*", "0"]);
  });

  for (const [put, get] of [
    ["DbPutDeviceAttributeProperty2", "DbGetDeviceAttributeProperty2"],
    ["DbPutClassAttributeProperty2", "DbGetClassAttributeProperty2"],
    ["DbPutDevicePipeProperty", "DbGetDevicePipeProperty"],
    ["DbPutClassPipeProperty", "DbGetClassPipeProperty"],
  ] as const) {
    it(`give the properties of members, ordered by name: ${get}`, async () => {
      await database.change(put, [
        "o",
        "2",
        "Level",
        "2",
        "unit",
        "1",
        "mm",
        "Label",
        "2",
        "x",
        "y",
        "m",
        "1",
        "unit",
        "1",
        "s",
      ]);
      const level = ["Label", "2", "x", "y", "unit", "1", "mm"];
      assert.deepEqual(database.ask(get, ["O", "level", "nothing"]), [
        "O",
        "2",
        "level",
        "2",
        ...level,
        "nothing",
        "0",
      ]);
      assert.deepEqual(database.ask(get, ["o"]), ["o", "0"]);
      assert.deepEqual(database.ask(get, ["o", "%"]), [
        "o",
        "1",
        "%",
        "2",
        "Label",
        "2",
        "x",
        "y",
        "unit",
        "2",
        "mm",
        "s",
      ]);
    });
  }

  it("do not take % for more than itself where more attributes of a device are asked for than it has", async () => {
    await database.change("DbPutDeviceAttributeProperty2", ["d", "1", "level", "1", "unit", "1", "mm"]);
    assert.deepEqual(database.ask("DbGetDeviceAttributeProperty2", ["d", "%"]), ["d", "1", "%", "0"]);
    await database.change("DbPutClassAttributeProperty2", ["d", "1", "level", "1", "unit", "1", "mm"]);
    assert.deepEqual(database.ask("DbGetClassAttributeProperty2", ["d", "%"]), [
      "d",
      "1",
      "%",
      "1",
      "unit",
      "1",
      "mm",
    ]);
  });

  it("give each value with the name of its property in the old form", async () => {
    await database.change("DbPutDeviceAttributeProperty2", [
      "d",
      "1",
      "level",
      "2",
      "unit",
      "1",
      "mm",
      "Label",
      "2",
      "x",
      "y",
    ]);
    const pairs = ["Label", "x", "Label", "y", "unit", "mm"];
    assert.deepEqual(database.ask("DbGetDeviceAttributeProperty", ["d", "level", "m"]), [
      "d",
      "2",
      "level",
      "3",
      ...pairs,
      "m",
      "0",
    ]);
  });

  it("need an owner, and of a device a name", () => {
    const error = { reason: "DB_IncorrectArguments" };
    assert.throws(() => database.ask("DbGetClassProperty", []), error);
    assert.throws(
      () => database.ask("DbGetDeviceProperty", ["a/b/c"]),
      (failed: { errors: unknown[] }) => {
        assert.deepEqual(failed.errors, [
          {
            reason: "DB_IncorrectArguments",
            severity: "ERR",
            desc: "incorrect no. of input arguments, needs at least 2 (device,property)",
            origin: "DataBase::GetDeviceProperty()",
          },
        ]);
        return true;
      },
    );
  });
});
