import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { type TestContext, test } from "node:test";
import { CallAbortedError } from "../../../src/iiop/call-aborted-error.ts";
import {
  currentCallFlow,
  currentOwner,
  currentRequestContexts,
  runInCallFlow,
} from "../../../src/threading/call-flow.ts";
import { encodeCallFlow } from "../../../src/threading/call-flow-context.ts";
import { MonitorQueueFullError } from "../../../src/threading/monitor-queue-full-error.ts";
import { MonitorTimeoutError } from "../../../src/threading/monitor-timeout-error.ts";
import {
  type MonitorOptions,
  NO_MONITOR,
  SerializationMonitor,
} from "../../../src/threading/serialization-monitor.ts";
import { hasSettled } from "../../support/fake-client.ts";

/** A monitor on a clock that only the test moves, and a work that holds it until the test lets it go. */
function make(t: TestContext, options: MonitorOptions = {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  const monitor = new SerializationMonitor("sys/tg/1", { now: () => now, ...options });
  return {
    monitor,
    tick: (ms: number) => {
      now += ms;
      t.mock.timers.tick(ms);
    },
    hold: (holder = "read_x") => held(monitor, holder),
  };
}

function held(monitor: SerializationMonitor, holder: string) {
  const { promise, resolve, reject } = deferred();
  return { done: Promise.resolve(monitor.run(holder, () => promise)), end: resolve, fail: reject };
}

function deferred() {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

test("runs at once what finds it free, and gives what that gives", async (t) => {
  const { monitor } = make(t);
  assert.equal(
    monitor.run("x", () => 7),
    7,
  );
  assert.throws(
    () =>
      monitor.run("x", () => {
        throw new Error("at once");
      }),
    /at once/,
  );
  await assert.rejects(async () => monitor.run("x", () => Promise.reject(new Error("later"))), /later/);
  assert.equal(await monitor.run("x", async () => 8), 8);
  assert.equal(monitor.holder, undefined);
});

test("lets 1000 wait, each for those before it", async (t) => {
  const { monitor, hold } = make(t);
  const first = hold();
  const order: number[] = [];
  let running = 0;
  const all = Array.from({ length: 1000 }, (_, i) =>
    monitor.run(`call ${i}`, async () => {
      assert.equal(++running, 1);
      assert.equal(monitor.holder, `call ${i}`);
      order.push(i);
      if (i % 2 === 0) await null;
      running--;
      if (i % 3 === 0) throw new Error(`${i}`);
      return i;
    }),
  );
  assert.equal(monitor.waiting, 1000);
  assert.equal(await hasSettled(Promise.race(all)), false);
  first.end();
  const outcomes = await Promise.allSettled(all);
  assert.deepEqual(order, [...order.keys()]);
  assert.equal(order.length, 1000);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    order.map((i) => (i % 3 === 0 ? "rejected" : "fulfilled")),
  );
  assert.deepEqual([monitor.waiting, monitor.holder], [0, undefined]);
});

test("lets nobody in before those that wait, when it is handed on", async (t) => {
  const { monitor, hold } = make(t);
  const first = hold();
  const order: string[] = [];
  const second = monitor.run("second", () => void order.push("second"));
  const third = first.done.then(() => monitor.run("third", () => void order.push("third")));
  first.end();
  await Promise.all([second, third]);
  assert.deepEqual(order, ["second", "third"]);
});

test("is fair: of ten that never cease to call it, each has its turn in each round of 10,000 calls", async (t) => {
  const { monitor } = make(t);
  const order: number[] = [];
  const callsForEver = async (caller: number) => {
    for (let i = 0; i < 1000; i++) {
      await monitor.run(`caller ${caller}`, async () => {
        order.push(caller);
        // Some give way within their turn, some do not.
        if (caller % 3 === 0) await null;
        if (caller % 4 === 0 && i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      });
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, caller) => callsForEver(caller)));
  assert.equal(order.length, 10_000);
  const rounds = Array.from({ length: 1000 }, (_, i) => new Set(order.slice(10 * i, 10 * i + 10)).size);
  assert.deepEqual(new Set(rounds), new Set([10]));
  assert.equal(monitor.holder, undefined);
});

test("goes on when its holder fails", async (t) => {
  const { monitor, hold } = make(t);
  const first = hold();
  const next = monitor.run("next", () => "next");
  first.fail(new Error("the holder's own"));
  await assert.rejects(first.done, /the holder's own/);
  assert.equal(await next, "next");
});

test("times out after 3200 ms, and says who waited for whom", async (t) => {
  const { monitor, tick, hold } = make(t);
  const first = hold("read_x of 127.0.0.1:4711");
  tick(500);
  const late = Promise.resolve(monitor.run("write_y", () => assert.fail("it timed out")));
  tick(3199);
  assert.equal(await hasSettled(late), false);
  tick(1);
  await assert.rejects(late, (error) => {
    assert.ok(error instanceof MonitorTimeoutError);
    assert.equal(
      error.message,
      'write_y is not able to acquire serialization monitor "sys/tg/1" within 3200 ms, ' +
        "it is currently held by read_x of 127.0.0.1:4711 for 3.7 s",
    );
    const { monitor: name, waiter, holder, heldMs, timeoutMs, code } = error;
    assert.deepEqual(
      { name, waiter, holder, heldMs, timeoutMs, code },
      {
        name: "sys/tg/1",
        waiter: "write_y",
        holder: "read_x of 127.0.0.1:4711",
        heldMs: 3700,
        timeoutMs: 3200,
        code: "MONITOR_TIMEOUT",
      },
    );
    return true;
  });
  assert.equal(monitor.waiting, 0);
  first.end();
  assert.equal(monitor.holder, "read_x of 127.0.0.1:4711");
  await first.done;
  assert.equal(await monitor.run("z", () => "z"), "z");
});

test("waits without end where timeoutMs is Infinity, and refuses one that is no time", async (t) => {
  const { monitor, tick, hold } = make(t, { timeoutMs: Number.POSITIVE_INFINITY });
  const first = hold();
  const next = Promise.resolve(monitor.run("next", () => "next"));
  tick(2 ** 32);
  assert.equal(await hasSettled(next), false);
  first.end();
  assert.equal(await next, "next");
  for (const timeoutMs of [0, -1, Number.NaN]) {
    assert.throws(() => new SerializationMonitor("x", { timeoutMs }), {
      name: "RangeError",
      message: `timeoutMs must be more than 0, not ${timeoutMs}`,
    });
  }
});

test("lets a waiter leave that is aborted, and forgets its signal in any case", async (t) => {
  const { monitor, hold, tick } = make(t);
  const controllers = Array.from({ length: 4 }, () => new AbortController());
  const [leaves, enters, expires, aborted] = controllers as [
    AbortController,
    AbortController,
    AbortController,
    AbortController,
  ];
  const reason = new Error("no longer wanted");
  aborted.abort(reason);
  const first = hold();
  const left = Promise.resolve(monitor.run("leaves", () => assert.fail("it left"), leaves.signal));
  const never = Promise.resolve(monitor.run("never", () => assert.fail("it never came"), aborted));
  const entered = Promise.resolve(monitor.run("enters", () => "entered", enters));
  leaves.abort(reason);
  for (const [what, call] of Object.entries({ leaves: left, never })) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof CallAbortedError);
      assert.equal(error.cause, reason);
      assert.match(error.message, new RegExp(`^${what} was aborted`));
      return true;
    });
  }
  assert.equal(monitor.waiting, 1);
  first.end();
  assert.equal(await entered, "entered");
  const second = hold();
  const expired = Promise.resolve(monitor.run("expires", () => assert.fail("it expired"), expires.signal));
  tick(3200);
  await assert.rejects(expired, { name: "MonitorTimeoutError" });
  second.end();
  await second.done;
  for (const { signal } of controllers) assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("does not ask for the signal of what need not wait", (t) => {
  const { monitor } = make(t);
  const cancellation = {
    get signal(): AbortSignal {
      throw new Error("it was asked for");
    },
  };
  assert.equal(
    monitor.run("x", () => 1, cancellation),
    1,
  );
});

