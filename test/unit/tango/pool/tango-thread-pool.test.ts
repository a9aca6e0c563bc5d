import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { CallAbortedError } from "../../../../src/iiop/call-aborted-error.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { NamedDevFailedList } from "../../../../src/tango/error/named-dev-failed-list.ts";
import { TangoThreadPool } from "../../../../src/tango/pool/tango-thread-pool.ts";
import { PoolBrokenError } from "../../../../src/threading/pool/pool-broken-error.ts";
import { PoolClosedError } from "../../../../src/threading/pool/pool-closed-error.ts";
import type { PoolOptions } from "../../../../src/threading/pool/pool-options.ts";
import { PoolQueueFullError } from "../../../../src/threading/pool/pool-queue-full-error.ts";
import { TaskTimeoutError } from "../../../../src/threading/pool/task-timeout-error.ts";
import { WorkerDiedError } from "../../../../src/threading/pool/worker-died-error.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { FakeServer } from "../../../support/fake-device.ts";
import { until } from "../../../support/until.ts";

type Tasks = typeof import("../../../support/fixture/pool-tasks.ts");

type DeviceTasks = typeof import("../../../support/fixture/pool-device-tasks.ts");

const DEVICE_MODULE = new URL("../../../support/fixture/pool-device-tasks.ts", import.meta.url);
const MODULE = new URL("../../../support/fixture/pool-tasks.ts", import.meta.url);
const LIMITED = { timeout: 300_000 };

function poolOf(t: TestContext, options: PoolOptions<Tasks>): TangoThreadPool<Tasks> {
  const pool = new TangoThreadPool<Tasks>(MODULE, { size: 1, ...options });
  t.after(() => pool.destroy());
  return pool;
}

