import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as passed } from "node:timers/promises";
import { withinLimits } from "../../../../../src/tango/server/startup/start-limit.ts";

describe("the limits of a start", () => {
  const { signal } = new AbortController();
  const never = new Promise<never>(() => {});

  it("end it after its time, and say how far it came", async () => {
    await assert.rejects(
      withinLimits(never, { timeoutMs: 1, signal }, () => "making a/b/c"),
      { reason: "API_DeviceTimedOut", message: /Timeout \(1 mS\) exceeded: making a\/b\/c/ },
    );
  });

  it("end it when the server is stopped, also before", async () => {
    const stop = new AbortController();
    const started = withinLimits(never, { timeoutMs: 0, signal: stop.signal }, () => "making a/b/c");
    stop.abort();
    const stopped = { reason: "API_StartupSequence", message: /stopped while it started: making a\/b\/c/ };
    await assert.rejects(started, stopped);
    await assert.rejects(
      withinLimits(never, { timeoutMs: 0, signal: stop.signal }, () => "making a/b/c"),
      stopped,
    );
  });

  for (const timeoutMs of [0, 2 ** 31, Number.POSITIVE_INFINITY]) {
    it(`wait without end for ${timeoutMs} ms`, async () => {
      assert.equal(await withinLimits(passed(20, "ready"), { timeoutMs, signal }, assert.fail), "ready");
    });
  }
});
