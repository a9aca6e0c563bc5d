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

describe("device aliases", () => {
  it("are of one device only, and go with it", async () => {
    const called = await withDevice();
    await called.call("DbAddDevice", ["Exec/One", "lab/motor/2", "Motor"]);
    await called.call("DbPutDeviceAlias", ["lab/motor/1", "Motor"]);
    await called.call("DbPutDeviceAlias", ["LAB/motor/1", "MOTOR"]);
    await assert.rejects(called.call("DbPutDeviceAlias", ["lab/motor/2", "motor"]), {
      reason: "DB_SQLError",
      message: /alias motor already exists !/,
    });
    for (const alias of ["a/b", "a b"]) {
      await assert.rejects(called.call("DbPutDeviceAlias", ["lab/motor/1", alias]), {
        reason: "DB_IncorrectArguments",
      });
    }
    assert.equal(await called.call("DbGetDeviceAlias", "lab/motor/1"), "MOTOR");
    assert.equal(await called.call("DbGetAliasDevice", "motor"), "Lab/Motor/1");
    assert.equal(await called.call("DbGetAliasDevice", "mot*"), "Lab/Motor/1");
    assert.deepEqual(await called.call("DbGetDeviceAliasList", "*"), ["MOTOR"]);
    await called.call("DbDeleteDeviceAlias", "motor");
    await assert.rejects(called.call("DbGetDeviceAlias", "lab/motor/1"), { reason: "DB_AliasNotDefined" });
    await assert.rejects(called.call("DbGetAliasDevice", "motor"), { reason: "DB_DeviceNotDefined" });
  });
});