for (const kind of ["thread", "process"] as const) {
  describe(`a pool of the kind ${kind}`, LIMITED, () => {
    test("runs functions of a module, in order, in workers that it keeps", async (t) => {
      const pool = poolOf(t, { kind, size: 2 });
      assert.deepEqual(pool.statistics.workers, [], "nothing is started before the first task");
      assert.equal(await pool.submit("add", 1, 2), 3);
      const places = await Promise.all([pool.submit("where"), pool.submit("where"), pool.submit("where")]);
      const workers = new Set(places.map(({ pid, thread }) => `${pid} ${thread}`));
      assert.ok(workers.size <= 2);
      assert.ok(places.every(({ isMainThread }) => isMainThread === (kind === "process")));
      assert.ok(places.every(({ pid }) => (pid === process.pid) === (kind === "thread")));
      const { done, failed, running, waiting } = pool.statistics;
      assert.deepEqual({ done, failed, running, waiting }, { done: 4, failed: 0, running: 0, waiting: 0 });
      await pool.close();
      assert.deepEqual(pool.statistics.workers, []);
    });

    test("runs an initializer in each worker before all else", async (t) => {
      const pool = poolOf(t, { kind, size: 2, initializer: ["prepare", "hola"] });
      await pool.start();
      assert.deepEqual(
        pool.statistics.workers.map(({ state }) => state),
        ["idle", "idle"],
      );
      const told = await Promise.all([pool.submit("whatWasPrepared"), pool.submit("whatWasPrepared")]);
      assert.deepEqual(told, ["hola", "hola"]);
    });

    test("gives a DevFailed whole, with its class and causes", async (t) => {
      const pool = poolOf(t, { kind });
      const error = await pool.submit("failTango").catch((reason: unknown) => reason);
      assert.ok(error instanceof NamedDevFailedList);
      assert.equal(error.reason, "API_AttributeFailed");
      assert.deepEqual([error.failures[0]?.name, error.failures[0]?.errors[0]?.reason], ["a", "Inner"]);
      assert.match(error.stack ?? "", /failTango/);
      assert.ok(error.cause instanceof DevFailed);
      assert.equal(error.cause.reason, "Root");
      assert.equal((error.cause.cause as NodeJS.ErrnoException).code, "ECONNREFUSED");
    });

    test("gives other errors with name, message, stack and cause", async (t) => {
      const pool = poolOf(t, { kind });
      const error = await pool.submit("failPlain").catch((reason: unknown) => reason);
      assert.ok(error instanceof RangeError);
      assert.equal(error.message, "out of range");
      assert.match(error.stack ?? "", /failPlain/);
      assert.ok(error.cause instanceof TypeError);
      await assert.rejects(pool.submit("throwText"), { name: "Error", message: "just a text" });
      assert.equal(await pool.submit("add", 1, 1), 2, "the worker goes on");
      assert.equal(pool.statistics.replaced, 0);
    });

    test("says what cannot be posted, either way, and what is no task", async (t) => {
      const pool = poolOf(t, { kind });
      await assert.rejects(pool.submit("unpostable"), /what the task unpostable gives cannot be posted/);
      const argument = () => undefined;
      await assert.rejects(
        pool.submit("structured", argument),
        /arguments of the task structured cannot be posted/,
      );
      await assert.rejects(pool.submit("notATask" as never), /exports no function notATask, but add, /);
      assert.equal(await pool.submit("add", 1, 1), 2);
    });

    test("carries typed arrays, maps and 64-bit integers", async (t) => {
      const pool = poolOf(t, { kind });
      assert.equal(await pool.submit("sum", Float64Array.of(1, 2, 3)), 6);
      const value = {
        big: 2n ** 63n,
        map: new Map([["a", 1]]),
        floats: Float32Array.of(1.5),
        none: undefined,
      };
      const back = await pool.submit("structured", value);
      assert.deepEqual(back.value, value);
      assert.deepEqual(back.kinds, [
        "[object BigInt]",
        "[object Map]",
        "[object Float32Array]",
        "[object Undefined]",
      ]);
    });

    test("maps inputs to results in their order, or as they are ready", async (t) => {
      const pool = poolOf(t, { kind, size: 3 });
      await pool.start();
      const ordered: number[] = [];
      for await (const value of pool.map("double", [1, 2, 3, 4, 5, 6, 7])) ordered.push(value);
      assert.deepEqual(ordered, [2, 4, 6, 8, 10, 12, 14]);
      const unordered: number[] = [];
      for await (const value of pool.map("double", new Set([1, 2, 3]), { ordered: false }))
        unordered.push(value);
      assert.deepEqual(unordered.sort(), [2, 4, 6]);
    });

    test("aborts a task, and keeps its worker where that obeys", async (t) => {
      const pool = poolOf(t, { kind, graceMs: 60_000 });
      await pool.start();
      const controller = new AbortController();
      const obeyed = pool.submitWith({ signal: controller.signal }, "obey");
      await until(() => pool.statistics.running === 1);
      controller.abort(new Error("no more"));
      const error = await obeyed.catch((reason: unknown) => reason);
      assert.ok(error instanceof CallAbortedError);
      assert.equal((error.cause as Error).message, "no more");
      assert.equal(await pool.submit("add", 2, 2), 4);
      assert.equal(pool.statistics.replaced, 0);
    });

    test("terminates and replaces the worker of a task that does not end when it is told to", async (t) => {
      const pool = poolOf(t, { kind, graceMs: 20 });
      for (const task of ["spin", "deaf"] as const) {
        const before = await pool.submit("where");
        await assert.rejects(pool.submitWith({ timeoutMs: 50 }, task), (error: unknown) => {
          assert.ok(error instanceof TaskTimeoutError);
          assert.deepEqual([error.task, error.timeoutMs, error.code], [task, 50, "TASK_TIMEOUT"]);
          return true;
        });
        const after = await pool.submit("where");
        assert.notDeepEqual([after.pid, after.thread], [before.pid, before.thread]);
      }
      assert.equal(pool.statistics.replaced, 2);
    });

    test("fails the task of a worker that dies, says how, and replaces it", async (t) => {
      const pool = poolOf(t, { kind });
      const exited = await pool.submit("exit", 7).catch((reason: unknown) => reason);
      assert.ok(exited instanceof WorkerDiedError);
      assert.deepEqual([exited.task, exited.exitCode, exited.signal], ["exit", 7, null]);
      assert.match(exited.message, new RegExp(`^${kind} \\d+ died in its task exit \\(exit code 7\\)$`));
      const stray = await pool.submit("stray").catch((reason: unknown) => reason);
      assert.ok(stray instanceof WorkerDiedError && stray.cause instanceof DevFailed, String(stray));
      assert.match(
        stray.message,
        /died in its task stray \(exit code 1\): Stray: thrown where nobody catches/,
      );
      assert.equal(await pool.submit("add", 1, 1), 2);
      assert.equal(pool.statistics.replaced, 2);
    });

    test("breaks where workers cannot be started, with the reason", async (t) => {
      const broken = poolOf(t, { kind, maxFailedStarts: 2, initializer: ["failTango"] });
      const error = await broken.submit("add", 1, 1).catch((reason: unknown) => reason);
      assert.ok(error instanceof PoolBrokenError);
      assert.match(error.message, /tried 2 times/);
      assert.ok(error.cause instanceof NamedDevFailedList);
      await assert.rejects(broken.submit("add", 1, 1), PoolBrokenError);
      await assert.rejects(broken.start(), PoolBrokenError);
      await broken.close();
      const missing = new TangoThreadPool<Tasks>(new URL("./missing.ts", MODULE), {
        kind,
        size: 1,
        maxFailedStarts: 1,
      });
      await assert.rejects(missing.submit("add", 1, 1), /missing\.ts/);
      await missing.close();
    });

    test("gives up a worker that is not ready in time", async (t) => {
      const pool = poolOf(t, { kind, maxFailedStarts: 1, startTimeoutMs: 1, initializer: ["deaf"] });
      await assert.rejects(pool.submit("add", 1, 1), /was not ready within 1 ms/);
    });

    test("drains when it is closed, and takes no more", async (t) => {
      const pool = poolOf(t, { kind, size: 2 });
      const results = Promise.all([1, 2, 3, 4, 5].map((n) => pool.submit("waitFor", 5, n)));
      const closed = pool.close();
      await assert.rejects(pool.submit("add", 1, 1), PoolClosedError);
      await assert.rejects(pool.room(), PoolClosedError);
      await closed;
      assert.deepEqual(await results, [1, 2, 3, 4, 5]);
      assert.deepEqual(pool.statistics.workers, []);
      await pool.close();
    });

    test("starts no worker anew for one that ends as the pool is closed", async (t) => {
      const pool = poolOf(t, { kind, size: 2 });
      await pool.start();
      await pool.close();
      assert.deepEqual(pool.statistics.workers, []);
      assert.equal(pool.statistics.replaced, 0);
    });

    test("ends a task that is aborted for a reason that is no text", async (t) => {
      const pool = poolOf(t, { kind });
      const controller = new AbortController();
      const aborted = pool.submitWith({ signal: controller.signal }, "waitFor", 60_000, 1);
      await until(() => pool.statistics.running === 1);
      controller.abort(Object.create(null));
      await assert.rejects(aborted, CallAbortedError);
      assert.equal(await pool.submit("add", 1, 2), 3);
    });

    test("is not started while a worker that is given up has not been replaced", async (t) => {
      const pool = poolOf(t, { kind, size: 2, graceMs: 1 });
      await pool.start();
      await assert.rejects(pool.submitWith({ timeoutMs: 1 }, "deaf"), TaskTimeoutError);
      await until(() => pool.statistics.workers.some(({ state }) => state === "ending"));
      await pool.start();
      assert.deepEqual(
        pool.statistics.workers.map(({ state }) => state),
        ["idle", "idle"],
      );
    });

    test("leaves nobody waiting for its workers when it is closed before they could be started", async (t) => {
      const pool = poolOf(t, { kind, initializer: ["failTango"] });
      const started = assert.rejects(pool.start(), PoolClosedError);
      await until(() => pool.statistics.workers.length === 0);
      await pool.close();
      await started;
    });

    test("is closed when its workers have ended, also where it was destroyed before", async (t) => {
      const pool = poolOf(t, { kind });
      await pool.start();
      const destroyed = pool.destroy();
      await pool.close();
      assert.deepEqual(pool.statistics.workers, []);
      await destroyed;
    });

    test("ends all at once when it is destroyed, or closed with a limit", async (t) => {
      const destroyed = poolOf(t, { kind });
      await destroyed.start();
      const running = assert.rejects(destroyed.submit("deaf"), PoolClosedError);
      const waiting = assert.rejects(destroyed.submit("add", 1, 1), PoolClosedError);
      await destroyed.destroy();
      await Promise.all([running, waiting]);
      assert.deepEqual(destroyed.statistics.workers, []);
      const limited = poolOf(t, { kind });
      const task = assert.rejects(limited.submit("deaf"), PoolClosedError);
      await limited.close({ timeoutMs: 1 });
      await task;
    });

    test("reads a device in each worker, by a proxy of its own, and leaves no connection", async (t) => {
      const server = await FakeServer.start();
      t.after(() => server.stop());
      server.serve("pool/level/1", 5, levelDevice(5));
      const name = server.nameOf("pool/level/1");
      const pool = new TangoThreadPool<DeviceTasks>(DEVICE_MODULE, { kind, size: 2 });
      t.after(() => pool.destroy());
      const values = await Promise.all([1, 2, 3, 4].map(() => pool.submit("readLevel", name)));
      assert.deepEqual(values, [1.5, 1.5, 1.5, 1.5]);
      await assert.rejects(pool.submit("giveProxy", name), /toHandle\(\)/);
      const missing = await pool.submit("readOf", name, "nothing").catch((reason: unknown) => reason);
      assert.ok(missing instanceof DevFailed, String(missing));
      await pool.close();
    });
  });
}

