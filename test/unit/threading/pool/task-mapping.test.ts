import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { mapInputs } from "../../../../src/threading/pool/task-mapping.ts";

/** Tasks that end when the test says so. */
class ManualTasks {
  readonly started: number[] = [];
  readonly #ends = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>();

  readonly run = (input: number, signal: AbortSignal): Promise<string> => {
    this.started.push(input);
    return new Promise((resolve, reject) => {
      this.#ends.set(input, { resolve, reject });
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };

  end(input: number): void {
    this.#ends.get(input)!.resolve(`result ${input}`);
  }

  fail(input: number): void {
    this.#ends.get(input)!.reject(new Error(`failure ${input}`));
  }
}

function mapping(inputs: Iterable<number> | AsyncIterable<number>, ordered: boolean, window = 2) {
  const tasks = new ManualTasks();
  return { tasks, results: mapInputs(inputs, { run: tasks.run, window, ordered, signal: undefined }) };
}

test("takes no input before a result is asked for, then as many as the window holds", async () => {
  const { tasks, results } = mapping([1, 2, 3, 4], true);
  await turn();
  assert.deepEqual(tasks.started, []);
  const first = results.next();
  await turn();
  assert.deepEqual(tasks.started, [1, 2]);
  tasks.end(1);
  assert.deepEqual(await first, { done: false, value: "result 1" });
  await turn();
  assert.deepEqual(tasks.started, [1, 2], "the place is free when the next result is asked for");
  const second = results.next();
  await turn();
  assert.deepEqual(tasks.started, [1, 2, 3]);
  tasks.end(2);
  await second;
  await results.return();
  assert.deepEqual(tasks.started, [1, 2, 3]);
});

test("keeps the order of the inputs, or gives what is ready", async () => {
  for (const ordered of [true, false]) {
    const { tasks, results } = mapping([1, 2], ordered);
    const first = results.next();
    await turn();
    tasks.end(2);
    await turn();
    tasks.end(1);
    assert.equal((await first).value, ordered ? "result 1" : "result 2");
    assert.equal((await results.next()).value, ordered ? "result 2" : "result 1");
    assert.equal((await results.next()).done, true);
  }
});

test("gives what is ready while an input lets wait for itself", async () => {
  async function* slow() {
    yield 1;
    await new Promise(() => undefined);
  }
  const { tasks, results } = mapping(slow(), false);
  const first = results.next();
  await turn();
  tasks.end(1);
  assert.equal((await first).value, "result 1");
});

test("the first failure ends it, and aborts the others", async () => {
  const { tasks, results } = mapping([1, 2, 3], true);
  const first = results.next();
  await turn();
  tasks.fail(2);
  await assert.rejects(first, /failure 2/);
  assert.deepEqual(await results.next(), { done: true, value: undefined });
  assert.deepEqual(tasks.started, [1, 2]);
});

test("leaving it tells the inputs, also those that fail at that", async () => {
  let left = 0;
  const inputs = {
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: 1 }),
      return: () => {
        left++;
        throw new Error("it will not be left");
      },
    }),
  } as Iterable<number>;
  const { tasks, results } = mapping(inputs, true, 1);
  const first = results.next();
  await turn();
  tasks.end(1);
  await first;
  await results.return();
  assert.equal(left, 1);
});

test("no inputs give no results", async () => {
  assert.deepEqual(await mapping([], true).results.next(), { done: true, value: undefined });
});
