import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { boundedMap } from "../../../src/threading/bounded-map.ts";
import { deferred } from "../../support/fake-device.ts";

describe("boundedMap()", () => {
  it("keeps the order of the items, whatever ends first", async () => {
    const ends = [1, 2, 3].map(() => deferred<string>());
    const all = boundedMap(ends, 3, ({ promise }, i) => promise.then((text) => `${i}${text}`));
    for (const i of [2, 0, 1]) ends[i]!.resolve("abc"[i]!);
    assert.deepEqual(await all, ["0a", "1b", "2c"]);
  });

  it("never has more calls at a time than it may", async () => {
    const ends = Array.from({ length: 5 }, () => deferred<void>());
    const begun: number[] = [];
    const all = boundedMap(ends, 2, ({ promise }, i) => {
      begun.push(i);
      return promise;
    });
    await nextTurn();
    assert.deepEqual(begun, [0, 1]);
    ends[1]!.resolve();
    await nextTurn();
    assert.deepEqual(begun, [0, 1, 2]);
    for (const { resolve } of ends) resolve();
    await all;
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
  });

  it("rejects as the first call that does, and begins no other", async () => {
    const ends = Array.from({ length: 4 }, () => deferred<void>());
    const begun: number[] = [];
    const failure = new Error("the first");
    const all = boundedMap(ends, 2, async ({ promise }, i) => {
      begun.push(i);
      await promise;
      if (i === 1) throw failure;
    });
    ends[1]!.resolve();
    await assert.rejects(all, failure);
    ends[0]!.resolve();
    await nextTurn();
    assert.deepEqual(begun, [0, 1]);
  });

  it("gives nothing for nothing", async () => {
    assert.deepEqual(await boundedMap([], 5, () => Promise.resolve(1)), []);
  });
});
