import assert from "node:assert/strict";
import { test } from "node:test";
import { runToEnd } from "../../../src/threading/run-to-end.ts";

test("tells the end at once of work that gives no promise", () => {
  const seen: string[] = [];
  const end = () => void seen.push("end");
  assert.equal(
    runToEnd(() => 7, end),
    7,
  );
  assert.deepEqual(seen, ["end"]);
  const fail = () => {
    throw new Error("no");
  };
  assert.throws(() => runToEnd(fail, end), /no/);
  assert.deepEqual(seen, ["end", "end"]);
});

test("tells the end of a promise before those who wait for it go on", async () => {
  for (const outcome of [Promise.resolve(1), Promise.reject(new Error("no"))]) {
    const seen: string[] = [];
    const promise = runToEnd(
      () => outcome,
      () => void seen.push("end"),
    ) as Promise<number>;
    assert.equal(seen.length, 0);
    await promise.then(
      () => seen.push("done"),
      () => seen.push("failed"),
    );
    assert.deepEqual(seen, ["end", (await outcome.catch(() => 0)) === 1 ? "done" : "failed"]);
  }
});

test("awaits whatever can be awaited", async () => {
  const seen: string[] = [];
  // biome-ignore lint/suspicious/noThenProperty: it is what is tried
  const thenable = { then: (resolve: (value: number) => void) => resolve(7) } as Promise<number>;
  const end = () => void seen.push("end");
  assert.equal(await runToEnd(() => thenable, end), 7);
  assert.deepEqual(seen, ["end"]);
});

test("tells the end where what work gives does not say whether it is a promise", () => {
  const seen: string[] = [];
  const work = () => ({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tried
    get then(): never {
      throw new Error("no");
    },
  });
  assert.throws(() => runToEnd(work, () => void seen.push("end")), /no/);
  assert.deepEqual(seen, ["end"]);
});
