import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EVENT_COMMANDS } from "../../../../../src/tango/database-server/commands/event-commands.ts";
import { CalledCommands } from "../../../../support/database-commands.ts";

const commands = () => new CalledCommands(EVENT_COMMANDS);

describe("event channels", () => {
  it("are exported, imported and unexported by names in whatever case", async () => {
    const called = commands();
    await called.call("DbExportEvent", ["Notifd/Factory/a_b", "IOR:01", "host", "12", "4"]);
    // The real database gives the name as the pattern that it keeps.
    const svalue = ["notifd/factory/a\\_b", "IOR:01", "4", "host"];
    assert.deepEqual(await called.call("DbImportEvent", "NOTIFD/factory/a_b"), {
      lvalue: Int32Array.of(1, 12),
      svalue,
    });
    await called.call("DbUnExportEvent", "notifd/factory/A_B");
    assert.deepEqual(await called.call("DbImportEvent", "notifd/factory/a_b"), {
      lvalue: Int32Array.of(0, 12),
      svalue,
    });
    await assert.rejects(called.call("DbImportEvent", "none"), {
      reason: "DB_DeviceNotDefined",
      message: /event none not defined in the database !/,
    });
    await assert.rejects(called.call("DbExportEvent", ["a", "IOR:01", "host", "12"]), {
      reason: "DB_IncorrectArguments",
    });
  });
});
