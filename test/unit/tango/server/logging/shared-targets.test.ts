import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LogTarget } from "../../../../../src/tango/server/logging/log-target.ts";
import { Logger } from "../../../../../src/tango/server/logging/logger.ts";
import { SharedTargets } from "../../../../../src/tango/server/logging/shared-targets.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";

describe("the targets of a server", () => {
  it("are made once by name, and end with the last device", async () => {
    const { targets, made, create, one, two } = setUp();
    await targets.attach(one, "file::a", create);
    await targets.attach(two, "file::a", create);
    await targets.attach(two, "file::a", create);
    assert.deepEqual(made[0]!.told, ["attach one", "attach two"]);
    one.info("x");
    targets.detach(one, "file::a");
    one.info("y");
    targets.detach(one, "file::a");
    two.info("z");
    targets.detach(two, "file::a");
    assert.deepEqual(made[0]!.told.slice(2), ["x", "detach one", "z", "close"]);
    await targets.attach(two, "file::a", create);
    assert.equal(made.length, 2);
    targets.detach(two, "file::none");
  });

  it("are gone again where they do not open, for all who wait", async () => {
    const { targets, made, create, one, two } = setUp(Promise.reject(new Error("no disk")));
    const attached = [targets.attach(one, "file::a", create), targets.attach(two, "file::a", create)];
    for (const wait of attached) await assert.rejects(wait, /no disk/);
    assert.deepEqual([one.targets, two.targets], [[], []]);
    assert.equal(made.length, 1);
    assert.equal(made[0]!.told.at(-1), "close");
  });

  it("are not more than 32 for one device", async () => {
    const { targets, made, create, one, two } = setUp();
    for (let i = 0; i < 32; i++) await targets.attach(one, `file::${i}`, create);
    await assert.rejects(targets.attach(one, "file::32", create), {
      reason: "API_NotSupported",
      message: /The device one logs to 32 targets already/,
    });
    assert.equal(made.length, 32);
    await targets.attach(one, "file::31", create);
    await targets.attach(two, "file::32", create);
    targets.detach(one, "file::0");
    await targets.attach(one, "file::32", create);
  });

  it("all end with the server, which then takes no more", async () => {
    const { targets, made, create, one, two } = setUp();
    await targets.attach(one, "file::a", create);
    await targets.attach(two, "file::b", create);
    assert.equal(targets.lost, 2);
    await targets.close();
    assert.deepEqual(
      made.map(({ told }) => told.at(-1)),
      ["close", "close"],
    );
    assert.equal(targets.lost, 2);
    await targets.attach(one, "file::a", create);
    assert.deepEqual(one.targets, []);
    assert.equal(made.length, 2);
  });

  it("tell of one that does not end well", async () => {
    const { targets, made, create, one, problems } = setUp();
    await targets.attach(one, "file::a", create);
    made[0]!.target.close = () => Promise.reject(new Error("stuck"));
    await targets.close();
    assert.deepEqual(problems, ["cannot end the log target file::a"]);
  });
});

function setUp(opened: Promise<void> = Promise.resolve()) {
  opened.catch(() => {});
  const problems: string[] = [];
  const made: { target: LogTarget; told: string[] }[] = [];
  const create = () => {
    const told: string[] = [];
    const target: LogTarget = {
      name: "file::a",
      opened,
      lost: 1,
      attach: (device) => told.push(`attach ${device}`),
      detach: (device) => told.push(`detach ${device}`),
      write: ({ message }) => told.push(message),
      isAlive: async () => true,
      close: async () => void told.push("close"),
    };
    made.push({ target, told });
    return target;
  };
  return {
    targets: new SharedTargets((problem) => problems.push(problem)),
    problems,
    made,
    create,
    one: new Logger("one", LogLevel.INFO),
    two: new Logger("two", LogLevel.INFO),
  };
}
