import assert from "node:assert/strict";
import { test } from "node:test";
import { PollingPool } from "../../../../../src/tango/server/polling/polling-pool.ts";

test("has one thread for all devices unless the properties say otherwise", () => {
  const pool = new PollingPool();
  assert.deepEqual(pool.lines(), []);
  assert.equal(pool.update(["a/b/C"]), true);
  assert.equal(pool.update(["a/b/c"]), false);
  assert.equal(pool.update(["a/b/c", "a/b/d"]), true);
  assert.deepEqual(pool.lines(), ["a/b/c,a/b/d"]);
  assert.equal(pool.update(["a/b/d"]), true);
  assert.deepEqual(pool.lines(), ["a/b/d"]);
  assert.equal(pool.update([]), true);
  assert.deepEqual(pool.lines(), []);
});

test("spreads devices over the threads that there may be", () => {
  const pool = new PollingPool(["2"]);
  pool.update(["a", "b", "c", "d", "e"]);
  assert.deepEqual(pool.lines(), ["a,c,e", "b,d"]);
});

test("keeps devices where the configuration has them, each once", () => {
  const pool = new PollingPool(["3"], ["A,b", "b,c,gone", "gone"]);
  assert.equal(pool.update(["a", "b", "c", "d"]), true);
  assert.deepEqual(pool.lines(), ["a,b", "c", "d"]);
});

test("deals out the devices of threads that are too many", () => {
  const pool = new PollingPool(["1"], ["a", "b", "c"]);
  pool.update(["a", "b", "c"]);
  assert.deepEqual(pool.lines(), ["a,b,c"]);
});

test("breaks and joins lines that are too long for a property", () => {
  const devices = Array.from({ length: 40 }, (_, i) => `domain/family/member-${i}`);
  const pool = new PollingPool();
  pool.update(devices);
  const lines = pool.lines();
  assert.ok(lines.length > 2 && lines.every((line) => line.length <= 256));
  assert.ok(lines.slice(0, -1).every((line) => line.endsWith("\\")) && !lines.at(-1)!.endsWith("\\"));
  const again = new PollingPool([], lines);
  assert.equal(again.update(devices), false);
  assert.deepEqual(again.lines(), lines);
});
