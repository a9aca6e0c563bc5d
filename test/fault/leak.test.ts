import assert from "node:assert/strict";
import { test } from "node:test";
import { forkFixture } from "../support/child.ts";

interface State {
  readonly heap: number;
  readonly descriptors: number;
  readonly resources: readonly string[];
}

// The compiler and the collector move this much either way (measured over 15 rounds). Three rounds of 1,000 that each lost one
// small object of 128 bytes would be as much; a call, a signal's listener or a context is larger.
const NOISE = 3 * 1000 * 128;

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
    const added = heaps.at(-1)! - heaps[0]!;
    t.diagnostic(`${count} ${name} in each round, heap after it: ${heaps.join(", ")} bytes`);
    assert.ok(added < NOISE, `${name}: ${added} bytes more`);
    for (const { descriptors, resources } of states) {
      assert.equal(descriptors, states[0]!.descriptors, name);
      assert.deepEqual(resources, states[0]!.resources, name);
    }
  }
  assert.equal((await child.exit).code, 0);
});
