import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { HostNames } from "../../../../../src/tango/naming/host-names.ts";
import { BlackBox, type OperationDetails } from "../../../../../src/tango/server/call/black-box.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { cpp } from "./identities.ts";

const hosts = new HostNames({ lookup: async () => "localhost" });
const old = new Caller("127.0.0.1:40000", null);
const client = new Caller("127.0.0.1:40000", cpp(42));

describe("the black box", () => {
  it("shows attributes of the interface Device", async () => {
    for (const attribute of ["name", "description", "state", "status", "adm_name"] as const) {
      const box = new BlackBox();
      box.insertAttribute(attribute, old);
      assert.deepEqual(await texts(box), [`Attribute ${attribute} requested from localhost`]);
    }
  });

  it("shows operations by their names", async () => {
    for (const operation of NAME_ONLY) {
      const box = new BlackBox();
      box.insertOperation(operation, old);
      assert.deepEqual(await texts(box), [`Operation ${operation} requested from localhost`]);
    }
  });

  it("shows what operations were called with", async () => {
    for (const [operation, details, shown] of CALLS) {
      const box = new BlackBox();
      box.insertOperation(operation, old, details);
      assert.deepEqual(await texts(box), [`Operation ${shown} requested from localhost`]);
    }
  });

  it("keeps no more of a call than people would read", async () => {
    const box = new BlackBox();
    box.insertOperation("command_inout_4", client, { command: "x".repeat(1e6) });
    box.insertOperation("read_attributes_5", client, { names: ["a", "b".repeat(1e6), "c"], source: "DEV" });
    const names = new Array(1e5).fill("");
    box.insertOperation("write_read_attributes_5", client, { names, readNames: ["a", ...names] });
    const [last, read, executed] = await box.lines(3, hosts);
    assert.match(executed!, /Operation command_inout_4 \(cmd = \.\.\.\) requested from/);
    assert.match(read!, /Operation read_attributes_5 \(a, \.\.\.\) from device requested from/);
    assert.match(last!, /Operation write_read_attributes_5 \([, ]+\.\.\.\/a[, ]+\.\.\.\) requested from/);
    assert.ok(last!.length < 50_000);
  });

  it("shows who called, where the operation says so", async () => {
    const box = new BlackBox();
    box.insertOperation("set_attribute_config_5", client);
    assert.deepEqual(await texts(box), [
      "Operation set_attribute_config_5 requested from localhost (CPP/Python client with PID 42)",
    ]);
  });

  it("shows calls of the server itself", async () => {
    const box = new BlackBox();
    box.insertOperation("command_inout_4", Caller.polling, { command: "State", source: "DEV" });
    box.insertOperation("read_attributes_5", Caller.polling, { names: ["a"], source: "DEV" });
    assert.deepEqual(await texts(box), [
      "Operation read_attributes_5 (a) from device requested from polling",
      "Operation command_inout_4 (cmd = State) from device requested from polling",
    ]);
  });

  it("has the local time in front, with hundredths of a second", async () => {
    let time = new Date(2026, 10, 3, 2, 5, 7, 9).getTime();
    const box = new BlackBox(50, () => time);
    box.insertOperation("ping", old);
    time = new Date(2026, 10, 23, 22, 56, 17, 249).getTime();
    box.insertOperation("ping", old);
    assert.deepEqual(await box.lines(2, hosts), [
      "23/11/2026 22:56:17:24 : Operation ping requested from localhost",
      "03/11/2026 02:05:07:00 : Operation ping requested from localhost",
    ]);
  });

  it("shows the newest first, and as many as are asked for", async () => {
    const box = new BlackBox();
    for (const operation of ["ping", "info", "info_3"]) box.insertOperation(operation, Caller.polling);
    assert.deepEqual(await operations(box, 2), ["info_3", "info"]);
    assert.deepEqual(await operations(box, 3), ["info_3", "info", "ping"]);
    assert.deepEqual(await operations(box, 1000), ["info_3", "info", "ping"]);
  });

  it("forgets the oldest beyond its depth", async () => {
    const box = new BlackBox(3);
    for (let i = 0; i < 8; i++) box.insertOperation(`call${i}`, Caller.polling);
    assert.deepEqual(await operations(box, 10), ["call7", "call6", "call5"]);
    assert.deepEqual(await operations(box, 1), ["call7"]);
  });

  it("keeps 50 calls unless told otherwise, and at least one", async () => {
    const box = new BlackBox();
    const small = new BlackBox(0);
    for (let i = 0; i < 60; i++) {
      box.insertOperation(`call${i}`, Caller.polling);
      small.insertOperation(`call${i}`, Caller.polling);
    }
    const kept = await operations(box, 1000);
    assert.equal(kept.length, 50);
    assert.equal(kept.at(-1), "call10");
    assert.deepEqual(await operations(small, 1000), ["call59"]);
  });

  it("refuses to show nothing, before all else", async () => {
    for (const count of [0, -1]) {
      await assert.rejects(new BlackBox().lines(count, hosts), {
        reason: "API_BlackBoxArgument",
        message: /Argument to read black box out of range/,
      });
    }
  });

  it("fails before the first call", async () => {
    await assert.rejects(new BlackBox().lines(1, hosts), (error) => {
      assert.ok(error instanceof DevFailed);
      assert.equal(error.reason, "API_BlackBoxEmpty");
      assert.equal(error.errors[0]?.desc, "Nothing stored yet in black-box");
      return true;
    });
  });
});

