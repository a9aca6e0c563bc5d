import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { CallAbortedError } from "../../../../src/iiop/call-aborted-error.ts";
import {
  type AnsweredCall,
  PortAnswerer,
  type PortAnswererOptions,
} from "../../../../src/threading/port/port-answerer.ts";
import { PortCallError } from "../../../../src/threading/port/port-call-error.ts";
import { PortCaller, type PortCallerOptions } from "../../../../src/threading/port/port-caller.ts";
import { openChannel } from "../../../../src/threading/port/port-message.ts";
import { hasSettled } from "../../../support/fake-client.ts";
import { until } from "../../../support/until.ts";

/** Both sides in this thread; what is called waits until the test answers it, unless it is `echo`. */
function pair(t: TestContext, options: Partial<PortCallerOptions & PortAnswererOptions> = {}) {
  const [answering, calling] = openChannel();
  const asked: Asked[] = [];
  const answerer = new PortAnswerer(answering, {
    answer: (method, args, call) => {
      if (method === "echo") return args;
      if (method === "throw") throw new Error(String(args[0]));
      return new Promise((resolve, reject) => asked.push({ method, args, call, resolve, reject }));
    },
    packError: (error) => `packed ${(error as Error).message}`,
    ...options,
  });
  const caller = new PortCaller(calling, {
    peer: "the peer",
    maxUnanswered: 2,
    maxWaiting: 3,
    unpackError: (packed) => new Error(`unpacked ${packed}`),
    ...options,
  });
  t.after(() => {
    answering.close();
    calling.close();
  });
  const answerNext = async (value: unknown = undefined) => {
    await until(() => asked.length > 0);
    asked.shift()!.resolve(value);
  };
  return { answerer, answering, caller, calling, asked, answerNext };
}

const LIMITED = { timeout: 20_000 };

