import assert from "node:assert/strict";
import { PassThrough, Writable } from "node:stream";
import { describe, it } from "node:test";
import { ConsoleTarget } from "../../../../../src/tango/server/logging/console-target.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";
import { aRecord } from "./a-record.ts";

describe("the console target", () => {
  it("writes lines, and leaves the stream open", async () => {
    const output = new PassThrough();
    const target = new ConsoleTarget(output, assert.fail);
    await target.opened;
    target.write(aRecord({ level: LogLevel.WARN, message: "hot" }));
    assert.match(String(output.read()), / WARN \(console-target\.test\.ts:\d+\) log\/test\/one hot\n$/);
    await target.close();
    assert.equal(output.writable, true);
    assert.equal(output.listenerCount("error"), 0);
    assert.equal(target.name, "console::cout");
    assert.equal(await target.isAlive(), true);
  });

  it("loses records rather than memory when nobody reads", () => {
    const output = new Writable({ write: () => {} });
    const target = new ConsoleTarget(output, assert.fail);
    const message = "x".repeat(1024 * 1024);
    for (let i = 0; i < 20; i++) target.write(aRecord({ message }));
    assert.ok(output.writableLength < 18 * 1024 * 1024);
    assert.ok(target.lost > 0);
  });

  it("outlives its stream", async () => {
    const problems: unknown[] = [];
    const broken = new Error("EPIPE");
    const output = new Writable({ write: (_chunk, _encoding, done) => done(broken) });
    const target = new ConsoleTarget(output, (...problem) => problems.push(problem));
    const closed = new Promise((resolve) => output.on("close", resolve));
    target.write(aRecord());
    await closed;
    target.write(aRecord());
    assert.equal(target.lost, 1);
    assert.deepEqual(problems, [["cannot write the log to the console", broken]]);
  });
});