/** What real servers showed of calls like these: Tango 9.3, and 10.0 where it shows the operation that was called. */
const CALLS: readonly (readonly [operation: string, details: OperationDetails, shown: string])[] = [
  ["black_box", {}, "blackbox"],
  ["command_inout", { command: "State", source: "DEV" }, "command_inout (cmd = State) from device"],
  ["command_inout_2", { command: "stAte", source: "CACHE" }, "command_inout_2 (cmd = stAte) from cache"],
  ["command_inout_4", { command: "X", source: "CACHE_DEV" }, "command_inout_4 (cmd = X) from cache_device"],
  ["read_attributes", { names: ["a", "b"], source: "DEV" }, "read_attributes (a, b) from device"],
  ["read_attributes_2", { names: ["a"], source: "DEV" }, "read_attributes_2 (a) from device"],
  ["read_attributes_3", { names: ["a"], source: "CACHE" }, "read_attributes_3 (a) from cache"],
  ["read_attributes_4", { names: ["a", "b"], source: "DEV" }, "read_attributes_4 (a, b) from device"],
  ["read_attributes_5", { names: [], source: "CACHE_DEV" }, "read_attributes_5 () from cache_device"],
  ["write_attributes", { names: ["a"] }, "write_attributes (a)"],
  ["write_attributes_3", { names: ["a"] }, "write_attributes_3 (a)"],
  ["write_attributes_4", { names: ["a", "nope"] }, "write_attributes_4 (a, nope)"],
  ["write_read_attributes_5", { names: ["a"], readNames: ["b"] }, "write_read_attributes_5 (a/b)"],
  [
    "write_read_attributes_5",
    { names: ["a", "b"], readNames: ["c", "d"] },
    "write_read_attributes_5 (a, b/c, d)",
  ],
  ["read_pipe_5", { names: ["p"] }, "read_pipe_5 (p)"],
  ["write_pipe_5", { names: ["p"] }, "write_pipe_5 (p)"],
  ["write_read_pipe_5", { names: ["p"] }, "write_read_pipe_5 (p)"],
];

const NAME_ONLY = [
  "ping",
  "info",
  "info_3",
  "info_6",
  "command_list_query",
  "command_list_query_2",
  "command_query",
  "command_query_2",
  "get_attribute_config",
  "get_attribute_config_2",
  "get_attribute_config_3",
  "get_attribute_config_5",
  "set_attribute_config",
  "set_attribute_config_3",
  "set_attribute_config_4",
  "set_attribute_config_5",
  "command_inout_history_2",
  "command_inout_history_4",
  "read_attribute_history_2",
  "read_attribute_history_3",
  "read_attribute_history_4",
  "read_attribute_history_5",
  "get_pipe_config_5",
  "set_pipe_config_5",
];

/** All lines, without the time. */
async function texts(box: BlackBox): Promise<string[]> {
  const lines = await box.lines(1000, hosts);
  return lines.map((line) => line.slice(line.indexOf(" : ") + 3));
}

async function operations(box: BlackBox, count: number): Promise<string[]> {
  const lines = await box.lines(count, hosts);
  return lines.map((line) => /Operation (\S+) /.exec(line)![1]!);
}
