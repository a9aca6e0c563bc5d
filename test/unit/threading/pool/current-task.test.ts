import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { currentTask, RunningTask } from "../../../../src/threading/pool/current-task.ts";

test("outside of a pool there is a task without a name, which nobody aborts", () => {
  const { name, signal } = currentTask();
  assert.deepEqual([name, signal.aborted], [null, false]);
  const value = [1];
  assert.equal(currentTask().transfer(value, []), value);
});

test("is the task in which code runs, through every await", async () => {
  const task = new RunningTask("scan");
  const seen = await task.run(async () => {
    await turn();
    return currentTask();
  });
  assert.equal(seen, task);
  task.abort(new Error("no more"));
  assert.equal(seen.signal.reason.message, "no more");
  const values = new Float64Array(1);
  assert.equal(task.transfer(values, [values.buffer]), values);
  assert.deepEqual(task.moved, [values.buffer]);
});
