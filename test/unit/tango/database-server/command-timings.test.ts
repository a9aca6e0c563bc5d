import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { averageOf, CommandTimings } from "../../../../src/tango/database-server/command-timings.ts";

describe("CommandTimings", () => {
  it("measures the calls of its commands, a change until it is safe, and no failures", async () => {
    let now = 0;
    const timings = new CommandTimings(["b", "a"], () => now);
    const takes = (time: number) => {
      now += time;
    };
    timings.measure("a", () => takes(2));
    await timings.measure("a", async () => takes(4));
    timings.measure("c", () => takes(100));
    assert.throws(() => timings.measure("a", () => assert.fail("it fails")));
    await assert.rejects(async () => timings.measure("a", () => Promise.reject(new Error("it fails"))));
    const [a, b] = timings.all();
    assert.deepEqual(a, { name: "a", calls: 2, total: 6, minimum: 2, maximum: 4 });
    assert.equal(averageOf(a!), 3);
    assert.deepEqual([b!.name, b!.calls, averageOf(b!)], ["b", 0, 0]);
  });
});
