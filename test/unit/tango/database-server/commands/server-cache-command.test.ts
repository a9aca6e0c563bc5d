import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EVENT_COMMANDS } from "../../../../../src/tango/database-server/commands/event-commands.ts";
import { SERVER_CACHE_COMMAND } from "../../../../../src/tango/database-server/commands/server-cache-command.ts";
import { SERVER_COMMANDS } from "../../../../../src/tango/database-server/commands/server-commands.ts";
import {
  type PropertyTableName,
  propertyKey,
} from "../../../../../src/tango/database-server/tables/property-row.ts";
import { CalledCommands } from "../../../../support/database-commands.ts";

function commands() {
  return new CalledCommands({ ...SERVER_CACHE_COMMAND, ...SERVER_COMMANDS, ...EVENT_COMMANDS });
}

/** Puts properties: table, owner, member, name, values. */
async function put(
  { tables }: ReturnType<typeof commands>,
  ...rows: readonly [PropertyTableName, string, string | null, string, ...string[]][]
) {
  await tables.write(() => {
    for (const [table, owner, member, name, ...values] of rows) {
      tables.properties[table].rows.put(propertyKey(owner, member, name), {
        owner,
        member,
        name,
        values,
        updated: 0,
        comment: null,
      });
    }
  });
}

const NOT_EXPORTED = ["nada", "0", "Exec/one", "nada", "0", "0"];

describe("DbGetDataForServerCache", () => {
  it("ends behind the admin device of a server that is not defined", async () => {
    const called = commands();
    assert.deepEqual(await called.call("DbGetDataForServerCache", ["Exec/one", "host"]), [
      "dserver/Exec/one",
      "Not Found",
    ]);
    assert.deepEqual(await called.call("DbGetDataForServerCache", ["Exec/one", "host%%10"]), [
      "release 1.13",
      "dserver/Exec/one",
      "Not Found",
    ]);
  });

  it("has everything of a server, in the layout of the stored procedure", async () => {
    const called = commands();
    await called.call("DbAddServer", ["Exec/one", "a/b/2", "Motor", "a/b/1", "Motor"]);
    await called.call("DbExportEvent", ["notifd/factory/host", "IOR:01", "host", "12", "4"]);
    await put(
      called,
      ["property_class", "DServer", null, "z", "1"],
      ["property_class", "DServer", null, "A", "1", "", "3"],
      ["property_class", "Motor", null, "doc", "text"],
      ["property_attribute_class", "Motor", "speed", "unit", "m/s"],
      ["property_pipe_class", "Motor", "trace", "label", "T"],
      ["property_device", "dserver/Exec/one", null, "pool", "1"],
      ["property_device", "A/B/1", null, "axis", "7"],
      ["property_attribute_device", "a/b/1", "speed", "min", "0"],
      ["property_attribute_device", "a/b/1", "Angle", "unit", "rad"],
      ["property_attribute_device", "a/b/1", "speed", "Max", "9"],
      ["property_pipe_device", "a/b/2", "trace", "label", "x"],
      ["property", "CtrlSystem", null, "Other", "1"],
    );
    const withPipes = (await called.call("DbGetDataForServerCache", [
      "Exec/one",
      "host.domain%%9",
    ])) as string[];
    const expected = [
      ["release 1.13"],
      ["dserver/Exec/one", ...NOT_EXPORTED, "DServer"],
      ["notifd/factory/host.domain", "IOR:01", "4", "host", "1", "12"],
      ["dserver/Exec/one", "Not Found"],
      ["DServer", "2", "A", "3", "1", "", "3", "z", "1", "1"],
      ["Default", "0"],
      ["dserver/Exec/one", "1", "pool", "1", "1"],
      ["Exec/one", "1"],
      ["Motor", "1", "doc", "1", "text"],
      ["Motor", "1", "speed", "1", "unit", "1", "m/s"],
      ["Motor", "1", "trace", "1", "label", "1", "T"],
      ["Motor", "2", "a/b/1", "a/b/2"],
      ["a/b/1", "1", "axis", "1", "7"],
      ["a/b/1", "2", "Angle", "1", "unit", "1", "rad", "speed", "2", "Max", "1", "9", "min", "1", "0"],
      ["a/b/1", "0"],
      ["a/b/2", "0"],
      ["a/b/2", "0"],
      ["a/b/2", "1", "trace", "1", "label", "1", "x"],
      ["CtrlSystem", "1", "Other", "1", "1"],
    ];
    assert.deepEqual(withPipes, expected.flat());
    const without = expected.filter(
      (block, at) => at > 0 && !block.includes("trace") && at !== 14 && at !== 17,
    );
    for (const host of ["host.domain", "host.domain%%8", "host.domain%%"]) {
      const reply = (await called.call("DbGetDataForServerCache", ["Exec/one", host])) as string[];
      assert.deepEqual(reply, without.flat(), host);
    }
  });

  it("has the device of the access control behind, where a service is one", async () => {
    const called = commands();
    await called.call("DbAddServer", ["Exec/one", "a/b/1", "Motor"]);
    const last = async (count: number) =>
      ((await called.call("DbGetDataForServerCache", ["Exec/one", "host"])) as string[]).slice(-count);
    const service = "AccessControl/tango:sys/access_control/1";
    await put(called, ["property", "CtrlSystem", null, "Services", "Other/x:y", service]);
    assert.deepEqual(
      await last(4),
      [service, "sys/access_control/1", "Not Found"].toSpliced(0, 0, "Other/x:y"),
    );
    await put(called, [
      "property",
      "CtrlSystem",
      null,
      "Services",
      "AccessControl/tango:tango://host:1/a/b/1",
    ]);
    assert.deepEqual(await last(8), ["a/b/1", ...NOT_EXPORTED, "Motor"]);
  });

  it("takes two texts", async () => {
    const called = commands();
    for (const argument of [[], ["Exec/one"], ["Exec/one", "host", "more"]]) {
      await assert.rejects(called.call("DbGetDataForServerCache", argument), {
        reason: "DB_IncorrectArguments",
      });
    }
  });
});
