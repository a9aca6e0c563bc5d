import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import type { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { Device } from "../../src/tango/server/device.ts";
import { forkFixture, workerFixture } from "../support/child.ts";
import type { LockHolding } from "../support/fixture/lock-holder.ts";
import { memoryServer } from "../support/memory-server.ts";
import { until } from "../support/until.ts";

// Who holds a lock ends in every way that there is: with a last word, the device is free at once, and without one in time.

class Plain extends Device {}

const DEVICE = "test/plain/1";
const LIMITED = { timeout: 120_000 };
/** Seconds that no test waits for. */
const LONG = 10_000;
/** The least that there is. */
const SHORT = 2;

/** A server whose device is watched by the proxy. */
async function served(t: TestContext): Promise<DeviceProxy> {
  const { server, proxy } = memoryServer(t, [[Plain, DEVICE]]);
  await server.start();
  return proxy(DEVICE);
}

/** Lets a thread or process hold the lock of a device; resolves when it does. */
async function holder(t: TestContext, kind: "thread" | "process", holding: LockHolding) {
  if (kind === "thread") {
    const worker = workerFixture("lock-holder.ts", holding);
    t.after(() => worker.terminate());
    worker.on("error", () => undefined);
    const exit = new Promise<unknown>((resolve) => worker.once("exit", resolve));
    assert.deepEqual(await once(worker, "message"), [true]);
    return { exit, kill: () => void worker.terminate() };
  }
  const child = forkFixture(t, "lock-holder.ts", [JSON.stringify(holding)]);
  assert.equal(await child.message(), true);
  return { exit: child.exit, kill: () => void child.process.kill("SIGKILL") };
}

for (const kind of ["thread", "process"] as const) {
  for (const end of ["nothing to do", "exit", "cleanup", "error"] as const) {
    test(`a ${kind} that ends by "${end}" gives its lock back`, LIMITED, async (t) => {
      const watcher = await served(t);
      const { exit } = await holder(t, kind, { device: nameOf(watcher), validity: LONG, end });
      await exit;
      await until(async () => !(await watcher.isLocked()));
    });
  }

  test(`a ${kind} that is killed loses its lock in time`, LIMITED, async (t) => {
    const watcher = await served(t);
    const holding = { device: nameOf(watcher), validity: SHORT, end: "never" } as const;
    const { exit, kill } = await holder(t, kind, holding);
    kill();
    await exit;
    await until(async () => !(await watcher.isLocked()));
  });
}

test("threads of one process are as strange to each other as processes are", LIMITED, async (t) => {
  const watcher = await served(t);
  const holding = { device: nameOf(watcher), validity: LONG, end: "never" } as const;
  const { exit, kill } = await holder(t, "thread", holding);
  assert.equal(await watcher.isLockedByMe(), false);
  await assert.rejects(watcher.lock(), { reason: "API_DeviceLocked" });
  await assert.rejects(holder(t, "thread", holding), { reason: "API_DeviceLocked" });
  await watcher.unlock(true);
  kill();
  await exit;
});

function nameOf(watcher: DeviceProxy): string {
  return watcher.toHandle().name;
}
