import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chooseServerDatabase } from "../../../../../src/tango/server/startup/choose-server-database.ts";
import { testContext } from "../../../../support/fake-device.ts";

describe("chooseServerDatabase", () => {
  const classes = [{ name: "Motor" }];

  it("makes the database that was asked for", async (t) => {
    const context = testContext();
    t.after(() => context.close());
    const devices = [{ name: "a/b/c", className: null }];
    const none = await chooseServerDatabase({ kind: "none", devices }, classes, context);
    assert.equal(none.kind, "none");
    assert.deepEqual(await none.deviceNames("Motor"), ["a/b/c"]);
    const file = await chooseServerDatabase({ kind: "file", path: "not-there" }, classes, context);
    assert.equal(file.kind, "file");
    await assert.rejects(file.open({ executable: "Motor", instance: "lab" }), {
      message: /could not open file not-there/,
    });
  });

  it("rejects devices of classes that the server has not", async (t) => {
    const context = testContext();
    t.after(() => context.close());
    const devices = [{ name: "a/b/c", className: "Pump" }];
    await assert.rejects(chooseServerDatabase({ kind: "none", devices }, classes, context), {
      reason: "API_WrongCmdLineArgs",
    });
  });
});
