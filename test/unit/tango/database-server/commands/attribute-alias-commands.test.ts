import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ATTRIBUTE_ALIAS_COMMANDS } from "../../../../../src/tango/database-server/commands/attribute-alias-commands.ts";
import { CalledCommands } from "../../../../support/database-commands.ts";

const commands = () => new CalledCommands(ATTRIBUTE_ALIAS_COMMANDS);

describe("attribute aliases", () => {
  it("stand for one attribute each, which has one alias", async () => {
    const called = commands();
    await called.call("DbPutAttributeAlias", ["a/b/c/Level", "Height"]);
    await assert.rejects(called.call("DbPutAttributeAlias", ["a/b/d/level", "height"]), {
      reason: "DB_SQLError",
      message: /alias height already exists !/,
    });
    await called.call("DbPutAttributeAlias", ["A/B/C/level", "depth"]);
    assert.equal(await called.call("DbGetAliasAttribute", "DEPTH"), "A/B/C/level");
    assert.equal(await called.call("DbGetAttributeAlias", "depth"), "A/B/C/level");
    assert.equal(await called.call("DbGetAttributeAlias2", "a/b/c/LEVEL"), "depth");
    await assert.rejects(called.call("DbGetAliasAttribute", "height"), {
      reason: "DB_SQLError",
      message: /No attribute found for alias {2}'height'/,
    });
    await called.call("DbDeleteAttributeAlias", "Depth");
    await assert.rejects(called.call("DbGetAttributeAlias2", "a/b/c/level"), { reason: "DB_SQLError" });
  });

  it("are listed in the order of the attributes", async () => {
    const called = commands();
    await called.call("DbPutAttributeAlias", ["a/b/c/z", "first"]);
    await called.call("DbPutAttributeAlias", ["x/y/z/a", "last"]);
    assert.deepEqual(await called.call("DbGetAttributeAliasList", "*"), ["last", "first"]);
    assert.deepEqual(await called.call("DbGetAttributeAliasList", "F*"), ["first"]);
  });

  it("refuses what is no attribute, and what is no alias", async () => {
    const called = commands();
    await assert.rejects(called.call("DbPutAttributeAlias", ["a/b/c", "x"]), { reason: "DB_SQLError" });
    for (const argument of [["a/b/c/d"], ["a/b/c/d", "x y"], ["a/b/c/d", "x/y"]]) {
      await assert.rejects(called.call("DbPutAttributeAlias", argument), { reason: "DB_IncorrectArguments" });
    }
  });
});
