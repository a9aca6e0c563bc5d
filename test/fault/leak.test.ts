import assert from "node:assert/strict";
import { test } from "node:test";
import { forkFixture } from "../support/child.ts";

interface State {
  readonly heap: number;
  readonly descriptors: number;
  readonly resources: readonly string[];
}

// What leaks does so in every round, of 1,000 operations or more: the round that added least counts. A call, a signal's
// listener or a context takes more than these 64 bytes each; what the compiler and the collector move goes both ways.
const NOISE = 1000 * 64;

test("heap and handles return to where they were, after calls, aborted calls and cleanups", async (t) => {
  const child = forkFixture(t, "leak.ts", [], { execArgv: ["--expose-gc"] });
  for (const expected of ["calls", "aborted calls", "cleanups"]) {
    const { name, count, states } = (await child.message()) as {
      name: string;
      count: number;
      states: State[];
    };
    assert.equal(name, expected);
    const heaps = states.map(({ heap }) => heap);
    const added = Math.min(...heaps.slice(1).map((heap, i) => heap - heaps[i]!));
    t.diagnostic(`${count} ${name} in each round, heap after it: ${heaps.join(", ")} bytes`);
    assert.ok(added < NOISE, `${name}: at least ${added} bytes more in each round`);
    for (const { descriptors, resources } of states) {
      assert.equal(descriptors, states[0]!.descriptors, name);
      assert.deepEqual(resources, states[0]!.resources, name);
    }
  }
  assert.equal((await child.exit).code, 0);
});
