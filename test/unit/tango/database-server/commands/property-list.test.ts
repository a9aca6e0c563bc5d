import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { PropertyDatabase } from "../../../../support/property-database.ts";

describe("the commands that list properties", () => {
  const database = new PropertyDatabase();
  before(async () => {
    await database.change("DbPutDeviceProperty", [
      "a/b/c",
      "3",
      "zeta",
      "2",
      "1",
      "2",
      "Alpha",
      "1",
      "1",
      "_x",
      "1",
      "1",
    ]);
    await database.change("DbPutClassProperty", ["Class", "2", "b", "1", "1", "a", "1", "1"]);
    await database.change("DbPutClassProperty", ["Clash", "1", "c", "1", "1"]);
    await database.change("DbPutProperty", ["Object", "1", "p", "1", "1"]);
    await database.change("DbPutProperty", ["other", "1", "q", "1", "1"]);
    const roots = (name: string, ...values: string[]) => [
      name,
      "1",
      "__root_att",
      String(values.length),
      ...values,
    ];
    await database.change("DbPutDeviceAttributeProperty2", [
      "f/f/2",
      "2",
      ...roots("b", "A/B/c/level"),
      ...roots("a", "a/b/c/x", "a/b/cc/x"),
    ]);
    await database.change("DbPutDeviceAttributeProperty2", [
      "f/f/1",
      "2",
      ...roots("a", "a/b/c/y/z"),
      "n",
      "1",
      "unit",
      "1",
      "a/b/c/no",
    ]);
  });

  const LISTS: readonly (readonly [
    command: string,
    argument: string | readonly string[],
    expected: readonly string[],
  ])[] = [
    ["DbGetDevicePropertyList", ["A/B/C", "*"], ["Alpha", "zeta", "_x"]],
    ["DbGetDevicePropertyList", ["a/b/c", "*A"], ["Alpha", "zeta"]],
    ["DbGetDevicePropertyList", ["a/b/c", ""], []],
    ["DbGetDevicePropertyList", ["a/b/c", "%", "more"], []],
    ["DbGetClassPropertyList", "class", ["a", "b"]],
    ["DbGetClassPropertyList", "cla%", ["a", "b", "c"]],
    ["DbGetClassPropertyList", "cla*", []],
    ["DbGetClassPropertyListWildcard", ["class", "*"], ["a", "b"]],
    ["DbGetClassPropertyListWildcard", ["cla%", "*"], []],
    ["DbGetPropertyList", ["o%", "*"], ["p", "q"]],
    ["DbGetPropertyList", ["object", "*"], ["p"]],
    ["DbGetObjectList", "*", ["Object", "other"]],
    ["DbGetObjectList", "OB*", ["Object"]],
    ["DbGetObjectList", "", []],
    ["DbGetDeviceAttributeList", ["f/f/2", "*"], ["a", "b"]],
    ["DbGetDeviceAttributeList", ["f/f/1", "N"], ["n"]],
    [
      "DbGetForwardedAttributeListForDevice",
      "a/b/c",
      ["f/f/1", "a", "a/b/c/y/z", "f/f/2", "a", "a/b/c/x", "f/f/2", "b", "A/B/c/level"],
    ],
    [
      "DbGetForwardedAttributeListForDevice",
      "a/%",
      [
        "f/f/1",
        "a",
        "a/b/c/y/z",
        "f/f/2",
        "a",
        "a/b/c/x",
        "f/f/2",
        "a",
        "a/b/cc/x",
        "f/f/2",
        "b",
        "A/B/c/level",
      ],
    ],
    ["DbGetForwardedAttributeListForDevice", "a/_/c", []],
  ];
  for (const [command, argument, expected] of LISTS) {
    it(`lists ${command} ${JSON.stringify(argument)}`, () => {
      assert.deepEqual(database.ask(command, argument), expected);
    });
  }

  it("refuses too few texts", () => {
    for (const command of ["DbGetDevicePropertyList", "DbGetClassPipeList", "DbGetPropertyList"])
      assert.throws(() => database.ask(command, ["x"]), { reason: "DB_IncorrectArguments" });
    assert.throws(() => database.ask("DbGetPropertyList", ["x", "*", "y"]), {
      reason: "DB_IncorrectArguments",
    });
  });

  it("forgets forwarded attributes that are deleted", async () => {
    await database.change("DbDeleteDeviceAttributeProperty", ["f/f/1", "a", "__root_att"]);
    assert.ok(!database.ask("DbGetForwardedAttributeListForDevice", "a/b/c").includes("f/f/1"));
  });
});
