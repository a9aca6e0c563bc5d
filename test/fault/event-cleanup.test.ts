import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { test } from "node:test";
import { ApiUtil } from "../../src/tango/api-util.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { forkFixture } from "../support/child.ts";
import { countEvery, counterAt, countingServer, deliverMore } from "../support/counting-server.ts";
import { EventLedger } from "../support/event-ledger.ts";

// That it takes less than 50 ms is measured by bench/cleanup.ts: here only what does not depend on the machine.

const LIMITED = { timeout: 120_000 };
const SUBSCRIPTIONS = 200;

test("cleanup ends 200 subscriptions and leaves nothing; subscribing again works", LIMITED, async (t) => {
  const port = await countingServer(t).port();
  const handlesBefore = handles();
  for (let round = 0; round < 3; round++) {
    const device = new DeviceProxy(counterAt(port));
    const ledgers = Array.from({ length: SUBSCRIPTIONS }, (_, i) => new EventLedger(`${i}`));
    for (const [i, { note }] of ledgers.entries())
      await device.subscribeEvent(`count${i % 20}`, i % 40 < 20 ? "change" : "archive", note);
    await countEvery(t, device, 5);
    await deliverMore(t, ledgers);
    const counts = ledgers.map((ledger) => ledger.counts);
    await ApiUtil.cleanup();
    assert.deepEqual(handles(), handlesBefore, "no socket and no timer is left");
    assert.deepEqual(
      ledgers.map((ledger) => ledger.counts),
      counts,
    );
    await assert.rejects(
      device.subscribeEvent("count0", "change", () => undefined),
      { reason: "API_OrbContextClosed" },
    );
  }
});

test("a process lives as long as its subscription", LIMITED, async (t) => {
  const port = await countingServer(t).port();
  const short = forkFixture(t, "event-lifetime.ts", [counterAt(port), "drop"]);
  assert.equal((await short.exit).code, 0);
  const child = forkFixture(t, "event-lifetime.ts", [counterAt(port), "keep"]);
  assert.equal(await child.message(), "subscribed");
  const early = await Promise.race([
    child.exit,
    new Promise((resolve) => setTimeout(resolve, 1000, "lives")),
  ]);
  assert.equal(early, "lives");
  child.process.send("unsubscribe");
  assert.equal((await child.exit).code, 0);
});

/** Sockets by what the system has open, and what the event loop holds, timers among it. */
function handles(): object {
  const open = readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      return false;
    }
  });
  return { sockets: open.length, resources: process.getActiveResourcesInfo().sort() };
}
