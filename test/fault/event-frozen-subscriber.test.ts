import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { forkFixture } from "../support/child.ts";
import { EventServer } from "../support/event-server.ts";
import { SerialLog, type SerialSummary } from "../support/serial-log.ts";

const FROZEN_MS = 30_000;
const LIMITED = { timeout: FROZEN_MS + 120_000 };

// Of 64 KB each, fifty of a second, so that those which wait for the frozen one fill all there is between it and the server.
test("a subscriber frozen for 30 s holds up no other, and is told what it missed", LIMITED, async (t) => {
  const server = await EventServer.start(t, { environment: { TANGO_DS_EVENT_BUFFER_HWM: "50" } });
  const context = new OrbContext();
  t.after(() => context.close());
  const device = server.proxy(context);
  const others = [new SerialLog("serial"), new SerialLog("wide")];
  await Promise.all(others.map((log) => device.subscribeEvent(log.name, "change", log.note)));
  const args = [server.nameOf(), "serial", "wide"];
  const [frozen, killed] = [0, 1].map(() => forkFixture(t, "event-subscriber.ts", args)) as [Child, Child];
  assert.deepEqual(await Promise.all([frozen.message(), killed.message()]), ["subscribed", "subscribed"]);
  const before = await summaryWhere(frozen, (logs) => logs.every(({ received }) => received > 5));
  assert.equal(before[0]!.errors.size, 0);

  for (const child of [frozen, killed]) child.process.kill("SIGSTOP");
  // A push that waited would hold up all that follow: these 700 come, which are more than have room between the server and the frozen one.
  await Promise.all([sleep(FROZEN_MS), ...others.map((log) => log.more(700))]);
  killed.process.kill("SIGKILL");
  frozen.process.kill("SIGCONT");
  const woken = performance.now();
  const after = await summaryWhere(frozen, ([, wide]) => wide!.gaps > 0);
  const now = others.map(({ last }) => last);
  await summaryWhere(frozen, (logs) => logs.every(({ last }, i) => last > now[i]!));
  t.diagnostic(`it is up to date again after ${Math.round(performance.now() - woken)} ms`);
  t.diagnostic(`it was told ${JSON.stringify([...after[1]!.errors])}`);

  await Promise.all(others.map((log) => log.more(20)));
  for (const log of others) {
    assert.deepEqual(log.problems, []);
    assert.deepEqual([...log.errors], [], "the others lose nothing");
  }
  for (const { problems } of await summaryWhere(frozen, () => true)) assert.deepEqual(problems, []);
});

type Child = ReturnType<typeof forkFixture>;

/** What the subscriber says, once it says this. */
async function summaryWhere(
  child: Child,
  condition: (logs: readonly SerialSummary[]) => boolean,
): Promise<readonly SerialSummary[]> {
  for (;;) {
    child.process.send("tell");
    const logs = (await child.message()) as readonly SerialSummary[];
    if (condition(logs)) return logs;
    await sleep(50);
  }
}
