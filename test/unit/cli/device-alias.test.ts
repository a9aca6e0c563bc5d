import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { CommandContext } from "../../../src/cli/command.ts";
import { deviceAliases } from "../../../src/cli/device-alias.ts";
import type { RegisteredDevice } from "../../../src/cli/registered-device.ts";
import * as tango from "../../../src/index.ts";

const CONTEXT = { tango: async () => tango, callOptions: {} } as unknown as CommandContext;

/** A database of which only the aliases are asked. */
function databaseOf(aliases: readonly string[], deviceOf: (alias: string) => Promise<string>) {
  const database = { getDeviceAliasList: async () => aliases, getDeviceFromAlias: deviceOf };
  return database as unknown as RegisteredDevice["database"];
}

function databaseError(reason: string): Error {
  return new tango.DevFailed([{ reason, severity: "ERR", desc: "", origin: "" }]);
}

test("lists aliases without those that are taken away meanwhile", async () => {
  for (const reason of ["DB_DeviceNotDefined", "DB_AliasNotDefined"]) {
    const database = databaseOf(["one", "gone", "two"], async (alias) => {
      if (alias === "gone") throw databaseError(reason);
      return `a/b/${alias}`;
    });
    assert.deepEqual(await deviceAliases(database, "*", CONTEXT), [
      { alias: "one", device: "a/b/one" },
      { alias: "two", device: "a/b/two" },
    ]);
  }
  const failing = databaseOf(["one"], () => Promise.reject(databaseError("DB_SQLError")));
  await assert.rejects(deviceAliases(failing, "*", CONTEXT), { reason: "DB_SQLError" });
});

test("asks for the devices of many aliases, but not of all at once", async () => {
  const aliases = Array.from({ length: 500 }, (_, i) => `alias-${i}`);
  let current = 0;
  let most = 0;
  const database = databaseOf(aliases, async (alias) => {
    most = Math.max(most, ++current);
    await turn();
    current--;
    return `a/b/${alias}`;
  });
  assert.equal((await deviceAliases(database, "*", CONTEXT)).length, aliases.length);
  assert.ok(most > 1 && most < 100, `${most} requests at the same time`);
});