test("a process that is killed fails its task with the signal", LIMITED, async (t) => {
  const pool = poolOf(t, { kind: "process" });
  const error = await pool.submit("kill").catch((reason: unknown) => reason);
  assert.ok(error instanceof WorkerDiedError);
  assert.deepEqual([error.exitCode, error.signal], [null, "SIGKILL"]);
  assert.equal(await pool.submit("add", 1, 1), 2);
});

test("a thread that has no more memory fails its task, and the program goes on", LIMITED, async (t) => {
  const pool = poolOf(t, { resourceLimits: { maxOldGenerationSizeMb: 60 } });
  const error = await pool.submit("eatMemory").catch((reason: unknown) => reason);
  assert.ok(error instanceof WorkerDiedError, String(error));
  assert.equal((error.cause as NodeJS.ErrnoException).code, "ERR_WORKER_OUT_OF_MEMORY");
  assert.equal(await pool.submit("add", 1, 1), 2);
});

test("memory moves between threads, and is shared", LIMITED, async (t) => {
  const pool = poolOf(t, {});
  const values = new Float64Array(1000).fill(2);
  assert.equal(await pool.submitWith({ transfer: [values.buffer] }, "sum", values), 2000);
  assert.equal(values.length, 0, "it was moved");
  const filled = await pool.submit("fillAndMove", 1000, 3);
  assert.deepEqual([filled.length, filled[999]], [1000, 3]);
  assert.equal(await pool.submit("hasMoved"), true);
  const shared = new SharedArrayBuffer(4);
  await Promise.all([pool.submit("increment", shared), pool.submit("increment", shared)]);
  assert.equal(new Int32Array(shared)[0], 2);
});