test("refuses the newest where too many wait", async (t) => {
  const { monitor, hold } = make(t, { maxWaiting: 2 });
  const first = hold();
  const waiting = [1, 2].map((i) => monitor.run(`${i}`, () => i));
  await assert.rejects(
    async () => monitor.run("newest", () => 3),
    (error) => {
      assert.ok(error instanceof MonitorQueueFullError);
      assert.equal(
        error.message,
        'newest cannot wait for serialization monitor "sys/tg/1": 2 calls wait already, ' +
          "and it is currently held by read_x",
      );
      return true;
    },
  );
  first.end();
  assert.deepEqual(await Promise.all(waiting), [1, 2]);
});

test("lets its holder enter again, at once and after waiting", async (t) => {
  const { monitor } = make(t);
  const outcome = await monitor.run("outer", async () => {
    assert.equal(
      monitor.run("inner", () => 1),
      1,
    );
    await null;
    assert.equal(
      monitor.run("inner", () => monitor.run("innermost", () => 2)),
      2,
    );
    assert.throws(
      () =>
        monitor.run("inner", () => {
          throw new Error("inner");
        }),
      /inner/,
    );
    assert.equal(monitor.holder, "outer");
    return monitor.run("inner", async () => 3);
  });
  assert.equal(outcome, 3);
  assert.equal(monitor.holder, undefined);
});