interface Asked {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly call: AnsweredCall;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const code = (expected: string) => (error: unknown) =>
  error instanceof PortCallError && error.code === expected;

describe("a call over a port", () => {
  it("gives what the other side gives, and its errors as they were packed", async (t) => {
    const { caller } = pair(t);
    const rows = new Map([["a", Float64Array.of(1, 2)]]);
    assert.deepEqual(await caller.call("echo", [1n, "two", rows, null]), [1n, "two", rows, null]);
    await assert.rejects(caller.call("throw", ["early"]), { message: "unpacked packed early" });
    const { caller: other, asked } = pair(t);
    const failing = other.call("fail", []);
    await until(() => asked.length > 0);
    asked[0]!.reject(new Error("late"));
    await assert.rejects(failing, { message: "unpacked packed late" });
    assert.deepEqual(caller.snapshot(), { unanswered: 0, waiting: 0, answered: 1, dropped: 0 });
  });

  it("is what it was when it was made, moved where that is asked, also while it waits", async (t) => {
    const { caller, asked, answerNext } = pair(t, { maxUnanswered: 1 });
    const [row, moved, waiting, movedLater] = [1, 2, 3, 4].map((one) => Float64Array.of(one));
    const calls = [caller.call("first", [{ row, moved }])];
    assert.equal(row!.length, 1);
    calls.push(caller.call("second", [{ moved }], { transfer: true }));
    calls.push(caller.call("third", [waiting]), caller.call("fourth", [movedLater], { transfer: true }));
    waiting![0] = 33;
    assert.deepEqual([moved!.length, waiting!.length, movedLater!.length], [0, 1, 0]);
    const got: unknown[] = [];
    for (const _ of calls) {
      await until(() => asked.length > 0);
      got.push(asked[0]!.args[0]);
      await answerNext();
    }
    await Promise.all(calls);
    assert.deepEqual(got, [
      { row: Float64Array.of(1), moved: Float64Array.of(2) },
      { moved: Float64Array.of(2) },
      Float64Array.of(3),
      Float64Array.of(4),
    ]);
  });

  it("rejects what cannot be posted, and nothing is lost of the others", async (t) => {
    const { caller, answerNext } = pair(t, { maxUnanswered: 1 });
    await assert.rejects(caller.call("take", [() => 1]), code("PORT_DATA"));
    const first = caller.call("first", []);
    await assert.rejects(caller.call("second", [() => 1]), code("PORT_DATA"));
    await answerNext("done");
    assert.equal(await first, "done");
    assert.deepEqual(caller.snapshot(), { unanswered: 0, waiting: 0, answered: 1, dropped: 0 });
  });

  it("waits, is moved and answered also where what is posted contains itself", async (t) => {
    const { caller } = pair(t, { answer: (_method, args) => args[0], maxUnanswered: 1 });
    const circle: { inner?: object; row: Float64Array } = { row: Float64Array.of(1) };
    circle.inner = circle;
    const options = [{}, {}, { transfer: true }];
    const answers = await Promise.all(options.map((how) => caller.call("give", [circle], how)));
    for (const answer of answers)
      assert.deepEqual(answer, { ...circle, row: Float64Array.of(1), inner: answer });
    assert.equal(circle.row.length, 0);
  });

  it("is told that its answer cannot be posted, given at once or later", async (t) => {
    const { caller } = pair(t, { answer: () => () => 1 });
    const refused = { message: "unpacked packed the answer cannot be posted to another thread" };
    await assert.rejects(caller.call("at once", []), refused);
    const { caller: other, answerNext: answerLater } = pair(t);
    const later = assert.rejects(other.call("later", []), refused);
    await answerLater(() => 1);
    await later;
  });

  it("waits in turn where too many are unanswered, and is refused where too many wait", async (t) => {
    const { caller, asked, answerNext } = pair(t);
    const order: string[] = [];
    const calls = ["a", "b", "c", "d", "e"].map((name) => caller.call(name, []).then(() => order.push(name)));
    assert.deepEqual(caller.snapshot(), { unanswered: 2, waiting: 3, answered: 0, dropped: 0 });
    await assert.rejects(caller.call("f", []), code("PORT_FULL"));
    await until(() => asked.length === 2);
    for (const _ of calls) await answerNext();
    await Promise.all(calls);
    assert.deepEqual(order, ["a", "b", "c", "d", "e"]);
    assert.deepEqual(caller.snapshot(), { unanswered: 0, waiting: 0, answered: 5, dropped: 1 });
  });

  it("is dropped, or drops the oldest that waits, where it says so", async (t) => {
    const { caller, answerNext, asked } = pair(t);
    const calls = ["a", "b"].map((name) => caller.call(name, []));
    await assert.rejects(caller.call("c", [], { whenFull: "drop-newest" }), code("PORT_FULL"));
    const [d, e, f] = ["d", "e", "f"].map((name) => caller.call(name, [], { whenFull: "drop-oldest" }));
    await assert.rejects(d!, code("PORT_FULL"));
    assert.equal(caller.snapshot().dropped, 2);
    const seen: string[] = [];
    for (let i = 0; i < 4; i++) {
      await until(() => asked.length > 0);
      seen.push(asked[0]!.method);
      await answerNext();
    }
    await Promise.all([...calls, e, f]);
    assert.deepEqual(seen, ["a", "b", "e", "f"]);
  });

  it("is given up in time, or when its signal is aborted; the other side is told", async (t) => {
    const { caller, asked } = pair(t);
    const controller = new AbortController();
    const aborted = caller.call("aborted", [], { signal: controller.signal });
    const late = caller.call("late", [], { timeoutMs: 1 });
    const waiting = caller.call("waiting", [], { signal: controller.signal });
    await assert.rejects(late, code("PORT_TIMEOUT"));
    await until(() => asked.length === 2);
    controller.abort("enough");
    await assert.rejects(aborted, (error) => error instanceof CallAbortedError && error.cause === "enough");
    await assert.rejects(waiting, CallAbortedError);
    await assert.rejects(caller.call("never", [], { signal: controller.signal }), CallAbortedError);
    await until(() => asked.every(({ call }) => call.signal.aborted));
    // They are still at work there.
    assert.deepEqual(caller.snapshot(), { unanswered: 2, waiting: 0, answered: 0, dropped: 0 });
    for (const { resolve } of asked) resolve(undefined);
    await until(() => caller.snapshot().unanswered === 0);
  });
});

describe("the end of a port", () => {
  it("waits for what is under way, where the caller closes", async (t) => {
    const ends: unknown[] = [];
    const { caller, answerer, answerNext } = pair(t, { onClosed: (end) => ends.push(end) });
    const calls = ["a", "b", "c"].map((name) => caller.call(name, []));
    const closed = caller.close();
    await assert.rejects(caller.call("d", []), code("PORT_CLOSED"));
    assert.equal(await hasSettled(closed), false);
    for (const _ of calls) await answerNext();
    await Promise.all([...calls, closed, caller.close()]);
    await until(() => answerer.end !== undefined);
    assert.deepEqual(answerer.end, { how: "ended", unanswered: 0 });
    await assert.rejects(caller.call("e", []), code("PORT_CLOSED"));
    answerer.tell("nobody");
    assert.equal(ends.length, 2);
  });

  it("rejects what is under way with the reason of the other side, and aborts it there", async (t) => {
    const { caller, answerer, asked } = pair(t);
    const calls = ["a", "b", "c"].map((name) => caller.call(name, []));
    const outcomes = Promise.allSettled(calls);
    await until(() => asked.length === 2);
    answerer.cutOff(new Error("over"));
    for (const outcome of await outcomes) {
      assert.equal(outcome.status === "rejected" && outcome.reason.message, "unpacked packed over");
    }
    assert.deepEqual(answerer.end, { how: "cut off", unanswered: 2 });
    assert.ok(asked.every(({ call }) => call.signal.aborted));
    for (const { resolve } of asked) resolve(undefined);
    await assert.rejects(caller.call("d", []), { message: "unpacked packed over" });
    await caller.close();
  });

  it("is noticed where the port just goes", async (t) => {
    const { caller, answerer, asked, calling } = pair(t);
    const call = caller.call("a", []);
    await until(() => asked.length === 1);
    calling.close();
    await assert.rejects(call, code("PORT_CLOSED"));
    await until(() => answerer.end !== undefined);
    assert.deepEqual(answerer.end, { how: "gone", unanswered: 1 });
  });

  it("is asked for first, and waited for, by a side that lets the caller end", async (t) => {
    const wanted = { is: false };
    const { caller, answerer } = pair(t, {
      onEndWanted: () => {
        wanted.is = true;
        void caller.call("echo", ["last"]).then(() => caller.close());
      },
    });
    await caller.call("echo", []);
    await answerer.endWithin(20_000, () => new Error("not in time"));
    assert.deepEqual([wanted.is, answerer.end], [true, { how: "ended", unanswered: 0 }]);
    assert.equal(caller.snapshot().answered, 2);
    assert.ok(!caller.closed!.message.includes("not in time"));
  });

  it("is cut off as soon as one of those who wait wants it, whoever waits for longer", LIMITED, async (t) => {
    const { answerer, caller } = pair(t);
    await caller.call("echo", []);
    const patient = answerer.endWithin(60_000, () => new Error("later"));
    await answerer.endWithin(0, () => new Error("now"));
    await patient;
    await assert.rejects(caller.call("echo", []), { message: "unpacked packed now" });
  });

  it("is cut off where the caller does not end in time, and at once where there is none", async (t) => {
    const { caller, answerer } = pair(t);
    await caller.call("echo", []);
    await Promise.all([
      answerer.endWithin(1, () => new Error("not in time")),
      answerer.endWithin(20_000, () => new Error("later")),
    ]);
    await until(() => caller.closed !== undefined);
    assert.match(caller.closed!.message, /not in time/);
    const [answering, calling] = openChannel();
    const alone = new PortAnswerer(answering, { answer: () => undefined, packError: String });
    await alone.endWithin(20_000, () => new Error("nobody"));
    const late = new PortCaller(calling, {
      peer: "the peer",
      maxUnanswered: 1,
      maxWaiting: 1,
      unpackError: (packed) => new Error(`unpacked ${packed}`),
    });
    await assert.rejects(late.call("echo", []), { message: "unpacked Error: nobody" });
  });

  it("is of one caller", (t) => {
    const { calling } = pair(t);
    assert.throws(
      () =>
        new PortCaller(calling, {
          peer: "x",
          maxUnanswered: 1,
          maxWaiting: 1,
          unpackError: () => new Error(),
        }),
      TypeError,
    );
  });
});