test("between processes what should be moved is copied, and shared memory refused", LIMITED, async (t) => {
  const pool = poolOf(t, { kind: "process" });
  const values = new Float64Array(10).fill(2);
  assert.equal(await pool.submitWith({ transfer: [values.buffer] }, "sum", values), 20);
  assert.equal(values.length, 10);
  assert.equal((await pool.submit("fillAndMove", 10, 3))[9], 3);
  await assert.rejects(pool.submit("increment", new SharedArrayBuffer(4)), /cannot be posted/);
});

test("a queue that is full refuses the newest task, or drops the oldest", LIMITED, async (t) => {
  for (const whenFull of ["drop-newest", "drop-oldest"] as const) {
    const pool = poolOf(t, { maxQueued: 1, whenFull });
    await pool.start();
    const running = pool.submit("waitFor", 1, "first");
    const outcomes = await Promise.allSettled([
      running,
      pool.submit("waitFor", 1, "second"),
      pool.submit("add", 1, 1),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      whenFull === "drop-newest"
        ? ["fulfilled", "fulfilled", "rejected"]
        : ["fulfilled", "rejected", "fulfilled"],
    );
    const refused = outcomes.find((outcome) => outcome.status === "rejected")?.reason;
    assert.ok(refused instanceof PoolQueueFullError);
    assert.match(refused.message, /1 tasks wait for the pool already/);
  }
});

test("room waits until there is room, for those who submit at the same time too", LIMITED, async (t) => {
  const pool = poolOf(t, { maxQueued: 2 });
  let most = 0;
  const produce = async (count: number) => {
    const results: Promise<number>[] = [];
    for (let i = 0; i < count; i++) {
      await pool.room();
      results.push(pool.submit("add", i, i));
      most = Math.max(most, pool.statistics.waiting + pool.statistics.running);
    }
    return Promise.all(results);
  };
  const all = await Promise.all([produce(20), produce(20), produce(20)]);
  assert.deepEqual(
    all.map((results) => results.at(-1)),
    [38, 38, 38],
  );
  assert.ok(most <= 3, `${most} at once`);
  await assert.rejects(pool.room({ signal: AbortSignal.abort(new Error("no")) }), /no/);
});

test("a task that waits is taken back when it is aborted", LIMITED, async (t) => {
  const pool = poolOf(t, {});
  const controller = new AbortController();
  const first = pool.submit("waitFor", 1, 1);
  const waiting = pool.submitWith({ signal: controller.signal }, "where");
  controller.abort();
  await assert.rejects(waiting, CallAbortedError);
  await assert.rejects(pool.submitWith({ signal: controller.signal }, "where"), CallAbortedError);
  assert.equal(await first, 1);
  assert.equal((await pool.submit("where")).calls, 1);
});

test("map takes endless inputs as results are taken, and stops with the loop", LIMITED, async (t) => {
  const pool = poolOf(t, { size: 2 });
  let taken = 0;
  let left = false;
  async function* endless() {
    try {
      while (true) yield taken++;
    } finally {
      left = true;
    }
  }
  const seen: number[] = [];
  for await (const value of pool.map("double", endless(), { window: 3 })) {
    seen.push(value);
    assert.ok(taken <= seen.length + 3, `${taken} are taken`);
    if (seen.length === 10) break;
  }
  assert.deepEqual(seen, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  await until(() => left);
  await until(() => pool.statistics.running === 0 && pool.statistics.waiting === 0);
});

test("map ends with the first failure, of a task, of the inputs or of the signal", LIMITED, async (t) => {
  const pool = poolOf(t, { size: 2, graceMs: 10 });
  const all = async (results: AsyncIterable<unknown>) => {
    for await (const _ of results);
  };
  await assert.rejects(all(pool.map("exit", [3])), WorkerDiedError);
  function* failing() {
    yield 1;
    throw new Error("no more inputs");
  }
  await assert.rejects(all(pool.map("double", failing())), /no more inputs/);
  const controller = new AbortController();
  const loop = assert.rejects(
    all(pool.map("double", waiting(), { signal: controller.signal })),
    CallAbortedError,
  );
  async function* waiting() {
    yield 1;
    await new Promise(() => undefined);
  }
  controller.abort();
  await loop;
  await until(() => pool.statistics.running === 0);
});

test("a pool is refused to postMessage, and options that cannot be", (t) => {
  assert.throws(() => structuredClone(poolOf(t, {})), /a pool belongs to one thread/);
  assert.throws(() => new TangoThreadPool("./tasks.ts"), /a URL or an absolute path, not \.\/tasks\.ts/);
  for (const options of [{ size: 0 }, { maxQueued: -1 }, { graceMs: Number.NaN }, { maxFailedStarts: 1.5 }])
    assert.throws(() => new TangoThreadPool<Tasks>(MODULE, options), RangeError);
  assert.throws(() => poolOf(t, { kind: "fibre" as never }), /kind is "thread" or "process"/);
  assert.throws(() => poolOf(t, {}).submitWith({ timeoutMs: -1 }, "add", 1, 1), RangeError);
});