test("counts the holds of flows side by side within its holder", async (t) => {
  const { monitor } = make(t);
  const both = [deferred(), deferred()];
  const outer = Promise.resolve(
    monitor.run("outer", async () => {
      const contexts = currentRequestContexts();
      // As two requests of its own that come in.
      await Promise.all(
        both.map(({ promise }) => runInCallFlow(contexts, () => monitor.run("self", () => promise))),
      );
    }),
  );
  const next = Promise.resolve(monitor.run("next", () => "next"));
  both[1]!.resolve();
  assert.equal(await hasSettled(next), false);
  assert.equal(monitor.holder, "outer");
  both[0]!.resolve();
  await outer;
  assert.equal(await next, "next");
});

test("is held until those that its holder did not wait for are through", async (t) => {
  const { monitor } = make(t);
  const { promise, resolve } = deferred();
  let left: unknown;
  await monitor.run("outer", async () => {
    left = monitor.run("left behind", async () => {
      await promise;
      return monitor.run("its own", () => "in");
    });
  });
  const next = Promise.resolve(monitor.run("next", () => "next"));
  assert.equal(await hasSettled(next), false);
  resolve();
  assert.equal(await left, "in");
  assert.equal(await next, "next");
});

test("keeps two calls apart that one flow makes to another device", async (t) => {
  const { monitor: one } = make(t);
  const other = new SerializationMonitor("sys/tg/2");
  const { promise, resolve } = deferred();
  let calls: Promise<unknown>[] = [];
  const outer = one.run("outer", async () => {
    calls = [promise.then(() => 1), 2].map(async (value) => other.run("read", () => value));
    await Promise.all(calls);
  });
  assert.equal(await hasSettled(calls[1]!), false);
  assert.equal(other.waiting, 1);
  resolve();
  await outer;
});

test("is not entered by what its holder left running when it ended", async (t) => {
  const { monitor, hold } = make(t);
  const { promise, resolve } = deferred();
  let left: Promise<unknown> | undefined;
  await monitor.run("outer", async () => {
    left = promise.then(() => monitor.run("left running", () => "entered"));
  });
  const other = hold("other");
  resolve();
  assert.equal(await hasSettled(left!), false);
  other.end();
  assert.equal(await left, "entered");
});

test("is not entered by a token that its holder never had", async (t) => {
  const { monitor, hold } = make(t);
  const first = hold();
  const enter = () => monitor.run("foreign", () => "entered");
  const foreign = Promise.resolve(runInCallFlow([encodeCallFlow(["0123456789abcdef"])], enter));
  assert.equal(await hasSettled(foreign), false);
  first.end();
  assert.equal(await foreign, "entered");
});

test("runs what waited in the flow in which it waited", async (t) => {
  const { monitor: one, hold } = make(t);
  const first = hold();
  const other = new SerializationMonitor("sys/tg/2");
  const nested = await new Promise((resolve) => {
    const outer = other.run("outer", async () => {
      const flow = currentCallFlow()!;
      const inner = one.run("inner", () => {
        assert.ok(currentCallFlow()?.isWithin(flow));
        return other.run("back", () => "back");
      });
      first.end();
      return inner;
    });
    resolve(outer);
  });
  assert.equal(nested, "back");
});

test("does nothing for NO_SYNC", () => {
  assert.equal(
    NO_MONITOR.run("x", () => NO_MONITOR.run("y", () => currentCallFlow())),
    undefined,
  );
});

test("rejects with errors that any copy of the package knows", () => {
  assert.ok({ [Symbol.for("bandoneon.MonitorTimeoutError")]: true } instanceof MonitorTimeoutError);
  assert.ok({ [Symbol.for("bandoneon.MonitorQueueFullError")]: true } instanceof MonitorQueueFullError);
  assert.ok(!(new Error("another") instanceof MonitorTimeoutError));
  assert.ok(!(new Error("another") instanceof MonitorQueueFullError));
});

test("tells its work whose it is, also within another monitor that says nothing", async () => {
  const ofDevice = new SerializationMonitor("lab/supply/1", { owner: "lab/supply/1" });
  const other = new SerializationMonitor("the configuration of lab/supply/2");
  assert.equal(other.run("reading", currentOwner), undefined);
  assert.equal(
    ofDevice.run("reading", () => other.run("reading", currentOwner)),
    "lab/supply/1",
  );
});
