import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDeviceList } from "../../../../../src/tango/server/database/declared-device.ts";
import { NoServerDatabase } from "../../../../../src/tango/server/database/no-server-database.ts";

describe("a server without database", () => {
  it("has the devices that were declared, those without class in the last one", async () => {
    const devices = parseDeviceList("a/b/1,FIRST::a/b/2,Second::a/b/3,first::a/b/4,a/b/5");
    const database = new NoServerDatabase(devices, [{ name: "First" }, { name: "Second" }]);
    assert.deepEqual(await database.classNames(), ["First", "Second"]);
    assert.deepEqual(await database.deviceNames("first"), ["a/b/2", "a/b/4"]);
    assert.deepEqual(await database.deviceNames("Second"), ["a/b/3", "a/b/1", "a/b/5"]);
  });

  it("has one device NoName in a class for which none is declared, unless the class knows better", async () => {
    const database = new NoServerDatabase(
      [],
      [{ name: "First" }, { name: "Second", deviceNames: ["my/own/name"] }],
    );
    assert.deepEqual(await database.deviceNames("First"), ["NoName"]);
    assert.deepEqual(await database.deviceNames("Second"), ["my/own/name"]);
    assert.deepEqual(await database.deviceNames("Third"), []);
  });

  it("forgets what is put", async () => {
    const database = new NoServerDatabase([], [{ name: "First" }]);
    await database.putDeviceProperties();
    assert.deepEqual(await database.deviceProperties("NoName", ["a", "b"]), { a: [], b: [] });
    await database.putDeviceAttributeProperties();
    assert.deepEqual(await database.deviceAttributeProperties("NoName", ["x"]), { x: {} });
  });

  it("refuses a device of a class that it has not", () => {
    assert.throws(() => new NoServerDatabase(parseDeviceList("Other::a/b/c"), [{ name: "First" }]), {
      reason: "API_WrongCmdLineArgs",
      message:
        /Class name other used on command line device declaration but this class is not embedded in DS process/,
    });
  });
});

describe("a list of devices", () => {
  it("refuses malformed names", () => {
    for (const [list, name] of [
      ["a/b", "a/b"],
      ["a/b/c,,d/e/f", ""],
      ["X::a/b/c/d", "X::a/b/c/d"],
    ] as const)
      assert.throws(() => parseDeviceList(list), {
        reason: "API_WrongCmdLineArgs",
        message: new RegExp(`Device name ${name} does not have the correct syntax`),
      });
  });

  it("refuses a name that occurs twice, whatever its case and class", () => {
    assert.throws(() => parseDeviceList("a/b/c,X::A/B/C"), {
      message: /Each device must have different name/,
    });
  });
});
