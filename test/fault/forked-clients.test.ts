import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { ApiUtil } from "../../src/tango/api-util.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { forkFixture, workerFixture } from "../support/child.ts";
import { openHandles } from "../support/open-handles.ts";
import { serverProgram } from "../support/server-program.ts";

// What fails, hangs or takes seconds with PyTango and cppTango in forked processes: here it must work. How long it takes is told, not checked: it
// depends on the machine, and bench/cleanup.ts measures it.

const LIMITED = { timeout: 300_000 };
const DEVICE = "event/forked/1";
const CHILDREN = 6;

interface ChildReport {
  readonly value: unknown;
  readonly events: number;
  readonly times: Readonly<Record<string, number>>;
}

async function startServer(t: TestContext): Promise<string> {
  const args = ["forked", "-nodb", "-dlist", DEVICE, "-ORBendPoint", "giop:tcp:127.0.0.1:0"];
  const port = await serverProgram(t, args, {}, "configured-device.ts").port();
  return `tango://127.0.0.1:${port}/${DEVICE}#dbase=no`;
}

/** Runs a child to its end; also tells how long that took from its report on, in milliseconds. */
async function runChild(
  t: TestContext,
  kind: "thread" | "process",
  data: { readonly name: string; readonly cleansUp: boolean },
): Promise<ChildReport> {
  let report: ChildReport;
  let code: number | null;
  let reported = 0;
  if (kind === "thread") {
    const worker = workerFixture("child-of-subscriber.ts", data);
    const exit = once(worker, "exit");
    [report] = (await once(worker, "message")) as [ChildReport];
    reported = performance.now();
    [code] = await exit;
  } else {
    const child = forkFixture(t, "child-of-subscriber.ts", [JSON.stringify(data)]);
    report = (await child.message()) as ChildReport;
    reported = performance.now();
    ({ code } = await child.exit);
  }
  assert.equal(code, 0);
  return { ...report, times: { ...report.times, "until its end": Math.round(performance.now() - reported) } };
}

for (const kind of ["thread", "process"] as const) {
  for (const cleansUp of [true, false]) {
    // features B1-3, B1-4 and B1-5: a pause of 5 s in the child, no call that succeeds without cleanup(), and a cleanup() that hangs
    // where the parent is subscribed.
    const how = cleansUp ? "after a cleanup" : "without a cleanup";
    test(
      `${CHILDREN} of the kind ${kind} work ${how} while their parent is subscribed`,
      LIMITED,
      async (t) => {
        const name = await startServer(t);
        const device = new DeviceProxy(name);
        t.after(() => ApiUtil.cleanup());
        let ownEvents = 0;
        await device.subscribeEvent("value7", "change", () => ownEvents++);
        const reports = await Promise.all(
          Array.from({ length: CHILDREN }, () => runChild(t, kind, { name, cleansUp })),
        );
        for (const { value, events } of reports) assert.deepEqual([value, events], [7, 1]);
        for (const { times } of reports) t.diagnostic(`milliseconds of a ${kind}: ${JSON.stringify(times)}`);
        assert.equal((await device.readAttribute("value7")).value, 7, "the parent's own proxy is untouched");
        assert.equal(ownEvents, 1);
      },
    );
  }
}

// features B1-6: 92 s, and then a crash at the next subscription.
test("cleanup while subscribed ends at once, and subscribing again works", LIMITED, async (t) => {
  const name = await startServer(t);
  const before = openHandles();
  for (let round = 0; round < 5; round++) {
    const device = new DeviceProxy(name);
    let events = 0;
    await device.subscribeEvent("value7", "change", () => events++);
    assert.equal(events, 1);
    const start = performance.now();
    await ApiUtil.cleanup();
    t.diagnostic(`milliseconds of cleanup: ${(performance.now() - start).toFixed(1)}`);
    assert.deepEqual(openHandles(), before);
  }
});
