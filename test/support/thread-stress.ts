import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import type { TestContext } from "node:test";
import { CallAbortedError } from "../../src/iiop/call-aborted-error.ts";
import { TangoThreadPool } from "../../src/tango/pool/tango-thread-pool.ts";
import { WorkerDiedError } from "../../src/threading/pool/worker-died-error.ts";
import type * as tasks from "./fixture/stress-tasks.ts";
import { collectGarbage } from "./garbage.ts";
import { openHandles } from "./open-handles.ts";

type Tasks = typeof tasks;

/** What is put under stress. */
export interface Stress {
  readonly kind: "thread" | "process";
  readonly device: string;
  /** An attribute that can be read; with `_w` behind, one that can be written. */
  readonly attribute: string;
  readonly seconds: number;
  readonly workers: number;
  /** What must have been done before it ends, however slow the machine is. */
  readonly wanted?: readonly string[];
}

/** All that the workers do, and what becomes of them. */
export const ALL_OF_IT: readonly string[] = [
  "read",
  "readMany",
  "write",
  "subscribe",
  "unsubscribe",
  "cleanup",
  "ended",
  "terminated",
];

/**
 * Workers that do at random all that clients can do, and end, are terminated or killed at random: no error may come but that of their deaths,
 * and at the end nothing may be left of them in this process. Tells the test how often what was done.
 */
export async function stressWorkers(t: TestContext, stress: Stress): Promise<void> {
  const { kind, device, attribute, seconds, workers, wanted = [] } = stress;
  const before = { handles: openHandles(), threads: threadCount(), heap: heapInUse() };
  const pool = new TangoThreadPool<Tasks>(new URL("./fixture/stress-tasks.ts", import.meta.url), {
    kind,
    size: workers,
    graceMs: 1,
    startTimeoutMs: 300_000,
  });
  const done: Record<string, number> = {};
  const errors: string[] = [];
  const note = (what: string) => {
    done[what] = (done[what] ?? 0) + 1;
  };
  await pool.start();
  // Once all are there: what it measures is not how fast they start.
  const end = performance.now() + seconds * 1000;
  const oneAfterTheOther = async () => {
    while (performance.now() < end || !wanted.every((what) => done[what])) {
      const chance = Math.random();
      try {
        if (chance < 0.15) await pool.submit("endAtOnce", device, attribute);
        else if (chance < 0.3) {
          await pool.submitWith(
            { signal: AbortSignal.timeout(50 + Math.floor(Math.random() * 500)) },
            "hang",
            device,
            attribute,
          );
        } else {
          const report = await pool.submit("churn", device, attribute, 1000 * Math.random());
          for (const [what, count] of Object.entries(report.done)) done[what] = (done[what] ?? 0) + count;
          errors.push(...report.errors);
        }
      } catch (error) {
        if (error instanceof WorkerDiedError) note(error.signal === null ? "ended" : "killed");
        else if (error instanceof CallAbortedError) note("terminated");
        else errors.push(String(error));
      }
    }
  };
  const killer = setInterval(() => {
    const busy = pool.statistics.workers.filter(({ state }) => state === "busy");
    const victim = busy[Math.floor(Math.random() * busy.length)];
    const pid = /^process (\d+)$/.exec(victim?.name ?? "")?.[1];
    if (pid !== undefined) killIfThere(Number(pid));
  }, 500);
  await Promise.all(Array.from({ length: workers }, oneAfterTheOther));
  clearInterval(killer);
  const { replaced } = pool.statistics;
  await pool.close();
  const added = heapInUse() - before.heap;
  t.diagnostic(
    `${kind}: ${JSON.stringify({ ...done, replaced })}, ${added} bytes more, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB resident`,
  );
  assert.deepEqual(errors, []);
  assert.ok(added < HEAP_NOISE, `${added} bytes more`);
  assert.deepEqual(openHandles(), before.handles, "no socket and no timer is left");
  assert.ok(threadCount() <= before.threads, `${threadCount()} threads, and ${before.threads} before`);
}

/** Kills a worker, which may have ended by itself in this moment. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Octets of this process's heap and buffers that are not garbage. */
function heapInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Threads of this process. */
function threadCount(): number {
  return readdirSync("/proc/self/task").length;
}

/** Compiled code and what the pool knows of its past move the heap by up to 400 kB. */
const HEAP_NOISE = 2 * 1024 * 1024;
