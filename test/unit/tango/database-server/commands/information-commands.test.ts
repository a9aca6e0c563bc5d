import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatIor } from "../../../../../src/giop/ior/stringified-ior.ts";
import { DEVICE_COMMANDS } from "../../../../../src/tango/database-server/commands/device-commands.ts";
import { INFORMATION_COMMANDS } from "../../../../../src/tango/database-server/commands/information-commands.ts";
import { fillIfFresh } from "../../../../../src/tango/database-server/tables/fresh-database.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { CalledCommands } from "../../../../support/database-commands.ts";

const commands = () => new CalledCommands({ ...DEVICE_COMMANDS, ...INFORMATION_COMMANDS });

describe("information", () => {
  it("counts what there is, properties by their values", async () => {
    const called = commands();
    await fillIfFresh(called.tables, "DataBaseds/2");
    const lines = (await called.call("DbInfo")) as string[];
    assert.deepEqual(lines.slice(0, 3), ["TANGO Database sys/database/2", " ", "Running since ..."]);
    assert.deepEqual(lines.slice(4), [
      "Devices defined  = 8",
      "Devices exported  = 0",
      "Device servers defined  = 4",
      "Device servers exported  = 0",
      " ",
      "Device properties defined  = 0 [History lgth = 0]",
      "Class properties defined  = 67 [History lgth = 0]",
      "Device attribute properties defined  = 0 [History lgth = 0]",
      "Class attribute properties defined  = 0 [History lgth = 0]",
      "Object properties defined  = 0 [History lgth = 0]",
    ]);
  });

  it("has where the database servers listen that are exported", async () => {
    const called = commands();
    await fillIfFresh(called.tables, "DataBaseds/2");
    assert.deepEqual(await called.call("DbGetCSDbServerList"), []);
    await using context = new OrbContext();
    const { port } = await context.orb.listen();
    const reference = formatIor(context.orb.reference("IDL:Tango/Device:1.0", "database"));
    await called.call("DbExportDevice", ["sys/database/2", reference, "host", "1", "6"]);
    assert.deepEqual(await called.call("DbGetCSDbServerList"), [`127.0.0.1:${port}`]);
    await called.call("DbExportDevice", ["sys/database/2", "IOR:nonsense", "host", "1", "6"]);
    await assert.rejects(called.call("DbGetCSDbServerList"), { reason: "DB_WrongIORForDbServer" });
  });

  it("has no SQL, and says so", async () => {
    await assert.rejects(commands().call("DbMySqlSelect", "select 1"), { reason: "API_NotSupported" });
  });

  it("forgets what was measured", async () => {
    const called = commands();
    called.timings.measure("DbInfo", () => null);
    assert.equal(called.timings.all()[0]!.calls, 1);
    await called.call("ResetTimingValues");
    assert.equal(called.timings.all()[0]!.calls, 0);
  });
});
