import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { PropertyDatabase } from "../../../../support/property-database.ts";

describe("the commands that put properties", () => {
  let database: PropertyDatabase;
  beforeEach(() => {
    database = new PropertyDatabase();
  });
  const values = (name: string) => database.ask("DbGetDeviceProperty", ["d", name]).slice(4);

  it("replace a property with its spelling, and take away one that has no values", async () => {
    await database.change("DbPutDeviceProperty", ["d", "1", "name", "2", "a", "b"]);
    await database.change("DbPutDeviceProperty", ["D", "1", "NAME", "1", "c"]);
    assert.deepEqual(values("name"), ["c"]);
    assert.deepEqual(database.ask("DbGetDevicePropertyList", ["d", "*"]), ["NAME"]);
    await database.change("DbPutDeviceProperty", ["d", "1", "name", "0"]);
    assert.deepEqual(database.ask("DbGetDevicePropertyList", ["d", "*"]), []);
  });

  it("leave other properties whose names `_` and `%` would match alone", async () => {
    await database.change("DbPutDeviceProperty", ["d", "2", "axb", "1", "1", "pq", "1", "2"]);
    await database.change("DbPutDeviceProperty", ["d", "2", "a_b", "1", "3", "p%", "1", "4"]);
    assert.deepEqual([values("axb"), values("pq")], [["1"], ["2"]]);
  });

  it("take a backslash before a quote for one that a client put there for SQL", async () => {
    await database.change("DbPutDeviceProperty", [
      "d",
      "1",
      "x",
      "4",
      'a\\"b',
      "it\\'s",
      "a\\b\\\\",
      "\\\\'",
    ]);
    assert.deepEqual(values("x"), ['a"b', "it's", "a\\b\\\\", "\\'"]);
  });

  it("put single values in the old form", async () => {
    await database.change("DbPutClassAttributeProperty", [
      "C",
      "2",
      "a",
      "2",
      "unit",
      "mm",
      "label",
      "A",
      "b",
      "0",
    ]);
    const answer = ["C", "2", "a", "2", "label", "1", "A", "unit", "1", "mm", "b", "0"];
    assert.deepEqual(database.ask("DbGetClassAttributeProperty2", ["C", "a", "b"]), answer);
  });

  it("replace the first value alone, and do not record it, where a memorized value is put", async () => {
    const memorized = (value: string) => ["d", "1", "level", "1", "__value", "1", value];
    await database.change("DbPutDeviceAttributeProperty2", memorized("1"));
    assert.deepEqual(database.ask("DbGetDeviceAttributePropertyHist", ["d", "*", "*"]), []);
    await database.change("DbPutDeviceAttributeProperty2", [
      "d",
      "1",
      "Level",
      "1",
      "__value",
      "2",
      "2",
      "3",
    ]);
    await database.change("DbPutDeviceAttributeProperty2", memorized("it\\'s"));
    const answer = ["d", "1", "level", "1", "__value", "2", "it's", "3"];
    assert.deepEqual(database.ask("DbGetDeviceAttributeProperty2", ["d", "level"]), answer);
    assert.equal(database.ask("DbGetDeviceAttributePropertyHist", ["d", "*", "*"]).length, 6);
  });

  const BROKEN: readonly (readonly [
    title: string,
    command: string,
    argument: readonly string[],
    reason: string,
    desc: RegExp,
  ])[] = [
    [
      "no number of properties",
      "DbPutProperty",
      ["o"],
      "DB_IncorrectArguments",
      /the number of properties is missing after the 1 given/,
    ],
    ["nothing", "DbPutProperty", [], "DB_IncorrectArguments", /the object is missing after the 0 given/],
    [
      "fewer values than announced",
      "DbPutProperty",
      ["o", "1", "p", "3", "x"],
      "DB_IncorrectArguments",
      /the number of values of property 'p' is 3, but 1 texts follow/,
    ],
    [
      "fewer properties than announced",
      "DbPutProperty",
      ["o", "2", "p", "1", "x"],
      "DB_IncorrectArguments",
      /the number of properties is 2, but 3 texts follow/,
    ],
    [
      "the second property cut off",
      "DbPutProperty",
      ["o", "2", "p", "1", "x", "q"],
      "DB_IncorrectArguments",
      /the number of values of property 'q' is missing/,
    ],
    ["a number that is negative", "DbPutProperty", ["o", "-1"], "DB_IncorrectArguments", /is -1/],
    [
      "a number that no sequence has",
      "DbPutProperty",
      ["o", "99999999999999999999"],
      "DB_IncorrectArguments",
      /99999999999999999999/,
    ],
    ["no number", "DbPutProperty", ["o", "x"], "DB_ParseStringError", /^Could not parse string to number$/],
    [
      "a name of 256 characters",
      "DbPutProperty",
      ["o", "1", "n".repeat(256), "1", "x"],
      "DB_SQLError",
      /Data too long for column 'name'/,
    ],
    [
      "an owner of 256 characters",
      "DbPutDeviceProperty",
      ["o".repeat(256), "1", "n", "1", "x"],
      "DB_SQLError",
      /column 'device'/,
    ],
    [
      "a member of 256 characters",
      "DbPutClassPipeProperty",
      ["o", "1", "n".repeat(256), "1", "n", "1", "x"],
      "DB_SQLError",
      /column 'pipe'/,
    ],
    [
      "a value of 65536 octets",
      "DbPutProperty",
      ["o", "1", "n", "2", "x", "v".repeat(65536)],
      "DB_SQLError",
      /value 2 of property 'n' of 'o' has 65536 octets, 65535 at most/,
    ],
  ];
  for (const [title, command, argument, reason, desc] of BROKEN) {
    it(`refuse ${title}, and change nothing`, async () => {
      await assert.rejects(
        database.change(command, argument),
        (failed: { errors: { reason: string; desc: string }[] }) => {
          assert.equal(failed.errors[0]?.reason, reason);
          assert.match(failed.errors[0]?.desc ?? "", desc);
          return true;
        },
      );
      assert.deepEqual(database.ask("DbGetObjectList", "*"), []);
      assert.deepEqual(database.ask("DbGetPropertyHist", ["o", "*"]), []);
    });
  }

  it("count the characters of UTF-8 in names, not its octets", async () => {
    const name = Buffer.from("é".repeat(255)).toString("latin1");
    await database.change("DbPutProperty", ["o", " 1x", name, "+1", "v"]);
    assert.deepEqual(database.ask("DbGetPropertyList", ["o", "*"]), [name]);
  });
});
